"""Threads that wait for the disk, so that the event loop need not."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeVar

import apsw

from jedlik.storage.sqlite.data_file import DataFile

T = TypeVar("T")

# So many reads wait for the disk at the same time. Each takes the interpreter's lock for some
# microseconds, so more of them would slow down the event loop.
_THREADS: Final = 4

# Of each thread. What is read here is in the cache of the operating system afterwards.
_CACHE_KIB: Final = 8 * 1024

_Work = Callable[[apsw.Connection], None]


class ColdReader:
    """The threads, each with a connection of its own. They start with the first read."""

    def __init__(self, file: DataFile) -> None:
        self._file = file
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._threads: Sequence[Thread] = ()

    def read(self, work: Callable[[apsw.Connection], T]) -> "asyncio.Future[T]":
        """Call `work` in a thread with its connection. Returns what it returns or raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def attempt(connection: apsw.Connection) -> None:
            try:
                result = work(connection)
            except Exception as error:  # noqa: BLE001  (it goes to the caller)
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_answer, future, result)

        if not self._threads:
            self._threads = [
                Thread(target=self._run, name=f"jedlik-reader-{number}", daemon=True)
                for number in range(_THREADS)
            ]
            for thread in self._threads:
                thread.start()
        self._work.put(attempt)
        return future

    def close(self) -> None:
        """Finish the reads that were begun, and release the connections. This blocks."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = ()

    def _run(self) -> None:
        with closing(self._file.connect()) as connection:
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").fetchall()
            while (work := self._work.get()) is not None:
                work(connection)


def _answer(future: "asyncio.Future[T]", result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[T]", error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
