"""A random history in which everything goes wrong that may, while tables are restored from it.

Between two pieces of the work: clients write, clocks step, processes are restarted, killed and
stopped, point-in-time recovery and the stream are disabled and enabled, and the log is trimmed.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Final

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.jobs import Job
from jedlik.engine.verification import verify
from jedlik.features.backups import erase_backups, make_backups, restore_tables
from jedlik.features.history import reader, trim_history
from jedlik.features.history.work import all_works
from jedlik.features.streams import trim_streams
from jedlik.storage.interface import FenceLostError
from tests.engine.in_memory import Caller, is_due
from tests.features.backups.disturbed_storage import DisturbedStorage, KilledError
from tests.features.backups.histories import (
    DAY_MS,
    FIRST_SECOND,
    LEASE_OVER_MS,
    NOTES,
    TABLES,
    History,
    OpenStorage,
    looked_up,
)
from tests.features.backups.samples import NAME, items_of

JOBS: Final = (
    *(make_backups.JOB, restore_tables.JOB, erase_backups.JOB),
    *(trim_history.JOB, trim_streams.JOB),
)
STREAM: Final = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
_CALLS: Final = 25  # of a storage in a piece, about


def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes pieces so small that the work on a table of a few items has several."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 6)
    monkeypatch.setattr(reader, "_PART_ITEMS", 3)
    monkeypatch.setattr(reader, "_LOG_RECORDS", 3)
    monkeypatch.setattr(reader, "_ERASED_ENTRIES", 4)
    monkeypatch.setattr(restore_tables, "_COMMIT_ITEMS", 2)
    monkeypatch.setattr(trim_history, "_PIECE_RECORDS", 4)


class DisturbedHistory(History):
    """See the module. figures: what was tried. can_stop: whether processes may be stopped."""

    def __init__(self, seed: int, open_storage: OpenStorage, *, can_stop: bool = True) -> None:
        self.process: DisturbedStorage
        super().__init__(seed, open_storage)
        self.figures: Counter[str] = Counter()
        self.can_stop = can_stop
        self.restoring: dict[str, tuple[str, list[Any]]] = {}
        self._stopped: list[tuple[DisturbedStorage, asyncio.Task[None]]] = []
        self._names = 0
        self._has_stream = False

    def new_caller(self) -> Caller:
        """See History."""
        self.process = DisturbedStorage(self.storage)
        return self.unique(Caller(storage=self.process, clock=self.clock))

    # Processes

    async def restart(self) -> None:
        """Ends the process, as a kill does, and starts another one."""
        if not self.can_stop:  # the storage is a file, and is opened again
            await self.storage.close()
            self.storage = self.open_storage(self.clock.now_ms)
        self.figures["restarts"] += 1
        self.caller = self.new_caller()
        self.owner = f"process {self.figures['restarts'] + 1}"

    async def perhaps_killed(self, work: Callable[[], Awaitable[object]]) -> bool:
        """Does some work in a process that may be killed at any of its calls of the storage.

        Returns whether it was killed.
        """
        if self.random.random() < 0.15:
            call, is_after = self.random.randrange(1, _CALLS), self.random.random() < 0.5
            self.process.kill_at(call, is_after=is_after)
        try:
            await work()
        except KilledError:
            self.figures["kills"] += 1
            await self.restart()
            await self.note()
            await self.synchronise()
            return True
        self.process.kill_at(0, is_after=False)
        return False

    async def stopped(self, job: Job) -> None:
        """Stops a process in a piece of a job. Another process goes on with the work."""
        storage = self.process
        storage.stop_at(self.random.randrange(1, _CALLS))
        piece = asyncio.create_task(self.piece(job, self.caller, self.owner))
        waiting = asyncio.create_task(storage.is_stopped.wait())
        await asyncio.wait({piece, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if piece.done():
            storage.go_on()
            await _ended(piece)
            return
        self.figures["stops"] += 1
        self._stopped.append((storage, piece))
        self.clock.time_ms += LEASE_OVER_MS
        await self.restart()

    async def continue_stopped(self) -> None:
        """Lets a process that was stopped go on with its piece, which others have done by now."""
        storage, piece = self._stopped.pop(self.random.randrange(len(self._stopped)))
        storage.go_on()
        await _ended(piece)
        await self.note()
        await self.synchronise()

    # What happens

    async def disturb(self) -> None:
        """Lets something happen."""
        if self.random.random() < 0.5:
            await self.perhaps_killed(self.step)
        self.clock.time_ms += self.random.choice((0, 0, 1, 90, 400, 1_500))
        if self._stopped and self.random.random() < 0.2:
            await self.continue_stopped()
        if self.random.random() < 0.12:
            often = (self.step_back, self.restart, self.change_stream, self.be_wrong)
            await self.random.choice((*often, *often, self.change_days))()
        if self.random.random() < 0.005:
            await self.switch()

    async def step_back(self) -> None:
        """The clock steps back."""
        self.figures["clock_steps"] += 1
        self.clock.time_ms -= self.random.randrange(1, 5_000)

    async def switch(self) -> None:
        """Point-in-time recovery is disabled and enabled again."""
        self.figures["switches"] += 1
        await self.disable(NAME)
        for _ in range(self.random.randrange(3)):
            await self.step()
        await self.enable(NAME, self.random.choice((None, 1, 2)))

    async def change_days(self) -> None:
        """The history is stored for a day only, and trimmed. Then it is stored for more days."""
        self.figures["trimmed"] += 1
        name = self.random.choice(TABLES)
        await self.enable(name, 1)
        self.clock.time_ms += DAY_MS - self.random.randrange(20_000)
        await self.step()
        await self.trim()
        await self.enable(name, self.random.choice((1, 2, 35)))

    async def change_stream(self) -> None:
        """A stream begins or ends, so the partitions of the log are others."""
        self.figures["streams"] += 1
        specification = {"StreamEnabled": False} if self._has_stream else STREAM
        await self.caller.calls("UpdateTable", TableName=NAME, StreamSpecification=specification)
        self._has_stream = not self._has_stream
        await self.synchronise()

    async def be_wrong(self) -> None:
        """The clock is days ahead for a while, and the log is trimmed meanwhile."""
        self.figures["clock_steps"] += 1
        ahead_ms = self.random.choice((1, 3)) * DAY_MS
        self.clock.time_ms += ahead_ms
        await self.trim()
        self.clock.time_ms -= ahead_ms

    async def trim(self) -> None:
        """Trims the log as far as possible."""
        for job in (trim_history.JOB, trim_streams.JOB):
            while await is_due(job, self.caller.node):
                await self.piece(job, self.caller, self.owner)

    # Restores

    async def live(self, seconds: int) -> None:
        """Lets some seconds pass."""
        for _ in range(seconds):
            for _ in range(self.random.randrange(4)):
                await self.disturb()
            if self.random.random() < 0.5:  # something happens in the last millisecond
                self.clock.time_ms += 999 - self.clock.time_ms % 1000
                await self.step()
            self.clock.time_ms += 1000 - self.clock.time_ms % 1000

    def seconds_to_restore(self, name: str) -> Sequence[int]:
        """Returns all seconds of the window, or those next to commits if it is long."""
        first, last = self.seconds(name)
        if last - first < 60:
            return range(first, last + 1)
        near = {each + at for each in self.seconds_of_commits() for at in (-1, 0, 1)}
        return sorted({first, last} | {each for each in near if first <= each <= last})

    async def restore(self, source: str, second: int) -> None:
        """Begins the restore of a table to a second, if it is in the window."""
        first, last = self.seconds(source)
        description = await self.caller.calls("DescribeContinuousBackups", TableName=source)
        shown = description["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert shown["EarliestRestorableDateTime"] == first
        assert shown["LatestRestorableDateTime"] == last
        self._names += 1
        name = f"restored-{self._names}"
        request = {"SourceTableName": source, "TargetTableName": name, "RestoreDateTime": second}
        if not first <= second <= last:
            self.figures["refused"] += 1
            with pytest.raises(Reject) as refused:
                await self.caller.calls("RestoreTableToPointInTime", **request)
            assert refused.value.error.code == "InvalidRestoreTimeException"
            return
        expected = self.at(self.moment_of(second))[source]
        if await self.perhaps_killed(
            lambda: self.caller.calls("RestoreTableToPointInTime", **request)
        ):
            tables = (await self.caller.calls("ListTables"))["TableNames"]
            if name not in tables:
                return
        await self.synchronise()
        self.figures["restores"] += 1
        self.restoring[name] = (source, expected)

    async def work(self) -> None:
        """Does the jobs in a random order, while things happen. Compares what was restored."""
        while jobs := [job for job in JOBS if await is_due(job, self.caller.node)]:
            await self.piece_of(self.random.choice(jobs))
            await self.disturb()
        await self.compare()

    async def without_writes(self) -> None:
        """Does the jobs while nothing happens. Compares what was restored."""
        await self.without_comparing()
        await self.compare()

    async def without_comparing(self) -> None:
        """Does the jobs while nothing happens."""
        while jobs := [job for job in JOBS if await is_due(job, self.caller.node)]:
            await self.piece(self.random.choice(jobs), self.caller, self.owner)

    async def compare(self) -> None:
        """Compares what was restored with what there was."""
        for name, (source, expected) in self.restoring.items():
            assert await self.contents_of(name, source) == expected, name
        self.restoring.clear()

    async def piece_of(self, job: Job) -> None:
        """Does a piece of a job, in a process that may be killed or stopped in it."""
        if self.can_stop and len(self._stopped) < 3 and self.random.random() < 0.05:
            await self.stopped(job)
        else:
            await self.perhaps_killed(lambda: self._piece(job))

    async def _piece(self, job: Job) -> None:
        with suppress(FenceLostError):  # the work has changed meanwhile
            await self.piece(job, self.caller, self.owner)

    async def contents_of(self, name: str, source: str) -> list[Any]:
        """Returns what a restored table has."""
        if source == NOTES:
            return [await items_of(self.caller, name)]
        return await looked_up(self.caller, name)

    async def finish(self) -> None:
        """Ends all work. Nothing of it must be left, and everything stored must agree."""
        while self._stopped:
            await self.continue_stopped()
        self.clock.time_ms = self.now_ms() + 61_000
        await self.without_writes()
        assert not await all_works(self.caller.node.storage)
        caller = self.caller
        report = await verify(caller.encrypted, caller.features, caller.data_keys)
        assert not report.sentences, report.sentences
        assert not report.counts.get("works")


async def prove(history: DisturbedHistory, seconds: int, restores: int) -> None:
    """Restores a history to every second, or until there were as many restores."""
    await history.begin()
    history.clock.time_ms = FIRST_SECOND * 1000
    while history.figures["restores"] < restores:
        await history.live(seconds)
        for second in history.seconds_to_restore(NAME):
            await history.restore(NAME, second)
            if history.random.random() < 0.3:
                await history.restore(NOTES, second)
            if history.random.random() < 0.7:
                await history.work()
            if history.figures["restores"] >= restores:
                break
        await history.work()
    await history.finish()


async def _ended(piece: "asyncio.Task[None]") -> None:
    """Waits for a process that was stopped. What it does must be refused, or change nothing."""
    with suppress(FenceLostError, Reject):
        await piece
