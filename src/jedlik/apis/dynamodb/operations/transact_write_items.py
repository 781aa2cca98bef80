"""TransactWriteItems: up to 100 writes and checks of items in several tables, all or none.

Its actions are the plans of the single-item writes; checks of the request go action by action, and
the first fault met is answered, whatever its kind. Source: recorded answers, October 2026.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple, cast

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.expressions import check_parameters, guard_and_update_of, guard_of
from jedlik.apis.dynamodb.model.items import DeleteItemRequest, PutItemRequest, UpdateItemRequest
from jedlik.apis.dynamodb.model.transactions import (
    TRANSACT_WRITE_ITEMS,
    TransactAction,
    TransactWriteItem,
    TransactWriteItemsRequest,
)
from jedlik.apis.dynamodb.transaction_capacity import writes_capacity
from jedlik.apis.dynamodb.write_answer import metrics_by_table, wants_metrics
from jedlik.core.errors import ServiceError, invalid
from jedlik.core.keys.primary_key import request_key
from jedlik.core.limits import ITEM_BYTES, TRANSACT_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import OLDER, item_size_bytes, normalise_item
from jedlik.engine.commit import Change, Write
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.items.update import CheckedUpdate, plan_update
from jedlik.features.items.writes import (
    ITEM_TOO_LARGE,
    CheckedDelete,
    CheckedPut,
    plan_delete,
    plan_put,
)
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.client_token import client_token
from jedlik.features.transactions.transaction import TOO_LARGE, commit_transaction, planned

NO_ACTION: Final = (
    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"
)
# Source: moto's tests of it, taken from the service.
SEVERAL_ACTIONS: Final = "TransactItems can only contain one of Check, Put, Update or Delete"

_MEMBERS: Final = tuple(TransactAction.__annotations__)


class CheckedAction(NamedTuple):
    """An action whose values are canonical and whose expressions are parsed.

    item: the item or the key. size_bytes: of the item or key and the expression values.
    """

    table_name: str
    item: Item
    size_bytes: int
    plan: Callable[[Table], Write]


class CheckedTransaction(NamedTuple):
    """A request and its actions."""

    request: TransactWriteItemsRequest
    actions: list[CheckedAction]


def check(request: TransactWriteItemsRequest) -> CheckedTransaction:
    """Rules across members, action by action."""
    actions = [_checked(each) for each in request["TransactItems"]]
    if sum(action.size_bytes for action in actions) > TRANSACT_BYTES:
        raise invalid(TOO_LARGE)
    return CheckedTransaction(request, actions)


async def run(checked: CheckedTransaction, context: Context) -> Answer:
    """Do all actions, unless the token of the request says that they were done."""
    request, actions = checked
    tables = [await table_of(context, action.table_name) for action in actions]
    plans = [partial(action.plan, table) for action, table in zip(actions, tables, strict=True)]
    writes = planned(plans, lambda write: write.key)
    changes = await commit_transaction(context, writes, client_token(context, request))
    answered: dict[str, object] = {}
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        answered["ConsumedCapacity"] = writes_capacity(writes, changes, report)
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
    # Without what no action has: Expected, say, would be taken for the legacy parameter.
    members = cast("dict[str, object]", given)
    action = cast(TransactAction, {name: members[name] for name in _MEMBERS if name in members})
    expressions = ("UpdateExpression", "ConditionExpression")
    check_parameters(action, OLDER, expressions if kind == "Update" else expressions[1:], ())
    return _CHECKS[kind](action)


def _checked_put(action: TransactAction) -> CheckedAction:
    request = cast(PutItemRequest, action)
    guard = guard_of(request, OLDER)
    size_bytes = normalise_item(request["Item"], OLDER)
    if size_bytes > ITEM_BYTES:
        raise invalid(ITEM_TOO_LARGE)
    checked = CheckedPut(request, request["Item"], size_bytes, guard)
    return _sized(action, size_bytes, lambda table: plan_put(table, checked))


def _checked_delete(action: TransactAction) -> CheckedAction:
    request = cast(DeleteItemRequest, action)
    checked = CheckedDelete(request, guard_of(request, OLDER))
    size_bytes = normalise_item(request["Key"], OLDER)
    return _sized(action, size_bytes, lambda table: plan_delete(table, checked))


def _checked_update(action: TransactAction) -> CheckedAction:
    """The charge of an update, and the depth of its values, bound UpdateItem alone; here the
    finished item is measured.
    """
    request = cast(UpdateItemRequest, action)
    guard, update = guard_and_update_of(request, OLDER)
    size_bytes = normalise_item(request["Key"], OLDER)
    checked = CheckedUpdate(request, update, guard)
    return _sized(action, size_bytes, lambda table: plan_update(table, checked))


def _checked_condition(action: TransactAction) -> CheckedAction:
    request = cast(DeleteItemRequest, action)
    guard = guard_of(request, OLDER)
    size_bytes = normalise_item(request["Key"], OLDER)

    def decide(old: bytes | None) -> Change | ServiceError:
        return guard.refusal_of_stored(old) or Change(old, old)

    def plan(table: Table) -> Write:
        return Write(table, request_key(table, request["Key"]), decide)

    return _sized(action, size_bytes, plan)


def _sized(
    action: TransactAction, size_bytes: int, plan: Callable[[Table], Write]
) -> CheckedAction:
    values = action.get("ExpressionAttributeValues")
    if values:
        size_bytes += item_size_bytes(values)
    item = action["Item"] if "Item" in action else action["Key"]
    return CheckedAction(action["TableName"], item, size_bytes, plan)


_CHECKS: Final[dict[str, Callable[[TransactAction], CheckedAction]]] = {
    "ConditionCheck": _checked_condition,
    "Put": _checked_put,
    "Delete": _checked_delete,
    "Update": _checked_update,
}

OPERATION: Final = Operation(
    "TransactWriteItems",
    Access.WRITE,
    Plane.DATA,
    TRANSACT_WRITE_ITEMS,
    check,
    run,
)
