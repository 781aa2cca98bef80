"""What every shape does, and how several checks become one."""

import pytest

from jedlik.core.types.constraints import at_least, at_most
from jedlik.wire.shapes.faults import Path
from jedlik.wire.shapes.shape import Shape, TypeCheck, all_hold, both


class Anything(Shape):
    """A shape that accepts every value."""

    java_type = "java.lang.Object"

    def type_check(self, *, inside: bool) -> TypeCheck:
        return lambda value: value


def test_a_shape_has_no_rules_of_its_own() -> None:
    shape = Anything()
    assert shape.type_check(inside=False)(5) == 5
    assert shape.holds() is None
    assert not list(shape.faults(5, Path()))
    assert shape.echo(5) == "5"
    assert shape.empty is None


@pytest.mark.parametrize(("value", "holds"), [(0, False), (1, True), (3, True), (4, False)])
def test_all_constraints_hold(value: int, holds: bool) -> None:
    check = all_hold((at_least(1), at_most(3)))
    assert check is not None
    assert check(value) is holds


def test_no_constraint_makes_no_check() -> None:
    assert all_hold(()) is None
    assert both(None, None) is None


def test_one_check_of_two_is_that_check() -> None:
    def check(value: object) -> bool:
        return value == 1

    assert both(check, None) is check
    assert both(None, check) is check
    joined = both(check, lambda value: value != 1)
    assert joined is not None
    assert not joined(1)
    assert not joined(2)
