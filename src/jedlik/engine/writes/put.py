"""The plan of a put: of PutItem, and of what else puts an item."""

from typing import Final, final

from jedlik.core.errors import ServiceError
from jedlik.core.keys.index_key import check_index_keys
from jedlik.core.keys.primary_key import item_key
from jedlik.core.shapes.requests.data import PutItemRequest
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.core.types.table import Table
from jedlik.engine.commit import Change, Write
from jedlik.engine.writes.conditional import Guard

ITEM_TOO_LARGE: Final = "Item size has exceeded the maximum allowed size"


@final
class CheckedPut:
    """A request whose item is canonical and measured, whose condition is parsed."""

    __slots__ = ("guard", "item", "request", "size_bytes")

    def __init__(
        self,
        request: PutItemRequest,
        item: Item,
        size_bytes: int,
        guard: Guard,
    ) -> None:
        self.request = request
        self.item = item
        self.size_bytes = size_bytes
        self.guard = guard


def plan_put(table: Table, checked: CheckedPut) -> Write:
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
