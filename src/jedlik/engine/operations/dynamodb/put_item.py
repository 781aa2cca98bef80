"""PutItem: an item replaces whatever is under its key."""

from typing import Final

from jedlik.core.limits import ITEM_BYTES
from jedlik.core.shapes.requests.data import PUT_ITEM, PutItemRequest
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.request_expressions import check_parameters, guard_of
from jedlik.engine.tables.name import table_of
from jedlik.engine.writes.conditional import RETURNS_OLD_ALONE, answer, old_attributes
from jedlik.engine.writes.layer import checked_in_layer
from jedlik.engine.writes.put import ITEM_TOO_LARGE, CheckedPut, plan_put


def check(request: PutItemRequest) -> CheckedPut:
    """Rules across members, in the service's order."""
    return checked_in_layer(request, _checked)


async def run(checked: CheckedPut, context: Context) -> Answer:
    """Put the item; answers the old one when asked."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    (change,) = await commit(context, (plan_put(table, checked),))
    return answer(request, table, change, old_attributes(request, change))


def _checked(request: PutItemRequest, layer: Layer) -> CheckedPut:
    check_parameters(request, layer, ("ConditionExpression",), ("Expected", "ConditionalOperator"))
    item = request["Item"]
    size_bytes = normalise_item(item, layer)
    if size_bytes > ITEM_BYTES:
        raise layer.refusal(ITEM_TOO_LARGE)
    if request.get("ReturnValues", "NONE") not in ("NONE", "ALL_OLD"):
        raise layer.refusal(RETURNS_OLD_ALONE)
    return CheckedPut(request, item, size_bytes, guard_of(request, layer))


OPERATION: Final = Operation(
    "PutItem", Api.DYNAMODB, Access.WRITE, Plane.DATA, PUT_ITEM, check, run
)
