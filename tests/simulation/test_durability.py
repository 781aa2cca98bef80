"""After `kill -9` everything that the server acknowledged is stored completely.

Each writer puts, updates and deletes its own items over real HTTP. At a random moment the whole
server is killed and started again. JEDLIK_KILL_ROUNDS sets how often (5), JEDLIK_SEED when.
"""

import asyncio
import os
import random
from pathlib import Path
from typing import Any

import pytest

from jedlik.core.types.value import item_size_bytes
from tests.app.server import serving, verified
from tests.simulation.traffic import TABLE, Connection, whole_table

ROUNDS = int(os.environ.get("JEDLIK_KILL_ROUNDS", "5"))
SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
WRITERS = 6
LONGEST_LIFE_S = 0.4

Item = dict[str, Any]
State = Item | None


class Ledger:
    """The possible states of each item: the acknowledged one, and the one that was in flight."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, State] = {}
        self.under_way: dict[str, State] = {}
        self.count = 0

    async def do(self, connection: Connection, name: str, state: State) -> None:
        """Brings the item `name` into `state`. If the server ends, the state remains in flight."""
        self.under_way[name] = state
        key = {"pk": {"S": name}}
        if state is None:
            await connection.call("DeleteItem", TableName="numbered", Key=key)
        elif self.acknowledged.get(name) is None:
            await connection.call("PutItem", TableName="numbered", Item=state)
        else:
            await connection.call(
                "UpdateItem",
                TableName="numbered",
                Key=key,
                UpdateExpression="SET n = :n, fill = :f",
                ExpressionAttributeValues={":n": state["n"], ":f": state["fill"]},
            )
        self.acknowledged[name] = state
        del self.under_way[name]
        self.count += 1

    def compare(self, items: list[Item]) -> None:
        """Compares with what is stored. What was in flight may have happened or not."""
        found = {item["pk"]["S"]: item for item in items}
        assert len(found) == len(items)
        assert found.keys() <= self.acknowledged.keys() | self.under_way.keys()
        for name in self.acknowledged.keys() | self.under_way.keys():
            allowed = [self.acknowledged.get(name)]
            if name in self.under_way:
                allowed.append(self.under_way[name])
            assert found.get(name) in allowed, (SEED, name)
            self.acknowledged[name] = found.get(name)
        self.under_way.clear()


def item(name: str, number: int, size: int) -> Item:
    """Returns an item from which a reader can see whether it is complete."""
    return {"pk": {"S": name}, "n": {"N": str(number)}, "fill": {"S": f"{number}." * size}}


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
        await check(ledger, server.port, first=round_ == 0)
        seeds = [(SEED, round_, number) for number in range(WRITERS)]
        writing = [asyncio.create_task(write(ledger, server.port, seed)) for seed in seeds]
        await asyncio.sleep(chance.uniform(0.05, LONGEST_LIFE_S))
        server.kill()
        await asyncio.gather(*writing)
    verified(folder)


async def check(ledger: Ledger, port: int, *, first: bool) -> None:
    """Compares the table with the ledger, and its counters with its items."""
    connection = Connection(port)
    try:
        if first:
            await connection.call("CreateTable", **TABLE)
        items = await whole_table(connection)
        ledger.compare(items)
        described = await connection.call("DescribeTable", TableName="numbered")
    finally:
        await connection.close()
    table = described["Table"]
    assert table["ItemCount"] == len(items)
    assert table["TableSizeBytes"] == sum(map(item_size_bytes, items))


@pytest.mark.timeout(60 + 3 * ROUNDS)
@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_acknowledged_outlives_the_server(tmp_path: Path, workers: int) -> None:
    ledger = Ledger()

    async def lives() -> None:
        for round_ in range(ROUNDS):
            await live_and_die(ledger, tmp_path, round_=round_, workers=workers)
        with serving("--data", str(tmp_path), "--workers", str(workers)) as server:
            await check(ledger, server.port, first=False)

    asyncio.run(lives())
    assert ledger.count > 20 * ROUNDS
    print(f"seed {SEED}: {ledger.count} writes acknowledged in {ROUNDS} lives")
