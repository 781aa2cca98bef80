"""Writes the access log or the audit log in a separate thread.

A pipe that nobody reads, or a slow disk, blocks the thread that writes to it, which must not be the
event loop. Lines that cannot be written in time, or at all, are dropped, and the log shows their
number as soon as it can be written again.
"""

import contextlib
import logging
import os
import queue
import select
import threading
from typing import Final

_LOG: Final = logging.getLogger("jedlik")

# A piece has at most 512 lines (`edge.access_log`), so about 40 MB can wait.
_PIECES_MAX: Final = 256
_CLOSE_S: Final = 2.0


class LogWriter:
    """Writes to a file descriptor, in order, in a thread that ends with the process."""

    def __init__(self, descriptor: int, name: str, pieces_max: int = _PIECES_MAX) -> None:
        """name: of the log, for the operator."""
        self._descriptor = descriptor
        self._name = name
        self._pieces: queue.Queue[bytes | None] = queue.Queue(pieces_max)
        self._dropped_lines = 0
        self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
        self._thread.start()

    def write(self, lines: bytes) -> None:
        """Writes whole lines soon, or drops them if too many lines are waiting."""
        piece = lines
        if self._dropped_lines:
            piece = _report(self._dropped_lines) + lines
        try:
            self._pieces.put_nowait(piece)
            self._dropped_lines = 0
        except queue.Full:
            self._dropped_lines += lines.count(b"\n")

    def close(self, wait_s: float = _CLOSE_S) -> None:
        """Writes the waiting lines. Gives up after twice `wait_s` if nobody reads them."""
        with contextlib.suppress(queue.Full):
            self._pieces.put(None, timeout=wait_s)
            self._thread.join(wait_s)

    def _run(self) -> None:
        lost_lines = 0
        end = b""  # ends a line if only a part of it was written
        while (piece := self._pieces.get()) is not None:
            report = end + _report(lost_lines) if lost_lines else b""
            left, error = _written(self._descriptor, report + piece)
            if error is None:
                lost_lines, end = 0, b""
                continue
            if not lost_lines:
                _LOG.error("lines of the %s are lost: %s", self._name, error.strerror)
            if len(left) <= len(piece):
                lost_lines = 0  # the report was written
            lost_lines += min(left, piece, key=len).count(b"\n")
            written = (report + piece)[: -len(left)]
            if written:
                end = b"" if written.endswith(b"\n") else b"\n"


def _report(lines: int) -> bytes:
    return b'{"dropped_lines":%d}\n' % lines


def _written(descriptor: int, lines: bytes) -> tuple[bytes, OSError | None]:
    """Writes lines. Waits for the reader, also if the descriptor does not block: whoever shares it
    can set that. Returns what was not written, because the disk is full or the reader is gone.
    """
    while lines:
        try:
            lines = lines[os.write(descriptor, lines) :]
        except BlockingIOError:
            reader = select.poll()
            reader.register(descriptor, select.POLLOUT)
            reader.poll()
        except OSError as error:
            return lines, error
    return b"", None
