"""The records of new secondary indexes."""

from typing import Any

from jedlik.features.secondary_indexes.records import (
    global_index,
    local_index,
    stored_projection,
)
from tests.engine.in_memory import units
from tests.features.secondary_indexes.samples import index


def declared(**members: object) -> Any:
    return index("i", "a HASH", projection="INCLUDE z b", **members)


def test_a_projection_is_stored_in_order_of_names() -> None:
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "z"]}
    assert stored_projection(declared()["Projection"]) == projection
    assert stored_projection({"ProjectionType": "ALL"}) == {"ProjectionType": "ALL"}


def test_a_local_index_has_no_throughput() -> None:
    record = local_index(declared(), 3)
    assert (record["Id"], record["IndexName"]) == (3, "i")
    assert "ProvisionedThroughput" not in record


def test_the_warm_throughput_of_a_global_index_follows_from_its_units() -> None:
    record = global_index(declared(ProvisionedThroughput=units(5, 6)), 1)
    assert record["ProvisionedThroughput"] == {**units(5, 6), "NumberOfDecreasesToday": 0}
    assert record["WarmThroughput"] == {"ReadUnitsPerSecond": 5, "WriteUnitsPerSecond": 6}
    record = global_index(declared(WarmThroughput={"ReadUnitsPerSecond": 13_000}), 1)
    assert record["WarmThroughput"] == {"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 4_000}


def test_maxima_are_those_of_the_index_alone() -> None:
    maxima = {"MaxReadRequestUnits": 9}
    record = global_index(declared(OnDemandThroughput=maxima), 1)
    assert record["OnDemandThroughput"] == maxima
    assert record["OnDemandThroughput"] is not maxima
    assert "OnDemandThroughput" not in global_index(declared(OnDemandThroughput={}), 1)
