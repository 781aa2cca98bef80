"""SELECT: a keyed read, the ranges of keys that WHERE can select, or a scan."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jedlik.core.changes.capacity import consumed_capacity, read_units
from jedlik.core.errors import invalid
from jedlik.core.expressions.evaluate import evaluate, value_at
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import holds
from jedlik.core.limits import PAGE_BYTES
from jedlik.core.partiql import nodes
from jedlik.core.partiql.key_ranges import KeyRange, key_ranges
from jedlik.core.partiql.nodes import Column, OrderKey
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    item_from_bytes,
    stored_json,
    stored_json_array,
    stored_size_bytes,
)
from jedlik.core.types.table import Table
from jedlik.engine.context import Context
from jedlik.engine.fetch import Fetched, Read, after, fetch
from jedlik.engine.operation import Answer
from jedlik.engine.partiql.next_token import Position, next_token, start_of
from jedlik.engine.partiql.source import Source, check_filter, fetches_items, source_of
from jedlik.engine.partiql.statement import (
    CheckedStatement,
    equalled_key,
    whole_condition,
)

_NO_HASH_KEY = (
    "Must have at least one non-optional hash key condition in WHERE clause "
    "when using ORDER BY clause."
)
_UNORDERED_HASH_KEYS = (
    "Must have hash key in ORDER BY clause when more than one hash key condition specified "
    "in WHERE clause."
)

_Request = Mapping[str, object]


class Pages(NamedTuple):
    """What to read of a source, in order.

    keep: the condition on what is read, None if all of it satisfies. from_table: whether the items
    of index entries are fetched.
    """

    source: Source
    spans: Sequence[Span]
    keep: Condition | None
    reverse: bool
    columns: tuple[Column, ...] | None
    from_table: bool


async def select(
    checked: CheckedStatement, table: Table, request: _Request, context: Context
) -> Answer:
    """The answer of a SELECT: one page."""
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    index_name = checked.statement.index_name
    if index_name is None and not body.order and "NextToken" not in request:
        key = equalled_key(table, checked)
        if key is not None:
            consistent = request.get("ConsistentRead") is True
            (stored,) = await context.node.storage.read((key,), consistent=consistent)
            return _item_answer(table, body.columns, stored, request)
    source = source_of(table, index_name, request)
    return await _read(plan(source, body, whole_condition(checked)), request, context)


def plan(source: Source, body: nodes.Select, condition: Condition | None) -> Pages:
    """What to read. Raises Reject for a statement that does not fit the keys of the source."""
    for name, _ in body.order:
        if name not in (source.hash_key.name, source.range_key and source.range_key.name):
            raise invalid(
                f"Variable reference {name} in ORDER BY clause must be part of the primary key"
            )
    from_table = fetches_items(source, body.columns)
    found = None
    if condition is not None:
        found = key_ranges(condition, source.hash_key, source.range_key)
    if condition is None or found is None:
        if body.order:
            raise invalid(_NO_HASH_KEY)
        return Pages(source, (source.everything(),), condition, False, body.columns, from_table)
    check_filter(source, condition)
    ranges, reverse = _ordered(source, found.ranges, body.order)
    spans = [source.span(each) for each in ranges]
    keep = None if found.exact else condition
    return Pages(source, spans, keep, reverse, body.columns, from_table)


def projected(columns: tuple[Column, ...], item: Item) -> Item:
    """The columns of an item that it has, each under its name."""
    found: Item = {}
    for name, path in columns:
        value = value_at(path, item) if path.steps else item.get(path.name)
        if value is not None:
            found[name] = value
    return found


def _ordered(
    source: Source, ranges: Sequence[KeyRange], order: Sequence[OrderKey]
) -> tuple[list[KeyRange], bool]:
    """The ranges in the order to read them, and whether each is read from its end.

    Hash values are read in their own order, the opposite one if ORDER BY says so.
    """
    descending = {key.name: key.descending for key in order}
    hash_key, range_key = source.hash_key, source.range_key
    hash_texts = {each.hash_text for each in ranges}
    if len(hash_texts) > 1 and order and hash_key.name not in descending:
        raise invalid(_UNORDERED_HASH_KEYS)
    reverse = range_key is not None and descending.get(range_key.name, False)
    in_order = sorted(ranges, key=lambda each: each.low, reverse=reverse)
    in_order.sort(
        key=lambda each: encode_scalar(hash_key.type, each.hash_text),
        reverse=descending.get(hash_key.name, False),
    )
    return in_order, reverse


def _item_answer(
    table: Table, columns: tuple[Column, ...] | None, stored: bytes | None, request: _Request
) -> Answer:
    items: object = ()
    if stored is not None:
        if columns is None:
            items = stored_json_array((stored,))
        else:
            items = (projected(columns, item_from_bytes(stored)),)
    answered: dict[str, object] = {"Items": items}
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        size_bytes = 0 if stored is None else stored_size_bytes(stored)
        units = read_units(size_bytes, consistent=request.get("ConsistentRead") is True)
        answered["ConsumedCapacity"] = consumed_capacity(table.name, units, str(report))
    return answered


async def _read(pages: Pages, request: _Request, context: Context) -> Answer:
    """One page: up to Limit items or 1 MB read, whatever WHERE keeps of them."""
    table = pages.source.table
    start = _start(pages, request)
    limit = request.get("Limit")
    left = limit if isinstance(limit, int) else None
    fetched: list[Fetched] = []
    stop: Position | None = None
    size_bytes = 0
    for number in range(start.number, len(pages.spans)):
        span = pages.spans[number]
        if number == start.number and start.entry is not None:
            span = after(span, *start.entry, reverse=pages.reverse)
        page = await fetch(context, _page(pages, span, left))
        fetched.append(page)
        size_bytes += sum(map(stored_size_bytes, page.scanned))
        if left is not None:
            left -= len(page.scanned)
        if page.last is not None:
            stop = Position(number, pages.source.position_of(page.last))
            break
        if number + 1 < len(pages.spans) and (left == 0 or size_bytes >= PAGE_BYTES):
            stop = Position(number + 1, None)
            break
    answered: dict[str, object] = {"Items": _items(fetched)}
    if stop is not None:
        answered["NextToken"] = next_token(request, table, stop)
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        answered["ConsumedCapacity"] = _consumed(pages.source, fetched, request, str(report))
    return answered


def _start(pages: Pages, request: _Request) -> Position:
    """Where the page begins. Raises Reject for a token that this statement never gave."""
    start = start_of(request, pages.source.table)
    if start.number >= max(len(pages.spans), 1):
        raise invalid("Invalid NextToken")
    if start.entry is not None and not holds(pages.spans[start.number], start.entry):
        raise invalid("Invalid NextToken")
    return start


def _page(pages: Pages, span: Span, limit: int | None) -> Read:
    condition, columns = pages.keep, pages.columns
    return Read(
        span,
        reverse=pages.reverse,
        limit=limit,
        keep=None if condition is None else lambda item: evaluate(condition, item),
        shape=None if columns is None else lambda item: projected(columns, item),
        table=pages.source.table if pages.from_table else None,
    )


def _items(fetched: Sequence[Fetched]) -> object:
    """The items of all pages as one list."""
    if len(fetched) == 1:
        return fetched[0].items
    items: list[object] = []
    for page in fetched:
        if isinstance(page.items, list):
            items += page.items
        else:
            items += map(stored_json, page.scanned)
    return items


def _consumed(
    source: Source, fetched: Sequence[Fetched], request: _Request, report: str
) -> dict[str, object]:
    """Each partition is a read of its own, and so is each item that entries lead to."""
    consistent = request.get("ConsistentRead") is True
    units = sum(
        read_units(sum(map(stored_size_bytes, page.scanned)), consistent=consistent)
        for page in fetched
    )
    if source.index is None:
        return consumed_capacity(source.table.name, units, report)
    fetched_units = sum(
        read_units(stored_size_bytes(item), consistent=consistent)
        for page in fetched
        for item in page.fetched
    )
    return consumed_capacity(source.table.name, fetched_units, report, {source.index: units})
