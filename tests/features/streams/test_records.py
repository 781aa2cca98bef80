"""Shards and sequence numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.streams.records import (
    label_seconds,
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


def test_a_label_is_a_moment_of_utc() -> None:
    assert label_seconds("2026-10-08T22:53:20.123") == 1_791_500_000.123
