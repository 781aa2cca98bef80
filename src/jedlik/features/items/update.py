"""The plan of an update: of UpdateItem, and of what else updates an item."""

from typing import final

from jedlik.apis.dynamodb.model.items import UpdateItemRequest
from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.expressions.legacy.update import check_present_types
from jedlik.core.expressions.nodes import Update
from jedlik.core.expressions.update import (
    UPDATE_TOO_DEEP,
    UPDATE_TOO_LARGE,
    apply,
    may_nest,
    updated_names,
)
from jedlik.core.keys.primary_key import request_key
from jedlik.core.limits import ITEM_BYTES, ITEM_LEVELS
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    item_from_bytes,
    item_to_bytes,
    stored_size_bytes,
)
from jedlik.core.types.value import (
    attribute_size_bytes,
    item_size_bytes,
    levels,
)
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table
from jedlik.features.items.writes import Guard
from jedlik.features.secondary_indexes.rules import (
    check_index_keys,
    check_index_update,
    check_updated_index_keys,
)


@final
class CheckedUpdate:
    """A request whose key is canonical, whose expressions are parsed and whose charge fits."""

    __slots__ = ("guard", "request", "update")

    def __init__(
        self,
        request: UpdateItemRequest,
        update: Update | None,
        guard: Guard,
    ) -> None:
        self.request = request
        self.update = update
        self.guard = guard


@final
class Items:
    """The item before and after an update, decoded."""

    __slots__ = ("new", "old")

    def __init__(
        self,
        old: Item | None,
        new: Item,
    ) -> None:
        self.old = old
        self.new = new


def plan_update(table: Table, checked: CheckedUpdate) -> Write:
    """The write of a checked update. Raises Reject for a key that does not fit the table, and for
    an update of a key attribute.
    """
    key_item: Item = checked.request["Key"]
    key = request_key(table.key, key_item)
    update, guard = checked.update, checked.guard
    attribute_updates = checked.request.get("AttributeUpdates")
    check_keys = check_index_keys if attribute_updates is not None else check_updated_index_keys
    if update is not None:
        names = updated_names(update)
        for name, _ in table.key_attributes:
            if name in names:
                raise invalid(
                    REQUEST_INVALID
                    + f"Cannot update attribute {name}. This attribute is part of the key"
                )
        check_index_update(table, update, is_expression=attribute_updates is None)
        nests = may_nest(update)

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
                check_keys(table.indexes, updated)
        except Reject as reject:
            return reject.error
        if updated is None:
            return Change(None, None)
        size_bytes = _size_bytes(old, Items(item, updated), names)
        if size_bytes > ITEM_BYTES:
            return ServiceError("ValidationException", UPDATE_TOO_LARGE)
        if nests and levels([updated[name] for name in names if name in updated]) > ITEM_LEVELS:
            return ServiceError("ValidationException", UPDATE_TOO_DEEP)
        new = item_to_bytes(updated, size_bytes)
        detail = Items(item, updated)
        return Change(old, new, detail, old_item=item, new_item=updated)

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
