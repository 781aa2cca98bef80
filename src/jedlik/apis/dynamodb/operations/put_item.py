"""PutItem: stores an item. It replaces the item that has the same key."""

from typing import Final, final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.expressions import check_parameters, checked_in_layer, precondition_of
from jedlik.apis.dynamodb.model.items import PUT_ITEM, PutItemRequest
from jedlik.apis.dynamodb.model.members import RETURNS_OLD_ALONE
from jedlik.apis.dynamodb.write_answer import answer, old_attributes
from jedlik.core.keys.primary_key import item_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.value import Layer, normalise_item
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.features.items.writes import ITEM_TOO_LARGE, Precondition, PutWrite
from jedlik.features.tables.name import table_of


@final
class CheckedPut:
    """A request whose item is canonical and whose precondition is parsed, with the item's size."""

    __slots__ = ("precondition", "request", "size_bytes")

    def __init__(
        self, request: PutItemRequest, size_bytes: int, precondition: Precondition
    ) -> None:
        self.request = request
        self.size_bytes = size_bytes
        self.precondition = precondition


def check(request: PutItemRequest) -> CheckedPut:
    """Checks the rules across members, in the order of the service."""
    return checked_in_layer(request, _checked)


async def run(checked: CheckedPut, context: Context) -> Answer:
    """Puts the item. Answers the old item if the request asks for it."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    item = request["Item"]
    key = item_key(table.key, item)
    write = PutWrite(table, key, item, checked.size_bytes, checked.precondition)
    (change,) = await commit(context, (write,))
    return answer(request, table, change, context.meter, old_attributes(request, change))


def _checked(request: PutItemRequest, layer: Layer) -> CheckedPut:
    check_parameters(request, layer, ("ConditionExpression",), ("Expected", "ConditionalOperator"))
    size_bytes = normalise_item(request["Item"], layer)
    if size_bytes > ITEM_BYTES:
        raise layer.refusal(ITEM_TOO_LARGE)
    if request.get("ReturnValues", "NONE") not in ("NONE", "ALL_OLD"):
        raise layer.refusal(RETURNS_OLD_ALONE)
    return CheckedPut(request, size_bytes, precondition_of(request, layer))


OPERATION: Final = Operation(
    "PutItem",
    Access.WRITE,
    Plane.DATA,
    PUT_ITEM,
    check,
    run,
    TableRule("dynamodb:PutItem"),
)
