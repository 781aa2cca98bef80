"""The thread that writes the access log."""

import errno
import logging
import os
from collections.abc import Sequence

import pytest

from jedlik.app.log_writer import LogWriter

LINES = b"x" * 65_535 + b"\n"  # as much as a pipe holds


def test_lines_are_written_in_order() -> None:
    reading, writing = os.pipe()
    writer = LogWriter(writing, "access log")
    for number in range(100):
        writer.write(b"%d\n" % number)
    writer.close()
    os.close(writing)
    with os.fdopen(reading, "rb") as log:
        assert log.read() == b"".join(b"%d\n" % number for number in range(100))


def test_a_pipe_nobody_reads_stops_no_one_and_what_is_dropped_is_counted() -> None:
    reading, writing = os.pipe()
    writer = LogWriter(writing, "access log", pieces_max=2)
    for _ in range(20):
        writer.write(LINES)
    with os.fdopen(reading, "rb") as log:
        lines = [log.readline(), log.readline()]  # now one more has room
        writer.write(b"last\n")
        writer.close()
        os.close(writing)
        lines += log.readlines()
    report = next(line for line in lines if line.startswith(b"{"))
    written = lines.count(LINES)
    assert report == b'{"dropped_lines":%d}\n' % (20 - written)
    assert lines[-1] == b"last\n"


def test_a_pipe_that_does_not_block_loses_nothing() -> None:
    """A program that shares standard output can set O_NONBLOCK."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    writer = LogWriter(writing, "access log")
    for _ in range(4):
        writer.write(LINES)
    with os.fdopen(reading, "rb") as log:
        lines = [log.readline() for _ in range(4)]
        writer.close()
        os.close(writing)
        assert [*lines, *log.readlines()] == [LINES] * 4


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([6], b"a1\na2\nb1\nb2\nc1\nc2\n"),
        ([6, -1, 100], b'a1\na2\n{"dropped_lines":2}\nc1\nc2\n'),
        ([-1, -1, 100], b'{"dropped_lines":4}\nc1\nc2\n'),
        ([3, -1, -1, 100], b'a1\n{"dropped_lines":3}\nc1\nc2\n'),
        ([4, -1, 100, 100], b'a1\na\n{"dropped_lines":1}\nb1\nb2\nc1\nc2\n'),
        ([6, -1, 20, -1], b'a1\na2\n{"dropped_lines":2}\n'),
    ],
)
def test_lines_that_cannot_be_written_are_counted(
    sizes: Sequence[int],
    expected: bytes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """sizes: how many bytes each write takes; -1: it fails, because the disk is full."""
    left, log = list(sizes), bytearray()

    def take(_: int, lines: bytes) -> int:
        size = left.pop(0) if left else len(lines)
        if size < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        log.extend(lines[:size])
        return min(size, len(lines))

    monkeypatch.setattr("jedlik.app.log_writer.os.write", take)
    writer = LogWriter(-1, "audit log")
    with caplog.at_level(logging.ERROR, "jedlik"):
        for name in "abc":
            writer.write(b"%b1\n%b2\n" % (name.encode(), name.encode()))
        writer.close()
    assert bytes(log) == expected
    failures = [at for at, size in enumerate(sizes) if size < 0]
    assert bool(caplog.messages) == bool(failures)
    assert all("lines of the audit log are lost" in each for each in caplog.messages)
