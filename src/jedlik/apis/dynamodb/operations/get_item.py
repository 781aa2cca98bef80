"""GetItem: the item under a key, or nothing."""

from typing import Final, final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import consumed_capacity
from jedlik.apis.dynamodb.expressions import check_parameters, projection_of
from jedlik.apis.dynamodb.model.items import GET_ITEM, GetItemRequest
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.meter import read_units
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of


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
    """Rules across members, in the service's order."""
    check_parameters(request, READ, ("ProjectionExpression",), ("AttributesToGet",))
    normalise_item(request["Key"], READ)
    return CheckedGet(request, projection_of(request))


async def run(checked: CheckedGet, context: Context) -> Answer:
    """Read the item; the stored JSON goes into the answer unread unless it is projected."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    key = request_key(table, request["Key"])
    if checked.projection is not None:
        check_key_paths(table, checked.projection)
    consistent = request.get("ConsistentRead", False)
    (stored,) = await context.node.storage.read((key,), consistent=consistent)
    return answer(checked, table, stored)


def answer(checked: CheckedGet, table: Table, stored: bytes | None) -> Answer:
    """The answer for what the storage keeps under the key."""
    request, projection = checked.request, checked.projection
    answered: dict[str, object] = {}
    if stored is not None:
        if projection is None:
            answered["Item"] = stored_json(stored)
        else:
            answered["Item"] = project(projection, item_from_bytes(stored))
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        size_bytes = 0 if stored is None else stored_size_bytes(stored)
        units = read_units(size_bytes, consistent=request.get("ConsistentRead", False))
        answered["ConsumedCapacity"] = consumed_capacity(table.name, units, report)
    return answered


OPERATION: Final = Operation("GetItem", Access.READ, Plane.DATA, GET_ITEM, check, run)
