"""Makes the answers of writes: attributes of the item, ConsumedCapacity, ItemCollectionMetrics."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from jedlik.apis.dynamodb.consumed_capacity import add_capacity
from jedlik.core.expressions.nodes import Update
from jedlik.core.expressions.update import updated_attributes
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json
from jedlik.engine.commit import Change, Write
from jedlik.engine.meter import Meter
from jedlik.engine.table import Table

_GIGABYTE: Final = 1024**3


def answer(
    request: Mapping[str, object],
    table: Table,
    change: Change,
    meter: Meter,
    attributes: object = None,
) -> dict[str, object]:
    """Returns the answer of a write of one item. attributes: None omits the member Attributes."""
    answered: dict[str, object] = {}
    if attributes is not None:
        answered["Attributes"] = attributes
    add_capacity(answered, request, meter)
    if change.collection_bytes is not None and wants_metrics(request):
        item = request.get("Key") or request.get("Item")
        answered["ItemCollectionMetrics"] = item_collection_metrics(
            table, cast(Item, item), change.collection_bytes
        )
    return answered


def old_attributes(request: Mapping[str, object], change: Change) -> object:
    """Returns Attributes of PutItem and DeleteItem: the old item if the request asks for it."""
    if change.old is None or request.get("ReturnValues") != "ALL_OLD":
        return None
    return stored_json(change.old)


def updated_of(update: Update, change: Change, *, is_old: bool) -> object:
    """Returns the attributes that an update has changed, as they were before or are now."""
    if change.new is None:
        return None
    stored, item = (change.old, change.old_item) if is_old else (change.new, change.new_item)
    if item is None and stored is not None:  # it was large, so the change has released it
        item = item_from_bytes(stored)
    return updated_attributes(update, item) or None


def wants_metrics(request: Mapping[str, object]) -> bool:
    """Returns whether the request asks for ItemCollectionMetrics."""
    return request.get("ReturnItemCollectionMetrics") == "SIZE"


def item_collection_metrics(table: Table, item: Item, size_bytes: int) -> dict[str, object]:
    """Returns ItemCollectionMetrics of one item collection.

    item: an item of the collection, or its key.
    size_bytes: the size of the collection. The answer gives it between whole gigabytes (recorded
        answers, October 2026).
    """
    gigabytes = size_bytes // _GIGABYTE
    name = table.hash_key.name
    return {
        "ItemCollectionKey": {name: item[name]},
        "SizeEstimateRangeGB": [float(gigabytes), float(gigabytes + 1)],
    }


def metrics_by_table(
    items: Sequence[Item], writes: Sequence[Write], changes: Sequence[Change]
) -> dict[str, list[dict[str, object]]]:
    """Returns ItemCollectionMetrics by table, after the last write to each collection.

    items: for each write its item, or the key of the item.
    """
    found: dict[str, dict[bytes, dict[str, object]]] = {}
    for item, write, change in zip(items, writes, changes, strict=True):
        if change.collection_bytes is None:
            continue
        metrics = item_collection_metrics(write.table, item, change.collection_bytes)
        found.setdefault(write.table.name, {})[write.key.partition] = metrics
    return {name: list(by_collection.values()) for name, by_collection in found.items()}
