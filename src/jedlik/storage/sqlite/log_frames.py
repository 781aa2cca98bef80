"""Commits in the write-ahead log that SQLite cannot read back.

After a server was killed, its log contains commits that are in no other file. SQLite reads the log
up to the first frame whose checksum is wrong, and ignores the rest without reporting it. If the
server was killed while it wrote, the rest contains no whole commit. If it contains whole commits,
the log is damaged and acknowledged writes are lost. The operator must learn of this.

The headers of frames are not encrypted, even if the file is. A header contains random numbers
(salts) that identify its log. So frames that an earlier log has left in the file can be recognised.

Each frame has a checksum of itself and of all frames before it. So a frame can be compared if the
checksum of the frame before it is known (sqlite.org/fileformat2, 4.1 and 4.2).
"""

import os
import sys
from functools import cache
from operator import mul
from pathlib import Path
from struct import unpack
from typing import Final, NamedTuple

_HEADER_BYTES: Final = 32
_FRAME_HEADER_BYTES: Final = 24
_SALTS: Final = slice(16, 24)  # of the header of the log
_FRAME_SALTS: Final = slice(8, 16)  # of the header of a frame
_FIRST_FRAME_SALTS: Final = slice(_HEADER_BYTES + 8, _HEADER_BYTES + 16)
_WORD: Final = 0xFFFFFFFF
_NATIVE: Final = "<" if sys.byteorder == "little" else ">"
_SEEDS_MAX: Final = 3  # checksums that may be right for what comes before a frame


class LogFrames(NamedTuple):
    """The frames of a log.

    last: the number of the last one, from 1; 0 if there are none. commits: the numbers of the
    frames that end a commit.
    """

    last: int
    commits: tuple[int, ...]


NO_FRAMES: Final = LogFrames(0, ())


class DamagedFrame(NamedTuple):
    """A frame that is not as it was written.

    page: the number of its page in the data file, from 1. content: what the frame has for the page.
    """

    page: int
    content: bytes


def frames_in(path: Path, page_bytes: int) -> LogFrames:
    """Returns the frames of the log of the data file `path`. Must be called before SQLite opens the
    file.

    Frames of an earlier log are not counted. Frames are counted even if the header of the log is
    damaged.
    """
    try:
        descriptor = os.open(log_of(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return NO_FRAMES
    try:
        begin = os.pread(descriptor, _HEADER_BYTES + _FRAME_HEADER_BYTES, 0)
        salts = begin[_SALTS] if _is_intact(begin[:_HEADER_BYTES]) else begin[_FIRST_FRAME_SALTS]
        frame_bytes = _FRAME_HEADER_BYTES + page_bytes
        whole = (os.fstat(descriptor).st_size - _HEADER_BYTES) // frame_bytes
        last, commits = 0, []
        for number in range(1, whole + 1):
            at = _HEADER_BYTES + (number - 1) * frame_bytes
            header = os.pread(descriptor, _FRAME_HEADER_BYTES, at)
            if header[_FRAME_SALTS] != salts or not any(salts):
                continue
            last = number
            if any(header[4:8]):  # the size of the file after a commit; 0 within a commit
                commits.append(number)
    finally:
        os.close(descriptor)
    return LogFrames(last, tuple(commits))


def lost_commits(path: Path, frames: LogFrames, read_back: int) -> str | None:
    """Returns a sentence for the operator if whole commits follow the last frame that SQLite has
    read.
    """
    lost = [number for number in frames.commits if number > read_back]
    if not lost:
        return None
    return (
        f"The write-ahead log {log_of(path)} is damaged after frame {read_back}. The remaining "
        f"{frames.last - read_back} frames, with {len(lost)} commits, could not be read back: "
        "the writes in them are lost. (If the machine lost power, the last commit may be one "
        "that no client was answered for.) Compare with a backup."
    )


def damaged_frames(log: Path, page_bytes: int, first: int, last: int) -> list[DamagedFrame]:
    """Returns those of the frames from `first` to `last` whose content does not fit their checksum.

    If only the checksum itself has changed, the frame after it fits, and the content is right.
    """
    descriptor = os.open(log, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        header = os.pread(descriptor, _HEADER_BYTES, 0)
        if len(header) < _HEADER_BYTES:
            return []
        order = _order(header) if _is_intact(header) else _NATIVE
        seeds = _computed_and_stored(header)
        if first > 1:
            seeds = [_stored(_frame(descriptor, page_bytes, first - 1))]
        found: list[DamagedFrame] = []
        is_doubtful = False  # whether the last of `found` is right if the next frame says so
        for number in range(first, last + 1):
            frame = _frame(descriptor, page_bytes, number)
            is_whole = len(frame) == _FRAME_HEADER_BYTES + page_bytes
            if not is_whole or frame[_FRAME_SALTS] != header[_SALTS]:
                break
            stored = _stored(frame)
            compared = frame[:8] + frame[_FRAME_HEADER_BYTES:]
            computed = [_checksum(order, seed, compared) for seed in seeds]
            if stored in computed:
                if is_doubtful and stored != computed[0]:
                    found.pop()
                seeds, is_doubtful = [stored], False
            else:
                page = int.from_bytes(frame[:4], "big")
                found.append(DamagedFrame(page, frame[_FRAME_HEADER_BYTES:]))
                seeds, is_doubtful = [stored, *computed][:_SEEDS_MAX], True
    finally:
        os.close(descriptor)
    return found


def log_of(path: Path) -> Path:
    """Returns the path of the write-ahead log of a data file."""
    return path.with_name(path.name + "-wal")


def _frame(descriptor: int, page_bytes: int, number: int) -> bytes:
    frame_bytes = _FRAME_HEADER_BYTES + page_bytes
    return os.pread(descriptor, frame_bytes, _HEADER_BYTES + (number - 1) * frame_bytes)


def _stored(header: bytes) -> tuple[int, int]:
    """Returns the checksum in the header of a frame."""
    one, two = unpack(">2I", header[16:24])
    return one, two


def _order(header: bytes) -> str:
    """Returns the order of bytes in which the sums of a log are made, as `struct` writes it."""
    return ">" if header[3] & 1 else "<"  # the last bit of the magic number


def _computed_and_stored(header: bytes) -> list[tuple[int, int]]:
    """Returns the checksum that the header of a log should have, and the one that it has."""
    one, two = unpack(">2I", header[24:])
    return [_checksum(_order(header), (0, 0), header[:24]), (one, two)]


def _checksum(order: str, seed: tuple[int, int], content: bytes) -> tuple[int, int]:
    """Returns the two sums of SQLite. seed: those of what comes before.

    For each two words of the content, SQLite adds the first word and the second sum to the first
    sum, and then the second word and the first sum to the second sum. So each sum is one of words
    with constant weights, which Python adds faster.
    """
    words = (*seed, *unpack(f"{order}{len(content) // 4}I", content))
    one, two = _weights(len(words))
    return sum(map(mul, words, one)) & _WORD, sum(map(mul, words, two)) & _WORD


@cache
def _weights(words: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns how often each word, after the two of the seed, is in the first and second sum."""
    one, two = (1, 0), (0, 1)  # how often each sum is in the sums at the end
    backwards: list[tuple[int, int]] = []
    for _ in range(words // 2 - 1):
        backwards.append(two)
        one = ((one[0] + two[0]) & _WORD, (one[1] + two[1]) & _WORD)
        backwards.append(one)
        two = ((one[0] + two[0]) & _WORD, (one[1] + two[1]) & _WORD)
    weights = [one, two, *reversed(backwards)]
    return tuple(each[0] for each in weights), tuple(each[1] for each in weights)


def _is_intact(header: bytes) -> bool:
    """Returns whether the checksum in the header of the log is right."""
    return len(header) == _HEADER_BYTES and len({*_computed_and_stored(header)}) == 1
