"""Durable group commit: all transacts that wait share one transaction and one sync.

A group gathers for as long as every turn of the event loop brings more members, and has its turn
when the one before it is on disk:

1. In the event loop: BEGIN IMMEDIATE takes the write lock of the file without waiting; each member
   reads and decides in order, upon what those before it leave (`decisions`). The rows they leave
   are written into the pages in memory.
2. COMMIT writes the pages to the write-ahead log and syncs it: for many members and on a quick disk
   in the loop, else in the writer's thread. Many bytes are written here too.
3. In the event loop: every member gets its answer, and the next group has its turn.

If another process holds the lock, the thread waits for it and step 1 follows. An Abort has written
nothing, so a group needs no savepoints. When a statement fails the whole group is rolled back and
each member is tried alone, deciding again; one that fails alone gets the error. The connection is
used by the loop or by the thread, never by both at once: the turns see to that.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Final

import apsw

from jedlik.core.keys.key import Key
from jedlik.storage.interface import Abort, Batch, Decide
from jedlik.storage.sqlite.connection import UNAVAILABLE, closed, unavailable
from jedlik.storage.sqlite.decisions import Transact, decide_all
from jedlik.storage.sqlite.entries import Entries, Rows

# Members of one group at most: bounds how long the loop decides and how long the lock is held.
GROUP_LIMIT: Final = 256

# A group below this size waits for one more turn of the loop as long as turns bring more members.
# What a commit costs beside its rows, it costs once: groups of 32 instead of 16 took half as long.
_GATHER_LIMIT: Final = 64

# Rows of more bytes than this are written in the thread.
_LOOP_BYTES_MAX: Final = 512 * 1024

# Groups of so many members are committed in the loop if commits take less than so long on average.
# Such a group means a busy loop, which handing a commit to the thread and taking the interpreter's
# lock back from it would cost more; with fewer members the loop has time for others meanwhile. On a
# slow disk one commit in many is made in the loop all the same, to notice when it is quick again.
_LOOP_GROUP: Final = 8
_LOOP_COMMIT_S: Final = 0.001
_SLOW_COMMIT_S: Final = 0.008  # one that took longer counts as this
_WEIGHT: Final = 1 / 8  # of the newest in the average
_PROBE_EVERY: Final = 64

# How long a group waits for the write lock before its members are told so.
_LOCK_TIMEOUT_S: Final = 10.0

# Pause between two attempts at the lock. A holder gives it up about once per millisecond, for some
# dozens of microseconds; short pauses find the gap, so that no process starves.
_LOCK_PAUSE_S: Final = 0.0001


class Writer:
    """The writing half of an engine, on a connection of its own."""

    def __init__(
        self,
        connection: apsw.Connection,
        *,
        now_ms: Callable[[], int],
        lock_timeout_s: float = _LOCK_TIMEOUT_S,
        loop_commit_s: float = _LOOP_COMMIT_S,
        loop_group: int = _LOOP_GROUP,
    ) -> None:
        """now_ms: Unix time in milliseconds, for the positions of Appends."""
        self._connection = connection
        self._connection.set_busy_timeout(0)  # the loop does not wait for the lock, see `_turn`
        self._now_ms = now_ms
        self._lock_timeout_s = lock_timeout_s
        self._loop_commit_s = loop_commit_s
        self._loop_group = loop_group
        self._execute = connection.cursor().execute
        self._entries = Entries(self._execute)
        self._waiting: list[Transact] = []
        self._alone: deque[Transact] = deque()  # members of a failed group, to be tried one by one
        self._group: list[Transact] = []  # whose turn it is
        self._gathered = 0  # of those waiting, how many the turn of the loop before found
        self._commit_s = 0.0  # average time of commits in the loop
        self._idle: asyncio.Event | None = None  # set when closing and nothing is left to write
        self._closing = False
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._worker = Thread(target=self._run, name="jedlik-writer", daemon=True)
        self._worker.start()
        self.commits = 0  # groups committed so far

    def transact(self, reads: Sequence[Key], decide: Decide) -> asyncio.Future[Batch | Abort]:
        """See Storage.transact. A caller that goes away does not stop its transact."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Batch | Abort] = loop.create_future()
        if self._closing:
            future.set_exception(closed())
            return future
        self._waiting.append(Transact(reads, decide, future))
        if len(self._waiting) == 1 and not self._group:
            loop.call_soon(self._gather)
        return future

    async def close(self) -> None:
        """Write what was accepted, then release thread and connection. To be called once."""
        self._closing = True
        self._idle = asyncio.Event()
        if self._waiting or self._group or self._alone:
            await self._idle.wait()
        self._work.put(None)
        await asyncio.to_thread(self._worker.join)
        self._connection.close()

    def _gather(self) -> None:
        """Let more join while more come, then have the group's turn, if none is under way."""
        if self._group:
            return
        waiting = len(self._waiting)
        if self._gathered < waiting < _GATHER_LIMIT:
            self._gathered = waiting
            asyncio.get_running_loop().call_soon(self._gather)
        else:
            self._gathered = 0
            self._turn()

    def _turn(self) -> None:
        """Begin the turn of the next group, if there is one."""
        if self._alone:
            self._group = [self._alone.popleft()]
        elif self._waiting:
            self._group = self._waiting[:GROUP_LIMIT]
            del self._waiting[:GROUP_LIMIT]
        else:
            if self._idle is not None:
                self._idle.set()
            return
        try:
            self._execute("BEGIN IMMEDIATE")
        except apsw.BusyError:
            self._in_thread(self._lock, self._decide)
        except UNAVAILABLE as error:
            self._fail(error)
        else:
            self._decide()

    def _decide(self) -> None:
        """Let the group decide, under the lock; a group that writes nothing needs no commit."""
        left_to_thread: Callable[[], None] | None = None
        try:
            self._entries.begin()
            rows = decide_all(self._group, self._entries, self._now_ms)
            if not rows:
                self._execute("ROLLBACK")
            elif _size_bytes(rows) > _LOOP_BYTES_MAX:
                left_to_thread = partial(self._write_and_commit, rows)
            else:
                self._entries.write(rows)
                if self._is_for_loop():
                    self._commit_in_loop()
                else:
                    left_to_thread = self._commit
        except Exception as error:  # noqa: BLE001  (a member's fault, found by trying each alone)
            self._fail(error)
            return
        if left_to_thread is None:
            self._answer()
        else:
            self._in_thread(left_to_thread, self._answer)

    def _answer(self) -> None:
        """Give every member its answer; then the next group has its turn."""
        group, self._group = self._group, []
        for transact in group:
            future, outcome = transact.future, transact.outcome
            if future.done():  # cancelled by its caller
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        # The answers' callbacks come first, so that what they send out does not wait for the turn.
        asyncio.get_running_loop().call_soon(self._gather)

    def _fail(self, error: Exception) -> None:
        """Roll back; the members are tried alone. One alone, or all without lock, get the error."""
        if self._connection.in_transaction:  # some errors have rolled back already
            with suppress(*UNAVAILABLE):
                self._execute("ROLLBACK")
        if len(self._group) > 1 and not isinstance(error, apsw.BusyError):
            self._alone.extend(self._group)
            self._group = []
            asyncio.get_running_loop().call_soon(self._gather)
            return
        outcome = unavailable(error) if isinstance(error, UNAVAILABLE) else error
        for transact in self._group:
            transact.outcome = outcome
        self._answer()

    def _in_thread(self, work: Callable[[], None], then: Callable[[], None]) -> None:
        """Do `work` in the thread, then `then` in the loop, or `_fail` with what it raised."""
        loop = asyncio.get_running_loop()

        def attempt() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  (as in _decide; the thread must live on)
                loop.call_soon_threadsafe(self._fail, error)
            else:
                loop.call_soon_threadsafe(then)

        self._work.put(attempt)

    def _run(self) -> None:
        """The thread: one piece of work after another until None."""
        while (work := self._work.get()) is not None:
            work()

    def _lock(self) -> None:
        """In the thread: wait for the write lock; BusyError if it takes too long."""
        deadline = time.monotonic() + self._lock_timeout_s
        while True:
            time.sleep(_LOCK_PAUSE_S)
            try:
                self._execute("BEGIN IMMEDIATE")
            except apsw.BusyError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def _write_and_commit(self, rows: Rows) -> None:
        """In the thread."""
        self._entries.write(rows)
        self._commit()

    def _is_for_loop(self) -> bool:
        """Whether the group's commit is better made in the loop: see _LOOP_GROUP."""
        if len(self._group) < self._loop_group:
            return False
        is_probe = self.commits % _PROBE_EVERY == _PROBE_EVERY - 1
        return is_probe or self._commit_s < self._loop_commit_s

    def _commit_in_loop(self) -> None:
        began_s = time.perf_counter()
        self._commit()
        took_s = min(time.perf_counter() - began_s, _SLOW_COMMIT_S)
        self._commit_s += (took_s - self._commit_s) * _WEIGHT

    def _commit(self) -> None:
        """Sync what was written."""
        self._execute("COMMIT")
        self.commits += 1


def _size_bytes(rows: Rows) -> int:
    return sum([len(row) for row in rows.values() if type(row) is bytes])
