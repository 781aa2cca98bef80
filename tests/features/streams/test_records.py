"""Shards and sequence numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.streams.records import (
    label_seconds,
    new_shard,
    partition_count,
    position_in,
    sequence_number,
)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_sequence_numbers_rise_with_positions(one: int, other: int) -> None:
    assert (sequence_number(one) < sequence_number(other)) == (one < other)
    assert len(sequence_number(one)) == 21
    assert position_in(sequence_number(one)) == one


@pytest.mark.parametrize("text", ["", "1" * 20, "x" * 21, "9" * 40, "\u0661" * 21, "-" + "1" * 21])
def test_other_texts_tell_no_position(text: str) -> None:
    assert position_in(text) is None


def test_shards_have_ids_of_their_own() -> None:
    parent = new_shard("2026-10-08T22:53:20.123", 1_791_500_000_123, 0)["ShardId"]
    ids = {
        new_shard("2026-10-08T22:53:20.123", 1_791_500_000_123, number, parent)["ShardId"]
        for number in range(100)
    }
    assert len(ids | {parent}) == 101
    assert parent.startswith("shardId-00000001791500000123-")
    assert len(parent) == len("shardId-00000001414562045508-2bac9cd2")


@pytest.mark.parametrize(
    ("read_units", "write_units", "count"),
    [(12_000, 4_000, 4), (5, 5, 1), (0, 0, 1), (3_001, 1, 2), (1, 40_000, 40)],
)
def test_partitions_follow_the_units(read_units: int, write_units: int, count: int) -> None:
    assert partition_count(read_units=read_units, write_units=write_units) == count


def test_a_label_is_a_moment_of_utc() -> None:
    assert label_seconds("2026-10-08T22:53:20.123") == 1_791_500_000.123
