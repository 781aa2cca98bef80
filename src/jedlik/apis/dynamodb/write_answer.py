"""How answers of writes show a change: its item, its capacity and its item collection."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from jedlik.apis.dynamodb.consumed_capacity import add_capacity
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import stored_json
from jedlik.engine.commit import Change, Write
from jedlik.engine.meter import Meter
from jedlik.engine.table import Table

_GIGABYTE: Final = 1024**3

RETURNS_OLD_ALONE: Final = "ReturnValues can only be ALL_OLD or NONE"


def answer(
    request: Mapping[str, object],
    table: Table,
    change: Change,
    meter: Meter,
    attributes: object = None,
) -> dict[str, object]:
    """The answer of a single-item write. attributes: the member Attributes; None to omit it."""
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
    """The Attributes that PutItem and DeleteItem answer: the old item, if it is asked for."""
    if change.old is None or request.get("ReturnValues") != "ALL_OLD":
        return None
    return stored_json(change.old)


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


def metrics_by_table(
    items: Sequence[Item], writes: Sequence[Write], changes: Sequence[Change]
) -> dict[str, list[dict[str, object]]]:
    """ItemCollectionMetrics by table, one for each collection, as the last write left it.

    items: of each write the item, or its key.
    """
    found: dict[str, dict[bytes, dict[str, object]]] = {}
    for item, write, change in zip(items, writes, changes, strict=True):
        if change.collection_bytes is None:
            continue
        metrics = item_collection_metrics(write.table, item, change.collection_bytes)
        found.setdefault(write.table.name, {})[write.key.partition] = metrics
    return {name: list(by_collection.values()) for name, by_collection in found.items()}
