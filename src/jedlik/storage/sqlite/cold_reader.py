"""Finishes the reads that were refused because they would have to wait for the disk.

A thread reads all the pages that a read needs, with one statement that returns only a count. Then
the event loop reads the values from the cache. While the thread reads pages it does not need the
interpreter's lock. A thread that returns the values was tried: it takes the lock from the loop for
each row, and each time the loop stops for 50 us.

Even so, a thread takes the lock three or four times for a read. So while the loop is busy, a read
of one key takes turns instead: it is simply tried again in the loop. When it was refused, it asked
the operating system for the missing page, which is there some hundred microseconds later. A key
needs two or three turns, one for each missing page on the way to its value. Turns are rare.
Otherwise the clients of a few cold keys would take the time of those that read hot ones: see
docs/adr/0023-cold-reads.md.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeVar

import apsw

from jedlik.storage.sqlite.data_file import DataFile

T = TypeVar("T")

# A turn takes 0.05 to 0.2 ms, most of it in the kernel, which begins a read.
_TURN_EVERY_S: Final = 0.002

# Of the thread's connection. This can be small: the pages stay in the operating system's cache.
_CACHE_KIB: Final = 16 * 1024


class Turns:
    """Reads that wait for a turn to try again, in the order in which they arrived."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()

    def next(self) -> "asyncio.Future[None]":
        """Returns a future that is done when it is the turn of this read."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._waiting.append(future)
        if len(self._waiting) == 1:
            loop.call_later(_TURN_EVERY_S, self._give)
        return future

    def _give(self) -> None:
        future = self._waiting.popleft()
        if not future.done():
            future.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_later(_TURN_EVERY_S, self._give)


class ColdReader:
    """A thread and its connection. The first call starts the thread and opens the connection."""

    def __init__(self, file: DataFile) -> None:
        self._file = file
        self._waiting: SimpleQueue[Callable[[apsw.Connection], None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def run(self, statement: str, bindings: Sequence[int | bytes]) -> "asyncio.Future[None]":
        """Runs a statement in the thread, so that the pages that it reads are in the cache."""

        def work(connection: apsw.Connection) -> None:
            connection.execute(statement, bindings).fetchall()

        return self.call(work)

    def call(self, work: Callable[[apsw.Connection], T]) -> "asyncio.Future[T]":
        """Calls `work` in the thread, with its connection. The future has the result or the
        exception.

        Raises DataFileGoneError if the connection cannot be opened because the file is gone.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def attempt(connection: apsw.Connection) -> None:
            try:
                result = work(connection)
            except Exception as error:  # noqa: BLE001  (any exception goes to the caller)
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_answer, future, result)

        if self._thread is None:
            connection = self._file.connect()
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").fetchall()
            self._thread = Thread(
                target=self._run, args=(connection,), name="jedlik-cold-reader", daemon=True
            )
            self._thread.start()
        self._waiting.put(attempt)
        return future

    def close(self) -> None:
        """Finishes the calls that have begun, and closes the connection. Blocks until then."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _run(self, connection: apsw.Connection) -> None:
        with closing(connection):
            while (attempt := self._waiting.get()) is not None:
                attempt(connection)


def _answer(future: "asyncio.Future[T]", result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[T]", error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
