"""Scalars: constraints and their faults. Their JSON types are tested in `test_serialization`."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import at_least, at_most, max_length, pattern
from jedlik.wire.shapes.faults import Path
from jedlik.wire.shapes.scalars import Boolean, Integer, Long, String, Timestamp, to_boolean
from jedlik.wire.shapes.shape import Shape

PATH = Path().member("Member")


@pytest.mark.parametrize(
    ("shape", "sound", "broken", "texts"),
    [
        (
            String(pattern("[a-z]+"), max_length(3)),
            "abc",
            "ABCD",
            [
                "Member must satisfy regular expression pattern: [a-z]+",
                "Member must have length less than or equal to 3",
            ],
        ),
        (
            Integer(at_least(1), at_most(3)),
            3,
            0,
            ["Member must have value greater than or equal to 1"],
        ),
        (Long(at_most(3)), -5, 4, ["Member must have value less than or equal to 3"]),
    ],
)
def test_constraints(shape: Shape, sound: object, broken: object, texts: list[str]) -> None:
    holds = shape.holds()
    assert holds is not None
    assert holds(sound)
    assert not holds(broken)
    assert not list(shape.faults(sound, PATH))
    faults = list(shape.faults(broken, PATH))
    assert [fault.text for fault in faults] == texts
    assert {fault.echo() for fault in faults} == {str(broken)}
    assert {fault.path for fault in faults} == {PATH}


@pytest.mark.parametrize("text", ["x" * 255, "x" * 256, "y" * 300])
def test_long_texts_are_checked_each_time(text: str) -> None:
    holds = String(pattern("x+")).holds()
    assert holds is not None
    for _ in range(2):
        assert holds(text) == text.startswith("x")


@pytest.mark.parametrize("shape", [String(), Integer(), Long(), Boolean(), Timestamp()])
def test_without_constraints_there_is_nothing_to_check(shape: Shape) -> None:
    assert shape.holds() is None
    assert not list(shape.faults("x", PATH))


@pytest.mark.parametrize(
    ("value", "read"),
    [(True, True), (False, False), ("yes", True), ("1", True), ("NO", False), ("false", False)],
)
def test_booleans(value: object, read: bool) -> None:
    assert to_boolean(value) is read


@pytest.mark.parametrize("value", ["y", "", 1, None, [], {}])
def test_what_is_no_boolean(value: object) -> None:
    with pytest.raises(Reject):
        to_boolean(value)
