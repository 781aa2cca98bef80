"""Two nodes on one database, while nodes, the network and the database fail.

Clients record histories, which an order must explain: nothing that was answered is lost, nothing
happens twice, no consistent read goes back in time. `history` and, if `make clients` has installed
it, Porcupine look for the order. JEDLIK_DATABASE_FAULTS sets how many faults a history has (6),
JEDLIK_SEED which. With more than 6 some of them take longer than a node waits for an answer.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final

import pytest

from tests.app.server import Server, run, start
from tests.clients.install import PORCUPINE
from tests.figures import count
from tests.robustness.faulty_network import FaultyNetwork, faulty_network
from tests.robustness.traders import Traders
from tests.simulation.answered import Answered, porcupine_says
from tests.simulation.history import is_serializable
from tests.simulation.test_transfers import START, open_accounts
from tests.storage.postgresql.database import Database, running

FEW: Final = 6
FAULTS: Final = int(os.environ.get("JEDLIK_DATABASE_FAULTS", str(FEW)))
SEED: Final = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
NODES: Final = 2
ANSWERS: Final = 40  # between two faults
LONG_STOP_S: Final = 12.0  # longer than a node waits for the answer to a statement

Fault = Callable[[], Awaitable[None]]


class World:
    """A database, a network for each node, the nodes and their clients."""

    def __init__(
        self, database: Database, networks: list[FaultyNetwork], chance: random.Random
    ) -> None:
        self.database = database
        self.networks = networks
        self.chance = chance
        self.nodes = [self._start(number) for number in range(NODES)]
        self.traders = Traders([node.port for node in self.nodes], SEED)
        self.waits: dict[str, float] = {}  # the longest time without any answer, for each fault

    def _start(self, number: int) -> Server:
        return start("--store", self.database.url(port=self.networks[number].port))

    async def disturb(self, fault: Fault) -> None:
        """Makes something fail, and waits until clients are served again."""
        await self.traders.more_answers(ANSWERS)
        self.traders.forget_waits()
        await fault()
        await self.traders.more_answers(ANSWERS)
        name = fault.__name__.removeprefix("_")
        self.waits[name] = max(self.waits.get(name, 0.0), self.traders.longest_s)

    def faults(self) -> list[Fault]:
        """Returns each kind of fault at least once, if there may be so many, in any order."""
        kinds: list[Fault] = [
            *(self._kill_node, self._cut, self._lose_answers, self._delay, self._stop),
            self._kill_database,
        ]
        if FAULTS > FEW:
            kinds.append(self._stop_long)
        chosen = [kinds[number % len(kinds)] for number in range(FAULTS)]
        self.chance.shuffle(chosen)
        return chosen

    def stop(self) -> None:
        """Stops the nodes. What they have written must agree."""
        for node in self.nodes:
            assert node.stop()[0] == 0
        verified = run("verify", "--store", self.database.url())
        assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout

    def kill(self) -> None:
        """Kills the nodes that run, after a failure."""
        for node in self.nodes:
            if node.process.returncode is None:
                node.kill()

    async def _kill_node(self) -> None:
        number = self.chance.randrange(NODES)
        await asyncio.to_thread(self.nodes[number].kill)
        await self.traders.more_answers(ANSWERS)
        self.nodes[number] = await asyncio.to_thread(self._start, number)
        self.traders.ports[number] = self.nodes[number].port

    async def _cut(self) -> None:
        self.chance.choice(self.networks).cut()

    async def _lose_answers(self) -> None:
        network = self.chance.choice(self.networks)
        network.lose_answers()
        await self.traders.more_answers(1)
        network.resume()

    async def _delay(self) -> None:
        network = self.chance.choice(self.networks)
        network.delay_s = self.chance.uniform(0.01, 0.1)
        await self.traders.more_answers(ANSWERS)
        network.resume()

    async def _stop(self) -> None:
        await self._stopped(self.chance.uniform(0.2, 1.0))

    async def _stop_long(self) -> None:
        await self._stopped(LONG_STOP_S)

    async def _stopped(self, seconds: float) -> None:
        """Holds back what one node and the database send. It arrives later."""
        network = self.chance.choice(self.networks)
        network.stop()
        await asyncio.sleep(seconds)
        if self.chance.random() < 0.5:
            network.cut()
        network.resume()

    async def _kill_database(self) -> None:
        await asyncio.to_thread(self.database.kill)
        await asyncio.to_thread(self.database.start)


async def disturbed(database: Database) -> tuple[list[Answered], dict[str, float]]:
    """Returns the history of all clients, and the longest times without service."""
    async with AsyncExitStack() as stack:
        networks = [
            await stack.enter_async_context(faulty_network(database.port)) for _ in range(NODES)
        ]
        world = await asyncio.to_thread(World, database, networks, random.Random(SEED))
        try:
            await open_accounts(world.nodes[0].port)
            world.traders.begin()
            for fault in world.faults():
                await world.disturb(fault)
            await world.traders.end()
            await asyncio.to_thread(world.stop)
        finally:
            await asyncio.to_thread(world.kill)
        return world.traders.history, world.waits


@pytest.mark.timeout(120 + 30 * FAULTS)
def test_histories_over_faults_have_an_order() -> None:
    with running() as database:
        history, waits = asyncio.run(disturbed(database))
    unknown = sum(not each.is_answered for each in history)
    count(database_faults=FAULTS, transactions=len(history), without_answer=unknown)
    print(f"seed {SEED}: {len(history)} transactions, {unknown} without an answer, waits {waits}")
    assert is_serializable([each.event for each in history], START), SEED
    if PORCUPINE.wanting() is None:
        assert porcupine_says(history, START) == "Ok", SEED
