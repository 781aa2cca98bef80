"""Requests of the operations on items.

Order and wording of faults: recorded answers, October 2026, as us-east-1 gives them; where nothing
is recorded, the order of dynalite's recorded tests.
"""

from typing import Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.apis.dynamodb.model.members import (
    ATTRIBUTES_TO_GET,
    CONDITION_EXPRESSION,
    CONDITIONS,
    CONSISTENT_READ,
    DATA_TABLE_NAME,
    EXCLUSIVE_START_KEY,
    EXPECTED,
    EXPRESSION_ATTRIBUTE_NAMES,
    EXPRESSION_ATTRIBUTE_VALUES,
    FILTER_EXPRESSION,
    INDEX_NAME,
    KEY,
    PROJECTION_EXPRESSION,
    READ_TABLE_NAME,
    RETURN_CONSUMED_CAPACITY,
    RETURN_ITEM_COLLECTION_METRICS,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
    SELECT,
    TABLE_NAME_KEYS,
    conditional_operator,
    return_values,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.structures import (
    AttributeValueUpdate,
    Condition,
    ConditionalOperator,
    ExpectedAttributeValue,
)
from jedlik.wire.shapes.constraints import (
    ECHO,
    GENERIC,
    NAMELESS,
    Wording,
    at_least,
    at_most,
    each,
    max_length,
    min_length,
    one_of,
)
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Boolean, Integer, String
from jedlik.wire.shapes.structure import JsonMap, List, Map, Member, Structure

ReturnConsumedCapacity = Literal["INDEXES", "TOTAL", "NONE"]

ReturnItemCollectionMetrics = Literal["SIZE", "NONE"]

ReturnValues = Literal["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]

ReturnValuesOnConditionCheckFailure = Literal["ALL_OLD", "NONE"]

Select = Literal["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"]


class Substituted(TypedDict, total=False):
    """What the expressions of a request refer to."""

    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]


class Conditional(Substituted, total=False):
    """A write under a condition."""

    ConditionExpression: str
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class KeysAndAttributes(TypedDict, total=False):
    """What BatchGetItem asks of one table."""

    Keys: Required[list[Item]]
    AttributesToGet: list[str]
    ConsistentRead: bool
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


class PutRequest(TypedDict):
    """An item to put."""

    Item: Item


class DeleteRequest(TypedDict):
    """The key of an item to delete."""

    Key: Item


class WriteRequest(TypedDict, total=False):
    """One of the two."""

    PutRequest: PutRequest
    DeleteRequest: DeleteRequest


__all__ = [
    "BATCH_GET_ITEM",
    "BATCH_WRITE_ITEM",
    "DELETE_ITEM",
    "GET_ITEM",
    "PUT_ITEM",
    "QUERY",
    "SCAN",
    "UPDATE_ITEM",
    "BatchGetItemRequest",
    "BatchWriteItemRequest",
    "DeleteItemRequest",
    "GetItemRequest",
    "KeysAndAttributes",
    "PutItemRequest",
    "QueryRequest",
    "ScanRequest",
    "UpdateItemRequest",
    "WriteRequest",
]


class _Write(Conditional, total=False):
    TableName: Required[str]
    Expected: dict[str, ExpectedAttributeValue]
    ConditionalOperator: ConditionalOperator
    ReturnValues: ReturnValues
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics


class _PagedRead(Substituted, total=False):
    TableName: Required[str]
    IndexName: str
    Select: Select
    AttributesToGet: list[str]
    Limit: int
    ConsistentRead: bool
    ConditionalOperator: ConditionalOperator
    ExclusiveStartKey: Item
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ProjectionExpression: str
    FilterExpression: str


class PutItemRequest(_Write, total=False):
    """PutItem."""

    Item: Required[Item]


PUT_ITEM: Final = Request(
    "PutItemInput",
    RETURN_CONSUMED_CAPACITY,
    Member("TableName", DATA_TABLE_NAME, required=True),
    Member("Item", ATTRIBUTE_MAP, required=True),
    conditional_operator(),
    EXPECTED,
    return_values(),
    RETURN_ITEM_COLLECTION_METRICS,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
    CONDITION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)


class GetItemRequest(TypedDict, total=False):
    """GetItem."""

    TableName: Required[str]
    Key: Required[Item]
    AttributesToGet: list[str]
    ConsistentRead: bool
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


GET_ITEM: Final = Request(
    "GetItemInput",
    RETURN_CONSUMED_CAPACITY,
    ATTRIBUTES_TO_GET,
    Member("TableName", DATA_TABLE_NAME, required=True),
    KEY,
    CONSISTENT_READ,
    PROJECTION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_NAMES,
)


class UpdateItemRequest(_Write, total=False):
    """UpdateItem."""

    Key: Required[Item]
    AttributeUpdates: dict[str, AttributeValueUpdate]
    UpdateExpression: str


# A bad ReturnValues is reported alone, unlike in PutItem and DeleteItem.
UPDATE_ITEM: Final = Request(
    "UpdateItemInput",
    RETURN_CONSUMED_CAPACITY,
    Member("TableName", DATA_TABLE_NAME, required=True),
    RETURN_ITEM_COLLECTION_METRICS,
    return_values(alone=True),
    conditional_operator(),
    KEY,
    EXPECTED,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
    Member(
        "AttributeUpdates",
        Map(
            Structure(
                "AttributeValueUpdate",
                Member("Action", String(one_of("ADD, DELETE, PUT"))),
                Member("Value", ATTRIBUTE_VALUE),
            )
        ),
    ),
    CONDITION_EXPRESSION,
    Member("UpdateExpression", String()),
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)


class DeleteItemRequest(_Write, total=False):
    """DeleteItem."""

    Key: Required[Item]


DELETE_ITEM: Final = Request(
    "DeleteItemInput",
    RETURN_CONSUMED_CAPACITY,
    Member("TableName", DATA_TABLE_NAME, required=True),
    return_values(),
    RETURN_ITEM_COLLECTION_METRICS,
    conditional_operator(),
    KEY,
    EXPECTED,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
    CONDITION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)


class BatchGetItemRequest(TypedDict, total=False):
    """BatchGetItem."""

    RequestItems: Required[dict[str, KeysAndAttributes]]
    ReturnConsumedCapacity: ReturnConsumedCapacity


BATCH_GET_ITEM: Final = Request(
    "BatchGetItemInput",
    Member(
        "RequestItems",
        JsonMap(
            Structure(
                "KeysAndAttributes",
                Member(
                    "Keys",
                    List(
                        ATTRIBUTE_MAP,
                        min_length(1, GENERIC),
                        max_length(limits.BATCH_GET_KEYS, GENERIC),
                    ),
                    required=True,
                ),
                ATTRIBUTES_TO_GET,
                CONSISTENT_READ,
                PROJECTION_EXPRESSION,
                EXPRESSION_ATTRIBUTE_NAMES,
            ),
            min_length(1, GENERIC),
            keys=TABLE_NAME_KEYS,
        ),
        required=True,
    ),
    RETURN_CONSUMED_CAPACITY,
)


class BatchWriteItemRequest(TypedDict, total=False):
    """BatchWriteItem."""

    RequestItems: Required[dict[str, list[WriteRequest]]]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics


_NO_REQUEST_ITEMS: Final = Wording(
    "The requestItems parameter is required for BatchWriteItem", bare=True
)

# A bad enum is reported without what is wrong with RequestItems.
BATCH_WRITE_ITEM: Final = Request(
    "BatchWriteItemInput",
    RETURN_CONSUMED_CAPACITY,
    RETURN_ITEM_COLLECTION_METRICS,
    Member(
        "RequestItems",
        Map(
            List(
                Structure(
                    "WriteRequest",
                    Member(
                        "DeleteRequest",
                        Structure("DeleteRequest", KEY, printed=("Key", "WorkloadProfileName")),
                    ),
                    Member(
                        "PutRequest",
                        Structure(
                            "PutRequest",
                            Member("Item", ATTRIBUTE_MAP, required=True),
                            printed=("Item", "WorkloadProfileName"),
                        ),
                    ),
                    printed=("PutRequest", "DeleteRequest"),
                )
            ),
            min_length(1, _NO_REQUEST_ITEMS),
            keys=TABLE_NAME_KEYS,
            values=each("value", max_length(limits.BATCH_WRITE_REQUESTS), min_length(1)),
        ),
        required=True,
        yields=True,
    ),
)


class QueryRequest(_PagedRead, total=False):
    """Query."""

    KeyConditions: dict[str, Condition]
    KeyConditionExpression: str
    QueryFilter: dict[str, Condition]
    ScanIndexForward: bool


QUERY: Final = Request(
    "QueryInput",
    SELECT,
    Member("IndexName", INDEX_NAME),
    RETURN_CONSUMED_CAPACITY,
    Member("QueryFilter", CONDITIONS),
    Member("TableName", DATA_TABLE_NAME, required=True),
    conditional_operator(NAMELESS._replace(bare=True)),
    ATTRIBUTES_TO_GET,
    Member("Limit", Integer(at_least(1, GENERIC))),
    Member("KeyConditions", CONDITIONS),
    EXCLUSIVE_START_KEY,
    CONSISTENT_READ,
    Member("ScanIndexForward", Boolean()),
    Member("KeyConditionExpression", String()),
    FILTER_EXPRESSION,
    PROJECTION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)


class ScanRequest(_PagedRead, total=False):
    """Scan."""

    ScanFilter: dict[str, Condition]
    TotalSegments: int
    Segment: int


SCAN: Final = Request(
    "ScanInput",
    SELECT,
    Member("IndexName", INDEX_NAME),
    Member("TotalSegments", Integer(at_least(1), at_most(limits.SCAN_SEGMENTS))),
    RETURN_CONSUMED_CAPACITY,
    Member("TableName", READ_TABLE_NAME, required=True),
    conditional_operator(ECHO),
    Member("ScanFilter", CONDITIONS),
    Member("Segment", Integer(at_least(0), at_most(limits.SCAN_SEGMENTS - 1))),
    Member("Limit", Integer(at_least(1))),
    ATTRIBUTES_TO_GET,
    EXCLUSIVE_START_KEY,
    CONSISTENT_READ,
    FILTER_EXPRESSION,
    PROJECTION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_VALUES,
    EXPRESSION_ATTRIBUTE_NAMES,
)
