"""Scan: reads the items of a table or of one segment of it, in the order of their hashes."""

from typing import Final, final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.expressions import (
    check_parameters,
    check_select,
    legacy_scan_selection_of,
    scan_expressions_of,
)
from jedlik.apis.dynamodb.model.items import SCAN, ScanRequest
from jedlik.apis.dynamodb.page import CheckedPage, normalise_start, run_page
from jedlik.core.errors import invalid
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import after, holds
from jedlik.core.types.value import OLDER
from jedlik.engine.source import BAD_START, Source

# A new on-demand table has four partitions. A Scan of one item costs 4 units, an eventually
# consistent one 2. Source: Alternator test_returnconsumedcapacity.py, run on the real service.
_ON_DEMAND_PARTITIONS: Final = 4


@final
class CheckedScan(CheckedPage):
    """A request whose expressions are parsed and whose segment exists."""

    __slots__ = ("segment", "total_segments")

    def __init__(
        self, request: ScanRequest, condition: Condition | None, projection: Projection | None
    ) -> None:
        partitions = _ON_DEMAND_PARTITIONS if request.get("IndexName") is None else 1
        super().__init__(request, condition, projection, partitions=partitions)
        self.segment = request.get("Segment", 0)
        self.total_segments = request.get("TotalSegments", 1)

    @property
    def operation(self) -> str:
        """Returns the name of the operation."""
        return "Scan"

    def selected(self, source: Source) -> tuple[Span, bool]:
        """Returns the span of the segment. See `CheckedPage.selected`."""
        start = None if self.start is None else source.scan_start(self.start)
        fetches_items = source.check_selected(self.select, self.names)
        span = source.segment_span(self.segment, self.total_segments)
        if start is None:
            return span, fetches_items
        if not holds(span, start):
            raise invalid(
                f"{BAD_START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
                f"correct Segment. TotalSegments: {self.total_segments} Segment: {self.segment}"
            )
        return after(span, *start, reverse=False), fetches_items


def check(request: ScanRequest) -> CheckedScan:
    """Checks the rules across members, in the order of the service."""
    check_parameters(
        request,
        OLDER,
        ("ProjectionExpression", "FilterExpression"),
        ("AttributesToGet", "ScanFilter", "ConditionalOperator"),
    )
    check_select(request, invalid)
    legacy_filter, attributes_to_get = legacy_scan_selection_of(request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        normalise_start(exclusive_start_key, OLDER)
    _check_segment(request)
    condition, projection = scan_expressions_of(request)
    return CheckedScan(request, condition or legacy_filter, projection or attributes_to_get)


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


OPERATION: Final = Operation(
    "Scan",
    Access.READ,
    Plane.DATA,
    SCAN,
    check,
    run_page,
    TableRule("dynamodb:Scan", has_index=True),
)
