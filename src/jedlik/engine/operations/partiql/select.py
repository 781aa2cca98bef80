"""SELECT: a keyed read, the ranges of keys that WHERE can select, or a scan."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jedlik.core.changes.capacity import consumed_capacity, read_units
from jedlik.core.errors import invalid
from jedlik.core.expressions.evaluate import evaluate, value_at
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.encode import encode_partition, encode_scalar
from jedlik.core.keys.key import Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import holds, segment_span
from jedlik.core.keys.space import Space
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
from jedlik.engine.operations.partiql.next_token import (
    INVALID,
    Position,
    next_token,
    position_of,
)
from jedlik.engine.operations.partiql.statement import (
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


class Pages(NamedTuple):
    """What to read, in order. keep: the condition on what is read, None if all of it satisfies."""

    spans: Sequence[Span]
    keep: Condition | None
    reverse: bool


async def select(
    checked: CheckedStatement, table: Table, request: Mapping[str, object], context: Context
) -> Answer:
    """The answer of a SELECT: one page."""
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    if checked.statement.index_name is not None:
        raise invalid("The table does not have the specified index")
    if not body.order and "NextToken" not in request:
        key = equalled_key(table, checked)
        if key is not None:
            consistent = request.get("ConsistentRead") is True
            (stored,) = await context.node.storage.read((key,), consistent=consistent)
            return _item_answer(table, body.columns, stored, request)
    pages = plan(table, body.order, whole_condition(checked))
    return await _read(checked, pages, table, request, context)


def plan(table: Table, order: Sequence[OrderKey], condition: Condition | None) -> Pages:
    """What to read. Raises Reject for conditions and an order that do not fit the keys."""
    names = [name for name, _ in table.key_attributes]
    for name, _ in order:
        if name not in names:
            raise invalid(
                f"Variable reference {name} in ORDER BY clause must be part of the primary key"
            )
    found = None
    if condition is not None:
        found = key_ranges(condition, table.hash_key, table.range_key)
    if found is None:
        if order:
            raise invalid(_NO_HASH_KEY)
        return Pages((segment_span(table.id, 0, 1),), condition, reverse=False)
    ranges, reverse = _ordered(table, found.ranges, order)
    spans = [_span(table, each) for each in ranges]
    return Pages(spans, None if found.exact else condition, reverse)


def projected(columns: tuple[Column, ...], item: Item) -> Item:
    """The columns of an item that it has, each under its name."""
    found: Item = {}
    for name, path in columns:
        value = value_at(path, item) if path.steps else item.get(path.name)
        if value is not None:
            found[name] = value
    return found


def _ordered(
    table: Table, ranges: list[KeyRange], order: Sequence[OrderKey]
) -> tuple[list[KeyRange], bool]:
    """The ranges in the order asked for, and whether each is read from its end."""
    descending = {key.name: key.descending for key in order}
    hash_key, range_key = table.hash_key, table.range_key
    reverse = range_key is not None and descending.get(range_key.name, False)
    hash_texts = list(dict.fromkeys(each.hash_text for each in ranges))
    if len(hash_texts) > 1 and order:
        if hash_key.name not in descending:
            raise invalid(_UNORDERED_HASH_KEYS)
        hash_texts.sort(
            key=lambda text: encode_scalar(hash_key.type, text),
            reverse=descending[hash_key.name],
        )
    if not reverse and not order:
        return ranges, False
    in_order = ranges[::-1] if reverse else ranges
    return [each for text in hash_texts for each in in_order if each.hash_text == text], reverse


def _span(table: Table, keys: KeyRange) -> Span:
    partition = encode_partition(table.hash_key.type, keys.hash_text)
    end = (partition + b"\x00", b"") if keys.high is None else (partition, keys.high)
    return Span(Space.ITEM, table.id, (partition, keys.low), end)


def _item_answer(
    table: Table,
    columns: tuple[Column, ...] | None,
    stored: bytes | None,
    request: Mapping[str, object],
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


async def _read(
    checked: CheckedStatement,
    pages: Pages,
    table: Table,
    request: Mapping[str, object],
    context: Context,
) -> Answer:
    """One page: up to Limit items or 1 MB read, whatever WHERE keeps of them."""
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    start = _start(pages, table, request)
    limit = request.get("Limit")
    left = limit if isinstance(limit, int) else None
    fetched: list[Fetched] = []
    stop: Position | None = None
    size_bytes = 0
    for number in range(start.number, len(pages.spans)):
        span = pages.spans[number]
        if number == start.number and start.entry is not None:
            span = after(span, *start.entry, reverse=pages.reverse)
        page = await fetch(context, _page(pages, span, left, body.columns))
        fetched.append(page)
        size_bytes += sum(map(stored_size_bytes, page.scanned))
        if left is not None:
            left -= len(page.scanned)
        if page.last is not None:
            key = fitting_key(table, page.last)
            stop = Position(number, (key.partition, key.sort))
            break
        if number + 1 < len(pages.spans) and (left == 0 or size_bytes >= PAGE_BYTES):
            stop = Position(number + 1, None)
            break
    answered: dict[str, object] = {"Items": _items(fetched)}
    if stop is not None:
        answered["NextToken"] = next_token(table, stop)
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        consistent = request.get("ConsistentRead") is True
        units = sum(
            read_units(sum(map(stored_size_bytes, page.scanned)), consistent=consistent)
            for page in fetched
        )
        answered["ConsumedCapacity"] = consumed_capacity(table.name, units, str(report))
    return answered


def _start(pages: Pages, table: Table, request: Mapping[str, object]) -> Position:
    """Where the page begins. Raises Reject for a token that this statement never gave."""
    token = request.get("NextToken")
    if not isinstance(token, str):
        return Position(0, None)
    start = position_of(table, token)
    if start is None or start.number >= len(pages.spans):
        raise invalid(INVALID)
    if start.entry is not None and not holds(pages.spans[start.number], start.entry):
        raise invalid(INVALID)
    return start


def _page(pages: Pages, span: Span, limit: int | None, columns: tuple[Column, ...] | None) -> Read:
    condition = pages.keep
    return Read(
        span,
        reverse=pages.reverse,
        limit=limit,
        keep=None if condition is None else lambda item: evaluate(condition, item),
        shape=None if columns is None else lambda item: projected(columns, item),
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
