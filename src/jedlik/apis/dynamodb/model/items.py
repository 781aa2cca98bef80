"""Requests of the operations on items.

Order and wording of faults: recorded answers, October 2026, as us-east-1 gives them. Members are
declared in the order of the older generation; where nothing is recorded, it is that of dynalite's
recorded tests. The current generation has the stages of each request.
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import (
    AttributesToGet,
    BareReturnConsumedCapacity,
    BareReturnValuesOnConditionCheckFailure,
    DataTableName,
    DeletedReturnValues,
    LaterConditionalOperator,
    LaterSelect,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
    ReturnValues,
    ReturnValuesOnConditionCheckFailure,
    ScannedTableName,
    Select,
    TableNameKey,
    UpdatedTableName,
    request,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import (
    GENERIC,
    Form,
    Printed,
    Wording,
    at_least,
    at_most,
    max_length,
    min_length,
)
from jedlik.core.types.structures import (
    AttributeValueUpdate,
    Condition,
    ConditionalOperator,
    ExpectedAttributeValue,
    IndexName,
)


class Substituted(TypedDict, total=False):
    """The names and values behind the placeholders in the expressions of a request.

    They have no constraints of their own, so it does not matter that they come first.
    """

    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]


# --- Single items --------------------------------------------------------------------------------


class PutItemRequest(Substituted, total=False):
    """PutItem."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    TableName: Required[DataTableName]
    Item: Required[Item]
    ConditionalOperator: LaterConditionalOperator
    Expected: dict[str, ExpectedAttributeValue]
    ReturnValues: ReturnValues
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    ConditionExpression: str


class GetItemRequest(TypedDict, total=False):
    """GetItem."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    AttributesToGet: AttributesToGet
    TableName: Required[DataTableName]
    Key: Required[Item]
    ConsistentRead: bool
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


class UpdateItemRequest(Substituted, total=False):
    """UpdateItem."""

    ReturnConsumedCapacity: BareReturnConsumedCapacity
    TableName: Required[UpdatedTableName]
    ReturnValuesOnConditionCheckFailure: BareReturnValuesOnConditionCheckFailure
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics
    ReturnValues: ReturnValues
    ConditionalOperator: LaterConditionalOperator
    Key: Required[Item]
    Expected: dict[str, ExpectedAttributeValue]
    AttributeUpdates: dict[str, AttributeValueUpdate]
    ConditionExpression: str
    UpdateExpression: str


class DeleteItemRequest(Substituted, total=False):
    """DeleteItem."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    TableName: Required[DataTableName]
    ReturnValues: DeletedReturnValues
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics
    ConditionalOperator: LaterConditionalOperator
    Key: Required[Item]
    Expected: dict[str, ExpectedAttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    ConditionExpression: str


_WRITE_STAGE: Final = (
    "TableName",
    "ReturnConsumedCapacity",
    "ReturnValues",
    "ReturnItemCollectionMetrics",
    "ReturnValuesOnConditionCheckFailure",
)
_UPDATE_STAGES: Final = (
    ("TableName",),
    ("ReturnValues",),
    ("ReturnValuesOnConditionCheckFailure",),
    ("ReturnItemCollectionMetrics",),
    ("ReturnConsumedCapacity",),
)

PUT_ITEM: Final = request(PutItemRequest, stages=(_WRITE_STAGE,))
GET_ITEM: Final = request(GetItemRequest, stages=(("TableName", "ReturnConsumedCapacity"),))
UPDATE_ITEM: Final = request(UpdateItemRequest, stages=_UPDATE_STAGES)
DELETE_ITEM: Final = request(DeleteItemRequest, stages=(_WRITE_STAGE,))

# --- Batches -------------------------------------------------------------------------------------


class KeysAndAttributes(TypedDict, total=False):
    """What BatchGetItem reads from one table."""

    Keys: Required[
        Annotated[
            list[Item],
            min_length(1, GENERIC, alone=True),
            max_length(limits.BATCH_GET_KEYS, GENERIC)._replace(alone=True),
        ]
    ]
    AttributesToGet: AttributesToGet
    ConsistentRead: bool
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


class BatchGetItemRequest(TypedDict, total=False):
    """BatchGetItem."""

    RequestItems: Required[
        Annotated[
            dict[TableNameKey, KeysAndAttributes],
            Form.JSON,
            min_length(1, GENERIC, alone=True),
        ]
    ]
    ReturnConsumedCapacity: ReturnConsumedCapacity


# An error prints this member too, which the published model does not have.
_UNPUBLISHED: Final = "WorkloadProfileName"


class PutRequest(TypedDict):
    """An item to put."""

    Item: Item


class DeleteRequest(TypedDict):
    """The key of an item to delete."""

    Key: Item


class WriteRequest(TypedDict, total=False):
    """An item to put or to delete: one of the two."""

    DeleteRequest: Annotated[DeleteRequest, Printed(("Key", _UNPUBLISHED))]
    PutRequest: Annotated[PutRequest, Printed(("Item", _UNPUBLISHED))]


_WriteRequests = Annotated[
    list[Annotated[WriteRequest, Printed(("PutRequest", "DeleteRequest"))]],
    max_length(limits.BATCH_WRITE_REQUESTS),
    min_length(1),
]
_NO_REQUEST_ITEMS: Final = Wording(
    "The requestItems parameter is required for BatchWriteItem", bare=True
)


class BatchWriteItemRequest(TypedDict, total=False):
    """BatchWriteItem."""

    RequestItems: Required[
        Annotated[
            dict[TableNameKey, _WriteRequests],
            min_length(1, _NO_REQUEST_ITEMS)._replace(late=True),
        ]
    ]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics


BATCH_GET_ITEM: Final = request(
    BatchGetItemRequest, stages=(("RequestItems", "ReturnConsumedCapacity"),)
)
BATCH_WRITE_ITEM: Final = request(BatchWriteItemRequest)

# --- Query and Scan ------------------------------------------------------------------------------


class QueryRequest(Substituted, total=False):
    """Query."""

    Select: LaterSelect
    IndexName: IndexName
    ReturnConsumedCapacity: ReturnConsumedCapacity
    QueryFilter: dict[str, Condition]
    TableName: Required[DataTableName]
    ConditionalOperator: LaterConditionalOperator
    AttributesToGet: AttributesToGet
    Limit: Annotated[int, at_least(1, GENERIC)._replace(alone=True)]
    KeyConditions: dict[str, Condition]
    ExclusiveStartKey: Item
    ConsistentRead: bool
    ScanIndexForward: bool
    KeyConditionExpression: str
    FilterExpression: str
    ProjectionExpression: str


class ScanRequest(Substituted, total=False):
    """Scan."""

    Select: Select
    IndexName: IndexName
    TotalSegments: Annotated[int, at_least(1), at_most(limits.SCAN_SEGMENTS)]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    TableName: Required[ScannedTableName]
    ConditionalOperator: ConditionalOperator
    ScanFilter: dict[str, Condition]
    Segment: Annotated[int, at_least(0), at_most(limits.SCAN_SEGMENTS - 1)]
    Limit: Annotated[int, at_least(1)]
    AttributesToGet: AttributesToGet
    ExclusiveStartKey: Item
    ConsistentRead: bool
    FilterExpression: str
    ProjectionExpression: str


QUERY: Final = request(QueryRequest, stages=(("Limit", "TableName", "ReturnConsumedCapacity"),))
SCAN: Final = request(ScanRequest)
