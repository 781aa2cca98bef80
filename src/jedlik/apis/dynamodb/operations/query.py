"""Query: reads the items of one partition key in the order of their sort key."""

from typing import Final, final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.expressions import (
    check_parameters,
    check_select,
    checked_in_layer,
    legacy_query_selection_of,
    query_expressions_of,
)
from jedlik.apis.dynamodb.model.items import QUERY, QueryRequest
from jedlik.apis.dynamodb.page import CheckedPage, normalise_start, run_page
from jedlik.core.errors import enveloped, invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.legacy.condition import check_conditional_operator
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.core.keys.key import Span
from jedlik.core.types.value import READ, Layer
from jedlik.engine.source import Source


@final
class CheckedQuery(CheckedPage):
    """A request whose expressions are parsed. clauses: the parts of its key condition."""

    __slots__ = ("clauses", "filter_parameter")

    def __init__(
        self,
        request: QueryRequest,
        clauses: dict[str, Clause],
        condition: Condition | None,
        projection: Projection | None,
    ) -> None:
        reverse = request.get("ScanIndexForward") is False
        super().__init__(request, condition, projection, reverse=reverse)
        self.clauses = clauses
        self.filter_parameter = "QueryFilter" if "QueryFilter" in request else "Filter Expression"

    @property
    def operation(self) -> str:
        """Returns the name of the operation."""
        return "Query"

    def selected(self, source: Source) -> tuple[Span, bool]:
        """Returns what the key condition selects. See `CheckedPage.selected`."""
        options = self.options
        span = source.query_span(self.clauses, self.start, reverse=options.reverse)
        self._check_filter_names(source)
        return span, source.check_selected(self.select, self.names, options.condition)

    def _check_filter_names(self, source: Source) -> None:
        if self.options.condition is None:
            return
        names = attribute_names(self.options.condition)
        for name, _ in source.key_attributes:
            if name in names:
                raise invalid(
                    f"{self.filter_parameter} can only contain non-primary key attributes: "
                    f"Primary key attribute: {name}"
                )


def check(request: QueryRequest) -> CheckedQuery:
    """Checks the rules across members, in the order of the service."""
    return checked_in_layer(request, _checked, READ)


def _checked(request: QueryRequest, layer: Layer) -> CheckedQuery:
    check_parameters(
        request,
        READ,
        ("ProjectionExpression", "FilterExpression", "KeyConditionExpression"),
        ("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"),
    )
    filters = request.get("QueryFilter", {})
    check_conditional_operator(
        request.get("ConditionalOperator"), len(filters), READ, are_read=False
    )
    check_select(request, enveloped)
    legacy_filter, attributes_to_get = legacy_query_selection_of(request)
    exclusive_start_key = request.get("ExclusiveStartKey")
    if exclusive_start_key is not None:
        normalise_start(exclusive_start_key, layer)
    if "KeyConditionExpression" not in request and "KeyConditions" not in request:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter "
            "must be specified in the request."
        )
    clauses, condition, projection = query_expressions_of(request, layer)
    return CheckedQuery(
        request, clauses, condition or legacy_filter, projection or attributes_to_get
    )


OPERATION: Final = Operation(
    "Query",
    Access.READ,
    Plane.DATA,
    QUERY,
    check,
    run_page,
    TableRule("dynamodb:Query", has_index=True),
)
