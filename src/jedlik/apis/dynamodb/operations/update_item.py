"""UpdateItem: changes attributes of an item, or creates the item."""

from typing import Final, final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.expressions import (
    check_parameters,
    checked_in_layer,
    precondition_and_update_of,
)
from jedlik.apis.dynamodb.model.items import UPDATE_ITEM, UpdateItemRequest
from jedlik.apis.dynamodb.write_answer import answer, updated_of
from jedlik.core.errors import invalid
from jedlik.core.expressions.update import (
    UPDATE_TOO_LARGE,
)
from jedlik.core.expressions.update_charge import charge_bytes
from jedlik.core.keys.primary_key import request_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.stored_item import (
    stored_json,
)
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import Change, commit
from jedlik.engine.context import Context
from jedlik.features.items.update import ItemUpdate, UpdateWrite
from jedlik.features.tables.name import table_of


@final
class CheckedUpdate:
    """A request whose key is canonical, whose expressions are parsed and whose charge fits."""

    __slots__ = ("asked", "request")

    def __init__(self, request: UpdateItemRequest, asked: ItemUpdate) -> None:
        self.request = request
        self.asked = asked


def check(request: UpdateItemRequest) -> CheckedUpdate:
    """Checks the rules across members, in the order of the service."""
    return checked_in_layer(request, _checked)


async def run(checked: CheckedUpdate, context: Context) -> Answer:
    """Updates the item. Answers the attributes that ReturnValues asks for."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    write = UpdateWrite(table, request_key(table.key, request["Key"]), checked.asked)
    (change,) = await commit(context, (write,))
    return answer(request, table, change, context.meter, _returned(checked, change))


def _checked(request: UpdateItemRequest, layer: Layer) -> CheckedUpdate:
    check_parameters(
        request,
        layer,
        ("UpdateExpression", "ConditionExpression"),
        ("AttributeUpdates", "Expected", "ConditionalOperator"),
    )
    normalise_item(request["Key"], layer)
    precondition, update = precondition_and_update_of(request, layer)
    # AttributeUpdates have no charge. The text of the error has no envelope (recorded answers).
    if update is not None and "UpdateExpression" in request and charge_bytes(update) > ITEM_BYTES:
        raise invalid(UPDATE_TOO_LARGE)
    legacy = request.get("AttributeUpdates")
    return CheckedUpdate(request, ItemUpdate(request["Key"], update, precondition, legacy))


def _returned(checked: CheckedUpdate, change: Change) -> object:
    wanted = checked.request.get("ReturnValues", "NONE")
    if wanted == "NONE":
        return None
    if wanted in ("ALL_OLD", "ALL_NEW"):
        stored = change.old if wanted == "ALL_OLD" else change.new
        return None if stored is None else stored_json(stored)
    update = checked.asked.update
    if update is None:
        return None
    return updated_of(update, change, is_old=wanted == "UPDATED_OLD")


OPERATION: Final = Operation(
    "UpdateItem",
    Access.WRITE,
    Plane.DATA,
    UPDATE_ITEM,
    check,
    run,
    TableRule("dynamodb:UpdateItem"),
)
