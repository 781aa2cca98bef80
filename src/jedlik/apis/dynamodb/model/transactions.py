"""Requests of the transactions.

Order and wording of faults: recorded answers, October 2026, as us-east-1 gives them, which is the
older wording throughout; the order among the kinds of actions is dynalite's. A fault inside an
action, and an action of no kind, come before malformed names of tables (dynoxide's captures,
October 2026).
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import (
    ActionTableName,
    ClientRequestToken,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
    ReturnValuesOnConditionCheckFailure,
    request,
)
from jedlik.core import limits
from jedlik.core.errors import invalid
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import Printed, max_length, min_length

# --- TransactWriteItems --------------------------------------------------------------------------


class ConditionCheck(TypedDict, total=False):
    """A condition that must hold for an item that is not written."""

    Key: Required[Item]
    TableName: Required[ActionTableName]
    ConditionExpression: Required[str]
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Put(TypedDict, total=False):
    """An item to put."""

    Item: Required[Item]
    TableName: Required[ActionTableName]
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Delete(TypedDict, total=False):
    """An item to delete."""

    Key: Required[Item]
    TableName: Required[ActionTableName]
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class Update(TypedDict, total=False):
    """An item to update."""

    Key: Required[Item]
    UpdateExpression: Required[str]
    TableName: Required[ActionTableName]
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
    """TransactWriteItems. The order of the members is recorded."""

    TransactItems: Required[
        Annotated[
            list[Annotated[TransactWriteItem, _PRINTED]],
            min_length(1),
            max_length(limits.TRANSACT_ACTIONS),
        ]
    ]
    ClientRequestToken: ClientRequestToken
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics


NO_ACTION: Final = (
    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"
)


def check_kinds(request: TransactWriteItemsRequest) -> None:
    """Raises Reject if an element of TransactItems has no action."""
    if not all(request["TransactItems"]):
        raise invalid(NO_ACTION)


TRANSACT_WRITE_ITEMS: Final = request(TransactWriteItemsRequest, before_late=check_kinds)

# --- TransactGetItems ----------------------------------------------------------------------------


class Get(TypedDict, total=False):
    """An item to read."""

    Key: Required[Item]
    TableName: Required[ActionTableName]
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
