"""The request of SearchVectors, whose body the service reads with a parser of its own."""

from typing import Required, TypedDict, cast

import orjson

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.shapes.attribute_value import ATTRIBUTE_VALUE
from jedlik.core.shapes.constraints import at_least, max_length, min_length
from jedlik.core.shapes.members import (
    DATA_TABLE_NAME,
    EXPRESSION_ATTRIBUTE_NAMES,
    EXPRESSION_ATTRIBUTE_VALUES,
    INDEX_NAME,
    PROJECTION_EXPRESSION,
    RETURN_CONSUMED_CAPACITY,
)
from jedlik.core.shapes.request import Request
from jedlik.core.shapes.requests.structures import ReturnConsumedCapacity
from jedlik.core.shapes.scalars import Integer, String
from jedlik.core.shapes.serialization import UNEXPECTED_VALUE, malformed
from jedlik.core.shapes.structure import List, Member
from jedlik.core.types.attribute_value import AttributeValue

# What the parser expects of required members, in the order in which it misses them.
_EXPECTED = {
    "TableName": "a string",
    "IndexName": "a string",
    "SearchVector": "a sequence",
    "TopK": "i32",
}


class SearchVectorsRequest(TypedDict, total=False):
    """SearchVectors."""

    TableName: Required[str]
    IndexName: Required[str]
    SearchVector: Required[list[AttributeValue]]
    TopK: Required[int]
    SearchConditionExpression: str
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnConsumedCapacity: ReturnConsumedCapacity


class _SearchRequest(Request):
    """Refuses required members that are null or absent before it looks at anything else.

    Texts: recorded answers, October 2026. The column they end in is where the parser stopped in the
    body; it is counted here as if the body had no needless blanks.
    """

    def __init__(self, name: str, *members: Member) -> None:
        super().__init__(name, *members)
        check_members = self.check

        def check(request: object) -> None:
            if not isinstance(request, dict):
                raise malformed(UNEXPECTED_VALUE)
            members = cast("dict[str, object]", request)
            _refuse_nulls(members)
            _refuse_absent(members)
            check_members(members)

        self.check = check


def _refuse_nulls(members: dict[str, object]) -> None:
    before: dict[str, object] = {}
    for name, value in members.items():
        before[name] = value
        if value is None and name in _EXPECTED:
            column = len(orjson.dumps(before)) - 1
            raise malformed(
                f"invalid type: null, expected {_EXPECTED[name]} at line 1 column {column}"
            )


def _refuse_absent(members: dict[str, object]) -> None:
    for name in _EXPECTED:
        if name not in members:
            raise _missing(name, column=len(orjson.dumps(members)))


def _missing(name: str, *, column: int) -> Reject:
    return invalid(f"missing field `{name}` at line 1 column {column}")


SEARCH_VECTORS = _SearchRequest(
    "SearchVectorsInput",
    RETURN_CONSUMED_CAPACITY,
    Member("IndexName", INDEX_NAME, required=True),
    Member("TableName", DATA_TABLE_NAME, required=True),
    Member(
        "SearchVector",
        List(ATTRIBUTE_VALUE, min_length(1), max_length(limits.VECTOR_DIMENSIONS)),
        required=True,
    ),
    Member("TopK", Integer(at_least(1)), required=True),
    Member("SearchConditionExpression", String()),
    PROJECTION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)
