"""Commits whose connection breaks, that wait for locks, and that meet those of other nodes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Never

import asyncpg
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Abort,
    Append,
    Batch,
    FailureKind,
    Fence,
    FenceLostError,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.postgresql import PostgresqlStorage, connection, open_database
from jedlik.storage.postgresql.entry_id import id_of, lock_number
from tests.storage.postgresql.database import address, emptied, prepare, reopened, shared
from tests.storage.postgresql.proxy import Cut, Proxy, proxied
from tests.storage.scenarios import key, value, writing

MARKER = b"the statement with this value is cut"
COUNTED = key(b"counted")


def add_one(values: Sequence[bytes | None]) -> Batch[int]:
    number = int((values[0] or b"0").partition(b" ")[0]) + 1
    return Batch([Put(COUNTED, b"%d " % number + MARKER)], number)


async def counted(storage: PostgresqlStorage) -> int:
    answer: Batch[int] | Abort[Never] = await storage.transact([COUNTED], add_one)
    assert isinstance(answer, Batch)
    return answer.result


def played(scenario: Callable[[Proxy, PostgresqlStorage], Awaitable[None]]) -> None:
    """Plays a scenario on a storage that reaches its database through a proxy."""
    prepare()

    async def whole() -> None:
        await emptied()
        async with proxied(shared().port) as proxy:
            where = address(shared().url("conformance", proxy.port))
            storage = await open_database(where, connections=4)
            try:
                await scenario(proxy, storage)
            finally:
                await storage.close()

    asyncio.run(whole())


@pytest.mark.parametrize("cut", Cut)
def test_a_cut_commit_is_made_once(cut: Cut) -> None:
    async def scenario(proxy: Proxy, storage: PostgresqlStorage) -> None:
        assert await counted(storage) == 1
        proxy.cut(cut, MARKER)
        assert await counted(storage) == 2
        assert proxy.cuts == 1
        assert await value(storage, COUNTED) == b"2 " + MARKER
        # Now a late statement arrives. Its session is closed, so it writes nothing.
        await proxy.release()
        assert await value(storage, COUNTED) == b"2 " + MARKER
        assert await counted(storage) == 3
        assert storage.health.failures == {}

    played(scenario)


@pytest.mark.parametrize("cut", Cut)
def test_a_cut_append_is_made_once(cut: Cut) -> None:
    async def scenario(proxy: Proxy, storage: PostgresqlStorage) -> None:
        appends = [Append(Space.CHANGE_LOG, 1, b"p", MARKER)]
        proxy.cut(cut, MARKER)
        await asyncio.gather(*(storage.transact([], writing(*appends)) for _ in range(3)))
        await proxy.release()
        page = await storage.scan(Span(Space.CHANGE_LOG, 1), limit_items=9, limit_bytes=999)
        assert len(page.values) == 3

    played(scenario)


def test_an_erasure_without_an_answer_was_made() -> None:
    async def scenario(proxy: Proxy, storage: PostgresqlStorage) -> None:
        lease = key(b"lease", space=Space.JOB)
        entries = [Put(key(b"p", bytes([n])), b"v") for n in range(5)]
        await storage.transact([], writing(Put(lease, MARKER), *entries))
        proxy.cut(Cut.ANSWER, MARKER)
        fence, span = Fence(lease, MARKER), Span(Space.ITEM, 1)
        # As many as asked for may have been deleted, so the caller asks again.
        assert await storage.erase(span, limit_items=3, fence=fence) == 3
        assert await storage.erase(span, limit_items=3, fence=fence) == 2
        with pytest.raises(FenceLostError):
            await storage.erase(span, limit_items=3, fence=Fence(lease, b"other"))
        assert proxy.cuts == 1

    played(scenario)


@asynccontextmanager
async def two_nodes() -> AsyncIterator[tuple[PostgresqlStorage, PostgresqlStorage]]:
    await emptied()
    one, other = await reopened(), await reopened()
    try:
        yield one, other
    finally:
        await one.close()
        await other.close()


def test_nodes_that_write_one_key_lose_nothing() -> None:
    prepare()

    async def whole() -> None:
        async with two_nodes() as nodes:

            async def caller(node: PostgresqlStorage) -> list[int]:
                return [await counted(node) for _ in range(5)]

            callers = [caller(node) for node in nodes for _ in range(10)]
            results = [each for found in await asyncio.gather(*callers) for each in found]
            assert sorted(results) == list(range(1, 101))
            assert await value(nodes[0], COUNTED) == b"100 " + MARKER

    asyncio.run(whole())


def test_two_nodes_do_not_both_act_on_what_the_other_changes() -> None:
    """Write skew: each takes a lock if the other one is free."""
    prepare()

    async def whole() -> None:
        async with two_nodes() as nodes:
            for number in range(30):
                pair = [key(b"%d" % number, each) for each in (b"a", b"b")]

                def take(values: Sequence[bytes | None], own: Key) -> Batch[bool] | Abort[bool]:
                    return Abort(False) if any(values) else Batch([Put(own, b"taken")], True)

                async def taken(node: PostgresqlStorage, pair: list[Key], own: Key) -> bool:
                    answer = await node.transact(pair, lambda values: take(values, own))
                    return isinstance(answer, Batch)

                answers = await asyncio.gather(
                    *(taken(*each) for each in zip(nodes, (pair, pair), pair, strict=True))
                )
                assert sorted(answers) == [False, True]

    asyncio.run(whole())


def test_positions_rise_over_nodes() -> None:
    prepare()

    async def whole() -> None:
        async with two_nodes() as nodes:
            seen: list[bytes] = []

            async def write(node: PostgresqlStorage, name: bytes) -> None:
                for number in range(20):
                    append = Append(Space.CHANGE_LOG, 1, b"p", name + b"%02d" % number)
                    await node.transact([], writing(append))

            async def follow() -> None:
                """Reads what follows the last position, as readers of a log do."""
                start = (b"p", b"")
                while len(seen) < 80:
                    span = Span(Space.CHANGE_LOG, 1, start, (b"p\x00", b""))
                    page = await nodes[1].scan(span, limit_items=7, limit_bytes=999)
                    seen.extend(page.values)
                    if page.values:
                        start = (b"p", page.values[-1][:8] + b"\x00")

            writers = [write(nodes[n % 2], b"%d-" % n) for n in range(4)]
            await asyncio.gather(follow(), *writers)
            assert seen == sorted(seen)
            for name in (b"0-", b"1-", b"2-", b"3-"):
                own = [each[8:] for each in seen if each[8:].startswith(name)]
                assert own == [name + b"%02d" % number for number in range(20)]

    asyncio.run(whole())


def test_a_lock_that_another_program_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.SETTINGS, "lock_timeout", "100ms")
    prepare()

    async def whole() -> None:
        await emptied()
        storage = await reopened()
        other = await asyncpg.connect(shared().url("conformance"), ssl=False)
        await other.execute("SELECT pg_advisory_lock($1)", lock_number(id_of(COUNTED)))
        # A write of another key does not wait for it.
        held = asyncio.ensure_future(counted(storage))
        await asyncio.sleep(0)
        await storage.transact([], writing(Put(key(b"free"), b"")))
        with pytest.raises(StorageUnavailableError) as caught:
            await held
        assert caught.value.kind is FailureKind.LOCKED
        assert await value(storage, COUNTED) is None
        await other.close()
        assert await counted(storage) == 1
        assert storage.health.outage is None
        await storage.close()

    asyncio.run(whole())


def test_a_large_batch_takes_few_locks() -> None:
    prepare()

    async def whole() -> None:
        await emptied()
        storage = await reopened()
        keys = [key(b"p", b"%04d" % n) for n in range(3000)]
        await storage.transact(keys[:50], writing(*(Put(each, each.sort) for each in keys)))
        found = await storage.read(keys, consistent=True)
        assert list(found) == [each.sort for each in keys]
        await storage.close()

    asyncio.run(whole())
