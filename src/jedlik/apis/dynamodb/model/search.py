"""The request of SearchVectors, whose body the service reads with a parser of its own."""

from typing import Final, Required, TypedDict

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_VALUE
from jedlik.apis.dynamodb.model.items import ReturnConsumedCapacity
from jedlik.apis.dynamodb.model.members import (
    DATA_TABLE_NAME,
    EXPRESSION_ATTRIBUTE_NAMES,
    EXPRESSION_ATTRIBUTE_VALUES,
    INDEX_NAME,
    PROJECTION_EXPRESSION,
    RETURN_CONSUMED_CAPACITY,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.wire.shapes.constraints import at_least, max_length, min_length
from jedlik.wire.shapes.scalars import Integer, String
from jedlik.wire.shapes.strict_request import StrictRequest
from jedlik.wire.shapes.structure import List, Member


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


# What the parser expects of required members, in the order in which it misses them.
_EXPECTED: Final = {
    "TableName": "a string",
    "IndexName": "a string",
    "SearchVector": "a sequence",
    "TopK": "i32",
}

SEARCH_VECTORS: Final = StrictRequest(
    "SearchVectorsInput",
    _EXPECTED,
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
