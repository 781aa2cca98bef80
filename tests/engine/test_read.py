"""Pages of reads, compared with a simple model of a page."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.expressions import parse_condition
from jedlik.core.expressions.nodes import Condition, Path
from jedlik.core.expressions.project import PathProjection
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import item_key
from jedlik.core.keys.ranges import after
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.context import Context
from jedlik.engine.meter import MeteredIndex
from jedlik.engine.read import (
    Page,
    ReadOptions,
    ReadPlan,
    count_of,
    is_empty,
    pages,
    read,
    read_item,
)
from jedlik.engine.source import Source
from jedlik.storage import interface
from jedlik.storage.interface import Batch, Put
from jedlik.storage.memory import MemoryStorage
from jedlik.turns import TUNING
from tests.engine.in_memory import Caller, result_of
from tests.engine.tables import table_of
from tests.looping import count_turns, stepped_clock

TABLE = table_of("S", "N")
WHOLE = Span(Space.ITEM, TABLE.id)
PAGE_BYTES = 1024 * 1024


class NarrowStorage(MemoryStorage):
    """Returns at most `width` entries from a scan, as a storage may.

    consistent: whether each scan had to be consistent.
    """

    width = 3

    def __init__(self) -> None:
        super().__init__()
        self.consistent: list[bool] = []

    def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Coroutine[Any, Any, interface.Page]:
        self.consistent.append(consistent)
        items = min(limit_items, self.width)
        return super().scan(span, limit_items=items, limit_bytes=limit_bytes, reverse=reverse)


def item(at: int, size_bytes: int = 10, partition: str = "p") -> Item:
    """Returns an item of `size_bytes`, at least 7. Its range key is its place."""
    filled: Item = {"h": {"S": partition}, "r": {"N": str(at)}, "f": {"S": ""}}
    filled["f"]["S"] = "x" * (size_bytes - item_size_bytes(filled))
    return filled


def context_of(items: Sequence[Item], storage: MemoryStorage | None = None) -> Context:
    """Returns a node that stores these items."""
    storage = storage or NarrowStorage()
    puts = [Put(item_key(TABLE.key, each), stored(each)) for each in items]
    result_of(storage.transact([], lambda _: Batch(puts, None)))
    return Caller(storage=storage).context


def stored(each: Item) -> bytes:
    return item_to_bytes(each, item_size_bytes(each))


def context_with(*sizes: int, storage: MemoryStorage | None = None) -> Context:
    """Returns a node with items 0, 1, ... in order, of given sizes by the service's rules."""
    return context_of([item(at, size) for at, size in enumerate(sizes)], storage)


PLANNED = ("fetches_items", "partitions")


def page_of(context: Context, spans: Sequence[Span] = (WHOLE,), **members: Any) -> Page:
    planned = {name: members.pop(name) for name in PLANNED if name in members}
    plan = ReadPlan(TABLE, TABLE.source, spans, ReadOptions(**members), **planned)
    return result_of(read(context, plan))


def units_of(context: Context) -> float:
    """Returns the read units that this context consumed of the table, without indexes."""
    (usage,) = context.meter.tables.values()
    return usage.read_units


def numbers(page: Page) -> list[int]:
    return [int(each["r"]["N"]) for each in orjson.loads(orjson.dumps(page.items))]


def place(at: int, partition: str = "p") -> tuple[bytes, bytes]:
    return TABLE.source.place_of(item(at, partition=partition))


def partition_span(partition: str) -> Span:
    return TABLE.source.range_span(partition, b"", None)


def condition_of(text: str, **values: Any) -> Condition:
    bound = {f":{name}": value for name, value in values.items()}
    return Substitutions(None, bound).condition(parse_condition.parse(text, "FilterExpression"))


def test_without_filter_and_projection_nothing_is_decoded() -> None:
    page = page_of(context_with(10, 10))
    assert isinstance(page.items, orjson.Fragment)
    assert numbers(page) == [0, 1]
    assert (page.count, page.scanned_count, page.next_span, page.last) == (2, 2, None, None)


@pytest.mark.parametrize("spans", [(WHOLE,), ()])
def test_nothing_to_read(spans: tuple[Span, ...]) -> None:
    context = context_with()
    page = page_of(context, spans)
    assert numbers(page) == []
    assert (page.count, page.scanned_count, page.next_span, page.last) == (0, 0, None, None)
    assert units_of(context) == 0.5 * len(spans)


@given(
    count=st.integers(0, 9),
    limit=st.one_of(st.none(), st.integers(1, 10)),
    reverse=st.booleans(),
    few_only=st.booleans(),
    count_only=st.booleans(),
)
def test_pages_are_those_of_the_model(
    count: int, limit: int | None, reverse: bool, few_only: bool, count_only: bool
) -> None:
    order = list(range(count))[:: -1 if reverse else 1]
    scanned = order if limit is None else order[:limit]
    matching = [at for at in scanned if at < 4 or not few_only]
    page = page_of(
        context_with(*[10] * count),
        limit=limit,
        reverse=reverse,
        condition=condition_of("r < :r", r={"N": "4"}) if few_only else None,
        count_only=count_only,
    )
    if count_only:
        assert page.items is None
    else:
        assert numbers(page) == matching
    assert (page.count, page.scanned_count) == (len(matching), len(scanned))
    # A page that reached its limit does not look whether anything follows.
    full = limit is not None and len(scanned) == limit
    assert page.last == (item(scanned[-1]) if full else None)
    assert page.next_span == (0 if full else None)


@pytest.mark.parametrize(
    ("sizes", "read_count"),
    [
        ([PAGE_BYTES // 4] * 6, 4),
        ([PAGE_BYTES // 4 - 1] * 6, 5),
        ([PAGE_BYTES // 4 - 2] * 4 + [8, 9], 5),
        ([PAGE_BYTES // 4 - 2] * 4 + [7, 9], 6),
        ([400 * 1024] * 4, 3),
    ],
)
def test_a_page_ends_with_the_item_that_fills_1_mb(sizes: list[int], read_count: int) -> None:
    for storage in (NarrowStorage(), MemoryStorage()):
        page = page_of(context_with(*sizes, storage=storage))
        assert numbers(page) == list(range(read_count))
        full = sum(sizes[:read_count]) >= PAGE_BYTES
        assert page.last == (item(read_count - 1, sizes[read_count - 1]) if full else None)


def test_projections() -> None:
    page = page_of(context_with(10, 10), projection=PathProjection((Path("r"),)))
    assert page.items == [{"r": {"N": "0"}}, {"r": {"N": "1"}}]
    page = page_of(context_with(10), projection=PathProjection((Path("r"),)), count_only=True)
    assert (page.items, page.count) == (None, 1)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_span_may_begin_after_an_item(reverse: bool) -> None:
    span = after(WHOLE, *place(2), reverse=reverse)
    page = page_of(context_with(*[10] * 5), (span,), reverse=reverse)
    assert numbers(page) == ([1, 0] if reverse else [3, 4])


def two_partitions(size_bytes: int = 10) -> Context:
    """Returns items 0, 1 and 2 in each of the partitions a and b."""
    return context_of([item(at, size_bytes, name) for name in ("a", "b") for at in range(3)])


A_AND_B = (partition_span("a"), partition_span("b"))


def test_spans_are_read_one_after_another() -> None:
    context = two_partitions()
    page = page_of(context, A_AND_B)
    assert numbers(page) == [0, 1, 2, 0, 1, 2]
    assert page.next_span is None
    assert units_of(context) == 1.0  # each span is charged as a read of its own


@pytest.mark.parametrize(
    ("limit", "found", "next_span", "last"),
    [
        (2, [0, 1], 0, item(1, partition="a")),
        (3, [0, 1, 2], 0, item(2, partition="a")),
        (4, [0, 1, 2, 0], 1, item(0, partition="b")),
        (7, [0, 1, 2, 0, 1, 2], None, None),
    ],
)
def test_a_limit_holds_for_all_spans_together(
    limit: int, found: list[int], next_span: int | None, last: Item | None
) -> None:
    page = page_of(two_partitions(), A_AND_B, limit=limit)
    assert (numbers(page), page.next_span, page.last) == (found, next_span, last)


@pytest.mark.parametrize(
    ("size_bytes", "found", "next_span"),
    [
        (PAGE_BYTES // 3 + 1, [0, 1, 2], 0),
        (PAGE_BYTES // 3, [0, 1, 2, 0], 1),
        (PAGE_BYTES // 4, [0, 1, 2, 0], 1),
        (PAGE_BYTES // 6 + 1, [0, 1, 2, 0, 1, 2], 1),
        (PAGE_BYTES // 6, [0, 1, 2, 0, 1, 2], None),
    ],
)
def test_a_page_of_several_spans_ends_at_1_mb(
    size_bytes: int, found: list[int], next_span: int | None
) -> None:
    page = page_of(two_partitions(size_bytes), A_AND_B)
    assert (numbers(page), page.next_span) == (found, next_span)
    partition = "ab"[next_span or 0]
    assert page.last == (
        None if next_span is None else item(found[-1], size_bytes, partition=partition)
    )


def entries_of(items: Sequence[Item]) -> Sequence[Put]:
    """Entries with only the keys of the items, in a partition of an index."""
    return [
        Put(
            Key(Space.INDEX, TABLE.id, b"i", encode_scalar("N", each["r"]["N"])),
            stored({name: each[name] for name in ("h", "r")}),
        )
        for each in items
    ]


ENTRIES = Span(Space.INDEX, TABLE.id)


def test_items_are_fetched_for_entries() -> None:
    items = [item(at, 40_000) for at in range(150)]
    context = context_of(items[:1] + items[2:])
    entries = entries_of(items)
    result_of(context.node.storage.transact([], lambda _: Batch(entries, None)))
    page = page_of(context, (ENTRIES,), fetches_items=True, limit=5, consistent=True)
    assert numbers(page) == [0, 2, 3, 4]  # item 1 was deleted since
    assert (page.scanned_count, page.count) == (5, 4)
    assert units_of(context) == 1 + 4 * 10
    # Fetched items fill the page, not their entries.
    page = page_of(context, (ENTRIES,), fetches_items=True)
    assert numbers(page) == [0, *range(2, 28)]
    assert page.scanned_count == 28
    assert page.last == {"h": {"S": "p"}, "r": {"N": "27"}}


def test_a_page_may_be_old_only_if_nothing_is_fetched_for_it() -> None:
    for name in ("reverse", "consistent", "fetches_items"):
        members: dict[str, Any] = {name: True}
        storage = NarrowStorage()
        page_of(context_of([item(0), item(1)], storage), **members)
        assert set(storage.consistent) == {name != "reverse"}


def test_partitions_that_a_read_visits_are_charged() -> None:
    items = [item(0, partition=str(each)) for each in range(40)]
    context = context_of(items)
    page_of(context, partitions=4)
    assert units_of(context) == 2.0
    in_order = [each["h"]["S"] for each in orjson.loads(orjson.dumps(page_of(context).items))]
    assert in_order == [
        item_from_bytes(each)["h"]["S"] for each in result_of(all_values(context, WHOLE))
    ]
    first = context_of(items)
    page_of(first, partitions=4, limit=1)
    assert units_of(first) == 0.5


def test_entries_are_charged_to_their_index_and_fetched_items_to_the_table() -> None:
    items = [item(at, 40_000) for at in range(2)]
    context = context_of(items)
    entries = entries_of(items)
    result_of(context.node.storage.transact([], lambda _: Batch(entries, None)))
    source = Source(TABLE.key, TABLE.source.hash_key, TABLE.source.range_key, MeteredIndex(1, "i"))
    for fetches_items, units in ((False, (0, 0.5)), (True, (10, 1))):
        options = ReadOptions()
        plan = ReadPlan(TABLE, source, (ENTRIES,), options, fetches_items=fetches_items)
        result_of(read(context, plan))
        (used,) = context.meter.tables.values()
        (of_index,) = used.indexes
        assert (used.read_units, of_index.read_units) == units
    unused = context_of(items)
    result_of(read(unused, ReadPlan(TABLE, source, (), ReadOptions())))
    (used,) = unused.meter.tables.values()
    assert [each.read_units for each in used.indexes] == [0]


def test_a_long_page_takes_turns() -> None:
    """While it scans, filters and projects, others get their turn. It reads and counts the same."""
    context = context_with(*[10] * 200)
    condition = condition_of(" OR ".join(["r > :n"] * 50), n={"N": "99"})
    for members, shown in (
        ({}, 200),
        ({"condition": condition}, 100),
        ({"condition": condition, "projection": PathProjection((Path("r"),))}, 100),
    ):
        plan = ReadPlan(TABLE, TABLE.source, (WHOLE,), ReadOptions(**members))
        with stepped_clock():
            page, turned = count_turns(partial(read, context, plan))
        assert numbers(page) == list(range(200 - shown, 200))
        assert (page.count, page.scanned_count) == (shown, 200)
        assert turned >= 60  # the storage returns three entries at a time
    plan = ReadPlan(TABLE, TABLE.source, (WHOLE,), ReadOptions(condition=condition))
    assert count_turns(lambda: read(context, plan))[1] < 60


def test_a_short_page_needs_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TUNING, "now_s", lambda: 0.0)
    plan = ReadPlan(TABLE, TABLE.source, (WHOLE,), ReadOptions())
    with pytest.raises(StopIteration):
        read(context_with(*[10] * 50), plan).send(None)


def test_one_item_is_read_by_its_key() -> None:
    context = context_with(4097)
    keys = [item_key(TABLE.key, item(at)) for at in range(2)]
    found = result_of(read_item(context, TABLE, keys[0], consistent=True))
    assert found == stored(item(0, 4097))
    assert units_of(context) == 2
    assert result_of(read_item(context, TABLE, keys[1], consistent=False)) is None
    assert units_of(context) == 2.5


async def all_values(context: Context, span: Span, **limits: int) -> list[bytes]:
    values: list[bytes] = []
    async for page in pages(context.node.storage, span, **limits):
        values += page
    return values


@given(count=st.integers(0, 9), limit_items=st.integers(1, 4))
def test_pages_give_every_value_in_order(count: int, limit_items: int) -> None:
    context = context_with(*[10] * count)
    found = result_of(all_values(context, WHOLE, limit_items=limit_items))
    assert [int(item_from_bytes(each)["r"]["N"]) for each in found] == list(range(count))


def test_a_walk_says_when_it_has_ended() -> None:
    context = context_with(*[10] * 4)
    walk = pages(context.node.storage, WHOLE, limit_items=3)

    async def steps() -> list[tuple[int, bool]]:
        return [(len(values), walk.ended) async for values in walk]

    assert result_of(steps()) == [(3, False), (1, True)]


def test_counts_and_emptiness() -> None:
    storage = context_with(*[10] * 5).node.storage
    assert result_of(count_of(storage, WHOLE)) == 5
    assert not result_of(is_empty(storage, WHOLE))
    assert result_of(is_empty(storage, Span(Space.ITEM, 8)))
    assert result_of(count_of(storage, Span(Space.ITEM, 8))) == 0
