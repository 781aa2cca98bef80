"""Requests of the transactions.

Order and wording of faults: recorded answers, October 2026, as us-east-1 gives them, which is the
older wording throughout; the order among the kinds of actions is dynalite's.
"""

from typing import Final, Required, TypedDict

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP
from jedlik.apis.dynamodb.model.items import (
    Conditional,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
)
from jedlik.apis.dynamodb.model.members import (
    CONDITION_EXPRESSION,
    EXPRESSION_ATTRIBUTE_NAMES,
    EXPRESSION_ATTRIBUTE_VALUES,
    KEY,
    PROJECTION_EXPRESSION,
    READ_TABLE_NAME,
    RETURN_CONSUMED_CAPACITY,
    RETURN_ITEM_COLLECTION_METRICS,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import Item
from jedlik.wire.shapes.constraints import max_length, min_length
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import String
from jedlik.wire.shapes.structure import List, Member, Structure


class TransactAction(Conditional, total=False):
    """One Put, Update, Delete or ConditionCheck; each requires some of these and lacks others."""

    TableName: Required[str]
    Item: Item
    Key: Item
    UpdateExpression: str


class TransactWriteItem(TypedDict, total=False):
    """One of the four."""

    ConditionCheck: TransactAction
    Put: TransactAction
    Delete: TransactAction
    Update: TransactAction


class TransactWriteItemsRequest(TypedDict, total=False):
    """TransactWriteItems."""

    TransactItems: Required[list[TransactWriteItem]]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    ReturnItemCollectionMetrics: ReturnItemCollectionMetrics
    ClientRequestToken: str


class Get(TypedDict, total=False):
    """One item to read."""

    Key: Required[Item]
    TableName: Required[str]
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]


class TransactGetItem(TypedDict):
    """It is one already."""

    Get: Get


class TransactGetItemsRequest(TypedDict, total=False):
    """TransactGetItems."""

    TransactItems: Required[list[TransactGetItem]]
    ReturnConsumedCapacity: ReturnConsumedCapacity


_TABLE_NAME: Final = Member("TableName", READ_TABLE_NAME, required=True)


def _action(name: str, *own: Member, checks: bool = False) -> Member:
    """An action; one that `checks` and does nothing else requires its condition."""
    condition = Member("ConditionExpression", String(), required=True)
    return Member(
        name,
        Structure(
            name,
            *own,
            _TABLE_NAME,
            condition if checks else CONDITION_EXPRESSION,
            EXPRESSION_ATTRIBUTE_NAMES,
            EXPRESSION_ATTRIBUTE_VALUES,
            RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
        ),
    )


def _items(element: Structure) -> Member:
    constraints = min_length(1), max_length(limits.TRANSACT_ACTIONS)
    return Member("TransactItems", List(element, *constraints), required=True)


# A token that is too long is reported before the enums (recorded).
TRANSACT_WRITE_ITEMS: Final = Request(
    "TransactWriteItemsInput",
    Member(
        "ClientRequestToken",
        String(min_length(1), max_length(limits.CLIENT_REQUEST_TOKEN_CHARACTERS)),
    ),
    RETURN_CONSUMED_CAPACITY,
    RETURN_ITEM_COLLECTION_METRICS,
    _items(
        Structure(
            "TransactWriteItem",
            _action("ConditionCheck", KEY, checks=True),
            _action("Delete", KEY),
            _action("Put", Member("Item", ATTRIBUTE_MAP, required=True)),
            _action("Update", KEY, Member("UpdateExpression", String(), required=True)),
            printed=("ConditionCheck", "Put", "Delete", "Update"),
        )
    ),
)

TRANSACT_GET_ITEMS: Final = Request(
    "TransactGetItemsInput",
    RETURN_CONSUMED_CAPACITY,
    _items(
        Structure(
            "TransactGetItem",
            Member(
                "Get",
                Structure(
                    "Get", KEY, _TABLE_NAME, PROJECTION_EXPRESSION, EXPRESSION_ATTRIBUTE_NAMES
                ),
                required=True,
            ),
        )
    ),
)
