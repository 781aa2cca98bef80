"""Query: the items of one partition key in order of their sort key."""

from typing import NamedTuple

from jedlik.core.errors import enveloped, invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.legacy.key_conditions import check_indexable
from jedlik.core.expressions.parse_key_condition import Clause, KeyCondition, key_condition
from jedlik.core.keys.encode import encode_partition, encode_scalar
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.ranges import holds, partition_span
from jedlik.core.shapes.requests.data import QUERY, QueryRequest
from jedlik.core.types.table import Table
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.fetch import after
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.page import (
    BAD_START,
    NEEDS_PROJECTION,
    Selection,
    check_index,
    check_select,
    lacks_projection,
    run_page,
    start_key,
)
from jedlik.engine.request_expressions import (
    check_parameters,
    legacy_query_selection_of,
    query_expressions_of,
)
from jedlik.engine.table_name import table_of

_OUTSIDE = "The provided starting key is outside query boundaries based on provided conditions"
_UNRANGED = "The provided starting key does not match the range key predicate"


class CheckedQuery(NamedTuple):
    """A request whose expressions are parsed and whose starting key is canonical."""

    request: QueryRequest
    clauses: dict[str, Clause]
    kept: Selection


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
    check_select(request)
    legacy_filter, attributes_to_get = legacy_query_selection_of(request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        normalise_item(exclusive_start_key, READ)
    if "KeyConditionExpression" not in request and "KeyConditions" not in request:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter "
            "must be specified in the request."
        )
    clauses, condition, projection = query_expressions_of(request)
    kept = Selection(condition or legacy_filter, projection or attributes_to_get)
    return CheckedQuery(request, clauses, kept)


def plan(table: Table, checked: CheckedQuery) -> Span:
    """The span to read. Reject for conditions or a starting key that do not fit the table."""
    request = checked.request
    check_index(request)
    hash_key, range_key = table.hash_key, table.range_key
    check_indexable(checked.clauses, table.key_attributes)
    condition = key_condition(
        checked.clauses,
        hash_attributes=(hash_key,),
        range_attributes=() if range_key is None else (range_key,),
    )
    _check_filter(table, checked)
    span = _span(table, condition)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is None:
        return span
    start = start_key(table, exclusive_start_key, BAD_START)
    _check_start(span, start, condition)
    return after(
        span, start.partition, start.sort, reverse=request.get("ScanIndexForward") is False
    )


async def run(checked: CheckedQuery, context: Context) -> Answer:
    """Read one page."""
    table = await table_of(context, checked.request["TableName"])
    span = plan(table, checked)
    return await run_page(checked.request, context, table, span, checked.kept)


def _span(table: Table, condition: KeyCondition) -> Span:
    hash_type, range_key = table.hash_key.type, table.range_key
    partition = encode_partition(hash_type, condition.hash_values[0][hash_type])
    if condition.range_operator is None or range_key is None:
        return partition_span(table.id, partition)
    bounds = [
        encode_scalar(range_key.type, each[range_key.type]) for each in condition.range_values
    ]
    return partition_span(table.id, partition, condition.range_operator, bounds)


def _check_start(span: Span, start: Key, condition: KeyCondition) -> None:
    if holds(span, (start.partition, start.sort)):
        return
    same_partition = span.start is not None and span.start[0] == start.partition
    raise invalid(_UNRANGED if same_partition and condition.range_operator else _OUTSIDE)


def _check_filter(table: Table, checked: CheckedQuery) -> None:
    condition = checked.kept.filter
    if condition is None:
        return
    parameter = "QueryFilter" if "QueryFilter" in checked.request else "Filter Expression"
    names = attribute_names(condition)
    for name, _ in table.key_attributes:
        if name in names:
            raise invalid(
                f"{parameter} can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )


OPERATION = Operation("Query", Api.DYNAMODB, Access.READ, Plane.DATA, QUERY, check, run)
