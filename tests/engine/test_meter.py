"""Capacity units. Source: Developer Guide, "DynamoDB read and write operations"."""

import pytest

from jedlik.engine.meter import read_units, write_units

KB = 1024


@pytest.mark.parametrize(
    ("size_bytes", "units"),
    [(0, 1), (1, 1), (4 * KB, 1), (4 * KB + 1, 2), (8 * KB, 2), (400 * KB, 100)],
)
def test_a_consistent_read_costs_one_unit_for_4_kb(size_bytes: int, units: int) -> None:
    assert read_units(size_bytes, consistent=True) == units
    assert read_units(size_bytes, consistent=False) == units / 2


def test_a_read_costs_one_unit_for_each_partition_of_storage_at_least() -> None:
    assert read_units(0, consistent=True, at_least=3) == 3
    assert read_units(4 * KB, consistent=False, at_least=3) == 1.5
    assert read_units(40 * KB, consistent=True, at_least=3) == 10


@pytest.mark.parametrize(
    ("old_size_bytes", "new_size_bytes", "units"),
    [
        (0, 0, 1),
        (0, 1, 1),
        (0, KB, 1),
        (0, KB + 1, 2),
        (3 * KB, 0, 3),
        (3 * KB, 1, 3),
        (1, 400 * KB, 400),
    ],
)
def test_a_write_costs_one_unit_for_1_kb_of_the_larger_item(
    old_size_bytes: int, new_size_bytes: int, units: int
) -> None:
    assert write_units(old_size_bytes, new_size_bytes) == units
