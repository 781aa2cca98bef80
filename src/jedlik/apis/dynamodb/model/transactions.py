"""Requests of the transactions.

Order and wording of faults: recorded answers, October 2026, as us-east-1 gives them, which is the
older wording throughout; the order among the kinds of actions is dynalite's.
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import (
    ClientRequestToken,
    ReadTableName,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
    ReturnValuesOnConditionCheckFailure,
    request,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import Printed, max_length, min_length

# --- TransactWriteItems --------------------------------------------------------------------------


class ConditionCheck(TypedDict, total=False):
    """A condition that must hold for an item that is not written."""

    Key: Required[Item]
    TableName: Required[ReadTableName]
    ConditionExpression: Required[str]
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Put(TypedDict, total=False):
    """An item to put."""

    Item: Required[Item]
    TableName: Required[ReadTableName]
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Delete(TypedDict, total=False):
    """An item to delete."""

    Key: Required[Item]
    TableName: Required[ReadTableName]
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Update(TypedDict, total=False):
    """An item to update."""

    Key: Required[Item]
    UpdateExpression: Required[str]
    TableName: Required[ReadTableName]
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


TransactAction = ConditionCheck | Delete | Put | Update


class TransactWriteItem(TypedDict, total=False):
    """One action: one of the four."""

    ConditionCheck: ConditionCheck
    Delete: Delete
    Put: Put
    Update: Update


_PRINTED: Final = Printed(("ConditionCheck", "Put", "Delete", "Update"))


class TransactWriteItemsRequest(TypedDict, total=False):
    """TransactWriteItems. A token that is too long is reported before the enums (recorded)."""

    ClientRequestToken: ClientRequestToken
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics
    TransactItems: Required[
        Annotated[
            list[Annotated[TransactWriteItem, _PRINTED]],
            min_length(1),
            max_length(limits.TRANSACT_ACTIONS),
        ]
    ]


TRANSACT_WRITE_ITEMS: Final = request(TransactWriteItemsRequest)

# --- TransactGetItems ----------------------------------------------------------------------------


class Get(TypedDict, total=False):
    """An item to read."""

    Key: Required[Item]
    TableName: Required[ReadTableName]
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


class TransactGetItem(TypedDict):
    """One read."""

    Get: Get


class TransactGetItemsRequest(TypedDict, total=False):
    """TransactGetItems."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    TransactItems: Required[
        Annotated[list[TransactGetItem], min_length(1), max_length(limits.TRANSACT_ACTIONS)]
    ]


TRANSACT_GET_ITEMS: Final = request(TransactGetItemsRequest)
