"""Commits in the write-ahead log that SQLite cannot read back.

After a server was killed, its log contains commits that are in no other file. SQLite reads the log
up to the first frame whose checksum is wrong, and ignores the rest without reporting it. If the
server was killed while it wrote, the rest contains no whole commit. If it contains whole commits,
the log is damaged and acknowledged writes are lost. The operator must learn of this.

The headers of frames are not encrypted, even if the file is. A header contains random numbers
(salts) that identify its log. So frames that an earlier log has left in the file can be recognised.
"""

import os
from pathlib import Path
from struct import unpack
from typing import Final, NamedTuple

_HEADER_BYTES: Final = 32
_FRAME_HEADER_BYTES: Final = 24
_SALTS: Final = slice(16, 24)  # of the header of the log
_FRAME_SALTS: Final = slice(8, 16)  # of the header of a frame
_FIRST_FRAME_SALTS: Final = slice(_HEADER_BYTES + 8, _HEADER_BYTES + 16)


class LogFrames(NamedTuple):
    """The frames of a log.

    last: the number of the last one, from 1; 0 if there are none. commits: the numbers of the
    frames that end a commit.
    """

    last: int
    commits: tuple[int, ...]


NO_FRAMES: Final = LogFrames(0, ())


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


def log_of(path: Path) -> Path:
    """Returns the path of the write-ahead log of a data file."""
    return path.with_name(path.name + "-wal")


def _is_intact(header: bytes) -> bool:
    """Returns whether the checksum in the header of the log is right."""
    if len(header) < _HEADER_BYTES:
        return False
    order = ">" if header[3] & 1 else "<"  # the last bit of the magic number
    one = two = 0
    for first, second in zip(*[iter(unpack(f"{order}6I", header[:24]))] * 2, strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return (one, two) == unpack(">2I", header[24:])
