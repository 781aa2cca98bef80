"""Secrets that cannot be opened are named before they are moved."""

import asyncio

import orjson

from jedlik.app.sealed_secrets import unopened
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.material import new_material
from jedlik.features.identity.accounts import new_key
from jedlik.features.identity.records import access_key_entry
from jedlik.storage.interface import Put
from jedlik.storage.memory import MemoryStorage
from tests.storage.scenarios import writing


def test_keys_that_were_sealed_with_another_key_are_named() -> None:
    sealing, other = Sealing(lambda: b"1" * 32), Sealing(lambda: b"2" * 32)
    made = new_key(sealing, "0" * 12, "", 1)
    record = {"Id": "K1", "Materials": [new_material(sealing, "K1")]}
    puts = (
        Put(access_key_entry(made.access_key_id).key, orjson.dumps(made.record)),
        Put(Key(Space.ENCRYPTION_KEYS, 0, b"due", b""), b"\x00"),
        Put(Key(Space.ENCRYPTION_KEYS, 0, b"keys/a", b"K1"), orjson.dumps(record)),
    )

    async def scenario() -> None:
        storage = MemoryStorage()
        assert [each async for each in unopened(storage, None)] == []
        await storage.transact([], writing(*puts))
        assert [each async for each in unopened(storage, sealing)] == []
        both = [f"access key {made.access_key_id}", "key K1 of KMS"]
        for wrong in (other, None):
            assert [each async for each in unopened(storage, wrong)] == both

    asyncio.run(scenario())
