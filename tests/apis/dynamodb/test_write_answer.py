"""What a write of an item answers. Source: recorded answers, October 2026."""

import orjson
import pytest

from jedlik.apis.dynamodb.write_answer import (
    answer,
    item_collection_metrics,
    metrics_by_table,
    old_attributes,
    wants_metrics,
)
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.commit import Change
from jedlik.engine.meter import Meter
from tests.engine.tables import loaded, table_record
from tests.engine.writes import put_write

TABLE = loaded(table_record("pk:S sk:S", "pk sk"))
OTHER = loaded(table_record("pk:S sk:S", "pk sk", TableName="other", Id=8))
GIGABYTE = 1024**3


def item(pk: str = "a", sk: str = "b") -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def change(old_bytes: int = 0, new_bytes: int = 0, collection_bytes: int | None = None) -> Change:
    """Returns a change of an item from one size to another. Size 0 means that there is no item."""
    made = Change(
        *[item_to_bytes(item(), size) if size else None for size in (old_bytes, new_bytes)]
    )
    made.collection_bytes = collection_bytes
    return made


def consumed(units: float = 0.0) -> Meter:
    """Returns a meter to which a write of the table has added its units."""
    meter = Meter()
    if units:
        meter.of_table(TABLE.id, TABLE.name).write_units += units
    return meter


def test_nothing_is_answered_unless_it_is_requested() -> None:
    request, meter = {"Item": item()}, consumed(1)
    assert answer(request, TABLE, change(0, 10, collection_bytes=5), meter) == {}
    assert answer({**request, "ReturnConsumedCapacity": "NONE"}, TABLE, change(), meter) == {}
    assert answer(request, TABLE, change(), meter, {"a": 1}) == {"Attributes": {"a": 1}}


def test_consumed_capacity_is_that_of_the_meter() -> None:
    request = {"Key": item(), "ReturnConsumedCapacity": "TOTAL"}
    assert answer(request, TABLE, change(), consumed(3)) == {
        "ConsumedCapacity": {"TableName": "music", "CapacityUnits": 3.0}
    }


@pytest.mark.parametrize("member", ["Key", "Item"])
def test_metrics_of_the_item_collection(member: str) -> None:
    request = {member: item(), "ReturnItemCollectionMetrics": "SIZE"}
    metrics = {"ItemCollectionKey": {"pk": {"S": "a"}}, "SizeEstimateRangeGB": [0.0, 1.0]}
    assert answer(request, TABLE, change(collection_bytes=5), consumed()) == {
        "ItemCollectionMetrics": metrics
    }
    # A table without local indexes has no item collections.
    assert answer(request, TABLE, change(), consumed()) == {}


@pytest.mark.parametrize(
    ("size_bytes", "gigabytes"),
    [
        (0, [0.0, 1.0]),
        (GIGABYTE - 1, [0.0, 1.0]),
        (GIGABYTE, [1.0, 2.0]),
        (10 * GIGABYTE, [10.0, 11.0]),
    ],
)
def test_the_size_is_a_range_of_whole_gigabytes(size_bytes: int, gigabytes: list[float]) -> None:
    metrics = item_collection_metrics(TABLE, item(), size_bytes)
    assert metrics["SizeEstimateRangeGB"] == gigabytes


@pytest.mark.parametrize(
    ("old_bytes", "requested", "shown"),
    [(10, "ALL_OLD", True), (10, "NONE", False), (10, None, False), (0, "ALL_OLD", False)],
)
def test_the_old_item_is_shown_if_there_was_one(
    old_bytes: int, requested: str | None, shown: bool
) -> None:
    request = {} if requested is None else {"ReturnValues": requested}
    found = old_attributes(request, change(old_bytes))
    assert (found is not None) == shown
    if shown:
        assert orjson.loads(orjson.dumps(found)) == item()


def test_metrics_are_requested_by_name() -> None:
    assert wants_metrics({"ReturnItemCollectionMetrics": "SIZE"})
    assert not wants_metrics({"ReturnItemCollectionMetrics": "NONE"})
    assert not wants_metrics({})


def test_a_batch_reports_each_collection_once_as_the_last_write_left_it() -> None:
    items = [item("a", "1"), item("a", "2"), item("b"), item("a"), item("c")]
    tables = [TABLE, TABLE, TABLE, OTHER, TABLE]
    writes = [put_write(table, each) for table, each in zip(tables, items, strict=True)]
    sizes = [1, 2 * GIGABYTE, 3, 4, None]
    changes = [change(collection_bytes=size_bytes) for size_bytes in sizes]
    found = metrics_by_table(items, writes, changes)
    assert {name: len(metrics) for name, metrics in found.items()} == {"music": 2, "other": 1}
    assert found["music"][0] == {
        "ItemCollectionKey": {"pk": {"S": "a"}},
        "SizeEstimateRangeGB": [2.0, 3.0],
    }
    assert found["music"][1]["ItemCollectionKey"] == {"pk": {"S": "b"}}
