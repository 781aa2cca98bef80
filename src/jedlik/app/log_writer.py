"""Writes the access log in a separate thread.

A pipe that nobody reads, or a slow disk, blocks the thread that writes to it, which must not be the
event loop. Lines that cannot be written in time are dropped, and the log shows their number.
"""

import contextlib
import os
import queue
import threading
from typing import Final

# A piece has at most 512 lines (`edge.access_log`), so about 40 MB can wait.
_PIECES_MAX: Final = 256
_CLOSE_S: Final = 2.0


class LogWriter:
    """Writes to a file descriptor, in order, in a thread that ends with the process."""

    def __init__(self, descriptor: int, pieces_max: int = _PIECES_MAX) -> None:
        self._descriptor = descriptor
        self._pieces: queue.Queue[bytes | None] = queue.Queue(pieces_max)
        self._dropped_lines = 0
        self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
        self._thread.start()

    def write(self, lines: bytes) -> None:
        """Writes whole lines soon, or drops them if too many lines are waiting."""
        piece = lines
        if self._dropped_lines:
            piece = b'{"dropped_lines":%d}\n%b' % (self._dropped_lines, lines)
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
        while (piece := self._pieces.get()) is not None:
            _write_whole(self._descriptor, piece)


def _write_whole(descriptor: int, lines: bytes) -> None:
    """Writes lines. They are lost if the disk is full, because the log must not stop the server."""
    with contextlib.suppress(OSError):
        while lines:
            lines = lines[os.write(descriptor, lines) :]
