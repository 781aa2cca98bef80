"""Plans of puts and deletes."""

from typing import Final, NamedTuple, final

from jedlik.apis.dynamodb.model.items import DeleteItemRequest, PutItemRequest
from jedlik.core.errors import ServiceError
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.keys.primary_key import item_key, request_key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes, stored_json
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.rules import check_index_keys

CONDITION_FAILED: Final = "The conditional request failed"


@final
class Guard:
    """A condition on the old item, and whether its failure shows that item."""

    __slots__ = ("condition", "returns_item")

    def __init__(
        self,
        condition: Condition | None,
        returns_item: bool,
    ) -> None:
        self.condition = condition
        self.returns_item = returns_item

    def refusal(self, old: bytes | None, item: Item | None) -> ServiceError | None:
        """The error when the condition does not hold for `item`, which `old` keeps."""
        if self.condition is None or evaluate(self.condition, item):
            return None
        if old is None or not self.returns_item:
            return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED)
        fields = {"Item": stored_json(old)}
        return ServiceError("ConditionalCheckFailedException", CONDITION_FAILED, fields)

    def refusal_of_stored(self, old: bytes | None) -> ServiceError | None:
        """The same for a write that needs the old item for nothing else."""
        if self.condition is None:
            return None
        return self.refusal(old, None if old is None else item_from_bytes(old))


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
    key = item_key(table.key, item)
    if table.indexes:
        check_index_keys(table.indexes, item)
    new = item_to_bytes(item, checked.size_bytes)

    def decide(old: bytes | None) -> Change | ServiceError:
        return guard.refusal_of_stored(old) or Change(old, new, new_item=item)

    return Write(table, key, decide)


class CheckedDelete(NamedTuple):
    """A request whose key is canonical and whose condition is parsed."""

    request: DeleteItemRequest
    guard: Guard


def plan_delete(table: Table, checked: CheckedDelete) -> Write:
    """The write of a checked delete. Raises Reject when the key does not fit the table."""
    guard = checked.guard

    def decide(old: bytes | None) -> Change | ServiceError:
        return guard.refusal_of_stored(old) or Change(old, None)

    return Write(table, request_key(table.key, checked.request["Key"]), decide)
