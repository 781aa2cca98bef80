"""A storage that encrypts the values of some tables: every call does what it does on a plain one,
and the storage inside has no plain value of these tables.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import POSITION_BYTES
from jedlik.core.keys.space import Space
from jedlik.engine.change_log import BY_SERVICE, INSERT, MODIFY, REMOVE, WHOLE
from jedlik.storage.encrypted import ENCRYPTED_SPACES, MARK, EncryptedStorage, TableCipher
from jedlik.storage.interface import (
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Delete,
    FailureKind,
    Mutation,
    Page,
    Put,
    Storage,
    StorageUnavailableError,
)
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import result_of

DATA_KEY = b"k" * 32
ENCRYPTED = 1  # a table in the set
PLAIN = 2
SECRET = b"a text to look for"
OVERHEAD = 33

TABLES = st.sampled_from([ENCRYPTED, PLAIN])
PARTS = st.sampled_from([b"", b"a", b"b"])
KEYS = st.builds(Key, st.sampled_from([Space.ITEM, Space.INDEX, Space.JOB]), TABLES, PARTS, PARTS)
VALUES = st.binary(max_size=40)
MUTATIONS = st.one_of(
    st.builds(Put, KEYS, VALUES),
    st.builds(Delete, KEYS),
    st.builds(Append, st.just(Space.CHANGE_LOG), TABLES, PARTS, VALUES),
    st.builds(
        Add,
        st.builds(Key, st.just(Space.COUNTER), TABLES, PARTS, st.just(b"")),
        st.tuples(st.integers(-5, 5)),
    ),
)


def encrypting(inner: Storage, *, allows_plain: bool = False) -> EncryptedStorage:
    """Returns a storage with one table in the set."""
    storage = EncryptedStorage(inner)
    storage.ciphers[ENCRYPTED] = TableCipher(ENCRYPTED, DATA_KEY, allows_plain=allows_plain)
    return storage


def at(space: Space, table: int = ENCRYPTED, partition: bytes = b"p") -> Key:
    return Key(space, table, partition, b"")


async def write(storage: Storage, *mutations: Mutation) -> None:
    await storage.transact([], lambda _: Batch(mutations, None))


async def everything(storage: Storage) -> list[tuple[Span, Sequence[bytes]]]:
    """Returns all values of the spaces and tables of this test."""
    spans = [
        Span(space, table)
        for space in (*ENCRYPTED_SPACES, Space.JOB, Space.COUNTER)
        for table in (ENCRYPTED, PLAIN)
    ]
    pages = [await storage.scan(each, limit_items=999, limit_bytes=1 << 20) for each in spans]
    return [(span, page.values) for span, page in zip(spans, pages, strict=True)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(MUTATIONS, max_size=6), max_size=6))
def test_it_does_what_a_plain_storage_does(batches: list[list[Mutation]]) -> None:
    async def compare() -> None:
        plain = MemoryStorage(now_ms=lambda: 1)
        storage = encrypting(MemoryStorage(now_ms=lambda: 1))
        for batch in batches:
            keys = [each.key for each in batch if isinstance(each, Put | Delete)]
            seen = []
            for each in (plain, storage):
                values: list[Sequence[bytes | None]] = []

                def decide(
                    found: Sequence[bytes | None],
                    values: list[Sequence[bytes | None]] = values,
                    batch: list[Mutation] = batch,
                ) -> Batch[None]:
                    values.append(list(found))
                    return Batch(batch, None)

                await each.transact(keys, decide)
                values.append(list(await each.read(keys, consistent=True)))
                seen.append(values)
            assert seen[0] == seen[1]
            assert await everything(plain) == await everything(storage)

    asyncio.run(compare())


def test_reads_of_encrypted_tables_never_go_to_a_replica() -> None:
    """A replica may show a value from before the table got its key."""
    asked: list[bool] = []

    class Recording(MemoryStorage):
        async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
            asked.append(consistent)
            return await super().read(keys, consistent=consistent)

        async def scan(self, span: Span, *, consistent: bool = True, **options: Any) -> Page:
            asked.append(consistent)
            return await super().scan(span, consistent=consistent, **options)

    async def scenario() -> None:
        storage = encrypting(Recording())
        for table in (ENCRYPTED, ENCRYPTED + 1):
            await storage.read([Key(Space.ITEM, table, b"", b"")], consistent=False)
            span = Span(Space.ITEM, table)
            await storage.scan(span, limit_items=1, limit_bytes=1, consistent=False)

    asyncio.run(scenario())
    assert asked == [True, True, False, False]


@pytest.mark.parametrize("space", ENCRYPTED_SPACES)
def test_values_of_the_table_are_encrypted(space: Space) -> None:
    async def scenario() -> None:
        inner = MemoryStorage()
        storage = encrypting(inner)
        if space is Space.CHANGE_LOG:
            await write(storage, Append(space, ENCRYPTED, b"p", SECRET))
        else:
            await write(storage, Put(at(space), SECRET))
        (stored,) = (
            await inner.scan(Span(space, ENCRYPTED), limit_items=9, limit_bytes=999)
        ).values
        head = POSITION_BYTES if space is Space.CHANGE_LOG else 0
        assert SECRET not in stored
        assert (stored[head], len(stored)) == (MARK, head + OVERHEAD + len(SECRET))
        (read,) = (
            await storage.scan(Span(space, ENCRYPTED), limit_items=9, limit_bytes=999)
        ).values
        assert read == stored[:head] + SECRET

    result_of(scenario())


@pytest.mark.parametrize("space", [each for each in Space if each not in ENCRYPTED_SPACES])
def test_other_spaces_are_in_the_clear(space: Space) -> None:
    async def scenario() -> None:
        inner = MemoryStorage()
        await write(encrypting(inner), Put(at(space), SECRET))
        assert list(await inner.read([at(space)], consistent=True)) == [SECRET]

    result_of(scenario())


def test_a_copy_has_the_value_of_its_source() -> None:
    async def scenario() -> None:
        storage = encrypting(MemoryStorage())
        source, copy = at(Space.ITEM), at(Space.INDEX)
        await write(storage, Put(source, SECRET), Copy(copy, source))
        assert list(await storage.read([copy, source], consistent=True)) == [SECRET, SECRET]

    result_of(scenario())


@pytest.mark.parametrize("marker", [b"", b"\x01", bytes([MARK])])
def test_a_marker_is_not_encrypted(marker: bytes) -> None:
    cipher = TableCipher(ENCRYPTED, DATA_KEY, allows_plain=False)
    assert cipher.encrypted(marker) == cipher.decrypted(marker) == marker


def test_one_value_is_never_stored_twice_with_the_same_bytes() -> None:
    cipher = TableCipher(ENCRYPTED, DATA_KEY, allows_plain=False)
    assert len({cipher.encrypted(SECRET) for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("where", range(OVERHEAD + len(SECRET)))
def test_a_changed_value_is_damage(where: int) -> None:
    cipher = TableCipher(ENCRYPTED, DATA_KEY, allows_plain=False)
    stored = bytearray(cipher.encrypted(SECRET))
    stored[where] ^= 1
    with pytest.raises(StorageUnavailableError) as failed:
        cipher.decrypted(bytes(stored))
    assert failed.value.kind is FailureKind.DAMAGED
    assert "text" not in str(failed.value)


def test_a_value_of_another_table_or_data_key_is_damage() -> None:
    stored = TableCipher(ENCRYPTED, DATA_KEY, allows_plain=False).encrypted(SECRET)
    for other in (
        TableCipher(PLAIN, DATA_KEY, allows_plain=False),
        TableCipher(ENCRYPTED, b"o" * 32, allows_plain=False),
    ):
        with pytest.raises(StorageUnavailableError):
            other.decrypted(stored)


def test_a_plain_value_is_read_only_while_the_table_may_have_some() -> None:
    async def scenario() -> None:
        inner = MemoryStorage()
        key = at(Space.ITEM)
        await write(inner, Put(key, SECRET))
        lenient = encrypting(inner, allows_plain=True)
        assert list(await lenient.read([key], consistent=True)) == [SECRET]
        with pytest.raises(StorageUnavailableError):
            await encrypting(inner).read([key], consistent=True)
        with pytest.raises(StorageUnavailableError):
            await encrypting(inner).scan(Span(key.space, key.table), limit_items=1, limit_bytes=1)

        def decide(values: Sequence[bytes | None]) -> Abort[Any]:
            raise AssertionError(values)

        with pytest.raises(StorageUnavailableError):
            await encrypting(inner).transact([key], decide)

    result_of(scenario())


def test_an_abort_writes_nothing() -> None:
    async def scenario() -> None:
        storage = encrypting(MemoryStorage())

        def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[list[bytes | None]]:
            return Abort(list(values))

        outcome = await storage.transact([at(Space.ITEM)], decide)
        assert isinstance(outcome, Abort)
        assert outcome.reason == [None]

    result_of(scenario())


def test_an_empty_set_passes_every_call_on() -> None:
    async def scenario() -> None:
        inner = MemoryStorage()
        storage = EncryptedStorage(inner)
        key = at(Space.ITEM)
        await write(storage, Put(key, SECRET))
        assert list(await inner.read([key], consistent=True)) == [SECRET]
        assert list(await storage.read([key], consistent=True)) == [SECRET]
        assert storage.epoch is inner.epoch
        assert storage.health is inner.health
        assert await storage.erase(Span(key.space, key.table), limit_items=9, fence=None) == 1
        await storage.close()

    result_of(scenario())


def test_no_log_record_begins_with_the_mark() -> None:
    assert MARK & ~(BY_SERVICE | WHOLE) not in {INSERT, MODIFY, REMOVE}
