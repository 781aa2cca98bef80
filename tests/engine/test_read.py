"""The read path of pages, against a plain model of what a page is."""

from collections.abc import Coroutine
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.ranges import after
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes, stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.context import Context
from jedlik.engine.read import Fetched, Read, fetch
from jedlik.storage.interface import Batch, Page, Put
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, result_of

WHOLE = Span(Space.ITEM, 1)
PAGE_BYTES = 1024 * 1024


class NarrowStorage(MemoryStorage):
    """Gives at most `width` entries a scan, as a storage may."""

    width = 3

    def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Coroutine[Any, Any, Page]:
        items = min(limit_items, self.width)
        return super().scan(span, limit_items=items, limit_bytes=limit_bytes, reverse=reverse)


def context_with(*sizes: int, storage: MemoryStorage | None = None) -> Context:
    """A node with items 0, 1, ... in order, of given sizes by the service's rules."""
    storage = storage or NarrowStorage()
    puts = [
        Put(Key(Space.ITEM, 1, b"p", bytes([at])), item_to_bytes(item(at, size), size))
        for at, size in enumerate(sizes)
    ]
    result_of(storage.transact([], lambda _: Batch(puts, None)))
    return Caller(storage=storage).context


def item(at: int, size_bytes: int = 10) -> Item:
    """An item of `size_bytes`, at least 4: `n` tells its place."""
    filled: Item = {"n": {"N": str(at)}, "f": {"S": ""}}
    filled["f"]["S"] = "x" * (size_bytes - item_size_bytes(filled))
    return filled


def fetched(context: Context, **read: Any) -> Fetched:
    return result_of(fetch(context, Read(**{"span": WHOLE, **read})))


def numbers(page: Fetched) -> list[int]:
    return [int(each["n"]["N"]) for each in orjson.loads(orjson.dumps(page.items))]


def test_without_filter_and_projection_nothing_is_decoded() -> None:
    page = fetched(context_with(10, 10))
    assert isinstance(page.items, orjson.Fragment)
    assert numbers(page) == [0, 1]
    assert (page.kept_count, len(page.scanned), page.last) == (2, 2, None)


def test_an_empty_span() -> None:
    page = fetched(context_with())
    assert numbers(page) == []
    assert (page.kept_count, page.scanned, page.last, page.fetched) == (0, [], None, ())


@settings(deadline=None)
@given(
    count=st.integers(0, 9),
    limit=st.one_of(st.none(), st.integers(1, 10)),
    reverse=st.booleans(),
    odd_only=st.booleans(),
    count_only=st.booleans(),
)
def test_pages_are_those_of_the_model(
    count: int, limit: int | None, reverse: bool, odd_only: bool, count_only: bool
) -> None:
    order = list(range(count))[:: -1 if reverse else 1]
    read = order if limit is None else order[:limit]
    kept = [at for at in read if at % 2 or not odd_only]

    def keep(each: Item) -> bool:
        return int(each["n"]["N"]) % 2 == 1

    page = fetched(
        context_with(*[10] * count),
        limit=limit,
        reverse=reverse,
        keep=keep if odd_only else None,
        count_only=count_only,
    )
    if not count_only:
        assert numbers(page) == kept
    assert (page.kept_count, len(page.scanned)) == (len(kept), len(read))
    # A page that is full at its limit does not look whether anything follows.
    full = limit is not None and len(read) == limit
    assert page.last == (item(read[-1]) if full else None)


@pytest.mark.parametrize(
    ("sizes", "read"),
    [
        ([PAGE_BYTES // 4] * 6, 4),
        ([PAGE_BYTES // 4 - 1] * 6, 5),
        ([PAGE_BYTES // 4 - 2] * 4 + [8, 4], 5),
        ([PAGE_BYTES // 4 - 2] * 4 + [7, 4], 6),
        ([400 * 1024] * 4, 3),
    ],
)
def test_a_page_ends_with_the_item_that_fills_1_mb(sizes: list[int], read: int) -> None:
    for storage in (NarrowStorage(), MemoryStorage()):
        page = fetched(context_with(*sizes, storage=storage))
        assert [stored_size_bytes(each) for each in page.scanned] == sizes[:read]
        assert numbers(page) == list(range(read))
        full = sum(sizes[:read]) >= PAGE_BYTES
        assert page.last == (item(read - 1, sizes[read - 1]) if full else None)


def test_shapes() -> None:
    page = fetched(context_with(10, 10), shape=lambda each: {"m": each["n"]})
    assert page.items == [{"m": {"N": "0"}}, {"m": {"N": "1"}}]


@pytest.mark.parametrize("reverse", [False, True])
def test_after_goes_on_behind_an_entry(reverse: bool) -> None:
    context = context_with(*[10] * 5)
    span = after(WHOLE, b"p", bytes([2]), reverse=reverse)
    assert numbers(fetched(context, span=span, reverse=reverse)) == ([1, 0] if reverse else [3, 4])
