"""Positions increase with time, as numbers and as sort keys."""

from jedlik.core.keys.position import position_at, position_ms, position_of, position_to_bytes


def test_a_position_tells_its_moment() -> None:
    first = position_at(1_791_500_000_123)
    assert position_ms(first) == 1_791_500_000_123
    assert position_ms(first - 1) == 1_791_500_000_122
    assert position_ms(first + (1 << 20) - 1) == 1_791_500_000_123


def test_positions_sort_as_bytes() -> None:
    positions = [0, 1, 255, 256, position_at(1), position_at(2) - 1, 2**63]
    sorts = [position_to_bytes(position) for position in positions]
    assert sorts == sorted(sorts)
    assert [position_of(sort + b"value") for sort in sorts] == positions
    assert position_of(None) == 0
