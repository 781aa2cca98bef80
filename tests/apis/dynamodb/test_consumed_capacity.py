"""Capacity units. Figures: Developer Guide, "Read and write operations"; recorded answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.dynamodb.consumed_capacity import consumed_capacity
from jedlik.engine.meter import read_units, write_units


@pytest.mark.parametrize(
    ("size_bytes", "units"),
    [(0, 1), (1, 1), (4096, 1), (4097, 2), (8192, 2), (409_600, 100), (1024 * 1024, 256)],
)
def test_reads_are_counted_in_4_kb(size_bytes: int, units: int) -> None:
    assert read_units(size_bytes, consistent=True) == units
    assert read_units(size_bytes, consistent=False) == units / 2


@pytest.mark.parametrize(
    ("old_bytes", "new_bytes", "units"),
    [
        (0, 0, 1),
        (0, 1, 1),
        (0, 1024, 1),
        (0, 1025, 2),
        (1025, 0, 2),
        (5000, 3000, 5),
        (1, 409_600, 400),
    ],
)
def test_writes_are_counted_in_1_kb_of_the_larger_item(
    old_bytes: int, new_bytes: int, units: int
) -> None:
    assert write_units(old_bytes, new_bytes) == units


@given(old=st.integers(0, 409_600), new=st.integers(0, 409_600))
def test_a_write_costs_as_much_backwards(old: int, new: int) -> None:
    assert (
        write_units(old, new)
        == write_units(new, old)
        == max(write_units(old, 0), write_units(0, new))
    )


def test_reports() -> None:
    total = {"TableName": "music", "CapacityUnits": 1.5}
    assert consumed_capacity("music", 1.5, "TOTAL") == total
    assert consumed_capacity("music", 1.5, "INDEXES") == {**total, "Table": {"CapacityUnits": 1.5}}
