"""Reads that wait together share a statement, and survive the end of their connection."""

import asyncio

import asyncpg
import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Add, Put, counters_of, counters_to_bytes
from jedlik.storage.postgresql.connection import Connection
from tests.storage.postgresql.database import open_empty, prepare, shared
from tests.storage.scenarios import key, writing


def test_reads_of_one_turn_share_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    statements: list[str] = []
    fetch = Connection.fetch

    async def counted(self: Connection, statement: str, *arguments: object) -> object:
        statements.append(statement)
        return await fetch(self, statement, *arguments)

    async def whole() -> None:
        storage = await open_empty()
        keys = [key(b"p", bytes([n])) for n in range(50)]
        await storage.transact([], writing(*(Put(each, each.sort) for each in keys)))
        monkeypatch.setattr(Connection, "fetch", counted)
        reads = [storage.read([each, each], consistent=True) for each in keys]
        found = await asyncio.gather(*reads)
        assert [list(each) for each in found] == [[one.sort] * 2 for one in keys]
        assert len(statements) == 1
        await storage.close()

    asyncio.run(whole())


def test_long_values_are_read_by_other_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    received: list[int] = []
    fetch = Connection.fetch

    async def counted(self: Connection, statement: str, *arguments: object) -> object:
        found = await fetch(self, statement, *arguments)
        received.append(sum(len(each) for row in found for each in row if type(each) is bytes))
        return found

    async def whole() -> None:
        storage = await open_empty()
        values = {key(b"p", bytes([n])): b"v" * 400_000 for n in range(40)}
        values |= {key(b"q", bytes([n])): b"short %d" % n for n in range(40)}
        counter = key(b"c", space=Space.COUNTER)
        for each, value in values.items():
            await storage.transact([], writing(Put(each, value)))
        await storage.transact([], writing(Add(counter, (7,))))
        monkeypatch.setattr(Connection, "fetch", counted)
        calls = [list(values), list(values)[40:], [*list(values)[:2], counter], [key(b"absent")]]
        found = await asyncio.gather(*(storage.read(each, consistent=True) for each in calls))
        assert [list(each) for each in found] == [
            list(values.values()),
            list(values.values())[40:],
            [*list(values.values())[:2], counters_to_bytes((7,))],
            [None],
        ]
        first, *others = received
        assert first < 10_000
        assert sorted(size > 400_000 for size in others) == [True, True]
        await storage.close()

    asyncio.run(whole())


def test_a_read_whose_connection_ends_is_made_again() -> None:
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        await storage.transact([], writing(Put(key(b"a"), b"1")))
        await storage.read([key(b"a")], consistent=True)
        other = await asyncpg.connect(shared().url("conformance"), ssl=False)
        await other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'jedlik' AND datname = current_database()"
        )
        await other.close()
        (found,) = await storage.read([key(b"a")], consistent=True)
        assert found == b"1"
        page = await storage.scan(Span(Space.ITEM, 1), limit_items=5, limit_bytes=5)
        assert list(page.values) == [b"1"]
        await storage.transact([], writing(Put(key(b"a"), b"2")))
        assert storage.health.failures == {}
        await storage.close()

    asyncio.run(whole())


def test_pages_of_counters_have_their_sums() -> None:
    prepare()
    counters = [key(bytes([n]), space=Space.COUNTER) for n in range(4)]

    async def whole() -> None:
        storage = await open_empty()
        for number in range(3):  # several rows for each counter, if sessions differ
            adds = [Add(each, (number, 2**62)) for each in counters]
            await asyncio.gather(*(storage.transact([], writing(each)) for each in adds))
        await storage.transact([], writing(Put(counters[1], b"text"), Add(counters[2], (0, 0, 5))))
        span = Span(Space.COUNTER, 1)
        page = await storage.scan(span, limit_items=9, limit_bytes=999)
        plain = (3, 3 * 2**62 - 2**64)
        assert [counters_of(each, len(each) // 8) for each in page.values] == [
            plain,
            (),
            (*plain, 5),
            plain,
        ]
        assert page.values[1] == b"text"
        back = await storage.scan(span, limit_items=9, limit_bytes=17, reverse=True)
        assert list(back.values) == [counters_to_bytes(plain), counters_to_bytes((*plain, 5))]
        assert back.last == (counters[2].partition, b"")
        assert await storage.erase(span, limit_items=9, fence=None) == 4
        assert list(await storage.read(counters, consistent=True)) == [None] * 4
        await storage.close()

    asyncio.run(whole())
