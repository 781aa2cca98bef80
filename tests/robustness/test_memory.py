"""The memory of a server stays below its limit whatever waits: loads that once took gigabytes.

Another program stalls the disk while clients send what takes much memory. Each answer is a success
or a refusal after which an SDK tries again. JEDLIK_MEMORY_CLIENTS sets how many clients send (3).
tests/app/test_memory_exhausted.py tries more with one load.
"""

import asyncio
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import apsw
import pytest

from jedlik.app.settings import SETTINGS
from tests.app.server import Server, serving, verified
from tests.figures import count
from tests.simulation.traffic import TABLE, Connection, Refused
from tests.waiting import come_true

LIMIT_MB = 320
CLIENTS = int(os.environ.get("JEDLIK_MEMORY_CLIENTS", "3"))
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
TURNS = 3  # requests of each client while the disk is stalled
TEXT = {"S": "x" * 390_000}
NUMBERS = {"L": [{"N": "1"}] * 12_000}
LISTS: dict[str, object] = {"L": [{"L": []}] * 12_000}


def items(client: int, value: object, number: int = 25) -> list[dict[str, object]]:
    return [{"pk": {"S": f"{client}-{at}"}, "a": value} for at in range(number)]


async def send(port: int, client: int) -> tuple[int, int]:
    """Sends large writes until they are done. Returns how many were done and how many refused."""
    chance = random.Random(f"{SEED} {client}")
    connection = Connection(port)
    done, refused, codes = 0, 0, set[str]()
    while done < TURNS:
        value = chance.choice([TEXT, NUMBERS, LISTS])
        puts: list[Any] = [{"PutRequest": {"Item": item}} for item in items(client, value)]
        try:
            if chance.random() < 0.7:
                request: dict[str, object] = {"RequestItems": {"numbered": puts}}
                await connection.call("BatchWriteItem", **request)
            else:
                (item,) = items(client, value, 1)
                await connection.call("PutItem", TableName="numbered", Item=item)
            done += 1
        except Refused as error:
            refused += 1
            codes.add(str(error))
            await asyncio.sleep(chance.random())
    await connection.close()
    assert codes <= {"ServiceUnavailable"}
    return done, refused


async def load(server: Server, folder: Path) -> tuple[int, int]:
    """Has all clients send while the disk is stalled, and then while it is not."""
    first = Connection(server.port)
    await first.call("CreateTable", **TABLE)
    await first.close()
    other = apsw.Connection(str(folder / "jedlik.db"))
    other.execute("BEGIN IMMEDIATE").fetchall()
    sending = [asyncio.create_task(send(server.port, each)) for each in range(CLIENTS)]
    held_mb = greatest_mb(server)
    await come_true(lambda: greatest_mb(server) > held_mb + 10 or all(s.done() for s in sending))
    await asyncio.sleep(random.Random(SEED).uniform(0.5, 2.0))
    other.close()  # which ends its transaction
    outcomes = await asyncio.gather(*sending)
    return sum(done for done, _ in outcomes), sum(refused for _, refused in outcomes)


def greatest_mb(server: Server) -> float:
    """Returns the most memory that the server has used."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


@pytest.mark.waits
@pytest.mark.timeout(120 + 20 * CLIENTS)
def test_memory_stays_below_its_limit(tmp_path: Path) -> None:
    if "memory_limit" not in {setting.name for setting in SETTINGS}:
        pytest.skip("this version has no --memory-limit")
    folder = tmp_path / "data"
    with serving("--data", str(folder), "--memory-limit", str(LIMIT_MB)) as server:
        done, refused = asyncio.run(load(server, folder))
        assert greatest_mb(server) < LIMIT_MB, SEED
    assert done == TURNS * CLIENTS
    verified(folder)
    count(large_writes=done, large_writes_refused=refused)
    print(json.dumps({"done": done, "refused": refused}))
