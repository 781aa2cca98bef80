"""TransactWriteItems: commits up to 100 writes and checks of items in several tables together.

Its actions become the same plans as single-item writes. The request is checked action by action,
and the first fault is answered, whatever its kind. Source: recorded answers, October 2026.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple, cast

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_transaction_capacity
from jedlik.apis.dynamodb.expressions import (
    check_substitutions,
    precondition_and_update_of,
    precondition_of,
)
from jedlik.apis.dynamodb.model.items import DeleteItemRequest, PutItemRequest, UpdateItemRequest
from jedlik.apis.dynamodb.model.transactions import (
    NO_ACTION,
    TRANSACT_WRITE_ITEMS,
    TransactAction,
    TransactWriteItem,
    TransactWriteItemsRequest,
)
from jedlik.apis.dynamodb.parts import Part, PartsRule, member_part
from jedlik.apis.dynamodb.write_answer import metrics_by_table, wants_metrics
from jedlik.core.errors import invalid
from jedlik.core.keys.primary_key import item_key, request_key
from jedlik.core.limits import ITEM_BYTES, TRANSACT_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import OLDER, item_size_bytes, normalise_item
from jedlik.engine.commit import Write
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.items.update import ItemUpdate, UpdateWrite
from jedlik.features.items.writes import ITEM_TOO_LARGE, CheckWrite, DeleteWrite, PutWrite
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.client_token import client_token
from jedlik.features.transactions.transaction import TOO_LARGE, commit_transaction, planned

# Source: moto's tests of TransactWriteItems, which were recorded from the service.
SEVERAL_ACTIONS: Final = "TransactItems can only contain one of Check, Put, Update or Delete"

# Source: Developer Guide, "Using IAM with DynamoDB transactions".
_PERMISSIONS: Final = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Put": "dynamodb:PutItem",
    "Delete": "dynamodb:DeleteItem",
    "Update": "dynamodb:UpdateItem",
}
_MEMBERS: Final = {
    kind: tuple(action.__annotations__)
    for kind, action in TransactWriteItem.__annotations__.items()
}


class CheckedAction(NamedTuple):
    """An action whose values are canonical and whose expressions are parsed.

    kind: `Put`, for example. given: its members, without any that this kind does not have.
    item: the item, or the key alone. size_bytes: the size of `item` and of the expression values.
    plan: makes the write for the table.
    """

    kind: str
    given: TransactAction
    item: Item
    size_bytes: int
    plan: Callable[[Table], Write]


class CheckedTransaction(NamedTuple):
    """A request and its actions."""

    request: TransactWriteItemsRequest
    actions: list[CheckedAction]


def check(request: TransactWriteItemsRequest) -> CheckedTransaction:
    """Checks the rules across members, action by action."""
    actions = [_checked(each) for each in request["TransactItems"]]
    if sum(action.size_bytes for action in actions) > TRANSACT_BYTES:
        raise invalid(TOO_LARGE)
    return CheckedTransaction(request, actions)


async def run(checked: CheckedTransaction, context: Context) -> Answer:
    """Commits all actions. If the token was used before, nothing is committed."""
    request, actions = checked
    tables = [await table_of(context, action.given["TableName"]) for action in actions]
    plans = [partial(action.plan, table) for action, table in zip(actions, tables, strict=True)]
    writes = planned(plans, lambda write: write.key)
    changes = await commit_transaction(context, writes, client_token(context, request))
    answered: dict[str, object] = {}
    add_transaction_capacity(answered, request, context.meter)
    if wants_metrics(request):
        metrics = metrics_by_table([action.item for action in actions], writes, changes)
        if metrics:
            answered["ItemCollectionMetrics"] = metrics
    return answered


def _checked(item: TransactWriteItem) -> CheckedAction:
    kinds = [kind for kind in _CHECKS if kind in item]
    if not kinds:
        raise invalid(NO_ACTION)
    if len(kinds) > 1:
        raise invalid(SEVERAL_ACTIONS)
    (kind,) = kinds
    given = cast("dict[str, TransactAction]", item)[kind]
    # Members that the action does not have are left out: Expected, for example, would be taken for
    # the legacy parameter.
    members = cast("dict[str, object]", given)
    action = cast(
        TransactAction, {name: members[name] for name in _MEMBERS[kind] if name in members}
    )
    if "UpdateExpression" not in action and "ConditionExpression" not in action:
        # Only in transactions names and values may come without an expression. Source: ExtendDB,
        # test_transact_expression_validation.py (captured from the service).
        check_substitutions(action, OLDER)
    return _CHECKS[kind](kind, action)


def _checked_put(kind: str, action: TransactAction) -> CheckedAction:
    request = cast(PutItemRequest, action)
    precondition = precondition_of(request, OLDER)
    item = request["Item"]
    size_bytes = normalise_item(item, OLDER)
    if size_bytes > ITEM_BYTES:
        raise invalid(ITEM_TOO_LARGE)

    def plan(table: Table) -> Write:
        return PutWrite(table, item_key(table.key, item), item, size_bytes, precondition)

    return _sized(kind, action, item, size_bytes, plan)


def _checked_delete(kind: str, action: TransactAction) -> CheckedAction:
    request = cast(DeleteItemRequest, action)
    precondition = precondition_of(request, OLDER)
    key = request["Key"]
    size_bytes = normalise_item(key, OLDER)

    def plan(table: Table) -> Write:
        return DeleteWrite(table, request_key(table.key, key), precondition)

    return _sized(kind, action, key, size_bytes, plan)


def _checked_update(kind: str, action: TransactAction) -> CheckedAction:
    """Returns an update. The limits of the charge of an update and of the depth of its values apply
    to UpdateItem alone. In a transaction only the size of the updated item is limited.
    """
    request = cast(UpdateItemRequest, action)
    precondition, update = precondition_and_update_of(request, OLDER)
    key = request["Key"]
    size_bytes = normalise_item(key, OLDER)
    asked = ItemUpdate(key, update, precondition)

    def plan(table: Table) -> Write:
        return UpdateWrite(table, request_key(table.key, key), asked)

    return _sized(kind, action, key, size_bytes, plan)


def _checked_condition(kind: str, action: TransactAction) -> CheckedAction:
    request = cast(DeleteItemRequest, action)
    precondition = precondition_of(request, OLDER)
    key = request["Key"]
    size_bytes = normalise_item(key, OLDER)

    def plan(table: Table) -> Write:
        return CheckWrite(table, request_key(table.key, key), precondition)

    return _sized(kind, action, key, size_bytes, plan)


def _sized(
    kind: str,
    action: TransactAction,
    item: Item,
    size_bytes: int,
    plan: Callable[[Table], Write],
) -> CheckedAction:
    values = action.get("ExpressionAttributeValues")
    if values:
        size_bytes += item_size_bytes(values)
    return CheckedAction(kind, action, item, size_bytes, plan)


_CHECKS: Final[dict[str, Callable[[str, TransactAction], CheckedAction]]] = {
    "ConditionCheck": _checked_condition,
    "Put": _checked_put,
    "Delete": _checked_delete,
    "Update": _checked_update,
}


def parts(request: TransactWriteItemsRequest, checked: CheckedTransaction) -> list[Part]:
    """Returns each action, which needs the permission of the operation on a single item."""
    return [member_part(_PERMISSIONS[each.kind], each.given) for each in checked.actions]


OPERATION: Final = Operation(
    "TransactWriteItems",
    Access.WRITE,
    Plane.DATA,
    TRANSACT_WRITE_ITEMS,
    check,
    run,
    PartsRule(parts),
)
