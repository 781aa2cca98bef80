"""The open partitions of a table: as many as it needs, with names of their own."""

import pytest

from jedlik.engine.log_partitions import (
    new_partition,
    new_partitions,
    open_partitions,
    partition_count,
    start,
)
from tests.engine.tables import record_of

LABEL = "2026-10-08T22:53:20.123"
NOW_MS = 1_791_500_000_123


def units(read: int, write: int) -> dict[str, int]:
    return {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write}


def test_partitions_have_names_of_their_own() -> None:
    parent = new_partition(LABEL, NOW_MS, 0)["ShardId"]
    ids = {new_partition(LABEL, NOW_MS, number, parent)["ShardId"] for number in range(100)}
    assert len(ids | {parent}) == 101
    assert parent.startswith("shardId-00000001791500000123-")
    assert len(parent) == len("shardId-00000001414562045508-2bac9cd2")


@pytest.mark.parametrize(
    ("read_units", "write_units", "count"),
    [(12_000, 4_000, 4), (5, 5, 1), (0, 0, 1), (3_001, 1, 2), (1, 40_000, 40)],
)
def test_partitions_follow_the_units(read_units: int, write_units: int, count: int) -> None:
    record = record_of(WarmThroughput=units(read_units, write_units))
    assert partition_count(record) == count
    assert len(new_partitions(record, LABEL, NOW_MS)) == count


def test_all_parents_have_the_same_number_of_children() -> None:
    parents = new_partitions(record_of(WarmThroughput=units(6_000, 1)), LABEL, NOW_MS)
    grown = record_of(WarmThroughput=units(9_000, 1))
    children = new_partitions(grown, LABEL, NOW_MS + 1, parents=parents)
    names = [parent["ShardId"] for parent in parents]
    assert [each["ParentShardId"] for each in children] == [names[0]] * 2 + [names[1]] * 2


def test_only_new_partitions_are_started() -> None:
    before = record_of(LogPartitions=[{"ShardId": "old", "Starting": 3}])
    same = record_of(LogPartitions=[{"ShardId": "old", "Starting": 3}])
    assert not start(same, before, 9)
    closed = record_of()
    assert not start(closed, before, 9)
    other = record_of(
        LogPartitions=[{"ShardId": "old", "Starting": 3}, {"ShardId": "new", "Starting": 0}]
    )
    assert start(other, before, 9)
    assert [each["Starting"] for each in open_partitions(other).values()] == [3, 9]
