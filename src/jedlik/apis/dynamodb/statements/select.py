"""SELECT: reads one key, the ranges of keys that WHERE selects, or the whole source."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from jedlik.apis.api import Answer
from jedlik.apis.dynamodb.consumed_capacity import add_capacity, finish_meter
from jedlik.apis.dynamodb.statements.from_clause import check_filter, source_of
from jedlik.apis.dynamodb.statements.next_token import Position, invalid_token, next_token, start_of
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    equalled_key,
    equalled_values,
    named_key,
    whole_condition,
)
from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import after, holds
from jedlik.core.limits import IN_PAGE_VALUES
from jedlik.core.partiql import nodes
from jedlik.core.partiql.columns import ColumnProjection
from jedlik.core.partiql.key_ranges import KeyRange, KeyRanges, key_ranges
from jedlik.core.partiql.nodes import OrderKey
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES
from jedlik.core.types.stored_item import item_from_bytes, stored_json
from jedlik.engine.context import Context
from jedlik.engine.read import Page, ReadOptions, ReadPlan, read, read_item
from jedlik.engine.source import Source
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import lacks_index, stored_now
from jedlik.turns import call

_NO_WHERE: Final = "Must have WHERE clause in the statement when using ORDER BY clause."
_NO_HASH_KEY: Final = (
    "Must have at least one non-optional hash key condition in WHERE clause "
    "when using ORDER BY clause."
)
_UNORDERED_HASH_KEYS: Final = (
    "Must have hash key in ORDER BY clause when more than one hash key condition specified "
    "in WHERE clause."
)

_Request = Mapping[str, object]


class Selection(NamedTuple):
    """What a SELECT reads.

    spans: in the order in which they are read. condition: the filter; None if every entry of the
    spans satisfies WHERE. page_starts: the numbers of spans that begin a page, even if the page
    before is not full.
    """

    source: Source
    spans: Sequence[Span]
    condition: Condition | None
    reverse: bool
    projection: ColumnProjection | None
    fetches_items: bool
    page_starts: Sequence[int] = ()


async def select(
    checked: CheckedStatement, table: Table, request: _Request, context: Context
) -> Answer:
    """Reads one page of a SELECT and returns the answer."""
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    index_name = checked.statement.index_name
    consistent = request.get("ConsistentRead") is True
    is_plain = body.fault is None and not body.order
    if index_name is None and is_plain and "NextToken" not in request:
        key = equalled_key(table, checked)
        if key is not None:
            stored = await read_item(context, table, key, consistent=consistent)
            items: list[object] = []
            if stored is not None and len(stored) > LARGE_BYTES:
                items.append(await call(partial(shown, body, stored)))
            elif stored is not None:
                items.append(shown(body, stored))
            item: dict[str, object] = {"Items": items}
            if context.meter.held:
                await finish_meter(request, context.meter)
            add_capacity(item, request, context.meter)
            return item
    if index_name is not None and lacks_index(table, index_name):
        table = await stored_now(context, table)
    source = source_of(table, index_name, consistent=consistent)
    check_columns(body)
    selection = plan(source, body, whole_condition(checked))
    return await _read_page(table, selection, request, context)


def plan(source: Source, body: nodes.Select, condition: Condition | None) -> Selection:
    """Returns what to read. Raises Reject if the statement does not fit the keys of the source."""
    projection, fetches_items = None, False
    if body.columns is not None:
        projection = ColumnProjection(body.columns)
        fetches_items = source.check_selected(None, [path.name for _, path in body.columns])
    check_order(source, body)
    found = ranges_of(source, condition)
    if condition is None or found is None:
        if body.order:
            raise invalid(_NO_HASH_KEY)
        everything = (source.segment_span(0, 1),)
        return Selection(source, everything, condition, False, projection, fetches_items)
    check_filter(source, condition)
    ranges, reverse = _ordered(source, found.ranges, body.order)
    spans = [source.range_span(each.hash_text, each.low, each.high) for each in ranges]
    return Selection(
        source,
        spans,
        None if found.exact else condition,
        reverse,
        projection,
        fetches_items,
        _page_starts(ranges) if found.is_listed else (),
    )


def ranges_of(source: Source, condition: Condition | None) -> KeyRanges | None:
    """Returns the ranges of keys that a SELECT with this WHERE reads, None if it reads everything.

    Raises Reject if WHERE does not fit the keys of the source.
    """
    if condition is None:
        return None
    range_key = source.range_key[0] if source.range_key else None
    return key_ranges(condition, source.hash_key[0], range_key)


def single_key(table: Table, checked: CheckedStatement) -> Item | None:
    """Returns the attributes of the only key that a SELECT of a batch or a transaction reads.

    Returns None if WHERE does not name one key, or has another condition. Raises Reject if its
    reads overlap or are too many. Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured
    from the service, September 2026).
    """
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    check_order(table.source, body)
    key = equalled_values(table, checked)
    if key is not None:
        return key
    condition = whole_condition(checked)
    key = named_key(table, condition)
    if key is None:
        ranges_of(table.source, condition)
    return key


def shown(select: nodes.Select, stored: bytes) -> object:
    """Returns the answer for a stored item: the whole item, or the chosen columns that it has."""
    if select.columns is None:
        return stored_json(stored)
    return ColumnProjection(select.columns).of(item_from_bytes(stored))


def check_order(source: Source, body: nodes.Select) -> None:
    """Raises Reject if ORDER BY has something other than key attributes, or if there is no WHERE.

    The service checks this before the values of WHERE (dynoxide's captures, October 2026).
    """
    if not body.order:
        return
    if body.where is None:
        raise invalid(_NO_WHERE)
    names = [name for name, _ in source.key_attributes]
    for name, _, fault in body.order:
        if fault is not None:
            raise Reject(fault)
        if name not in names:
            raise invalid(f"Attribute {name} in ORDER BY clause must be part of the primary key")


def _ordered(
    source: Source, ranges: Sequence[KeyRange], order: Sequence[OrderKey]
) -> tuple[list[KeyRange], bool]:
    """Returns the ranges in the order to read them, and whether to read each from its end.

    Hash values are read in ascending order. They are read in descending order if ORDER BY has the
    hash key with DESC. If ORDER BY has only the hash key, each range is read from its end (floci,
    DynamoDbPartiQLDocumentedSyntaxIntegrationTest, captured from the service in September 2026).
    """
    # The first of two terms about an attribute counts (dynoxide's captures, October 2026).
    descending = {key.name: key.descending for key in reversed(order)}
    hash_key = source.hash_key[0]
    hash_texts = {each.hash_text for each in ranges}
    if len(hash_texts) > 1 and order and hash_key.name not in descending:
        raise invalid(_UNORDERED_HASH_KEYS)
    reverse = any(descending.get(name, bool(order)) for name, _ in source.range_key)
    in_order = sorted(ranges, key=lambda each: each.low, reverse=reverse)
    in_order.sort(
        key=lambda each: encode_scalar(hash_key.type, each.hash_text),
        reverse=descending.get(hash_key.name, False),
    )
    return in_order, reverse


def _page_starts(ranges: Sequence[KeyRange]) -> list[int]:
    """Returns the numbers of the ranges that begin a page because the page before has read as many
    values of an IN as a page may read.

    The Developer Guide, "PartiQL operators", says that a page has up to ten items and that further
    values of the list come with NextToken. It does not say what happens if one value selects
    several items.
    """
    firsts: dict[str, int] = {}
    for number, each in enumerate(ranges):
        firsts.setdefault(each.hash_text, number)
    return list(firsts.values())[IN_PAGE_VALUES::IN_PAGE_VALUES]


async def _read_page(
    table: Table, selection: Selection, request: _Request, context: Context
) -> Answer:
    """Reads one page: it ends after Limit items or 1 MB, whether or not these satisfy WHERE."""
    source = selection.source
    start = _start(selection, table, request)
    end = next((each for each in selection.page_starts if each > start.number), None)
    spans = selection.spans[start.number : end]
    if start.entry is not None:
        rest = after(spans[0], *start.entry, reverse=selection.reverse)
        spans = (rest, *spans[1:])
    limit = request.get("Limit")
    options = ReadOptions(
        reverse=selection.reverse,
        limit=limit if isinstance(limit, int) else None,
        condition=selection.condition,
        projection=selection.projection,
        consistent=request.get("ConsistentRead") is True,
    )
    planned = ReadPlan(
        table,
        source,
        spans,
        options,
        fetches_items=selection.fetches_items,
    )
    page = await read(context, planned)
    answered: dict[str, object] = {"Items": page.items}
    stop = _stop(source, start.number, end, page)
    if stop is not None:
        # A page that ends after an item has both members. A page that ends after a value of an IN
        # has only NextToken. Source: API Reference, ExecuteStatement.
        answered["NextToken"] = next_token(request, table, stop)
        if page.last is not None:
            answered["LastEvaluatedKey"] = source.last_evaluated_key(page.last)
    if context.meter.held:
        await finish_meter(request, context.meter)
    add_capacity(answered, request, context.meter)
    return answered


def _start(selection: Selection, table: Table, request: _Request) -> Position:
    """Returns where the page begins. Raises Reject for a token that was not issued for it."""
    start, spans = start_of(request, table), selection.spans
    if start.number >= max(len(spans), 1):
        raise invalid_token()
    if start.entry is not None and not (spans and holds(spans[start.number], start.entry)):
        raise invalid_token()
    return start


def _stop(source: Source, first: int, end: int | None, page: Page) -> Position | None:
    """Returns where the next page begins, None if there is none.

    first: the number of the first span of this page. end: the number of the span that must begin
    another page, if any.
    """
    if page.next_span is None:
        return None if end is None else Position(end, None)
    place = None if page.last is None else source.place_of(page.last)
    return Position(first + page.next_span, place)
