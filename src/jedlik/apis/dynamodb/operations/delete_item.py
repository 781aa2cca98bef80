"""DeleteItem: deletes the item under a key."""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.expressions import check_parameters, checked_in_layer, precondition_of
from jedlik.apis.dynamodb.model.items import DELETE_ITEM, DeleteItemRequest
from jedlik.apis.dynamodb.model.members import RETURNS_OLD_ALONE
from jedlik.apis.dynamodb.write_answer import answer, old_attributes
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.features.items.writes import DeleteWrite, Precondition
from jedlik.features.tables.name import table_of


class CheckedDelete(NamedTuple):
    """A request whose key is canonical and whose precondition is parsed."""

    request: DeleteItemRequest
    precondition: Precondition


def check(request: DeleteItemRequest) -> CheckedDelete:
    """Checks the rules across members, in the order of the service."""
    return checked_in_layer(request, _checked)


async def run(checked: CheckedDelete, context: Context) -> Answer:
    """Deletes the item if there is one. Answers the old item if the request asks for it."""
    request, precondition = checked
    table = await table_of(context, request["TableName"])
    write = DeleteWrite(table, request_key(table.key, request["Key"]), precondition)
    (change,) = await commit(context, (write,))
    return answer(request, table, change, context.meter, old_attributes(request, change))


def _checked(request: DeleteItemRequest, layer: Layer) -> CheckedDelete:
    # Only the older layer finds this here, see `DeletedReturnValues`.
    if request.get("ReturnValues", "NONE") not in ("NONE", "ALL_OLD"):
        raise layer.refusal(RETURNS_OLD_ALONE)
    check_parameters(request, layer, ("ConditionExpression",), ("Expected", "ConditionalOperator"))
    normalise_item(request["Key"], layer)
    return CheckedDelete(request, precondition_of(request, layer))


OPERATION: Final = Operation(
    "DeleteItem",
    Access.WRITE,
    Plane.DATA,
    DELETE_ITEM,
    check,
    run,
    TableRule("dynamodb:DeleteItem"),
)
