"""DeleteItem: forget the item under a key."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.expressions import check_parameters, checked_in_layer, guard_of
from jedlik.apis.dynamodb.model.items import DELETE_ITEM, DeleteItemRequest
from jedlik.apis.dynamodb.write_answer import RETURNS_OLD_ALONE, answer, old_attributes
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.features.items.writes import CheckedDelete, plan_delete
from jedlik.features.tables.name import table_of


def check(request: DeleteItemRequest) -> CheckedDelete:
    """Rules across members, in the service's order."""
    return checked_in_layer(request, _checked)


async def run(checked: CheckedDelete, context: Context) -> Answer:
    """Delete the item if there is one; answers it when asked."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    (change,) = await commit(context, (plan_delete(table, checked),))
    return answer(request, table, change, old_attributes(request, change))


def _checked(request: DeleteItemRequest, layer: Layer) -> CheckedDelete:
    check_parameters(request, layer, ("ConditionExpression",), ("Expected", "ConditionalOperator"))
    normalise_item(request["Key"], layer)
    if request.get("ReturnValues", "NONE") not in ("NONE", "ALL_OLD"):
        raise layer.refusal(RETURNS_OLD_ALONE)
    return CheckedDelete(request, guard_of(request, layer))


OPERATION: Final = Operation("DeleteItem", Access.WRITE, Plane.DATA, DELETE_ITEM, check, run)
