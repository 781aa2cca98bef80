"""After `kill -9` everything that the server acknowledged is stored completely.

Each writer puts, updates and deletes its own items over real HTTP. At a random moment the whole
server is killed and started again. JEDLIK_KILL_ROUNDS sets how often (3), JEDLIK_SEED when.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.app.server import serving, verified
from tests.figures import count
from tests.simulation.ledger import Ledger, check, item
from tests.simulation.traffic import Connection
from tests.waiting import come_true

ROUNDS = int(os.environ.get("JEDLIK_KILL_ROUNDS", "3"))
SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
WRITERS = 6
ENOUGH = 20  # writes that are acknowledged in each life of the server
LONGEST_LIFE_S = 0.4


async def write(ledger: Ledger, port: int, seed: tuple[int, ...]) -> None:
    """Writes to a few items until the server ends."""
    chance = random.Random(repr(seed))
    connection = Connection(port)
    try:
        for number in range(1_000_000):
            name = f"{seed[-1]}-{chance.randrange(40)}"
            state = None if chance.random() < 0.2 else item(name, number, chance.randrange(1, 400))
            await ledger.do(connection, name, state)
    except OSError:
        await connection.close()


async def live_and_die(ledger: Ledger, folder: Path, *, round_: int, workers: int) -> None:
    """Runs the server once: checks what is stored, writes, and kills it."""
    chance = random.Random(repr((SEED, round_)))
    with serving("--data", str(folder), "--workers", str(workers)) as server:
        await check(ledger, server.port, first=round_ == 0, seed=SEED)
        seeds = [(SEED, round_, number) for number in range(WRITERS)]
        writing = [asyncio.create_task(write(ledger, server.port, seed)) for seed in seeds]
        enough = ledger.count + ENOUGH
        await come_true(lambda: ledger.count >= enough)
        await asyncio.sleep(chance.uniform(0.05, LONGEST_LIFE_S))
        server.kill()
        await asyncio.gather(*writing)
    verified(folder)


@pytest.mark.timeout(60 + 10 * ROUNDS)
@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_acknowledged_outlives_the_server(tmp_path: Path, workers: int) -> None:
    ledger = Ledger()

    async def lives() -> None:
        for round_ in range(ROUNDS):
            await live_and_die(ledger, tmp_path, round_=round_, workers=workers)
        with serving("--data", str(tmp_path), "--workers", str(workers)) as server:
            await check(ledger, server.port, first=False, seed=SEED)

    asyncio.run(lives())
    assert ledger.count >= ENOUGH * ROUNDS
    count(acknowledged_writes=ledger.count)
    print(f"seed {SEED}: {ledger.count} writes acknowledged in {ROUNDS} lives")
