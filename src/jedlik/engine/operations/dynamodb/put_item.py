"""PutItem: an item replaces whatever is under its key."""

from typing import NamedTuple

from jedlik.core.errors import ServiceError, enveloped
from jedlik.core.keys.index_key import check_index_keys
from jedlik.core.keys.primary_key import item_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.shapes.requests.data import PUT_ITEM, PutItemRequest
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes, stored_json
from jedlik.core.types.table import Table
from jedlik.core.types.value import WRITE, normalise_item
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.request_expressions import check_parameters, guard_of
from jedlik.engine.tables.name import table_of
from jedlik.engine.writes.conditional import Guard, answer

ITEM_TOO_LARGE = "Item size has exceeded the maximum allowed size"


class CheckedPut(NamedTuple):
    """A request whose item is canonical and measured, whose condition is parsed."""

    request: PutItemRequest
    item: Item
    size_bytes: int
    guard: Guard


def check(request: PutItemRequest) -> CheckedPut:
    """Rules across members, in the service's order; errors stand in the envelope."""
    check_parameters(request, WRITE, ("ConditionExpression",), ("Expected", "ConditionalOperator"))
    item = request["Item"]
    size_bytes = normalise_item(item, WRITE)
    if size_bytes > ITEM_BYTES:
        raise enveloped(ITEM_TOO_LARGE)
    if request.get("ReturnValues", "NONE") not in ("NONE", "ALL_OLD"):
        raise enveloped("ReturnValues can only be ALL_OLD or NONE")
    return CheckedPut(request, item, size_bytes, guard_of(request))


def plan(table: Table, checked: CheckedPut) -> Write:
    """The write of a checked put. Raises Reject when the item's key does not fit the table,
    or an attribute cannot be the key of an index that it is."""
    item, guard = checked.item, checked.guard
    key = item_key(table, item)
    if table.indexes:
        check_index_keys(table.indexes, item)
    new = item_to_bytes(item, checked.size_bytes)

    def decide(old: bytes | None) -> Change | ServiceError:
        return guard.refusal_of_stored(old) or Change(old, new, new_item=item)

    return Write(table, key, decide)


async def run(checked: CheckedPut, context: Context) -> Answer:
    """Put the item; answers the old one when asked."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    (change,) = await commit(context, (plan(table, checked),))
    wants_old = change.old is not None and request.get("ReturnValues") == "ALL_OLD"
    attributes = stored_json(change.old) if wants_old and change.old is not None else None
    return answer(request, table, change, attributes)


OPERATION = Operation("PutItem", Api.DYNAMODB, Access.WRITE, Plane.DATA, PUT_ITEM, check, run)
