"""The writing half: groups of calls, and which of them wait for others.

One group after another reads and decides. Then several groups may be in the database at once ("in
flight"). A member that reads a key which a group in flight writes waits for the end of that group.
A group that writes a key which a group in flight writes or has read is committed after it. So calls
of one node never wait for locks of the same node. Calls that arrive together happen in the order of
the calls: if one of them must wait, the later ones wait too, and calls of later turns go first.

If a value has changed meanwhile, the members of the group return to the queue. A member that has
met this several times, or that reads LAST_APPEND, which every Append writes, is a group of its own.

An erasure waits until nothing is in flight, and everything that arrives later waits for it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final, final

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Batch,
    Decide,
    E,
    FailureKind,
    Fence,
    FenceLostError,
    R,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.postgresql.committer import Committer
from jedlik.storage.postgresql.decisions import (
    ABSENT,
    Decisions,
    Erasure,
    Found,
    Member,
    MissingValueError,
    Prepared,
    Transact,
    keys_of,
)
from jedlik.storage.postgresql.entry_id import id_of
from jedlik.storage.postgresql.failures import (
    UNAVAILABLE,
    closed,
    is_of_a_worker,
    is_of_the_caller,
)
from jedlik.storage.postgresql.reader import PATIENCE_S, Reader
from jedlik.turns import call_aside, done_in_time

# The most members of one group. It bounds how long the loop decides and how long locks are held.
GROUP_LIMIT: Final = 128
# A group ends with the member that brings its reads to this number: each value may have 400 KB.
_READS_MAX: Final = 256
# A group waits for one more turn of the loop, as long as turns bring more members.
_GATHER_LIMIT: Final = 64
# How many turns (`jedlik.turns`) a group may decide in the loop. More take place aside.
_DECISION_TURNS: Final = 3
# After so many stale values a member locks its keys before it reads them.
_STALE_MAX: Final = 3
_PAUSE_S: Final = 0.1

AnyTransact = Transact[Any, Any]


class _Flight:
    """A group in the database.

    written: the keys that it writes. added: the counters that it adds to. proven: the keys that it
    has read.
    """

    def __init__(self, decisions: Decisions) -> None:
        self.written = decisions.written()
        self.added = set(decisions.added)
        self.proven = decisions.proven
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def precedes(self, other: "_Flight") -> bool:
        """Returns whether a later group must be committed after this one."""
        return bool(
            other.written & (self.written | self.added | self.proven)
            or other.added & (self.written | self.proven)
        )


@final
class Writer:
    """Forms groups and answers their members."""

    def __init__(
        self, reader: Reader, committer: Committer, outages: Outages, flights_max: int
    ) -> None:
        """flights_max: the most groups that are in the database at once."""
        self._reader = reader
        self._committer = committer
        self._outages = outages
        self._flights_max = flights_max
        self._waiting: deque[Member[Any]] = deque()
        self._flights: set[_Flight] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False
        self._turn = 0
        self._changed = asyncio.Event()  # set when a call arrives and when a group has ended
        self.commits = 0  # how many groups were committed

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> "asyncio.Future[Batch[R] | Abort[E]]":
        """See Storage.transact. If the caller is cancelled, the transact is executed all
        the same.
        """
        future: asyncio.Future[Batch[R] | Abort[E]] = asyncio.get_running_loop().create_future()
        self._join(Transact(reads, decide, future))
        return future

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> "asyncio.Future[int]":
        """See Storage.erase."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._join(Erasure(span, limit_items, fence, future))
        return future

    async def close(self) -> None:
        """Writes what was accepted. Every later call fails."""
        self._is_closed = True
        while self._waiting or self._tasks or self._is_working:
            self._begin()
            running = [*self._tasks, *([self._work] if self._work is not None else [])]
            await asyncio.gather(*running, return_exceptions=True)

    @property
    def in_flight(self) -> int:
        """Returns how many groups are in the database."""
        return len(self._flights)

    @property
    def _is_working(self) -> bool:
        return self._work is not None and not self._work.done()

    def _join(self, member: Member[Any]) -> None:
        if self._is_closed:
            member.outcome = closed()
            member.answer()
            return
        member.turn = self._turn
        self._waiting.append(member)
        self._changed.set()
        self._begin()

    def others_wait(self) -> bool:
        """See Storage.others_wait. Writes of other nodes wait for the locks of keys only."""
        return bool(self._waiting)

    def _begin(self) -> None:
        if not self._is_working and self._waiting:
            self._work = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        """Lets one group after another read and decide, until no call waits."""
        while self._waiting:
            await self._gathered()
            self._changed.clear()
            group = self._next_group()
            if not group:
                await self._changed.wait()
            elif isinstance(group[0], Erasure):
                await self._all_flights_ended()
                await self._erase(group[0])
            elif group[0].attempts >= _STALE_MAX:
                await self._all_flights_ended()
                self._start(self._commit_locked(group[0]))
                await self._all_tasks_ended()
            else:
                await self._decide(group)

    async def _gathered(self) -> None:
        """Waits while turns of the loop bring more calls."""
        before = 0
        while before < len(self._waiting) < _GATHER_LIMIT:
            before = len(self._waiting)
            await asyncio.sleep(0)
        self._turn += 1

    def _next_group(self) -> list[Any]:
        """Takes the members of the next group from the queue. Returns none if all must wait."""
        group: list[Any] = []
        changed = self._changed_in_flight()
        skipped: list[Member[Any]] = []
        turns: set[int] = set()  # of those that were skipped
        reads = 0
        while self._waiting and len(group) < GROUP_LIMIT and reads < _READS_MAX:
            member = self._waiting[0]
            if type(member) is Erasure or (type(member) is Transact and _is_alone(member)):
                if not (group or skipped) and not _meets(member, changed):
                    group.append(self._waiting.popleft())
                break
            self._waiting.popleft()
            if member.turn in turns or _meets(member, changed):
                skipped.append(member)
                turns.add(member.turn)
            else:
                assert type(member) is Transact
                group.append(member)
                reads += len(member.reads)
        self._waiting.extendleft(reversed(skipped))
        return group

    def _changed_in_flight(self) -> set[Key]:
        """Returns the keys that the groups in flight write or add to."""
        changed: set[Key] = set()
        for flight in self._flights:
            changed |= flight.written
            changed |= flight.added
        return changed

    async def _decide(self, group: list[AnyTransact]) -> None:
        """Lets a group read and decide, then starts its commit."""
        try:
            while True:
                values = await self._values(keys_of(group))
                try:
                    decisions = await _decided(group, values)
                except MissingValueError:
                    continue
                break
        except Exception as error:  # noqa: BLE001  (a group without answers would hang)
            self._answer_all(group, error)
            return
        self._waiting.extendleft(reversed(decisions.take_rest()))
        if decisions.independent:
            self._answer_all(decisions.independent)
            answered = set(decisions.independent)
            group = [member for member in group if member not in answered]
        if not decisions.writes:
            self._answer_all(group)
            return
        flight = _Flight(decisions)
        await self._room_for(flight)
        self._flights.add(flight)
        self._start(self._commit(flight, group, Prepared(decisions, values)))

    async def _values(self, keys: Sequence[Key]) -> dict[Key, Found]:
        ids = [id_of(key) for key in keys]
        found = await self._reader.found(ids)
        return {key: found.get(each, ABSENT) for key, each in zip(keys, ids, strict=True)}

    async def _room_for(self, group: _Flight) -> None:
        """Waits until a connection is free and no group in flight must be committed first."""
        while True:
            before = [flight for flight in self._flights if flight.precedes(group)]
            if before:
                await before[0].ended
            elif len(self._flights) >= self._flights_max:
                await self._one_flight_ended()
            else:
                return

    async def _commit(self, flight: _Flight, group: list[AnyTransact], prepared: Prepared) -> None:
        try:
            stale = await self._patiently_committed(prepared)
        except Exception as error:  # noqa: BLE001  (a group without answers would hang)
            self._fail(group, error)
        else:
            if stale:
                self._return_to_queue(group, stale)
            else:
                self._succeeded()
                self._answer_all(group)
        finally:
            self._flights.discard(flight)
            flight.ended.set_result(None)
            self._changed.set()

    async def _patiently_committed(self, prepared: Prepared) -> set[bytes]:
        """Commits. While no connection can be opened, tries again until callers have waited long
        enough.
        """
        ends_s = time.monotonic() + PATIENCE_S
        while True:
            try:
                return await self._committer.commit(prepared)
            except StorageUnavailableError as error:
                is_away = error.kind in (FailureKind.UNREACHABLE, FailureKind.READ_ONLY)
                was_away = self._outages.health.outage is not None
                if not is_away or was_away or time.monotonic() > ends_s:
                    raise
            await asyncio.sleep(_PAUSE_S)

    def _return_to_queue(self, group: Sequence[AnyTransact], stale: set[bytes]) -> None:
        """Lets the members decide again. Those that have read a stale value count it."""
        for member in group:
            if any(id_of(key) in stale for key in (*member.reads, *member.also)):
                member.attempts += 1
        self._waiting.extendleft(reversed(group))

    async def _commit_locked(self, member: AnyTransact) -> None:
        async def decide(values: Mapping[Key, Found]) -> Decisions:
            return await _decided([member], values)

        try:
            while True:
                try:
                    await self._committer.commit_locked(member, decide)
                except MissingValueError:
                    continue
                break
        except Exception as error:  # noqa: BLE001  (a member without an answer would hang)
            self._fail([member], error)
        else:
            self._succeeded()
            member.answer()

    async def _erase(self, erasure: Erasure) -> None:
        try:
            erased = await self._committer.erase(erasure)
        except Exception as error:  # noqa: BLE001  (as above)
            self._fail([erasure], error)
            return
        erasure.outcome = FenceLostError() if erased is None else erased
        self._succeeded()
        erasure.answer()

    def _succeeded(self) -> None:
        self.commits += 1
        if self._outages.health.outage is not None:
            self._outages.recovered()

    def _fail(self, group: Sequence[Member[Any]], error: Exception) -> None:
        """Answers with an error. If one member may be the reason, each decides again alone."""
        cause = error.__cause__
        is_refused = isinstance(cause, UNAVAILABLE) and is_of_the_caller(cause)
        is_locked = isinstance(error, StorageUnavailableError) and error.kind is FailureKind.LOCKED
        if len(group) > 1 and (is_refused or is_locked):
            for member in group:
                member.is_alone = True
            self._waiting.extendleft(reversed(group))
            return
        if is_refused:
            error = RuntimeError(f"the database refuses a write: {cause}")
        elif isinstance(error, StorageUnavailableError):
            self._outages.failed(error, calls=len(group), is_partial=is_of_a_worker(error))
        self._answer_all(group, error)

    def _answer_all(self, group: Sequence[Member[Any]], error: Exception | None = None) -> None:
        for member in group:
            if error is not None:
                member.outcome = error
            member.answer()

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._begin()

    async def _one_flight_ended(self) -> None:
        waits = [flight.ended for flight in self._flights]
        if waits:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

    async def _all_flights_ended(self) -> None:
        while self._flights:
            await self._one_flight_ended()

    async def _all_tasks_ended(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))


def _meets(member: Member[Any], changed: set[Key]) -> bool:
    """Returns whether a member reads a key that a group in flight changes."""
    return type(member) is Transact and not (
        changed.isdisjoint(member.reads) and changed.isdisjoint(member.also)
    )


def _is_alone(member: AnyTransact) -> bool:
    """Returns whether a member is a group of its own."""
    return member.is_alone or member.attempts >= _STALE_MAX or LAST_APPEND in member.reads


async def _decided(group: list[AnyTransact], values: Mapping[Key, Found]) -> Decisions:
    """Returns what the members decide. Long decisions take turns with other requests."""
    decisions = Decisions(group, values)
    if not done_in_time(decisions.run, _DECISION_TURNS):
        await call_aside(decisions.run)
    return decisions
