"""The epoch on every storage: it rises with what nodes cache, and with nothing else."""

import asyncio
from typing import Never

from jedlik.storage.interface import Abort, Batch, Decide, Mutation, Put, Storage
from tests.storage.scenarios import Play, key, writing


def test_the_epoch_rises_with_the_batches_that_say_so(play: Play) -> None:
    a = key(b"a")

    async def scenario(storage: Storage) -> None:
        def raising(*mutations: Mutation) -> Decide[None, Never]:
            return lambda _: Batch(mutations, None, raises_epoch=True)

        before = storage.epoch.now()
        await storage.transact([], writing(Put(a, b"1")))
        await storage.transact([], lambda _: Abort("no"))
        assert storage.epoch.now() == before
        await storage.transact([], raising(Put(a, b"2")))
        after = storage.epoch.now()
        assert after > before
        await asyncio.gather(
            storage.transact([], writing(Put(a, b"3"))),
            storage.transact([], raising(Put(a, b"4"))),
            storage.transact([], writing(Put(a, b"5"))),
        )
        assert storage.epoch.now() > after
        assert storage.epoch.stable() == storage.epoch.now()

    play(scenario)
