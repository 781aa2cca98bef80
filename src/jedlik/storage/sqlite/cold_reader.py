"""How reads go on that were refused because they would have to wait for the disk.

A thread reads all the pages that they need, in one statement that returns a count, and then the
event loop reads the values from the cache. Between its first and its last page the thread does not
need the interpreter's lock. Having the thread return the values was tried: with each row it takes
the lock from the loop and gives it back, for 50 us each time.

Even so a thread takes the lock three or four times. While the loop is busy, a read of one key takes
turns instead. The refused read has asked the operating system for the page, and some hundred
microseconds later the page is there; a key needs two or three turns, one for each page that is
missing on the way to its value. Few turns are given. Otherwise the clients of a few cold keys would
take the time of those that read hot ones: see docs/adr/0023-cold-reads.md.
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

# The cache of the thread's connection. What it reads is in the cache of the operating system.
_CACHE_KIB: Final = 16 * 1024


class Turns:
    """Reads that wait for their turn to try again, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()

    def next(self) -> "asyncio.Future[None]":
        """Wait for the next turn."""
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
    """A thread and its connection. Both begin with the first call."""

    def __init__(self, file: DataFile) -> None:
        self._file = file
        self._waiting: SimpleQueue[Callable[[apsw.Connection], None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def run(self, statement: str, bindings: Sequence[int | bytes]) -> "asyncio.Future[None]":
        """Run a statement, so that the pages that it reads are in the cache."""

        def work(connection: apsw.Connection) -> None:
            connection.execute(statement, bindings).fetchall()

        return self.call(work)

    def call(self, work: Callable[[apsw.Connection], T]) -> "asyncio.Future[T]":
        """Call `work` in the thread, with its connection. Returns what `work` returns or raises.

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
        """Finish the calls that were begun, and release the connection. This blocks for them."""
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
