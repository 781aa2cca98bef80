"""Writes an access log beside the server.

A pipe that nobody reads, or a slow disk, blocks who writes to it: that must be a thread of its
own, not the event loop. What it does not get rid of in time is dropped, and the log says how much.
"""

import contextlib
import os
import queue
import threading
from typing import Final

# Of pieces, each of at most 512 lines as `server.access_log` gathers them: some 40 MB.
_PIECES_MAX: Final = 256
_LAST_WORDS_S: Final = 2.0


class LogWriter:
    """Writes to a file descriptor, in order, in a thread that dies with the process."""

    def __init__(self, descriptor: int, pieces_max: int = _PIECES_MAX) -> None:
        self._descriptor = descriptor
        self._pieces: queue.Queue[bytes | None] = queue.Queue(pieces_max)
        self._dropped_lines = 0
        self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
        self._thread.start()

    def write(self, lines: bytes) -> None:
        """Have whole lines written; drops them if too many wait already."""
        piece = lines
        if self._dropped_lines:
            piece = b'{"dropped_lines":%d}\n%b' % (self._dropped_lines, lines)
        try:
            self._pieces.put_nowait(piece)
            self._dropped_lines = 0
        except queue.Full:
            self._dropped_lines += lines.count(b"\n")

    def close(self, wait_s: float = _LAST_WORDS_S) -> None:
        """Wait for what is to be written, but not for a reader that never comes."""
        with contextlib.suppress(queue.Full):
            self._pieces.put(None, timeout=wait_s)
            self._thread.join(wait_s)

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            _write_whole(self._descriptor, piece)


def _write_whole(descriptor: int, lines: bytes) -> None:
    """Write lines; what a full disk does not take is lost, for the log must not stop the server."""
    with contextlib.suppress(OSError):
        while lines:
            lines = lines[os.write(descriptor, lines) :]
