"""Which schedules of a program are tried, and what is reported of one that fails.

All schedules with one deviation come first, then random schedules with several. Most defects of
concurrent code need one or two switches at the right places (CHESS). A schedule that fails is made
shorter while it still fails; its deviations are printed and can be run again.
"""

import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from traceback import format_exception
from typing import NamedTuple

from tests.simulation.schedules.checks import check
from tests.simulation.schedules.cluster import (
    Choose,
    Cluster,
    Deviation,
    Order,
    Parts,
    ViolationError,
)

DISTURBANCES = ("KILL", "STALL")
CLOCKS = ("AHEAD", "BACK")
_MOST_DEVIATIONS = 4
_RUN_SHARE = 0.6  # of the deviations of a random schedule that let another task go on


class Program(NamedTuple):
    """What runs. prepare: makes the data, before the schedule begins. start: adds the tasks.
    disturbances: the actions that may happen, in addition to RUN. delay_ms: of transitions.
    """

    name: str
    prepare: Callable[[Cluster], Awaitable[None]]
    start: Callable[[Cluster], None]
    disturbances: Sequence[str] = DISTURBANCES
    delay_ms: int = 0


class Failure(NamedTuple):
    """A schedule that fails, and why. tried: how many schedules were tried before it."""

    program: str
    schedule: Sequence[Deviation]
    reason: str
    tried: int


class Exploration:
    """The schedules of one program. parts: of its processes."""

    def __init__(self, program: Program, parts: Parts) -> None:
        self.program = program
        self._prepared = Cluster(parts._replace(delay_ms=program.delay_ms))
        self._prepared.run_alone(_prepared(program, self._prepared))
        self.tried = 0
        self._last: Sequence[Deviation] = ()

    def explore(self, budget: int, seed: int) -> Failure | None:
        """Try as many schedules. Returns the first that fails, made as short as possible."""
        chance = random.Random(f"{self.program.name} {seed}")
        try:
            turns = self.run(())
            single = list(self._with_one_more(turns))
            if len(single) > budget // 2:
                single = chance.sample(single, budget // 2)
            for deviation in single:
                self.run((deviation,))
            while self.tried < budget:
                self.run_random(chance, len(turns))
        except ViolationError as violation:
            return self._shortened(str(violation))
        return None

    def run(self, schedule: Sequence[Deviation]) -> list[Order]:
        """Run one schedule. Returns the order of the tasks at each turn. Raises ViolationError."""
        self._last = schedule
        waiting = list(schedule)

        def choose(turn: int, order: Order) -> Deviation | None:
            return waiting.pop(0) if waiting and waiting[0].turn == turn else None

        return self._run(choose)

    def run_random(self, chance: random.Random, length: int) -> None:
        """Run a schedule with some random deviations. length: the turns of the simplest one."""
        count = chance.randint(2, _MOST_DEVIATIONS)
        turns = sorted(chance.randrange(length) for _ in range(count))
        made: list[Deviation] = []
        self._last = made

        def choose(turn: int, order: Order) -> Deviation | None:
            if not turns or turns[0] > turn:
                return None
            turns.pop(0)
            if len(order) > 1 and chance.random() < _RUN_SHARE:
                made.append(Deviation(turn, "RUN", chance.choice(order[1:])))
            else:
                made.append(Deviation(turn, chance.choice(self.program.disturbances)))
            return made[-1]

        self._run(choose)

    def _run(self, choose: Choose) -> list[Order]:
        self.tried += 1
        cluster = self._prepared.copy()
        self.program.start(cluster)
        try:
            turns = cluster.run(choose)
            check(cluster)
        except ViolationError:
            raise
        except Exception as error:
            raise ViolationError("".join(format_exception(error))) from error
        finally:
            cluster.close()
        return turns

    def _with_one_more(self, turns: Sequence[Order]) -> Iterator[Deviation]:
        for turn, order in enumerate(turns):
            for target in order[1:]:
                yield Deviation(turn, "RUN", target)
            for action in self.program.disturbances:
                yield Deviation(turn, action)

    def _shortened(self, reason: str) -> Failure:
        """Leave out deviations without which the schedule still fails."""
        schedule, tried = list(self._last), self.tried
        for at in reversed(range(len(schedule))):
            shorter = schedule[:at] + schedule[at + 1 :]
            try:
                self.run(shorter)
            except ViolationError as violation:
                schedule, reason = shorter, str(violation)
        return Failure(self.program.name, schedule, reason, tried)


async def _prepared(program: Program, cluster: Cluster) -> None:
    await program.prepare(cluster)
