"""The thread that writes the access log."""

import os

from jedlik.app.log_writer import LogWriter

LINES = b"x" * 65_535 + b"\n"  # as much as a pipe holds


def test_lines_are_written_in_order() -> None:
    reading, writing = os.pipe()
    writer = LogWriter(writing)
    for number in range(100):
        writer.write(b"%d\n" % number)
    writer.close()
    os.close(writing)
    with os.fdopen(reading, "rb") as log:
        assert log.read() == b"".join(b"%d\n" % number for number in range(100))


def test_a_pipe_nobody_reads_stops_no_one_and_what_is_dropped_is_counted() -> None:
    reading, writing = os.pipe()
    writer = LogWriter(writing, pieces_max=2)
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
