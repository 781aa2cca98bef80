"""Commits in the write-ahead log that SQLite cannot read back.

When a server was killed, its log has commits that are in no other file. SQLite reads the log back
up to the first frame whose checksum is wrong, and ignores the rest without a word. The rest is
nothing if the server was killed while it wrote. If it contains whole commits, the log is damaged
and acknowledged writes are lost: the operator must know.

The headers of frames are not encrypted, even if the file is. A header names the salts of its log,
which differ from those of the frames that an earlier log has left in the file.
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
    """The frames of a log by number, from 1. last: 0 without frames. commits: what ends one."""

    last: int
    commits: tuple[int, ...]


NO_FRAMES: Final = LogFrames(0, ())


def frames_in(path: Path, page_bytes: int) -> LogFrames:
    """Return the frames of the log of the data file `path`. Call it before SQLite opens the file.

    The frames count even if the header of the log is damaged, but not frames of an earlier log.
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
    """Return a sentence for the operator if whole commits follow the last frame read back."""
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
    """Return the path of the write-ahead log of a data file."""
    return path.with_name(path.name + "-wal")


def _is_intact(header: bytes) -> bool:
    """Return whether the header of the log has the checksum that it says."""
    if len(header) < _HEADER_BYTES:
        return False
    order = ">" if header[3] & 1 else "<"  # the last bit of the magic number
    one = two = 0
    for first, second in zip(*[iter(unpack(f"{order}6I", header[:24]))] * 2, strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return (one, two) == unpack(">2I", header[24:])
