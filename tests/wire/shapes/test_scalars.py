"""Shapes of single values: which JSON they accept, as what it is read, and their constraints.

Source: recorded answers in dynalite's test suite (`assertType`, test/helpers.js). The texts of the
errors: `test_serialization`.
"""

from contextlib import suppress

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import at_least, at_most, max_length, min_length, pattern
from jedlik.wire.shapes.faults import Path
from jedlik.wire.shapes.scalars import Blob, Boolean, Integer, Long, String, Timestamp, to_boolean
from jedlik.wire.shapes.shape import Shape

JSON: list[object] = [
    *("", "x", "1", True, False, 0, -7, 2**40, -(2**70), 1e300, 1.5, -0.5, [], {}, [1], {"a": 1}),
]


def accepted(shape: Shape, *, inside: bool) -> list[tuple[object, object]]:
    """Returns which of the values of JSON the shape accepts, each with what it is read as."""
    check = shape.type_check(inside=inside)
    found: list[tuple[object, object]] = []
    for value in JSON:
        with suppress(Reject):
            found.append((value, check(value)))
    return found


def whole(bits: int) -> list[tuple[object, object]]:
    """Returns what a whole number of `bits` bits is read as (dynoxide's captures, October 2026)."""
    greatest = 2 ** (bits - 1) - 1
    large = [(2**40, min(2**40, greatest)), (-(2**70), -greatest - 1), (1e300, greatest)]
    return [(0, 0), (-7, -7), *large, (1.5, 1), (-0.5, 0)]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("shape", "read"),
    [
        (String(), [("", ""), ("x", "x"), ("1", "1")]),
        (Integer(), whole(32)),
        (Long(), whole(64)),
        (
            Timestamp(),
            [(each, each) for each in (0, -7, 2**40, -(2**70), 1e300, 1.5, -0.5)],
        ),
        (Boolean(), [("1", True), (True, True), (False, False)]),
    ],
)
def test_the_json_that_a_shape_accepts(
    shape: Shape, read: list[tuple[object, object]], inside: bool
) -> None:
    found = accepted(shape, inside=inside)
    assert found == read
    # True is equal to 1 in Python, so the classes are compared too.
    assert [type(value) for _, value in found] == [type(value) for _, value in read]


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        *[(text, True) for text in ("true", "TRUE", "True", "t", "T", "1", "yes", "yEs", "y")],
        *[(text, False) for text in ("false", "FALSE", "f", "0", "no", "No", "n", "N")],
    ],
)
def test_texts_that_mean_true_or_false(text: str, truth: bool) -> None:
    assert to_boolean(text) is truth


@pytest.mark.parametrize("text", ["", "on", "off", "2", "10", "01", "null", "1.0", " true", "no "])
def test_other_texts_are_no_booleans(text: str) -> None:
    with pytest.raises(Reject) as rejected:
        to_boolean(text)
    assert rejected.value.error.message == "Unexpected token received from parser"


def broken(shape: Shape, value: object) -> list[str]:
    """Returns what the faults of a value say, and asserts that `holds` agrees."""
    faults = [each.older for each in shape.faults(value, Path().member("Name"))]
    holds = shape.holds()
    assert (holds is None or holds(value)) == (not faults)
    prefix = f"Value '{value}' at 'name' failed to satisfy constraint: Member must "
    assert all(each.startswith(prefix) for each in faults)
    return [each.removeprefix(prefix) for each in faults]


@pytest.mark.parametrize(
    ("shape", "value", "faults"),
    [
        (String(), "anything", []),
        (String(min_length(2), pattern("[a-z]*")), "ab", []),
        (String(min_length(2), pattern("[a-z]*")), "a", ["have length greater than or equal to 2"]),
        (
            String(pattern("[a-z]*"), min_length(2)),
            "A",
            [
                "satisfy regular expression pattern: [a-z]*",
                "have length greater than or equal to 2",
            ],
        ),
        (Integer(at_least(1), at_most(5)), 3, []),
        (Integer(at_least(1), at_most(5)), 0, ["have value greater than or equal to 1"]),
        (Long(at_least(1), at_most(5)), 2**40, ["have value less than or equal to 5"]),
        (Boolean(), True, []),
        (Timestamp(), 1.5, []),
    ],
)
def test_constraints_are_checked_in_their_order(
    shape: Shape, value: object, faults: list[str]
) -> None:
    assert broken(shape, value) == faults


def test_a_text_of_any_length_is_checked_each_time() -> None:
    shape = String(max_length(300))
    for length in (255, 256, 300, 301, 255, 301):
        assert bool(broken(shape, "x" * length)) == (length > 300)


@pytest.mark.parametrize("inside", [False, True])
def test_base64_is_read_once(inside: bool) -> None:
    check = Blob().type_check(inside=inside)
    assert check("AP8=") == b"\x00\xff"
    assert check(b"\x00") == b"\x00"
    others: tuple[object, ...] = ("AP8", "*", 3, [], {})
    for wrong in others:
        with pytest.raises(Reject) as rejected:
            check(wrong)
        assert rejected.value.error.code == "SerializationException"
