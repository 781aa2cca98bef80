"""A node sees what other nodes have changed, and the time of the database."""

import asyncio
import time

from jedlik.storage.interface import Batch, Put
from tests.storage.postgresql.database import open_empty, prepare, reopened
from tests.storage.scenarios import key
from tests.waiting import come_true


def test_a_change_on_one_node_raises_the_epoch_of_the_other() -> None:
    prepare()

    async def whole() -> None:
        one, other = await open_empty(), await reopened()
        before = other.epoch.now()
        assert other.epoch.stable() == before
        batch = Batch([Put(key(b"a"), b"1")], None, raises_epoch=True)
        await one.transact([], lambda _: batch)
        await come_true(lambda: other.epoch.now() > before)
        await come_true(lambda: other.epoch.stable() == other.epoch.now())
        await one.close()
        await other.close()

    asyncio.run(whole())


def test_the_time_is_that_of_the_database() -> None:
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        assert abs(storage.now_ms() - time.time_ns() // 1_000_000) < 60_000
        await storage.close()

    asyncio.run(whole())
