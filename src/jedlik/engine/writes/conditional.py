"""What writes of items share: the condition on the old item, and what is answered of a change."""

from collections.abc import Mapping
from typing import Final, cast, final

from jedlik.core.changes.capacity import consumed_capacity, write_units
from jedlik.core.errors import ServiceError
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.core.types.table import Index, Table
from jedlik.engine.commit import Change

_GIGABYTE: Final = 1024**3

RETURNS_OLD_ALONE: Final = "ReturnValues can only be ALL_OLD or NONE"
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


def answer(
    request: Mapping[str, object], table: Table, change: Change, attributes: object = None
) -> dict[str, object]:
    """The answer of a single-item write; `attributes` is None where the service leaves them out."""
    answered: dict[str, object] = {}
    if attributes is not None:
        answered["Attributes"] = attributes
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        units = change_units(change)
        answered["ConsumedCapacity"] = consumed_capacity(
            table.name, units, str(report), index_units(change)
        )
    if change.collection_bytes is not None and wants_metrics(request):
        item = request.get("Key") or request.get("Item")
        answered["ItemCollectionMetrics"] = item_collection_metrics(
            table, cast(Item, item), change.collection_bytes
        )
    return answered


def old_attributes(request: Mapping[str, object], change: Change) -> object:
    """The Attributes that PutItem and DeleteItem answer: the old item, if it is asked for."""
    if change.old is None or request.get("ReturnValues") != "ALL_OLD":
        return None
    return stored_json(change.old)


def change_units(change: Change) -> float:
    """Write capacity units that a change of one item consumes of its table, without indexes."""
    old, new = change.old, change.new
    uncharged_old, uncharged_new = change.uncharged_bytes
    return write_units(
        0 if old is None else stored_size_bytes(old) - uncharged_old,
        0 if new is None else stored_size_bytes(new) - uncharged_new,
    )


def index_units(change: Change) -> dict[Index, float]:
    """Write capacity units that a change consumes of the indexes it touched."""
    return {each.secondary_index: each.units for each in change.indexes}


def wants_metrics(request: Mapping[str, object]) -> bool:
    """Whether ItemCollectionMetrics are asked for."""
    return request.get("ReturnItemCollectionMetrics") == "SIZE"


def item_collection_metrics(table: Table, item: Item, size_bytes: int) -> dict[str, object]:
    """The member ItemCollectionMetrics for the collection of `item`, which may be its key alone.

    The range is that of whole gigabytes. Source: recorded answers, October 2026.
    """
    gigabytes = size_bytes // _GIGABYTE
    name = table.hash_key.name
    return {
        "ItemCollectionKey": {name: item[name]},
        "SizeEstimateRangeGB": [float(gigabytes), float(gigabytes + 1)],
    }
