"""What all shapes share."""

from collections.abc import Callable

import pytest

from jedlik.core.types.constraints import at_least, at_most
from jedlik.wire.shapes.faults import Path
from jedlik.wire.shapes.scalars import Timestamp
from jedlik.wire.shapes.shape import all_hold, both


def test_a_shape_has_no_constraints_unless_it_declares_some() -> None:
    shape = Timestamp()
    assert shape.holds() is None
    assert list(shape.faults(1.5, Path())) == []
    assert shape.echo(1.5) == "1.5"
    assert shape.empty is None


def test_all_constraints_must_hold() -> None:
    assert all_hold(()) is None
    holds = all_hold((at_least(1), at_most(5)))
    assert holds is not None
    assert [holds(value) for value in (0, 1, 5, 6)] == [False, True, True, False]


def is_one(value: object) -> bool:
    return value == 1


def is_small(value: object) -> bool:
    assert isinstance(value, int)
    return value < 5


@pytest.mark.parametrize(
    ("first", "second", "holding"),
    [
        (is_small, None, [1, 3]),
        (None, is_small, [1, 3]),
        (is_one, is_small, [1]),
        (is_small, is_one, [1]),
    ],
)
def test_either_of_two_checks_may_be_absent(
    first: Callable[[object], bool] | None,
    second: Callable[[object], bool] | None,
    holding: list[int],
) -> None:
    holds = both(first, second)
    assert holds is not None
    assert [value for value in (1, 3, 7) if holds(value)] == holding


def test_the_second_check_runs_only_if_the_first_holds() -> None:
    holds = both(lambda value: isinstance(value, int), is_small)
    assert holds is not None
    assert not holds("text")
    assert both(None, None) is None
