"""The plan of an update: for UpdateItem, transactions and PartiQL."""

from collections.abc import Mapping
from typing import final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.expressions.key_paths import check_update_paths
from jedlik.core.expressions.legacy.update import check_present_types
from jedlik.core.expressions.nodes import Update
from jedlik.core.expressions.update import (
    UPDATE_TOO_DEEP,
    UPDATE_TOO_LARGE,
    apply,
    may_nest,
    updated_names,
)
from jedlik.core.keys.key import Key
from jedlik.core.limits import ITEM_BYTES, ITEM_LEVELS
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes, stored_size_bytes
from jedlik.core.types.structures import AttributeValueUpdate
from jedlik.core.types.value import attribute_size_bytes, item_size_bytes, levels
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table
from jedlik.features.items.writes import Precondition


@final
class ItemUpdate:
    """What a request asks for, before its table is loaded.

    key_item: the key attributes.
    update: None changes no attribute, and creates the item if it does not exist.
    legacy: the AttributeUpdates from which `update` was made. Their errors are those of PutItem.
    """

    __slots__ = ("key_item", "legacy", "precondition", "update")

    def __init__(
        self,
        key_item: Item,
        update: Update | None,
        precondition: Precondition,
        legacy: Mapping[str, AttributeValueUpdate] | None = None,
    ) -> None:
        self.key_item = key_item
        self.update = update
        self.precondition = precondition
        self.legacy = legacy


@final
class UpdateWrite(Write):
    """Changes attributes of an item, or creates the item."""

    def __init__(self, table: Table, key: Key, asked: ItemUpdate) -> None:
        """Raises Reject for an update of a key attribute, and for one that a rule refuses."""
        super().__init__(table, key)
        self._asked = asked
        self._names: frozenset[str] = frozenset()
        self._nests = False
        update = asked.update
        if update is None:
            return
        self._names = updated_names(update)
        self._nests = may_nest(update)
        for name, _ in table.key_attributes:
            if name in self._names:
                raise invalid(
                    REQUEST_INVALID
                    + f"Cannot update attribute {name}. This attribute is part of the key"
                )
        for rule in table.item_rules:
            rule.check_update(update, by_expression=asked.legacy is None)
        check_update_paths(table.scalars, update)

    def decide(self, old: bytes | None) -> Change | ServiceError:
        """See Write.decide."""
        asked = self._asked
        item = None if old is None else item_from_bytes(old)
        refusal = asked.precondition.refusal(old, item)
        if refusal is not None:
            if old is not None and len(old) > LARGE_BYTES:
                dispose(item)
            return refusal
        key_item = asked.key_item
        if asked.update is None:
            return Change(old, old or item_to_bytes(key_item, item_size_bytes(key_item)))
        try:
            updated = self._updated(asked.update, item)
        except Reject as reject:
            return reject.error
        if updated is None:
            return Change(None, None)
        size_bytes = _size_bytes(old, item, updated, self._names)
        if size_bytes > ITEM_BYTES:
            return ServiceError("ValidationException", UPDATE_TOO_LARGE)
        if self._nests and self._levels(updated) > ITEM_LEVELS:
            return ServiceError("ValidationException", UPDATE_TOO_DEEP)
        new = item_to_bytes(updated, size_bytes)
        return Change(old, new, old_item=item, new_item=updated)

    def replanned(self, table: Table) -> "UpdateWrite":
        """See Write.replanned."""
        return UpdateWrite(table, self.key, self._asked)

    def _updated(self, update: Update, item: Item | None) -> Item | None:
        """Returns the new item, or None if there was no item and the update creates none. Raises
        Reject.
        """
        asked = self._asked
        if item is not None and asked.legacy is not None:
            check_present_types(asked.legacy, item)
        updated = apply(update, item, asked.key_item)
        if updated is not None:
            for rule in self.table.item_rules:
                rule.check(updated, by_expression=asked.legacy is None)
        return updated

    def _levels(self, updated: Item) -> int:
        return levels([updated[name] for name in self._names if name in updated])


def _size_bytes(old: bytes | None, item: Item | None, updated: Item, names: frozenset[str]) -> int:
    """Returns the size of the new item, from the size of the old one and of the updated attributes.

    Stops adding beyond the limit of an item, because an update can write one value to many names.
    """
    if old is None or item is None:
        return item_size_bytes(updated)
    size_bytes = stored_size_bytes(old)
    for name in names:
        spend(1)
        if name in item:
            size_bytes -= attribute_size_bytes(name, item[name])
    for name in names:
        spend(1)
        if size_bytes > ITEM_BYTES:
            break
        if name in updated:
            size_bytes += attribute_size_bytes(name, updated[name])
    return size_bytes
