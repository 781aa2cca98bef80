"""Processes over one storage, whose coroutines run when the schedule lets them.

A turn is what a coroutine does between two pauses: at most the effect of one storage verb. Each
verb pauses before and after its effect, so that a process can be killed or overtaken between any
two effects, and between an effect and its acknowledgement.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from types import coroutine
from typing import Any, NamedTuple

from jedlik.core.keys.key import Key, Span
from jedlik.engine.context import Node
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import LEASE_MS, Job, work
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES
from jedlik.storage.interface import Abort, Batch, Decide, E, Epoch, Fence, Page, R
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.shared_epoch import SharedEpochs
from tests.engine.in_memory import START_MS, Caller, SteppedClock
from tests.simulation.schedules.model import History
from tests.simulation.schedules.reader import Reader

PROCESSES = 3  # that a program may use; one more takes over after each schedule
HOUR_MS = 3_600_000
_TURNS = 20_000  # more than any program needs: one that takes more never ends


@coroutine
def pause() -> Generator[None, None, None]:
    """End the turn of the coroutine that runs. It continues when the schedule lets it."""
    yield


class ViolationError(AssertionError):
    """Something that must hold after every schedule does not hold after this one."""


class SharedMemory(MemoryStorage):
    """The storage of all processes. Appends read the clock of the process that appends."""

    def __init__(self, values: Mapping[Key, bytes]) -> None:
        self.clock = SteppedClock()
        super().__init__(now_ms=self._clock_ms)
        self._values.update(values)

    @property
    def values(self) -> Mapping[Key, bytes]:
        """All entries."""
        values: Mapping[Key, bytes] = self._values
        return values

    def _clock_ms(self) -> int:
        return self.clock.now_ms()


class PausingStorage:
    """The storage as one process sees it."""

    def __init__(self, memory: SharedMemory, epoch: Epoch, clock: "ProcessClock") -> None:
        self.memory = memory
        self.health = memory.health
        self.epoch = epoch
        self.health = memory.health
        self.clock = clock

    def others_wait(self) -> bool:
        """See Storage.others_wait."""
        return self.memory.others_wait()

    def company(self, wait_s: float) -> Awaitable[bool]:
        """See Storage.company."""
        return self.memory.company(wait_s)

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read."""
        await self.begin()
        values = await self.memory.read(keys, consistent=consistent)
        await pause()
        return values

    async def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Page:
        """See Storage.scan."""
        await self.begin()
        page = await self.memory.scan(
            span,
            limit_items=limit_items,
            limit_bytes=limit_bytes,
            reverse=reverse,
            consistent=consistent,
        )
        await pause()
        return page

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact. The epoch is counted as the SQLite storage counts it: others run,
        and the process can be killed, between the count and the commit, and after the commit.
        """
        await self.begin()
        raises_epoch = await self._raises_epoch(reads, decide)
        if raises_epoch:
            self.epoch.begin()
            await pause()
        outcome = await self.commit(reads, decide)
        await pause()
        if raises_epoch:
            self.epoch.finish()
            await pause()
        return outcome

    async def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> int:
        """See Storage.erase."""
        await self.begin()
        count = await self.memory.erase(span, limit_items=limit_items, fence=fence)
        await pause()
        return count

    async def close(self) -> None:
        """See Storage.close."""

    async def begin(self) -> None:
        """Pause before the effect of a verb."""
        self.clock.cluster.running.verb_began = self.clock.cluster.history.moment()
        await pause()

    async def commit(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """Decide and write, at once."""
        self.memory.clock = self.clock
        return await self.memory.transact(reads, decide)

    async def _raises_epoch(self, reads: Sequence[Key], decide: Decide[R, E]) -> bool:
        decision = decide(await self.memory.read(reads, consistent=True))
        return isinstance(decision, Batch) and decision.raises_epoch


class ProcessClock(SteppedClock):
    """The clock of one process: the time of the cluster, and how wrong the clock is."""

    def __init__(self, cluster: "Cluster") -> None:
        super().__init__()
        self.cluster = cluster
        self.error_ms = 0

    def now_ms(self) -> int:
        """See Clock."""
        return self.cluster.now_ms + self.error_ms

    async def sleep(self, seconds: float) -> None:
        """See Clock. Time passes with turns only."""
        await pause()


class Parts(NamedTuple):
    """The parts of a process, which a test can replace by defective ones.

    delay_ms: how long transitions of tables last.
    """

    storage: type[PausingStorage] = PausingStorage
    makers: Sequence[Callable[[Options], Feature]] = FEATURES
    work: Callable[[Job, Node, str], Coroutine[Any, Any, None]] = work
    delay_ms: int = 0


class Process(Caller):
    """One process. number: its slot of the epoch."""

    def __init__(self, cluster: "Cluster", number: int, parts: Parts) -> None:
        self.cluster = cluster
        self.number = number
        self.parts = parts
        self.clock: ProcessClock = ProcessClock(cluster)
        epoch = cluster.epochs.of(number)
        storage = parts.storage(cluster.memory, epoch, self.clock)
        super().__init__(
            storage=storage, clock=self.clock, makers=parts.makers, delay_ms=parts.delay_ms
        )

    async def do_jobs(self, *names: str, rounds: int = 1) -> None:
        """Do all jobs, or those with these names, until nothing is due; some rounds of it."""
        owner = f"owner {self.number} {self.cluster.history.moment()}"
        for _ in range(rounds):
            for job in self.jobs:
                if not names or job.name in names:
                    await self.parts.work(job, self.node, owner)

    @property
    def jobs(self) -> list[Job]:
        """The jobs of all features."""
        return [job for feature in self.features for job in feature.jobs]


class Task:
    """A coroutine of a process. verb_began: the moment at which its last storage verb began."""

    def __init__(self, number: int, process: int, coroutine: Coroutine[Any, Any, None]) -> None:
        self.number = number
        self.process = process
        self.coroutine = coroutine
        self.verb_began = 0


class Deviation(NamedTuple):
    """Where a schedule differs from the simplest one, in which each task runs to its end in order.

    action: RUN the task with number `target` next; KILL the process of the task that would run;
    STALL it, so that the others run until they end, and its leases are over; put its clock AHEAD or
    BACK by an hour.
    """

    turn: int
    action: str
    target: int = 0


Order = tuple[int, ...]  # numbers of the tasks that have not ended; the first one runs next
Choose = Callable[[int, Order], Deviation | None]


class Cluster:
    """Processes over one storage, at the start of a program or later."""

    def __init__(
        self,
        parts: Parts,
        values: Mapping[Key, bytes] | None = None,
        now_ms: int = START_MS,
        history: History | None = None,
    ) -> None:
        self.parts = parts
        self.now_ms = now_ms
        self.memory = SharedMemory(values or {})
        self.epochs = SharedEpochs(PROCESSES + 1)
        self.history = history or History()
        self.processes = [Process(self, number, parts) for number in range(PROCESSES)]
        self.killed: set[int] = set()
        self.tasks: list[Task] = []
        self.readers: list[Reader] = []
        self._running: Task | None = None

    @property
    def running(self) -> Task:
        """The task whose turn it is."""
        assert self._running is not None
        return self._running

    def copy(self) -> "Cluster":
        """Return a cluster with the same data, whose processes have just started."""
        return Cluster(self.parts, self.memory.values, self.now_ms, self.history.copy())

    def add(self, process: int, coroutine: Coroutine[Any, Any, None]) -> None:
        """Add a task. Tasks run in the order in which they were added, unless a schedule deviates.

        process: the number of its process.
        """
        self.tasks.append(Task(len(self.tasks), process, coroutine))

    def run(self, choose: Choose) -> list[Order]:
        """Run all tasks to their ends. Returns the order of the tasks at each turn.

        choose: returns the deviation at a turn, if there is one. It is asked again until it returns
        None.
        """
        queue = deque(self.tasks)
        turns: list[Order] = []
        order = tuple(task.number for task in queue)
        while queue:
            turn = len(turns)
            while queue and (deviation := choose(turn, order)) is not None:
                self._deviate(queue, deviation)
                order = tuple(task.number for task in queue)
            if not queue:
                break
            turns.append(order)
            if not self._run_turn(queue[0]):
                queue.popleft()
                order = order[1:]
            if len(turns) > _TURNS:
                raise ViolationError("the tasks never end")
        return turns

    def run_alone(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run one coroutine to its end, while no other runs."""
        task = Task(-1, -1, coroutine)
        for _ in range(_TURNS):
            if not self._run_turn(task):
                return
        raise ViolationError("a task never ends")

    def close(self) -> None:
        """End all coroutines."""
        for task in self.tasks:
            task.coroutine.close()

    def _run_turn(self, task: Task) -> bool:
        """Run one turn. Returns whether more of the task follows."""
        self.now_ms += 1
        self._running = task
        try:
            task.coroutine.send(None)
        except StopIteration:
            return False
        return True

    def _deviate(self, queue: deque[Task], deviation: Deviation) -> None:
        first = queue[0]
        clock = self.processes[first.process].clock
        if deviation.action == "RUN":
            while queue[0].number != deviation.target:
                queue.rotate(-1)
        elif deviation.action == "KILL":
            self.killed.add(first.process)
            for task in [each for each in queue if each.process == first.process]:
                queue.remove(task)
                task.coroutine.close()
        elif deviation.action == "STALL":
            self.now_ms += LEASE_MS + 1
            stalled = [each for each in queue if each.process == first.process]
            for task in stalled:
                queue.remove(task)
            queue.extend(stalled)
        else:
            clock.error_ms += HOUR_MS if deviation.action == "AHEAD" else -HOUR_MS
