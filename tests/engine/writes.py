"""Plans for tests: a write whose decision is a function."""

from collections.abc import Callable

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import item_key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table
from jedlik.features.items.writes import DeleteWrite, Precondition, PutWrite

ALWAYS = Precondition(None, returns_item=False)


class FunctionWrite(Write):
    """A write whose `decide` is `function`. It counts how often it was planned again."""

    def __init__(
        self,
        table: Table,
        key: Key,
        function: Callable[[bytes | None], Change | ServiceError],
        times_planned: int = 1,
    ) -> None:
        super().__init__(table, key)
        self.function = function
        self.times_planned = times_planned

    def decide(self, old: bytes | None) -> Change | ServiceError:
        return self.function(old)

    def replanned(self, table: Table) -> "FunctionWrite":
        return FunctionWrite(table, self.key, self.function, self.times_planned + 1)


def put_write(table: Table, item: Item) -> Write:
    """Returns the plan of a put without condition."""
    return PutWrite(table, item_key(table.key, item), item, item_size_bytes(item), ALWAYS)


def delete_write(table: Table, item: Item) -> Write:
    """Returns the plan of a delete without condition. item: at least the key."""
    return DeleteWrite(table, item_key(table.key, item), ALWAYS)


def stored_of(item: Item) -> bytes:
    """Returns the stored form of an item."""
    return item_to_bytes(item, item_size_bytes(item))
