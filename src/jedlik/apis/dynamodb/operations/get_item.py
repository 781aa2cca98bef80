"""GetItem: reads the item under a key."""

from functools import partial
from typing import Final, final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.consumed_capacity import add_capacity, finish_meter
from jedlik.apis.dynamodb.expressions import check_parameters, projection_of
from jedlik.apis.dynamodb.model.items import GET_ITEM, GetItemRequest
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.disposal import LARGE_BYTES
from jedlik.core.types.stored_item import item_from_bytes, part_json, stored_json
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.read import read_item
from jedlik.features.tables.name import table_of
from jedlik.turns import call


@final
class CheckedGet:
    """A request whose key is canonical and whose projection is parsed."""

    __slots__ = ("projection", "request")

    def __init__(
        self,
        request: GetItemRequest,
        projection: Projection | None,
    ) -> None:
        self.request = request
        self.projection = projection


def check(request: GetItemRequest) -> CheckedGet:
    """Checks the rules across members, in the order of the service."""
    check_parameters(request, READ, ("ProjectionExpression",), ("AttributesToGet",))
    normalise_item(request["Key"], READ)
    return CheckedGet(request, projection_of(request))


async def run(checked: CheckedGet, context: Context) -> Answer:
    """Reads the item. Without a projection, the stored JSON is answered without being decoded."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    key = request_key(table.key, request["Key"])
    if checked.projection is not None:
        check_key_paths(table.scalars, checked.projection)
    consistent = request.get("ConsistentRead", False)
    stored = await read_item(context, table, key, consistent=consistent)
    answered: dict[str, object] = {}
    if stored is not None:
        if checked.projection is None:
            answered["Item"] = stored_json(stored)
        elif len(stored) > LARGE_BYTES:
            part = await call(partial(part_json, stored, partial(project, checked.projection)))
            answered["Item"] = part or {}
        else:
            answered["Item"] = project(checked.projection, item_from_bytes(stored))
    if context.meter.held:
        await finish_meter(request, context.meter)
    add_capacity(answered, request, context.meter)
    return answered


OPERATION: Final = Operation(
    "GetItem",
    Access.READ,
    Plane.DATA,
    GET_ITEM,
    check,
    run,
    TableRule("dynamodb:GetItem"),
)
