"""Group commit: all calls that wait share one transaction and one sync of the disk.

A group collects members as long as each turn of the event loop brings more of them. It runs when
the group before it is on disk:

1. In the event loop: BEGIN IMMEDIATE takes the write lock of the file without waiting. The members
   read and decide in order. Each sees the data as the members before it leave it (`decisions`). The
   resulting rows are written into pages in memory.
2. COMMIT writes the pages to the write-ahead log and syncs it: in the loop for a large group on a
   fast disk, otherwise in the thread of the writer. If the rows have many bytes, the thread also
   writes them into pages.
3. In the event loop: every member gets its answer, and the next group runs.

If another process holds the lock, the thread waits for it, and step 1 continues after that. A group
fails when its oldest member has waited `lock_timeout_s`. A member that aborts has written nothing,
so a group needs no savepoints. If a statement fails, the whole group is rolled back, and each
member runs alone and decides again. A member that fails alone gets the error. Only one group runs
at a time, and each of its steps runs either in the loop or in the thread. So the loop and the
thread never use the connection at the same time.

If the disk is full, the writer is in full disk mode (`full_disk_mode`) until there is space again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Final

import apsw

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import Abort, Batch, Decide, E, Epoch, FailureKind, Fence, R
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.connection import (
    UNAVAILABLE,
    DataFileGoneError,
    closed,
    limit_cache,
    unavailable,
)
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.decisions import Decisions, Erasure, Member, Transact
from jedlik.storage.sqlite.entries import Entries, Rows
from jedlik.storage.sqlite.full_disk_mode import FullDiskMode
from jedlik.storage.sqlite.loop_commits import LoopCommits
from jedlik.storage.sqlite.tuning import Tuning
from jedlik.turns import call_aside, done_in_time

_LOG: Final = logging.getLogger("jedlik")

# The most members of one group. It bounds how long the loop decides and how long the lock is held.
GROUP_LIMIT: Final = 256

# A smaller group waits for one more turn of the loop, as long as turns bring more members. A commit
# has a large fixed cost: groups of 32 instead of 16 members halved the time for all commits.
_GATHER_LIMIT: Final = 64

# If the rows of a group have more bytes than this, the thread writes them.
_LOOP_BYTES_MAX: Final = 512 * 1024

# How many turns (`jedlik.turns`) a group may decide in the loop. More take place aside.
_DECISION_TURNS: Final = 3

# The pause between two attempts to take the lock. A process that commits group after group frees
# the lock about once per millisecond, for some dozens of microseconds. Short pauses meet such a
# gap, so that no process starves.
_LOCK_PAUSE_S: Final = 0.0001

# How long a storage that is being closed still waits for a lock.
_CLOSING_LOCK_S: Final = 1.0


class Writer:
    """The writing half of the storage, with a connection and a thread of its own."""

    def __init__(
        self,
        file: DataFile,
        outages: Outages,
        epoch: Epoch,
        *,
        now_ms: Callable[[], int],
        tuning: Tuning | None = None,
    ) -> None:
        """now_ms: Unix time in milliseconds, for the positions of Appends."""
        self._file = file
        self._full_disk_mode = FullDiskMode(file.reserve)
        self._outages = outages
        self._health = outages.health
        self._epoch = epoch
        self._now_ms = now_ms
        self._lock_timeout_s = (tuning or Tuning()).lock_timeout_s
        self._loop_commits = LoopCommits(tuning or Tuning())
        self._connect()
        self._has_waited = False  # whether a group has waited for the lock, see `others_wait`
        self._raises_epoch = False  # whether the commit of the group raises it
        self._waiting: list[Member[object]] = []
        self._alone: deque[Member[object]] = deque()  # the members of a failed group, to run alone
        self._group: list[Member[object]] = []  # the group that runs
        self._aside: asyncio.Task[None] | None = None  # decides for a group that takes long
        self._gathered = 0  # how many members were waiting at the previous turn of the loop
        self._for_company: list[asyncio.Future[bool]] = []  # see `company`
        self._between: list[Callable[[], None]] = []  # to do before the next group
        self._idle: asyncio.Event | None = None  # when closing: set when nothing is left to write
        self._closing_s = 0.0  # when `close` was called (time.monotonic); 0 before
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._worker = Thread(target=self._run, name="jedlik-writer", daemon=True)
        self._worker.start()
        self.commits = 0  # how many groups were committed

    def _connect(self) -> None:
        self._connection = self._file.connect(self._file.write_cache_bytes)
        self._connection.set_busy_timeout(0)  # the loop must not wait for the lock, see `_turn`
        self._execute = self._connection.cursor().execute
        self._entries = Entries(self._connection.cursor())

    def limit_cache(self, cache_bytes: int) -> None:
        """Uses at most this much memory for pages of the file. Call it before the first call."""
        limit_cache(self._connection, cache_bytes)

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> asyncio.Future[Batch[R] | Abort[E]]:
        """See Storage.transact. It is executed also if the caller is cancelled."""
        future: asyncio.Future[Batch[R] | Abort[E]] = asyncio.get_running_loop().create_future()
        self._join(Transact(reads, decide, future))
        return future

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> asyncio.Future[int]:
        """See Storage.erase."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._join(Erasure(span, limit_items, fence, future))
        return future

    def others_wait(self) -> bool:
        """See Storage.others_wait."""
        has_waited, self._has_waited = self._has_waited, False
        return has_waited or bool(self._waiting)

    def company(self, wait_s: float) -> asyncio.Future[bool]:
        """See Storage.company."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._waiting:
            future.set_result(True)
        else:
            self._for_company.append(future)
            future.get_loop().call_later(wait_s, _end, future, False)
        return future

    async def close(self) -> None:
        """Writes what was accepted, then ends the thread and the connection. May be called once."""
        self._closing_s = time.monotonic()
        self._idle = asyncio.Event()
        if self._waiting or self._group or self._alone:
            await self._idle.wait()
        self._work.put(None)
        await asyncio.to_thread(self._worker.join)
        self._connection.close()

    def between_groups(self, work: Callable[[], None]) -> None:
        """Calls `work` in the loop when no group runs."""
        self._between.append(work)
        if not self._group:
            self._turn()

    def reconnect(self) -> None:
        """Opens a new connection. Must be called between groups, after `disconnect`."""
        self._connect()
        self._full_disk_mode.reset()

    def disconnect(self) -> None:
        """Closes the connection. Until `reconnect`, every group fails."""
        self._connection.close()

    def end_full_disk_mode(self) -> None:
        """Ends full disk mode, because there is space again. Must be called between groups."""
        self._full_disk_mode.end(self._connection)
        self._outages.recovered()

    def _join(self, member: Member[object]) -> None:
        if self._closing_s:
            member.outcome = closed()
            member.answer()
            return
        self._waiting.append(member)
        while self._for_company:
            _end(self._for_company.pop(), True)
        if len(self._waiting) == 1 and not self._group:
            asyncio.get_running_loop().call_soon(self._gather)

    def _gather(self) -> None:
        """Waits while more members arrive, then runs the group, unless another one runs."""
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
        """Runs the next group, if there is one."""
        while self._between:
            self._do(self._between.pop())
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
            self._has_waited = True
            self._in_thread(self._lock, self._decide)
        except Exception as error:  # noqa: BLE001  (a group that hangs would stop all writes)
            self._fail(error)
        else:
            self._decide()

    def _do(self, work: Callable[[], None]) -> None:
        """Does what was left for the time between groups. Who left it looks whether it helped."""
        try:
            work()
        except UNAVAILABLE:
            pass
        except Exception:  # noqa: BLE001  (as above)
            _LOG.exception("what the writer does between groups has failed")

    def _decide(self) -> None:
        """Under the lock: let the group decide. Long decisions take turns with other requests."""
        try:
            self._entries.begin()
            decisions = Decisions(self._group, self._entries, self._now_ms)
            if not done_in_time(decisions.run, _DECISION_TURNS):
                loop = asyncio.get_running_loop()
                self._aside = loop.create_task(self._decide_aside(decisions))
                return
        except Exception as error:  # noqa: BLE001  (running each alone finds the member at fault)
            self._fail(error)
            return
        self._write(decisions)

    async def _decide_aside(self, decisions: Decisions) -> None:
        try:
            await call_aside(decisions.run)
        except Exception as error:  # noqa: BLE001  (as in _decide)
            self._fail(error)
            return
        self._write(decisions)

    def _write(self, decisions: Decisions) -> None:
        """Under the lock: write what the group has decided. Without rows there is no commit."""
        self._waiting[:0] = decisions.take_rest()
        left_to_thread: Callable[[], None] | None = None
        try:
            rows = decisions.overlay.rows
            self._raises_epoch = decisions.overlay.raises_epoch
            if not rows:
                self._execute("ROLLBACK")
                self._file.check()  # an answer may report that something is stored already
            elif _size_bytes(rows) > _LOOP_BYTES_MAX:
                left_to_thread = partial(self._write_and_commit, rows)
            else:
                self._entries.write(rows)
                if self._loop_commits.is_chosen(len(self._group)):
                    self._loop_commits.time(self._commit)
                else:
                    left_to_thread = self._commit
        except Exception as error:  # noqa: BLE001  (running each alone finds the member at fault)
            self._fail(error)
            return
        if left_to_thread is None:
            self._answer()
        else:
            self._in_thread(left_to_thread, self._answer)

    def _answer(self) -> None:
        """Answers all members. The next group runs after that."""
        group, self._group = self._group, []
        for member in group:
            member.answer()
        # The callers run first, so what they send does not wait for the next group.
        asyncio.get_running_loop().call_soon(self._gather)

    def _fail(self, error: Exception) -> None:
        """Rolls back. Then each member runs alone. Members get the error if they have run alone, or
        if no member could succeed.
        """
        with suppress(*UNAVAILABLE):
            if self._connection.in_transaction:  # SQLite rolls back by itself after some errors
                self._execute("ROLLBACK")
        if not isinstance(error, UNAVAILABLE):
            self._retry_or_answer(error)
            return
        failure = unavailable(error)
        if failure.kind is FailureKind.FULL and self._full_disk_mode.may_help(self._group):
            self._outages.failed(failure, calls=0)
            self._in_thread(partial(self._full_disk_mode.begin, self._connection), self._retry)
        elif isinstance(error, (apsw.BusyError, DataFileGoneError)):
            self._outages.failed(failure, calls=len(self._group))
            self._answer_all(failure)
        else:
            if len(self._group) == 1:
                self._outages.failed(failure, place=self._group[0].place())
            self._retry_or_answer(failure)

    def _retry_or_answer(self, error: Exception) -> None:
        if len(self._group) > 1:
            self._retry()
        else:
            self._answer_all(error)

    def _retry(self) -> None:
        """Runs each member of the group alone."""
        self._alone.extend(self._group)
        self._group = []
        asyncio.get_running_loop().call_soon(self._gather)

    def _answer_all(self, error: Exception) -> None:
        for member in self._group:
            member.outcome = error
        self._answer()

    def _in_thread(self, work: Callable[[], None], then: Callable[[], None]) -> None:
        """Calls `work` in the thread, then `then` in the loop, or `_fail` if `work` raised."""
        loop = asyncio.get_running_loop()

        def attempt() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  (as in _decide; the thread must go on)
                loop.call_soon_threadsafe(self._fail, error)
            else:
                loop.call_soon_threadsafe(then)

        self._work.put(attempt)

    def _run(self) -> None:
        """Calls one piece of work after another, in the thread, until it gets None."""
        while (work := self._work.get()) is not None:
            work()

    def _lock(self) -> None:
        """Waits for the write lock, in the thread. Raises BusyError if this takes too long."""
        deadline = self._group[0].joined_s + self._lock_timeout_s
        while True:
            time.sleep(_LOCK_PAUSE_S)
            try:
                self._execute("BEGIN IMMEDIATE")
            except apsw.BusyError:
                now_s = time.monotonic()
                if self._closing_s:
                    deadline = min(deadline, self._closing_s + _CLOSING_LOCK_S)
                if now_s > deadline:
                    raise
            else:
                return

    def _write_and_commit(self, rows: Rows) -> None:
        """Writes the rows and commits, in the thread."""
        self._entries.write(rows)
        self._commit()

    def _commit(self) -> None:
        """Writes and syncs the log, in the loop or in the thread."""
        if self._raises_epoch:
            self._epoch.begin()
        try:
            self._execute("COMMIT")
        except apsw.FullError:
            self._full_disk_mode.is_log_full = True
            raise
        finally:
            if self._raises_epoch:
                self._epoch.finish()
        self._file.check()
        self.commits += 1
        if self._health.outage is not None and not self._full_disk_mode.is_on:
            self._outages.recovered()


def _size_bytes(rows: Rows) -> int:
    return sum([len(row) for row in rows.values() if type(row) is bytes])


def _end(wait: asyncio.Future[bool], result: bool) -> None:
    if not wait.done():
        wait.set_result(result)
