"""UpdateItem: change attributes of an item, or make it."""

from typing import NamedTuple

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.expressions.legacy.update import check_present_types
from jedlik.core.expressions.nodes import Update
from jedlik.core.expressions.update import (
    UPDATE_TOO_LARGE,
    apply,
    updated_attributes,
    updated_names,
)
from jedlik.core.expressions.update_charge import charge_bytes
from jedlik.core.keys.index_key import check_index_keys
from jedlik.core.keys.primary_key import request_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.shapes.requests.data import UPDATE_ITEM, UpdateItemRequest
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    item_from_bytes,
    item_to_bytes,
    stored_json,
    stored_size_bytes,
)
from jedlik.core.types.table import Table
from jedlik.core.types.value import (
    WRITE,
    attribute_size_bytes,
    item_size_bytes,
    normalise_item,
)
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.indexes.update_rules import check_index_update
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.request_expressions import check_parameters, guard_and_update_of
from jedlik.engine.tables.name import table_of
from jedlik.engine.writes.conditional import Guard, answer


class CheckedUpdate(NamedTuple):
    """A request whose key is canonical, whose expressions are parsed and whose charge fits."""

    request: UpdateItemRequest
    update: Update | None
    guard: Guard


class Items(NamedTuple):
    """The item before and after an update, decoded."""

    old: Item | None
    new: Item


def check(request: UpdateItemRequest) -> CheckedUpdate:
    """Rules across members, in the service's order; errors stand in the envelope, but for size."""
    check_parameters(
        request,
        WRITE,
        ("UpdateExpression", "ConditionExpression"),
        ("AttributeUpdates", "Expected", "ConditionalOperator"),
    )
    normalise_item(request["Key"], WRITE)
    guard, update = guard_and_update_of(request)
    # AttributeUpdates are charged nothing.
    if update is not None and "UpdateExpression" in request and charge_bytes(update) > ITEM_BYTES:
        raise invalid(UPDATE_TOO_LARGE)
    return CheckedUpdate(request, update, guard)


def plan(table: Table, checked: CheckedUpdate) -> Write:
    """The write of a checked update. Raises Reject for a key that does not fit the table, and for
    an update of a key attribute.
    """
    key_item: Item = checked.request["Key"]
    key = request_key(table, key_item)
    update, guard = checked.update, checked.guard
    attribute_updates = checked.request.get("AttributeUpdates")
    if update is not None:
        names = updated_names(update)
        for name, _ in table.key_attributes:
            if name in names:
                raise invalid(
                    REQUEST_INVALID
                    + f"Cannot update attribute {name}. This attribute is part of the key"
                )
        if table.indexes:
            check_index_update(table.indexes, update)

    def decide(old: bytes | None) -> Change | ServiceError:
        item = None if old is None else item_from_bytes(old)
        refusal = guard.refusal(old, item)
        if refusal is not None:
            return refusal
        if update is None:
            return Change(old, old or item_to_bytes(key_item, item_size_bytes(key_item)))
        try:
            if item is not None and attribute_updates is not None:
                check_present_types(attribute_updates, item)
            updated = apply(update, item, key_item)
            if table.indexes and updated is not None:
                check_index_keys(table.indexes, updated)
        except Reject as reject:
            return reject.error
        if updated is None:
            return Change(None, None)
        size_bytes = _size_bytes(old, Items(item, updated), names)
        if size_bytes > ITEM_BYTES:
            return ServiceError("ValidationException", UPDATE_TOO_LARGE)
        new = item_to_bytes(updated, size_bytes)
        return Change(old, new, Items(item, updated), item, updated)

    return Write(table, key, decide)


def _size_bytes(old: bytes | None, items: Items, names: frozenset[str]) -> int:
    """Size of the new item, from that of the old one and of the attributes that may differ.

    Past the limit of an item it is not added up further: one value may be under many names.
    """
    if old is None or items.old is None or items.new is None:
        return item_size_bytes(items.new or {})
    size_bytes = stored_size_bytes(old)
    for name in names:
        if name in items.old:
            size_bytes -= attribute_size_bytes(name, items.old[name])
    for name in names:
        if size_bytes > ITEM_BYTES:
            break
        if name in items.new:
            size_bytes += attribute_size_bytes(name, items.new[name])
    return size_bytes


async def run(checked: CheckedUpdate, context: Context) -> Answer:
    """Update the item; answers the attributes that ReturnValues asks for."""
    request = checked.request
    table = await table_of(context, request["TableName"])
    (change,) = await commit(context, (plan(table, checked),))
    return answer(request, table, change, _returned(checked, change))


def _returned(checked: CheckedUpdate, change: Change) -> object:
    wanted = checked.request.get("ReturnValues", "NONE")
    if wanted == "NONE":
        return None
    if wanted in ("ALL_OLD", "ALL_NEW"):
        stored = change.old if wanted == "ALL_OLD" else change.new
        return None if stored is None else stored_json(stored)
    if checked.update is None or not isinstance(change.detail, Items):
        return None
    item = change.detail.old if wanted == "UPDATED_OLD" else change.detail.new
    return updated_attributes(checked.update, item) or None


OPERATION = Operation("UpdateItem", Api.DYNAMODB, Access.WRITE, Plane.DATA, UPDATE_ITEM, check, run)
