"""Programs made at random: clients that do all kinds of things to one table, and all jobs."""

import random
from collections.abc import Awaitable, Callable

from tests.simulation.schedules.client import NAME, STREAM, Client
from tests.simulation.schedules.cluster import HOUR_MS, PROCESSES, Cluster
from tests.simulation.schedules.exploration import CLOCKS, DISTURBANCES, Program
from tests.simulation.schedules.reader import Reader

_PKS = ("a", "b", "c", "count")
_STEPS = 5  # of each client
_DELAY_MS = 60  # of transitions, in some programs: as many turns

Step = Callable[[Client, random.Random], Awaitable[object]]


async def _wait(client: Client, _: random.Random) -> None:
    """Let time pass, so that time to live may be changed again."""
    client.cluster.now_ms += HOUR_MS


def _attributes(chance: random.Random) -> dict[str, object]:
    attributes: dict[str, object] = {}
    if chance.random() < 0.7:
        attributes["n"] = {"S": str(chance.randrange(2))}
    if chance.random() < 0.5:
        attributes["x"] = {"L": [{"N": str(chance.randrange(3))}]}
    return attributes


def _pk(chance: random.Random) -> str:
    return chance.choice(_PKS)


WRITES: tuple[Step, ...] = (
    lambda client, chance: client.put(_pk(chance), **_attributes(chance)),
    lambda client, chance: client.put(_pk(chance), **_attributes(chance)),
    lambda client, chance: client.delete(_pk(chance)),
    lambda client, chance: client.add(_pk(chance)),
    lambda client, chance: client.get(_pk(chance)),
    lambda client, _: client.scan(),
    lambda client, chance: client.put_expiring(_pk(chance), chance.choice((-1, 3, 4_000))),
)
CHANGES: tuple[Step, ...] = (
    lambda client, _: client.add_index(),
    lambda client, _: client.drop_index(),
    lambda client, _: client.add_vector_index(),
    lambda client, _: client.drop_vector_index(),
    lambda client, _: client.set_stream(enabled=True),
    lambda client, _: client.set_stream(enabled=False),
    lambda client, _: client.set_time_to_live(enabled=True),
    lambda client, _: client.set_time_to_live(enabled=False),
    lambda client, _: client.drop(),
    lambda client, _: client.create(StreamSpecification=STREAM),
    lambda client, _: client.create(),
    _wait,
)


def random_program(seed: int) -> Program:
    """Return the program of a seed."""
    chance = random.Random(seed)
    delay_ms = _DELAY_MS if chance.random() < 0.2 else 0
    disturbances = (*DISTURBANCES, *CLOCKS) if chance.random() < 0.2 else DISTURBANCES

    async def prepare(cluster: Cluster) -> None:
        made = random.Random(f"prepare {seed}")
        client = Client(cluster.processes[0])
        if made.random() < 0.5:
            await client.create(StreamSpecification=STREAM)
        else:
            await client.create()
        cluster.now_ms += delay_ms
        for step in made.choices((*WRITES, *WRITES, *CHANGES), k=8):
            await step(client, made)
            cluster.now_ms += made.choice((0, 2 * delay_ms))
        if made.random() < 0.3:
            cluster.now_ms += 4 * HOUR_MS

    def start(cluster: Cluster) -> None:
        made = random.Random(f"start {seed}")
        for number in range(made.randint(2, 3)):
            cluster.add(number % PROCESSES, _client(cluster, number % PROCESSES, seed, number))
        if made.random() < 0.3:
            reader = Reader(NAME)
            cluster.readers.append(reader)
            cluster.add(1, reader.read(cluster.processes[1], rounds=2))
        for number in range(2):
            cluster.add(number + 1, cluster.processes[number + 1].do_jobs(rounds=2))

    return Program(f"random {seed}", prepare, start, disturbances, delay_ms)


async def _client(cluster: Cluster, process: int, seed: int, number: int) -> None:
    chance = random.Random(f"client {seed} {number}")
    client = Client(cluster.processes[process])
    steps = (*WRITES, *WRITES, *CHANGES) if number == 0 else WRITES
    if chance.random() < 0.3:
        steps = CHANGES
    for step in chance.choices(steps, k=_STEPS):
        await step(client, chance)
