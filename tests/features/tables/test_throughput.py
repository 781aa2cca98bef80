"""Throughput of a table changes in its record. Texts are tested with UpdateTable (`tests/apis`)."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.structures import OnDemandThroughput, ProvisionedThroughput
from jedlik.features.tables.throughput import (
    FREE_DECREASES,
    go_on_demand,
    limit,
    provision,
    raise_warm,
    warm_up,
)
from tests.engine.in_memory import START_MS
from tests.engine.tables import record_of

HOUR_MS = 3_600_000


def units(read: int, write: int, decreases: int = 0) -> dict[str, int]:
    return {
        "ReadCapacityUnits": read,
        "WriteCapacityUnits": write,
        "NumberOfDecreasesToday": decreases,
    }


def test_the_old_units_are_shown_with_new_dates() -> None:
    record = record_of(ProvisionedThroughput=units(5, 5))
    asked: ProvisionedThroughput = {"ReadCapacityUnits": 4, "WriteCapacityUnits": 6}
    shown = provision(record, asked, START_MS)
    now = START_MS / 1000
    dates = {"LastIncreaseDateTime": now, "LastDecreaseDateTime": now}
    assert shown == {**units(5, 5), **dates}
    assert record["ProvisionedThroughput"] == {**units(4, 6, 1), **dates}


def test_warm_throughput_is_at_least_what_is_provisioned() -> None:
    record = record_of(WarmThroughput={"ReadUnitsPerSecond": 5, "WriteUnitsPerSecond": 5})
    record["ProvisionedThroughput"] = units(5, 5)  # type: ignore[typeddict-item]
    provision(record, {"ReadCapacityUnits": 9, "WriteCapacityUnits": 1}, START_MS)
    assert record["WarmThroughput"] == {"ReadUnitsPerSecond": 9, "WriteUnitsPerSecond": 5}
    raise_warm(record, {"ReadUnitsPerSecond": 1, "WriteUnitsPerSecond": 7})
    assert record["WarmThroughput"] == {"ReadUnitsPerSecond": 9, "WriteUnitsPerSecond": 7}


def test_units_decrease_freely_and_then_once_an_hour() -> None:
    record = record_of(ProvisionedThroughput=units(20, 20))
    now_ms = START_MS - 12 * HOUR_MS  # noon of the day, nearly
    for number in range(FREE_DECREASES):
        provision(record, {"ReadCapacityUnits": 19 - number, "WriteCapacityUnits": 20}, now_ms)
    with pytest.raises(Reject, match="Number of decreases today: 4"):
        provision(record, {"ReadCapacityUnits": 9, "WriteCapacityUnits": 20}, now_ms + HOUR_MS - 1)
    provision(record, {"ReadCapacityUnits": 9, "WriteCapacityUnits": 20}, now_ms + HOUR_MS)
    assert record["ProvisionedThroughput"]["NumberOfDecreasesToday"] == FREE_DECREASES + 1


def test_the_same_units_are_refused() -> None:
    record = record_of(ProvisionedThroughput=units(5, 5))
    same: ProvisionedThroughput = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    with pytest.raises(Reject, match="throughput for the index x will not change"):
        provision(record, same, START_MS, index_name="x")


def test_an_on_demand_table_has_no_units_but_their_dates() -> None:
    record = record_of(ProvisionedThroughput={**units(5, 5, 2), "LastIncreaseDateTime": 7.0})
    go_on_demand(record)
    assert record["ProvisionedThroughput"] == {**units(0, 0, 2), "LastIncreaseDateTime": 7.0}


def test_warm_throughput_never_falls() -> None:
    record = record_of()
    old = dict(record["WarmThroughput"])
    assert warm_up(record, {"ReadUnitsPerSecond": 13_000}, "table") == {**old, "Status": "UPDATING"}
    assert record["WarmThroughput"] == {**old, "ReadUnitsPerSecond": 13_000}
    with pytest.raises(Reject, match="decreasing WarmThroughput is not supported"):
        warm_up(record, {"ReadUnitsPerSecond": 12_999}, "table")


def test_maxima_merge_and_are_removed() -> None:
    record = record_of()
    steps: list[tuple[OnDemandThroughput, object]] = [
        ({"MaxReadRequestUnits": 7}, {"MaxReadRequestUnits": 7}),
        ({"MaxWriteRequestUnits": 8}, {"MaxReadRequestUnits": 7, "MaxWriteRequestUnits": 8}),
        ({"MaxReadRequestUnits": -1}, {"MaxWriteRequestUnits": 8}),
        ({"MaxWriteRequestUnits": -1}, None),
    ]
    for maxima, expected in steps:
        limit(record, maxima)
        assert record.get("OnDemandThroughput") == expected
