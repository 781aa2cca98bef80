"""SELECT: a keyed read, the ranges of keys that WHERE can select, or a scan."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from jedlik.apis.api import Answer
from jedlik.apis.dynamodb.consumed_capacity import consumed_capacity, page_capacity, units_of
from jedlik.apis.dynamodb.page import last_evaluated_key
from jedlik.apis.dynamodb.statements.next_token import Position, invalid_token, next_token, start_of
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    equalled_key,
    whole_condition,
)
from jedlik.apis.dynamodb.statements.target import Target, check_filter, target_of
from jedlik.core.errors import invalid
from jedlik.core.expressions.evaluate import evaluate, value_at
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import after, holds
from jedlik.core.limits import IN_PAGE_VALUES, PAGE_BYTES
from jedlik.core.partiql import nodes
from jedlik.core.partiql.key_ranges import KeyRange, key_ranges
from jedlik.core.partiql.nodes import Column, OrderKey
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.engine.context import Context
from jedlik.engine.meter import read_units
from jedlik.engine.read import Fetched, Read, fetch
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import lacked

_NO_HASH_KEY: Final = (
    "Must have at least one non-optional hash key condition in WHERE clause "
    "when using ORDER BY clause."
)
_UNORDERED_HASH_KEYS: Final = (
    "Must have hash key in ORDER BY clause when more than one hash key condition specified "
    "in WHERE clause."
)

_Request = Mapping[str, object]


class Pages(NamedTuple):
    """What to read of a target, in order.

    keep: the condition on what is read, None if all of it satisfies. from_table: whether the items
    of index entries are fetched. page_starts: numbers of spans with which a page begins, whatever
    else ends the one before.
    """

    target: Target
    spans: Sequence[Span]
    keep: Condition | None
    reverse: bool
    columns: tuple[Column, ...] | None
    from_table: bool
    page_starts: frozenset[int] = frozenset()


async def select(
    checked: CheckedStatement, table: Table, request: _Request, context: Context
) -> Answer:
    """The answer of a SELECT: one page."""
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    index_name = checked.statement.index_name
    is_plain = body.fault is None and not body.order
    if index_name is None and is_plain and "NextToken" not in request:
        key = equalled_key(table, checked)
        if key is not None:
            consistent = request.get("ConsistentRead") is True
            (stored,) = await context.node.storage.read((key,), consistent=consistent)
            return _item_answer(table, body, stored, request)
    target = target_of(table, index_name, request)
    check_columns(body)
    return await _read(plan(target, body, whole_condition(checked)), request, context)


def plan(target: Target, body: nodes.Select, condition: Condition | None) -> Pages:
    """What to read. Raises Reject for a statement that does not fit the keys of the target."""
    index, from_table = target.secondary_index, False
    if index is not None and body.columns is not None:
        from_table = bool(lacked(index, [path.name for _, path in body.columns]))
    found = None
    if condition is not None:
        found = key_ranges(condition, target.hash_key, target.range_key)
    if condition is None or found is None:
        if body.order:
            raise invalid(_NO_HASH_KEY)
        return Pages(target, (target.everything(),), condition, False, body.columns, from_table)
    _check_order(target, body.order)
    if index is not None:
        check_filter(index, condition)
    ranges, reverse = _ordered(target, found.ranges, body.order)
    spans = [target.span(each) for each in ranges]
    keep = None if found.exact else condition
    page_starts = _page_starts(ranges) if found.is_listed else frozenset[int]()
    return Pages(target, spans, keep, reverse, body.columns, from_table, page_starts)


def _check_order(target: Target, order: Sequence[OrderKey]) -> None:
    for name, _ in order:
        if name not in (target.hash_key.name, target.range_key and target.range_key.name):
            raise invalid(
                f"Variable reference {name} in ORDER BY clause must be part of the primary key"
            )


def shown(select: nodes.Select, stored: bytes) -> object:
    """What is answered of an item that is kept: all of it, or the columns it has."""
    if select.columns is None:
        return stored_json(stored)
    return _projected(select.columns, item_from_bytes(stored))


def _projected(columns: tuple[Column, ...], item: Item) -> Item:
    """The columns of an item that it has, each under its name."""
    found: Item = {}
    for name, path in columns:
        value = value_at(path, item) if path.steps else item.get(path.name)
        if value is not None:
            found[name] = value
    return found


def _ordered(
    target: Target, ranges: Sequence[KeyRange], order: Sequence[OrderKey]
) -> tuple[list[KeyRange], bool]:
    """The ranges in the order to read them, and whether each is read from its end.

    Hash values are read in their own order, the opposite one if ORDER BY says so.
    """
    descending = {key.name: key.descending for key in order}
    hash_key, range_key = target.hash_key, target.range_key
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


def _page_starts(ranges: Sequence[KeyRange]) -> frozenset[int]:
    """The ranges before which a page ends, since it has looked up its share of an IN's values.

    The Developer Guide, "PartiQL operators", says that a page has up to ten items and that further
    values of the list come with NextToken; nothing tells of values that select several items each.
    """
    firsts: dict[str, int] = {}
    for number, each in enumerate(ranges):
        firsts.setdefault(each.hash_text, number)
    return frozenset(list(firsts.values())[IN_PAGE_VALUES::IN_PAGE_VALUES])


def _item_answer(
    table: Table, select: nodes.Select, stored: bytes | None, request: _Request
) -> Answer:
    answered: dict[str, object] = {"Items": () if stored is None else (shown(select, stored),)}
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        size_bytes = 0 if stored is None else stored_size_bytes(stored)
        units = read_units(size_bytes, consistent=request.get("ConsistentRead") is True)
        answered["ConsumedCapacity"] = consumed_capacity(table.name, units, str(report))
    return answered


async def _read(pages: Pages, request: _Request, context: Context) -> Answer:
    """One page: up to Limit items or 1 MB read, whatever WHERE keeps of them."""
    table, index = pages.target.table, pages.target.secondary_index
    start = _start(pages, request)
    limit = request.get("Limit")
    left, left_bytes = limit if isinstance(limit, int) else None, PAGE_BYTES
    fetched: list[Fetched] = []
    stop: Position | None = None
    for number in range(start.number, len(pages.spans)):
        span = pages.spans[number]
        if number == start.number and start.entry is not None:
            span = after(span, *start.entry, reverse=pages.reverse)
        page = await fetch(context, _page(pages, span, left, left_bytes))
        fetched.append(page)
        left_bytes -= page.size_bytes
        if left is not None:
            left -= len(page.scanned)
        if page.last is not None:
            stop = Position(number, pages.target.position_of(page.last))
            break
        is_full = left == 0 or left_bytes <= 0 or number + 1 in pages.page_starts
        if is_full and number + 1 < len(pages.spans):
            stop = Position(number + 1, None)
            break
    answered: dict[str, object] = {"Items": _items(fetched)}
    if stop is not None:
        # API Reference, ExecuteStatement: both; the key where an item, not a value of IN, was last.
        answered["NextToken"] = next_token(request, table, stop)
        last = fetched[-1].last
        if last is not None:
            answered["LastEvaluatedKey"] = last_evaluated_key(table, index, last)
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":  # each span is a read of its own
        units = units_of(fetched, consistent=request.get("ConsistentRead") is True)
        answered["ConsumedCapacity"] = page_capacity(table, index, units, str(report))
    return answered


def _start(pages: Pages, request: _Request) -> Position:
    """Where the page begins. Raises Reject for a token that this statement never gave."""
    start = start_of(request, pages.target.table)
    if start.number >= max(len(pages.spans), 1):
        raise invalid_token()
    if start.entry is not None and not holds(pages.spans[start.number], start.entry):
        raise invalid_token()
    return start


def _page(pages: Pages, span: Span, limit: int | None, limit_bytes: int) -> Read:
    condition, columns = pages.keep, pages.columns
    return Read(
        span,
        reverse=pages.reverse,
        limit=limit,
        keep=None if condition is None else lambda item: evaluate(condition, item),
        shape=None if columns is None else lambda item: _projected(columns, item),
        table=pages.target.table if pages.from_table else None,
        limit_bytes=limit_bytes,
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
