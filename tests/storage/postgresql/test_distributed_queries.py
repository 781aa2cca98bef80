"""What goes to the workers of Citus, and how pages are made of the entries of several places."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import asyncpg
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_of
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Abort,
    Add,
    Append,
    Batch,
    Delete,
    FailureKind,
    Fence,
    Page,
    Put,
    StorageUnavailableError,
    counters_to_bytes,
)
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.decisions import locks_of
from jedlik.storage.postgresql.distributed_queries import DistributedQueries
from jedlik.storage.postgresql.entry_id import append_prefix, id_of
from jedlik.storage.postgresql.places import Places
from jedlik.storage.postgresql.queries import LAST_ID, Limits
from jedlik.storage.postgresql.statements import COMMIT_DISTRIBUTED, ERASE, ERASE_DISTRIBUTED
from tests.storage.postgresql import cluster
from tests.storage.postgresql.test_queries import erasure, prepared
from tests.storage.scenarios import key, value, writing

PLACES = Places((5, 6))
QUERIES = DistributedQueries(PLACES)
LOW, HIGH = key(b"\x00" * 8, b"s"), key(b"\xff" * 8, b"s")
RECORD = key(b"record", space=Space.JOB)
TOTAL = key(b"total", space=Space.COUNTER)


def test_a_commit_is_divided() -> None:
    log = Append(Space.CHANGE_LOG, 1, b"log", b"record")
    group = prepared(
        [LOW, RECORD], Put(LOW, b"1"), Delete(HIGH), Put(RECORD, b"2"), Add(TOTAL, (1,)), log
    )
    command = QUERIES.commit(group, locks_of(group.decisions))
    assert (command.statement, command.is_doubtful) == (COMMIT_DISTRIBUTED, True)
    prefix = append_prefix(Space.CHANGE_LOG, 1, b"log")
    assert command.arguments[2:] == [
        *([id_of(RECORD)], [0], [id_of(RECORD)], [None], [b"2"], None, None),
        *([id_of(TOTAL)], ["1"], LAST_ID, [prefix], [b"record"], [5]),
        [PLACES.place_of(prefix)],
        *([5], [id_of(LOW)], [7]),
        *([5], [id_of(LOW)], [None], [b"1"]),
        *([6], [id_of(HIGH)]),
    ]


@pytest.mark.parametrize("mutation", [Put(RECORD, b"2"), Add(TOTAL, (1,))])
def test_a_commit_on_the_coordinator_is_not_doubtful(mutation: Put | Add) -> None:
    group = prepared([LOW, RECORD], mutation)
    assert not QUERIES.commit(group, locks_of(group.decisions)).is_doubtful


@pytest.mark.parametrize(
    ("span", "fence", "statement", "places"),
    [
        (Span(Space.JOB, 1), RECORD, ERASE, None),
        (Span(Space.ITEM, 1), RECORD, ERASE_DISTRIBUTED, [5, 6]),
        (Span(Space.ITEM, 1, None, (b"\x01", b"")), LOW, ERASE_DISTRIBUTED, [5]),
        (Span(Space.JOB, 1), LOW, ERASE_DISTRIBUTED, None),
    ],
)
def test_an_erasure_visits_the_places_of_its_span(
    span: Span, fence: Any, statement: str, places: list[int] | None
) -> None:
    command = QUERIES.erasure(erasure(span, Fence(fence, b"mine")))
    assert command.statement == statement
    if statement == ERASE_DISTRIBUTED:
        assert command.arguments[2] == (5 if fence is LOW else None)
        assert command.arguments[5] == places
        assert command.is_doubtful is (places is not None)


class Workers:
    """Answers the statements of scans from lists, and remembers which places were visited."""

    def __init__(self, entries: dict[int, list[bytes]]) -> None:
        self.entries = entries
        self.visited: list[int] = []

    async def run(self, work: Callable[[Connection], Awaitable[Any]]) -> Any:
        return await work(cast("Connection", self))

    async def fetch(
        self, _: str, place: int, *rest: Any
    ) -> Sequence[tuple[bytes, None, bytes | None]]:
        self.visited.append(place)
        found: list[tuple[bytes, None, bytes | None]] = []
        size_bytes = 0
        for each in self.entries[place]:
            is_full = len(found) >= rest[-2] or size_bytes >= rest[-1]
            found.append((id_of(key(each)), None, None if found and is_full else each))
            size_bytes += len(each)
            if found[-1][2] is None:
                break
        return found


@pytest.mark.parametrize(
    ("limits", "values", "last", "visited"),
    [
        (Limits(9, 999), [b"a", b"b", b"\x80", b"\x81"], None, [5, 6]),
        (Limits(1, 999), [b"a"], b"a", [5]),
        (Limits(2, 999), [b"a", b"b"], b"b", [5, 6]),
        (Limits(3, 999), [b"a", b"b", b"\x80"], b"\x80", [5, 6]),
        (Limits(9, 2), [b"a", b"b"], b"b", [5, 6]),
        (Limits(9, 3), [b"a", b"b", b"\x80"], b"\x80", [5, 6]),
    ],
)
def test_a_page_continues_in_the_next_place(
    limits: Limits, values: list[bytes], last: bytes | None, visited: list[int]
) -> None:
    workers = Workers({5: [b"a", b"b"], 6: [b"\x80", b"\x81"]})
    page = scanned(workers, Span(Space.ITEM, 1), limits)
    assert (page.values, page.last) == (values, None if last is None else (last, b""))
    assert workers.visited == visited


def test_a_page_of_places_without_an_order_is_merged() -> None:
    workers = Workers({5: [b"a", b"d", b"e"], 6: [b"b", b"c"]})
    span = Span(Space.CHANGE_LOG, 1)
    assert scanned(workers, span, Limits(9, 99)).values == [b"a", b"b", b"c", b"d", b"e"]
    page = scanned(workers, span, Limits(2, 99))
    assert (page.values, page.last) == ([b"a", b"b"], (b"b", b""))
    assert scanned(workers, span, Limits(5, 99)).last is None


def scanned(workers: Workers, span: Span, limits: Limits) -> Page:
    return asyncio.run(QUERIES.page(workers.run, span, limits, reverse=False))


def test_many_rounds_of_reads_and_writes_of_two_workers_are_whole() -> None:
    """Two nodes move an amount between workers; the sum is the same in every read."""
    cluster.prepare()

    async def whole() -> None:
        nodes = [await cluster.open_empty(), await cluster.reopened()]
        await nodes[0].transact([], writing(Put(LOW, b"1000"), Put(HIGH, b"0")))
        is_over = False

        def moved(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
            low, high = (int(each or b"0") for each in values)
            return Batch([Put(LOW, b"%d" % (low - 1)), Put(HIGH, b"%d" % (high + 1))], None)

        async def reader(at: int) -> int:
            count = 0
            while not is_over:
                found = await nodes[at].read([LOW, HIGH], consistent=True)
                assert sum(int(each or b"0") for each in found) == 1000
                count += 1
            return count

        readers = [asyncio.ensure_future(reader(at)) for at in (0, 1)]
        for _ in range(15):
            await asyncio.gather(*(node.transact([LOW, HIGH], moved) for node in nodes))
        is_over = True
        assert min(await asyncio.gather(*readers)) > 0
        assert await value(nodes[0], HIGH) == b"30"
        for each in nodes:
            await each.close()

    asyncio.run(whole())


def test_long_and_short_values_of_all_places_are_read_together() -> None:
    cluster.prepare()

    async def whole() -> None:
        storage = await cluster.open_empty()
        long, short = b"v" * 300_000, b"short"
        puts = [Put(LOW, long), Put(HIGH, short), Put(RECORD, long)]
        await storage.transact([], writing(*puts, Add(TOTAL, (7,))))
        calls = [[LOW, HIGH], [HIGH, RECORD], [HIGH, TOTAL], [LOW, RECORD, TOTAL], [HIGH]]
        found = await asyncio.gather(*(storage.read(each, consistent=True) for each in calls))
        total = counters_to_bytes((7,))
        expected = [[long, short], [short, long], [short, total], [long, long, total], [short]]
        assert [list(each) for each in found] == expected
        await storage.close()

    asyncio.run(whole())


def test_a_worker_that_is_away_makes_only_its_entries_unavailable() -> None:
    cluster.prepare()

    async def whole() -> None:
        nodes = [await cluster.open_empty()]
        await nodes[0].transact([], writing(Put(LOW, b"1"), Put(HIGH, b"1")))
        (worker,) = [each for each in cluster.shared().workers if each.port == await port_of(LOW)]
        await asyncio.to_thread(worker.stop, signal.SIGQUIT)
        try:
            nodes.append(await cluster.reopened())
            for node in nodes:
                await node.transact([], writing(Put(HIGH, b"2"), Put(RECORD, b"2")))
                assert await value(node, HIGH) == b"2"
                with pytest.raises(StorageUnavailableError) as caught:
                    await node.transact([], writing(Put(HIGH, b"3"), Put(LOW, b"3")))
                assert caught.value.kind is FailureKind.UNREACHABLE
                assert node.health.outage is None
        finally:
            await asyncio.to_thread(worker.start)
        assert [await value(nodes[1], each) for each in (LOW, HIGH)] == [b"1", b"2"]
        for node in nodes:
            await node.close()

    asyncio.run(whole())


async def prepared_count() -> int:
    """Returns how many transactions Citus has prepared on workers so far."""
    connection = await asyncpg.connect(cluster.shared().coordinator.url(cluster.NAME), ssl=False)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM pg_dist_transaction"))
    finally:
        await connection.close()


async def port_of(at: Key) -> int:
    """Returns the port of the worker that has an entry."""
    connection = await asyncpg.connect(cluster.shared().coordinator.url(cluster.NAME), ssl=False)
    try:
        port = await connection.fetchval(
            "SELECT nodeport FROM citus_shards WHERE shardid = ("
            " SELECT get_shard_id_for_distribution_column('jedlik.distributed_entry', place)"
            " FROM jedlik.distributed_entry WHERE id = $1)",
            id_of(at),
        )
    finally:
        await connection.close()
    return int(port)


def test_records_of_a_log_are_on_a_worker_with_rising_positions() -> None:
    cluster.prepare()

    async def whole() -> None:
        storage = await cluster.open_empty()
        append = Append(Space.CHANGE_LOG, 1, b"log", b"")
        prepared_before = await prepared_count()
        await storage.transact([], writing(append, append, Put(RECORD, b"")))
        # In two phases, although one worker takes part.
        assert await prepared_count() == prepared_before + 1
        await storage.transact([], writing(append, Append(Space.JOB, 1, b"log", b"")))
        page = await storage.scan(Span(Space.CHANGE_LOG, 1), limit_items=9, limit_bytes=99)
        positions = [position_of(each) for each in page.values]
        assert positions == sorted(set(positions))
        assert len(positions) == 3
        url = cluster.shared().coordinator.url(cluster.NAME)
        connection = await asyncpg.connect(url, ssl=False)
        counts = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM jedlik.distributed_entry),"
            " (SELECT count(*) FROM jedlik.entry),"
            " (SELECT count(*) FROM jedlik.session WHERE doubt IS NOT NULL)"
        )
        assert counts is not None
        # On the coordinator: RECORD, the record of JOB, and the last position.
        assert tuple(counts)[:2] == (3, 3)
        await connection.close()
        await storage.close()

    asyncio.run(whole())
