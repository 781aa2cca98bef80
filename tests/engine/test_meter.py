"""Capacity units and their meter. Figures: Developer Guide, "Read and write operations"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.meter import Meter, MeteredIndex, item_read_units, read_units, write_units


@pytest.mark.parametrize(
    ("size_bytes", "units"),
    [(0, 1), (1, 1), (4096, 1), (4097, 2), (8192, 2), (409_600, 100), (1024 * 1024, 256)],
)
def test_reads_are_counted_in_4_kb(size_bytes: int, units: int) -> None:
    assert read_units(size_bytes, consistent=True) == units
    assert read_units(size_bytes, consistent=False) == units / 2
    stored = item_to_bytes({}, size_bytes)
    assert item_read_units(stored, consistent=True) == units


def test_an_absent_item_costs_as_much_as_a_small_one() -> None:
    assert item_read_units(None, consistent=True) == 1
    assert item_read_units(None, consistent=False) == 0.5


def test_each_partition_that_is_visited_costs_a_unit() -> None:
    assert read_units(0, consistent=True, at_least=4) == 4
    assert read_units(4 * 4096 + 1, consistent=True, at_least=4) == 5


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


def test_tables_are_in_the_order_of_their_first_use() -> None:
    meter = Meter()
    assert meter.tables == {}
    first = meter.of_table(7, "music")
    meter.of_table(3, "albums").write_units += 2
    first.read_units += 0.5
    assert meter.of_table(7, "music") is first
    assert [
        (each.name, each.read_units, each.write_units, each.indexes)
        for each in meter.tables.values()
    ] == [("music", 0.5, 0, ()), ("albums", 0, 2, ())]


def test_refused_writes_are_counted_apart() -> None:
    meter = Meter()
    for table_id, units in ((7, 1), (3, 0), (7, 4)):
        meter.refuse(table_id, units)
    assert (meter.refused_units, meter.tables) == ({7: 5}, {})


def test_an_index_is_known_by_its_id() -> None:
    usage = Meter().of_table(7, "music")
    usage.of_index(MeteredIndex(2, "b")).write_units += 1
    usage.of_index(MeteredIndex(1, "a")).write_units += 4
    usage.of_index(MeteredIndex(2, "b")).write_units += 2  # of the table as it was loaded again
    found = [(each.index.name, each.read_units, each.write_units) for each in usage.indexes]
    assert found == [("b", 0, 3), ("a", 0, 4)]


def test_a_table_has_the_arn_by_which_the_request_named_it() -> None:
    meter = Meter()
    meter.named_by_arn(7, "arn:music")
    meter.named_by_arn(3, "arn:albums")
    assert meter.tables == {}
    names = [meter.of_table(at, name).name for at, name in ((3, "albums"), (7, "music"), (5, "c"))]
    assert names == ["arn:albums", "arn:music", "c"]
