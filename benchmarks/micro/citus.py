"""Measures one node on PostgreSQL against one and two nodes on Citus, in one run.

    python -m benchmarks.micro.citus PLAIN_ADDRESS CITUS_ADDRESS SHARDS

Both databases must be empty or of Jedlik. Rounds of all kinds alternate, and the medians are
printed. All nodes are in this process, and each has 64 callers.
"""

import os
import sys
from statistics import median

import uvloop

from benchmarks.micro.postgresql import (
    CALLERS,
    CONNECTIONS,
    KEYS,
    ROUNDS,
    Work,
    get,
    item,
    put,
    rate,
)
from jedlik.storage.interface import Batch, Put
from jedlik.storage.postgresql import PostgresqlStorage, address_of, open_database

_VALUE = os.urandom(1024)


async def opened(url: str, shards: int) -> PostgresqlStorage:
    """Returns a node that has the keys."""
    address = address_of(url, "", os.environ, shards)
    storage = await open_database(address, connections=CONNECTIONS)
    for begin in range(0, KEYS, 100):
        puts = [Put(item(each), _VALUE) for each in range(begin, begin + 100)]
        batch = Batch(puts, None)
        await storage.transact([], lambda _: batch)  # noqa: B023
    return storage


async def measure(plain_url: str, citus_url: str, shards: int) -> None:
    """Prints the medians of all rounds."""
    plain = await opened(plain_url, 0)
    nodes = [await opened(citus_url, shards) for _ in range(2)]
    kinds: dict[str, list[Work]] = {}
    for name, works in (("read", get), ("put", lambda each: put(each, KEYS))):
        kinds[f"PostgreSQL, 1 node, {name}"] = [works(plain)] * CALLERS
        kinds[f"Citus, 1 node, {name}"] = [works(nodes[0])] * CALLERS
        kinds[f"Citus, 2 nodes, {name}"] = [works(each) for each in nodes] * CALLERS
        kinds[f"Citus, 1 node, 1 caller, {name}"] = [works(nodes[0])]
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, callers in kinds.items():
            rates[kind].append(await rate(callers))
    for kind, found in rates.items():
        print(f"{kind:32} {median(found):8,.0f}/s  ({min(found):,.0f} to {max(found):,.0f})")
    for each in (plain, *nodes):
        await each.close()


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))
