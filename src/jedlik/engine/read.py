"""Reads of items: one by its key, and what a request can page through.

`read_item` reads one item. `read` executes the `ReadPlan` of a Query, a Scan or a SELECT. Both add
the units that they read to the meter of the request.

A page ends at `limit` items read, at 1 MB of items read, or where the spans end. Sizes are those of
items by the service's rules, taken before the filter; if items are fetched from the table for the
entries of an index, their sizes count instead of those of the entries. Without filter and
projection no item is decoded: its stored JSON goes into the answer.
"""

from collections.abc import Sequence
from typing import Final, final

from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.project import ItemProjection
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import Bound, after, shares_visited
from jedlik.core.limits import PAGE_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    item_from_bytes,
    stored_json,
    stored_json_array,
    stored_size_bytes,
)
from jedlik.engine.context import Context
from jedlik.engine.meter import Usage, item_read_units, read_units
from jedlik.engine.source import Source
from jedlik.engine.table import Table
from jedlik.storage.interface import Storage

_PAGE_ITEMS: Final = 1_000
_PAGE_BYTES: Final = 1 << 22
# The most to ask of the storage at once: values of a span, and items by key, each of which may be
# as large as an item can be.
_SCAN_ITEMS: Final = 5_000
_FETCH_ITEMS: Final = 100


@final
class ReadOptions:
    """What a request asks of a read, whatever it reads.

    reverse: whether to read from the end. limit: the most items to read. condition: the filter.
    projection: what to show of an item; None for all of it. count_only: whether items are counted
    but not shown. consistent: whether the read is charged as strongly consistent.
    """

    __slots__ = ("condition", "consistent", "count_only", "limit", "projection", "reverse")

    def __init__(  # noqa: PLR0913  (a value)
        self,
        *,
        reverse: bool = False,
        limit: int | None = None,
        condition: Condition | None = None,
        projection: ItemProjection | None = None,
        count_only: bool = False,
        consistent: bool = False,
    ) -> None:
        self.reverse = reverse
        self.limit = limit
        self.condition = condition
        self.projection = projection
        self.count_only = count_only
        self.consistent = consistent


@final
class ReadPlan:
    """What to read, in order, and what to show of it.

    source: the table, or its index, whose `spans` these are. start: the place in the first span
    after which to read. fetches_items: whether to fetch from the table the items of the index
    entries that were read. partitions: how many equal parts of the table are charged as reads of
    their own.
    """

    __slots__ = ("fetches_items", "options", "partitions", "source", "spans", "start", "table")

    def __init__(  # noqa: PLR0913  (a value)
        self,
        table: Table,
        source: Source,
        spans: Sequence[Span],
        options: ReadOptions,
        *,
        start: Bound | None = None,
        fetches_items: bool = False,
        partitions: int = 1,
    ) -> None:
        self.table = table
        self.source = source
        self.spans = spans
        self.options = options
        self.start = start
        self.fetches_items = fetches_items
        self.partitions = partitions


Items = object  # a Fragment of JSON, or a list of decoded items and Fragments


@final
class Page:
    """What `read` read.

    items: what to show, as JSON can encode it; None if items are only counted. count: how many
    items satisfy the filter. scanned_count: how many were read. next_span: the number of the span
    in which the next page begins; None if everything was read. last: the last item, or entry, that
    was read, if the page ended inside that span; None if the next page begins with a new span.
    """

    __slots__ = ("count", "items", "last", "next_span", "scanned_count")

    def __init__(self) -> None:
        self.items: Items = None
        self.count = 0
        self.scanned_count = 0
        self.next_span: int | None = None
        self.last: Item | None = None


@final
class _Part:
    """What was read of one span.

    values: the stored items, or entries, that were scanned. items: those to show, which are the
    same unless items were fetched from the table. size_bytes: the size of `items`. ended: whether
    the span has no more.
    """

    __slots__ = ("ended", "items", "size_bytes", "values")

    def __init__(self, values: list[bytes], size_bytes: int, *, ended: bool) -> None:
        self.values = values
        self.items = values
        self.size_bytes = size_bytes
        self.ended = ended


async def read_item(context: Context, table: Table, key: Key, *, consistent: bool) -> bytes | None:
    """Read the item under a key; None if there is none."""
    (stored,) = await context.node.storage.read((key,), consistent=consistent)
    units = item_read_units(stored, consistent=consistent)
    context.meter.of_table(table.id, table.name).read_units += units
    return stored


async def read(context: Context, plan: ReadPlan) -> Page:
    """Read one page."""
    storage = context.node.storage
    usage = context.meter.of_table(plan.table.id, plan.table.name)
    index = plan.source.metered_index
    scanned: Usage = usage if index is None else usage.of_index(index)
    page = Page()
    found: list[bytes] = []
    reverse = plan.options.reverse
    limit, limit_bytes = plan.options.limit, PAGE_BYTES
    for number, span in enumerate(plan.spans):
        rest = span
        if number == 0 and plan.start is not None:
            rest = after(span, *plan.start, reverse=reverse)
        part = await _scan(storage, rest, reverse, limit, limit_bytes)
        if plan.fetches_items:
            await _fetch(storage, plan.source, part, limit_bytes)
        found += part.items
        limit_bytes -= part.size_bytes
        if limit is not None:
            limit -= len(part.values)
        page.scanned_count += len(part.values)
        if part.values and not part.ended:
            page.next_span = number
            page.last = item_from_bytes(part.values[-1])
        elif (limit == 0 or limit_bytes <= 0) and number + 1 < len(plan.spans):
            page.next_span = number + 1
        scanned.read_units += _scanned_units(plan, rest, part, page.last)
        if plan.fetches_items:
            usage.read_units += _fetched_units(plan, part)
        if page.next_span is not None:
            break
    _show(page, plan.options, found)
    return page


async def _scan(
    storage: Storage, span: Span, reverse: bool, limit: int | None, limit_bytes: int
) -> _Part:
    """Read a span up to its end, or to the item that reaches a limit."""
    walk = Pages(storage, span, _SCAN_ITEMS, limit_bytes, reverse)
    values: list[bytes] = []
    size_bytes = 0
    while True:
        first = len(values)
        wanted = _SCAN_ITEMS if limit is None else min(limit - first, _SCAN_ITEMS)
        values += await walk.next(wanted)
        for at in range(first, len(values)):
            size_bytes += stored_size_bytes(values[at])
            if size_bytes >= limit_bytes:
                del values[at + 1 :]
                return _Part(values, size_bytes, ended=False)
        if len(values) == limit:
            return _Part(values, size_bytes, ended=False)
        if walk.ended:
            return _Part(values, size_bytes, ended=True)


async def _fetch(storage: Storage, source: Source, part: _Part, limit_bytes: int) -> None:
    """Replace the entries to show by their items; those deleted since are left out.

    The entries after the one whose item fills the page are dropped. That items fill it, and not
    their entries, is dynalite's rule; no document says.
    """
    items: list[bytes] = []
    part.items = items
    part.size_bytes = 0
    for first in range(0, len(part.values), _FETCH_ITEMS):
        entries = part.values[first : first + _FETCH_ITEMS]
        keys = [fitting_key(source.key, item_from_bytes(entry)) for entry in entries]
        for at, stored in enumerate(await storage.read(keys, consistent=True), first):
            if stored is None:
                continue
            items.append(stored)
            part.size_bytes += stored_size_bytes(stored)
            if part.size_bytes >= limit_bytes:
                del part.values[at + 1 :]
                part.ended = False
                return


def _scanned_units(plan: ReadPlan, span: Span, part: _Part, last: Item | None) -> float:
    """Units of what was scanned of one span, which is a read of its own.

    last: the last item of the page if the page ended inside `span`.
    """
    visited = 1
    if plan.partitions > 1:
        place = None if last is None else plan.source.place_of(last)[0]
        visited = shares_visited(span, place, plan.partitions)
    size_bytes = part.size_bytes
    if plan.fetches_items:
        size_bytes = sum(map(stored_size_bytes, part.values))
    return read_units(size_bytes, consistent=plan.options.consistent, at_least=visited)


def _fetched_units(plan: ReadPlan, part: _Part) -> float:
    """Units of the items that were fetched for entries: each is a read of its own (Developer Guide,
    "Local secondary indexes").
    """
    consistent = plan.options.consistent
    return sum([item_read_units(item, consistent=consistent) for item in part.items])


def _show(page: Page, options: ReadOptions, found: list[bytes]) -> None:
    """Count and show what satisfies the filter."""
    if options.condition is None and (options.projection is None or options.count_only):
        page.count = len(found)
        page.items = None if options.count_only else stored_json_array(found)
        return
    shown: list[object] = []
    page.count = _filter(options, found, shown)
    page.items = None if options.count_only else shown


def _filter(options: ReadOptions, found: list[bytes], shown: list[object]) -> int:
    """Add to `shown` what to show of the items that satisfy the filter; how many they are.

    Nothing is carried from one item to the next, so that a long list can be filtered in pieces.
    """
    condition, projection = options.condition, options.projection
    count = 0
    for stored in found:
        item = item_from_bytes(stored)
        if condition is not None and not evaluate(condition, item):
            continue
        count += 1
        if not options.count_only:
            shown.append(stored_json(stored) if projection is None else projection.of(item))
    return count


@final
class Pages:
    """The values of a span, in order, a page at a time: an asynchronous iterator.

    ended: whether there are no more.
    """

    __slots__ = ("_limit_bytes", "_limit_items", "_reverse", "_span", "_storage", "ended")

    def __init__(
        self, storage: Storage, span: Span, limit_items: int, limit_bytes: int, reverse: bool
    ) -> None:
        self._storage = storage
        self._span = span
        self._limit_items = limit_items
        self._limit_bytes = limit_bytes
        self._reverse = reverse
        self.ended = False

    async def next(self, limit_items: int) -> Sequence[bytes]:
        """The next page, of at most `limit_items` values; only the last may be empty."""
        page = await self._storage.scan(
            self._span,
            limit_items=limit_items,
            limit_bytes=self._limit_bytes,
            reverse=self._reverse,
        )
        if page.last is None:
            self.ended = True
        else:
            self._span = after(self._span, *page.last, reverse=self._reverse)
        return page.values

    def __aiter__(self) -> "Pages":
        """Itself."""
        return self

    async def __anext__(self) -> Sequence[bytes]:
        """The next page."""
        if self.ended:
            raise StopAsyncIteration
        return await self.next(self._limit_items)


def pages(
    storage: Storage,
    span: Span,
    *,
    limit_items: int = _PAGE_ITEMS,
    limit_bytes: int = _PAGE_BYTES,
) -> Pages:
    """All values of a span, in order, a page at a time."""
    return Pages(storage, span, limit_items, limit_bytes, reverse=False)


async def count_of(storage: Storage, span: Span) -> int:
    """How many entries a span has."""
    count = 0
    async for values in pages(storage, span):
        count += len(values)
    return count


async def is_empty(storage: Storage, span: Span) -> bool:
    """Whether a span has no entry."""
    return not (await storage.scan(span, limit_items=1, limit_bytes=1)).values
