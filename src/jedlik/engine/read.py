"""Reads items: one by its key, or the page of a request. `pages` reads any span to its end.

`read_item` reads one item. `read` executes the `ReadPlan` of a Query, a Scan or a SELECT. Both add
the units to the meter of the request.

A page ends after `limit` items, after 1 MB of items (by the service's rules, before the filter), or
at the end of the last span. If items are fetched from the table for the entries of an index, the
items count. Without filter and projection, `read` decodes none: the stored JSON is the answer.

A long page takes turns with other requests (`jedlik.turns`): between two calls of the storage, and
while its items are filtered and projected. All its values were read before.
"""

from collections.abc import Sequence
from typing import Final, final

from mypy_extensions import i64

from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.project import ItemProjection
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import after, shares_visited
from jedlik.core.limits import PAGE_BYTES
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.stored_item import (
    item_from_bytes,
    stored_json,
    stored_json_array,
    stored_size_bytes,
)
from jedlik.engine.context import Context
from jedlik.engine.meter import Meter, Usage, read_units
from jedlik.engine.source import Source
from jedlik.engine.table import Table
from jedlik.storage.interface import Storage
from jedlik.turns import Turn, call_aside, done_in_time

_PAGE_ITEMS: Final = 1_000
_PAGE_BYTES: Final = 1 << 22
# How many values of a span, and how many items by key, one call of the storage may return. Each
# item may have the maximum size.
_SCAN_ITEMS: Final = 5_000
_FETCH_ITEMS: Final = 100
# How much work it is to decode and project an item, see `spend`.
_VALUES_PER_ITEM: Final = 4
_BYTES_PER_VALUE: Final = 64


@final
class ReadOptions:
    """The part of a read plan that does not depend on the table.

    reverse: whether to read from the end.
    limit: the maximum number of items to read.
    condition: the filter.
    projection: what to show of an item; None means all of it.
    count_only: whether items are counted and not shown.
    consistent: whether the read is charged as strongly consistent.
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
    """What to read, and what to show of it.

    source: the table or the index that contains the spans.
    fetches_items: whether to fetch from the table the items of the index entries that were read.
    partitions: into how many equal parts the table is divided for charging: each part that a read
        visits is charged as a separate read.
    """

    __slots__ = ("fetches_items", "options", "partitions", "source", "spans", "table")

    def __init__(  # noqa: PLR0913  (a value)
        self,
        table: Table,
        source: Source,
        spans: Sequence[Span],
        options: ReadOptions,
        *,
        fetches_items: bool = False,
        partitions: int = 1,
    ) -> None:
        self.table = table
        self.source = source
        self.spans = spans
        self.options = options
        self.fetches_items = fetches_items
        self.partitions = partitions


Items = object  # a Fragment of JSON, or a list of decoded items and Fragments


@final
class Page:
    """The result of `read`.

    items: what to show, as JSON can encode it; None if items are only counted.
    count: how many items satisfy the filter.
    scanned_count: how many items were read.
    next_span: the number of the span in which the next page begins; None if everything was read.
    last: the last item or entry that was read, if the page ended inside that span; None if the next
        page begins with a new span.
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
    """What was read of `span`.

    values: the stored items or entries that were scanned.
    items: what may be shown. It differs from `values` if items were fetched from the table.
    size_bytes: the size of `items`.
    ended: whether the span has no more.
    """

    __slots__ = ("ended", "items", "size_bytes", "span", "values")

    def __init__(self, span: Span, values: list[bytes], size_bytes: int, *, ended: bool) -> None:
        self.span = span
        self.values = values
        self.items = values
        self.size_bytes = size_bytes
        self.ended = ended


async def read_item(context: Context, table: Table, key: Key, *, consistent: bool) -> bytes | None:
    """Returns the stored item with this key, or None."""
    (stored,) = await context.node.storage.read((key,), consistent=consistent)
    table.charge_read(context.meter, stored, consistent=consistent)
    return stored


async def read(context: Context, plan: ReadPlan) -> Page:
    """Reads one page."""
    storage = context.node.storage
    page = Page()
    parts: list[_Part] = []
    found: list[bytes] = []
    rest = _Rest(plan.options.limit)
    for number, span in enumerate(plan.spans):
        if number and rest.turn.is_over:
            await rest.turn.next()
        part = await _scan(storage, span, plan, rest)
        if plan.fetches_items:
            await _fetch(storage, plan.source, part, rest)
        parts.append(part)
        found += part.items
        rest.size_bytes -= part.size_bytes
        if rest.items is not None:
            rest.items -= len(part.values)
        page.scanned_count += len(part.values)
        if part.values and not part.ended:
            page.next_span = number
            page.last = item_from_bytes(part.values[-1])
        elif (rest.items == 0 or rest.size_bytes <= 0) and number + 1 < len(plan.spans):
            page.next_span = number + 1
        if page.next_span is not None:
            break
    _charge(context.meter, plan, parts, page.last)
    options = plan.options
    if options.condition is not None or (options.projection is not None and not options.count_only):
        shown = _Shown(options, found)
        if not done_in_time(shown.run):
            await call_aside(shown.run)
        page.count = shown.count
        page.items = None if options.count_only else shown.items
    else:
        page.count = len(found)
        page.items = None if options.count_only else stored_json_array(found)
    return page


@final
class _Rest:
    """What a page may still read.

    items: None if their number has no limit. turn: the time until others get their turn.
    """

    __slots__ = ("items", "size_bytes", "turn")

    def __init__(self, items: int | None) -> None:
        self.items = items
        self.size_bytes = PAGE_BYTES
        self.turn = Turn()


async def _scan(storage: Storage, span: Span, plan: ReadPlan, rest: _Rest) -> _Part:
    """Reads a span up to its end, or up to the item that reaches a limit."""
    limit, limit_bytes = rest.items, rest.size_bytes
    walk = Pages(storage, span, _SCAN_ITEMS, limit_bytes, plan.options.reverse)
    # Old entries might not fit to the items that are fetched for them.
    walk.consistent = plan.options.consistent or plan.fetches_items
    values: list[bytes] = []
    size_bytes = 0
    while True:
        wanted = _SCAN_ITEMS if limit is None else min(limit - len(values), _SCAN_ITEMS)
        for stored in await walk.next(wanted):
            values.append(stored)
            size_bytes += stored_size_bytes(stored)
            if size_bytes >= limit_bytes:
                return _Part(span, values, size_bytes, ended=False)
        if len(values) == limit:
            return _Part(span, values, size_bytes, ended=False)
        if walk.ended:
            return _Part(span, values, size_bytes, ended=True)
        if rest.turn.is_over:
            await rest.turn.next()


async def _fetch(storage: Storage, source: Source, part: _Part, rest: _Rest) -> None:
    """Replaces the entries to show with their items. Omits items that were deleted in between.

    Drops the entries after the one whose item fills the page. Items fill the page, not entries:
    this is dynalite's rule, and no document describes it.
    """
    items: list[bytes] = []
    part.items = items
    part.size_bytes = 0
    for first in range(0, len(part.values), _FETCH_ITEMS):
        if rest.turn.is_over:
            await rest.turn.next()
        entries = part.values[first : first + _FETCH_ITEMS]
        keys = [fitting_key(source.key, item_from_bytes(entry)) for entry in entries]
        for at, stored in enumerate(await storage.read(keys, consistent=True), first):
            if stored is None:
                continue
            items.append(stored)
            part.size_bytes += stored_size_bytes(stored)
            if part.size_bytes >= rest.size_bytes:
                del part.values[at + 1 :]
                part.ended = False
                return


def _charge(meter: Meter, plan: ReadPlan, parts: Sequence[_Part], last: Item | None) -> None:
    """Adds the units of a page to the meter. last: its last item, if it ended inside a span.

    Each part is charged as a read of its own, and so is each item that was fetched for an entry
    (Developer Guide, "Local secondary indexes").
    """
    consistent = plan.options.consistent
    usage = meter.of_table(plan.table.id, plan.table.name)
    index = plan.source.metered_index
    scanned: Usage = usage if index is None else usage.of_index(index)
    for part in parts:
        size_bytes = part.size_bytes
        if plan.fetches_items:
            size_bytes = sum([stored_size_bytes(value) for value in part.values])
            for item in part.items:
                plan.table.charge_read(meter, item, consistent=consistent)
        visited = 1
        if plan.partitions > 1:
            place = None if last is None else fitting_key(plan.table.key, last).partition
            visited = shares_visited(part.span, place, plan.partitions)
        if index is None and plan.table.charger is not None:
            charge = plan.table.charger.read_charge
            meter.held.append(charge(usage, part.items, consistent=consistent, at_least=visited))
        else:
            scanned.read_units += read_units(size_bytes, consistent=consistent, at_least=visited)


@final
class _Shown:
    """The items that satisfy the filter, and what to show of them.

    items: what to show. count: how many items satisfy the filter.
    """

    __slots__ = ("_at", "_found", "_options", "count", "items")

    def __init__(self, options: ReadOptions, found: list[bytes]) -> None:
        self._options = options
        self._found = found
        self._at: i64 = 0  # the first item that is not filtered yet
        self.count: i64 = 0
        self.items: list[object] = []

    def run(self) -> None:
        """Filters the items. If it is left at an item, it continues with that item."""
        options, found = self._options, self._found
        condition, projection = options.condition, options.projection
        items, count_only = self.items, options.count_only
        for at in range(self._at, len(found)):
            self._at = at
            stored = found[at]
            spend(_VALUES_PER_ITEM + len(stored) // _BYTES_PER_VALUE)
            item = item_from_bytes(stored)
            is_shown = condition is None or evaluate(condition, item)
            if is_shown and not count_only:
                items.append(stored_json(stored) if projection is None else projection.of(item))
            # From here on nothing is left, so no item is counted twice.
            if is_shown:
                self.count += 1
            if len(stored) > LARGE_BYTES and (projection is None or not is_shown):
                self._at = at + 1
                dispose(item)
        self._at = len(found)


@final
class Pages:
    """An asynchronous iterator over the values of a span, in order, a page at a time.

    consistent: see Storage.scan. ended: whether there are no more values.
    """

    __slots__ = (
        *("_limit_bytes", "_limit_items", "_reverse", "_span", "_storage", "consistent", "ended"),
    )

    def __init__(
        self, storage: Storage, span: Span, limit_items: int, limit_bytes: int, reverse: bool
    ) -> None:
        self._storage = storage
        self._span = span
        self._limit_items = limit_items
        self._limit_bytes = limit_bytes
        self._reverse = reverse
        self.consistent = True
        self.ended = False

    async def next(self, limit_items: int) -> Sequence[bytes]:
        """Returns the next page, of at most `limit_items` values. Only the last may be empty."""
        page = await self._storage.scan(
            self._span,
            limit_items=limit_items,
            limit_bytes=self._limit_bytes,
            reverse=self._reverse,
            consistent=self.consistent,
        )
        if page.last is None:
            self.ended = True
        else:
            self._span = after(self._span, *page.last, reverse=self._reverse)
        return page.values

    def __aiter__(self) -> "Pages":
        """Returns itself."""
        return self

    async def __anext__(self) -> Sequence[bytes]:
        """Returns the next page."""
        if self.ended:
            raise StopAsyncIteration
        return await self.next(self._limit_items)


def pages(
    storage: Storage, span: Span, *, limit_items: int = _PAGE_ITEMS, limit_bytes: int = _PAGE_BYTES
) -> Pages:
    """Returns an iterator over all values of a span, in order, a page at a time."""
    return Pages(storage, span, limit_items, limit_bytes, reverse=False)


async def count_of(storage: Storage, span: Span) -> int:
    """Returns the number of entries of a span."""
    count = 0
    async for values in pages(storage, span):
        count += len(values)
    return count


async def is_empty(storage: Storage, span: Span) -> bool:
    """Returns whether a span has no entry."""
    return not (await storage.scan(span, limit_items=1, limit_bytes=1)).values
