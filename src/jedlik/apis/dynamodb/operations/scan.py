"""Scan: the items of a table, or of one segment of it, in the order of their hashes."""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.expressions import (
    check_parameters,
    legacy_scan_selection_of,
    scan_expressions_of,
)
from jedlik.apis.dynamodb.model.items import SCAN, ScanRequest
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
from jedlik.core.errors import invalid
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.keys.primary_key import KEY_MISMATCH
from jedlik.core.keys.ranges import after, holds, segment_span
from jedlik.core.types.value import OLDER
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import (
    BAD_START,
    check_projected,
    index_of,
    index_start_key,
)
from jedlik.features.secondary_indexes.spans import index_segment_span
from jedlik.features.tables.name import table_of

# A new on-demand table has four partitions: scanning one item costs 4 units, or 2 eventually
# consistent. Source: Alternator test_returnconsumedcapacity.py, seen on the real service.
_ON_DEMAND_PARTITIONS: Final = 4

_MISMATCH: Final = f"{BAD_START}: {KEY_MISMATCH}"


class CheckedScan(NamedTuple):
    """A request whose expressions are parsed and whose starting key is canonical."""

    request: ScanRequest
    kept: Selection


def check(request: ScanRequest) -> CheckedScan:
    """Rules across members, in the service's order."""
    check_parameters(
        request,
        OLDER,
        ("ProjectionExpression", "FilterExpression"),
        ("AttributesToGet", "ScanFilter", "ConditionalOperator"),
    )
    if lacks_projection(request):
        raise invalid(NEEDS_PROJECTION)
    check_select(request, invalid)
    legacy_filter, attributes_to_get = legacy_scan_selection_of(request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        normalise_start(exclusive_start_key, OLDER)
    _check_segment(request)
    condition, projection = scan_expressions_of(request)
    kept = Selection(condition or legacy_filter, projection or attributes_to_get)
    return CheckedScan(request, kept)


def plan(table: Table, checked: CheckedScan) -> Source:
    """What to read. Raises Reject for a starting key that does not fit the table or segment."""
    request = checked.request
    segment, total_segments = request.get("Segment", 0), request.get("TotalSegments", 1)
    exclusive_start_key = request.get("ExclusiveStartKey")
    index = start = None
    if "IndexName" in request:
        index = index_of(table, request)
        if exclusive_start_key is not None:
            start = index_start_key(table, index, exclusive_start_key)
        check_projected(index, request, checked.kept.projection)
        span = index_segment_span(table.id, index.prefix, segment, total_segments)
    else:
        span = segment_span(table.id, segment, total_segments)
        if exclusive_start_key is not None:
            start = start_key(table, exclusive_start_key, _MISMATCH)
    partitions = 1
    if index is None and table.record["BillingMode"] == "PAY_PER_REQUEST":
        partitions = _ON_DEMAND_PARTITIONS
    if start is None:
        return Source(table, span, index, partitions)
    if not holds(span, (start.partition, start.sort)):
        raise invalid(
            f"{BAD_START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
            f"Segment. TotalSegments: {total_segments} Segment: {segment}"
        )
    left = after(span, start.partition, start.sort, reverse=False)
    return Source(table, left, index, partitions)


async def run(checked: CheckedScan, context: Context) -> Answer:
    """Read one page."""
    table = await table_of(context, checked.request["TableName"])
    source = plan(table, checked)
    check_key_paths(table, checked.kept.projection, checked.kept.filter)
    return await run_page(checked.request, context, source, checked.kept)


def _check_segment(request: ScanRequest) -> None:
    segment, total_segments = request.get("Segment"), request.get("TotalSegments")
    if segment is not None and total_segments is None:
        raise invalid(
            "The TotalSegments parameter is required but was not present in the request "
            "when Segment parameter is present"
        )
    if total_segments is None:
        return
    if segment is None:
        raise invalid(
            "The Segment parameter is required but was not present in the request "
            "when parameter TotalSegments is present"
        )
    if segment >= total_segments:
        raise invalid(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            f"Segment: {segment} is not less than TotalSegments: {total_segments}"
        )


OPERATION: Final = Operation("Scan", Access.READ, Plane.DATA, SCAN, check, run)
