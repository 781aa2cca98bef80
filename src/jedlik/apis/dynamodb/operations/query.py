"""Query: the items of one partition key in order of their sort key."""

from collections.abc import Sequence
from typing import Final, final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.expressions import (
    check_parameters,
    legacy_query_selection_of,
    query_expressions_of,
)
from jedlik.apis.dynamodb.model.items import QUERY, QueryRequest
from jedlik.apis.dynamodb.page import (
    NEEDS_PROJECTION,
    Selection,
    Source,
    check_select,
    lacks_projection,
    normalise_start,
    run_page,
    start_key,
)
from jedlik.core.errors import enveloped, invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.legacy.key_conditions import check_indexable
from jedlik.core.expressions.parse_key_condition import Clause, KeyCondition, key_condition
from jedlik.core.keys.encode import HASH_BYTES, encode_partition, encode_scalar
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import KEY_MISMATCH, check_hash_size, check_range_size
from jedlik.core.keys.ranges import after, partition_span
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import READ
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import (
    BAD_START,
    check_filtered,
    check_projected,
    check_query_start,
    check_start_hash,
    entry_key_attributes,
    fetches_items,
    index_of,
    index_query_span,
    index_start_key,
)
from jedlik.features.tables.name import table_of


@final
class CheckedQuery:
    """A request whose expressions are parsed and whose starting key is canonical."""

    __slots__ = ("clauses", "kept", "request")

    def __init__(
        self,
        request: QueryRequest,
        clauses: dict[str, Clause],
        kept: Selection,
    ) -> None:
        self.request = request
        self.clauses = clauses
        self.kept = kept


def check(request: QueryRequest) -> CheckedQuery:
    """Rules across members, in the service's order."""
    check_parameters(
        request,
        READ,
        ("ProjectionExpression", "FilterExpression", "KeyConditionExpression"),
        ("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"),
    )
    if lacks_projection(request):
        raise enveloped(NEEDS_PROJECTION)
    check_select(request, enveloped)
    legacy_filter, attributes_to_get = legacy_query_selection_of(request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        normalise_start(exclusive_start_key, READ)
    if "KeyConditionExpression" not in request and "KeyConditions" not in request:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter "
            "must be specified in the request."
        )
    clauses, condition, projection = query_expressions_of(request)
    kept = Selection(condition or legacy_filter, projection or attributes_to_get)
    return CheckedQuery(request, clauses, kept)


def plan(table: Table, checked: CheckedQuery) -> Source:
    """What to read. Reject for conditions or a starting key that do not fit the table."""
    request = checked.request
    if "IndexName" in request:
        return _index_plan(table, checked)
    hash_key, range_key = table.hash_key, table.range_key
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        names = [name for name, _ in table.key_attributes]
        check_start_hash(names, (hash_key,), exclusive_start_key)
    check_indexable(checked.clauses, table.key_attributes)
    condition = key_condition(
        checked.clauses,
        hash_attributes=(hash_key,),
        range_attributes=() if range_key is None else (range_key,),
    )
    span = _span(table, condition)
    start = None
    if exclusive_start_key is not None:
        start = _start(table, exclusive_start_key)
        check_query_start(span, start, condition)
    _check_filter(table.key_attributes, checked)
    if start is None:
        return Source(table, span)
    return Source(table, _after(span, start, request))


async def run(checked: CheckedQuery, context: Context) -> Answer:
    """Read one page."""
    table = await table_of(context, checked.request["TableName"])
    source = plan(table, checked)
    check_key_paths(table, checked.kept.projection, checked.kept.filter)
    return await run_page(checked.request, context, source, checked.kept)


def _index_plan(table: Table, checked: CheckedQuery) -> Source:
    request = checked.request
    index = index_of(table, request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        names = entry_key_attributes(table, index)
        check_start_hash(names, index.hash_key, exclusive_start_key)
    check_indexable(checked.clauses, index.key_attributes)
    condition = key_condition(
        checked.clauses, hash_attributes=index.hash_key, range_attributes=index.range_key
    )
    span = index_query_span(table, index, condition)
    if exclusive_start_key is not None:
        start = index_start_key(table, index, exclusive_start_key)
        check_query_start(span, start, condition)
        span = _after(span, start, request)
    _check_filter(index.key_attributes, checked)
    kept = checked.kept
    check_projected(index, request, kept.projection)
    if kept.filter is not None and not fetches_items(index, request, kept.projection):
        check_filtered(index, kept.filter)
    return Source(table, span, index)


def _after(span: Span, start: Key, request: QueryRequest) -> Span:
    return after(
        span, start.partition, start.sort, reverse=request.get("ScanIndexForward") is False
    )


def _span(table: Table, condition: KeyCondition) -> Span:
    """What the condition selects. Raises Reject for a key that is too long, as GetItem does."""
    hash_type, range_key = table.hash_key.type, table.range_key
    partition = encode_partition(hash_type, condition.hash_values[0][hash_type])
    check_hash_size(len(partition) - HASH_BYTES)
    if condition.range_operator is None or range_key is None:
        return partition_span(table.id, partition)
    bounds = [
        encode_scalar(range_key.type, each[range_key.type]) for each in condition.range_values
    ]
    if condition.range_operator == "=":
        check_range_size(len(bounds[0]))
    return partition_span(table.id, partition, condition.range_operator, bounds)


def _start(table: Table, exclusive_start_key: Item) -> Key:
    """The Key to start after. Source: Alternator test_query.py, seen on the real service."""
    if exclusive_start_key.keys() != {name for name, _ in table.key_attributes}:
        raise invalid(BAD_START)
    start = start_key(table, exclusive_start_key, KEY_MISMATCH)
    if table.range_key is None:
        ((name, value),) = exclusive_start_key.items()
        ((tag, text),) = value.items()
        raise invalid(
            "The provided exclusive start key is invalid: "
            f"ExclusiveStartKey: {{{name}=AttributeValue: {{{tag}:{text}}}}}"
        )
    return start


def _check_filter(key_attributes: Sequence[KeyAttribute], checked: CheckedQuery) -> None:
    condition = checked.kept.filter
    if condition is None:
        return
    parameter = "QueryFilter" if "QueryFilter" in checked.request else "Filter Expression"
    names = attribute_names(condition)
    for name, _ in key_attributes:
        if name in names:
            raise invalid(
                f"{parameter} can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )


OPERATION: Final = Operation("Query", Access.READ, Plane.DATA, QUERY, check, run)
