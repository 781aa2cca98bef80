"""PutItem: an item replaces whatever is under its key."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.expressions import check_parameters, checked_in_layer, guard_of
from jedlik.apis.dynamodb.model.items import PUT_ITEM, PutItemRequest
from jedlik.apis.dynamodb.write_answer import RETURNS_OLD_ALONE, answer, old_attributes
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.features.items.writes import ITEM_TOO_LARGE, CheckedPut, plan_put
from jedlik.features.tables.name import table_of


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


OPERATION: Final = Operation("PutItem", Access.WRITE, Plane.DATA, PUT_ITEM, check, run)
