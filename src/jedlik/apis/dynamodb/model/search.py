"""The request of SearchVectors. The service reads its body with a separate parser."""

from typing import Annotated, Final, Required

from jedlik.apis.dynamodb.model.items import Substituted
from jedlik.apis.dynamodb.model.members import (
    LEAVES,
    DataTableName,
    ReturnConsumedCapacity,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.constraints import at_least, max_length, min_length
from jedlik.core.types.structures import IndexName
from jedlik.wire.shapes.declaration import members_of
from jedlik.wire.shapes.strict_request import StrictRequest


class SearchVectorsRequest(Substituted, total=False):
    """SearchVectors."""

    IndexName: Required[IndexName]
    SearchVector: Required[
        Annotated[list[AttributeValue], min_length(1), max_length(limits.VECTOR_DIMENSIONS)]
    ]
    TopK: Required[Annotated[int, at_least(1)]]
    TableName: Required[DataTableName]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    SearchConditionExpression: str
    ProjectionExpression: str


# The order in which the parser looks for absent members.
_ORDER: Final = ("TableName", "IndexName", "SearchVector", "TopK")

SEARCH_VECTORS: Final[StrictRequest[SearchVectorsRequest]] = StrictRequest(
    _ORDER, *members_of(SearchVectorsRequest, LEAVES)
)
