"""TransactGetItems: reads up to 100 items of several tables as they were at one moment."""

from functools import partial
from typing import Final, NamedTuple, cast

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_transaction_capacity, finish_meter
from jedlik.apis.dynamodb.expressions import projection_of
from jedlik.apis.dynamodb.model.items import GetItemRequest
from jedlik.apis.dynamodb.model.transactions import TRANSACT_GET_ITEMS, Get, TransactGetItemsRequest
from jedlik.apis.dynamodb.parts import Part, PartsRule, member_part
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.stored_item import part_json, stored_json
from jedlik.core.types.value import OLDER, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.transaction import planned, read_transaction
from jedlik.turns import call

_MEMBERS: Final = tuple(Get.__annotations__)


class CheckedGet(NamedTuple):
    """A read whose key is canonical and whose projection is parsed."""

    get: GetItemRequest
    projection: Projection | None


class CheckedGets(NamedTuple):
    """A request and its reads."""

    request: TransactGetItemsRequest
    gets: list[CheckedGet]


def check(request: TransactGetItemsRequest) -> CheckedGets:
    """Checks the rules across members, read by read."""
    return CheckedGets(request, [_checked(each["Get"]) for each in request["TransactItems"]])


async def run(checked: CheckedGets, context: Context) -> Answer:
    """Reads all items at once. An item that does not exist is answered as an empty entry."""
    request, gets = checked
    tables = [await table_of(context, each.get["TableName"]) for each in gets]
    plans = [partial(_key, table, each) for table, each in zip(tables, gets, strict=True)]
    keys = planned(plans, lambda key: key)
    values = await read_transaction(context, tables, keys)
    pairs = zip(gets, values, strict=True)
    answered: dict[str, object] = {
        "Responses": [
            {"Item": stored_json(stored)}
            if each.projection is None and stored is not None
            else await call(partial(_response, each.projection, stored))
            for each, stored in pairs
        ]
    }
    if context.meter.held:
        await finish_meter(request, context.meter)
    add_transaction_capacity(answered, request, context.meter)
    return answered


def _checked(given: Get) -> CheckedGet:
    # Members that a Get does not have are left out: AttributesToGet, for example, would be taken
    # for the legacy parameter.
    members = cast("dict[str, object]", given)
    get = cast(GetItemRequest, {name: members[name] for name in _MEMBERS if name in members})
    projection = projection_of(get)
    normalise_item(get["Key"], OLDER)
    return CheckedGet(get, projection)


def _key(table: Table, checked: CheckedGet) -> Key:
    """Returns the key to read. Raises Reject if the read does not fit the table, which cancels the
    transaction.
    """
    key = request_key(table.key, checked.get["Key"])
    check_key_paths(table.scalars, checked.projection)
    return key


def _response(projection: Projection | None, stored: bytes | None) -> dict[str, object]:
    """Returns the entry of an item. Unlike in other reads, it has no Item if the projection finds
    nothing (recorded answers).
    """
    if stored is None:
        return {}
    if projection is None:
        return {"Item": stored_json(stored)}
    part = part_json(stored, partial(project, projection))
    return {} if part is None else {"Item": part}


def parts(request: TransactGetItemsRequest, checked: CheckedGets) -> list[Part]:
    """Returns each read, which needs GetItem."""
    return [member_part("dynamodb:GetItem", each.get) for each in checked.gets]


OPERATION: Final = Operation(
    "TransactGetItems",
    Access.READ,
    Plane.DATA,
    TRANSACT_GET_ITEMS,
    check,
    run,
    PartsRule(parts),
)
