"""Lists, maps and structures: how an error repeats them, whole or cut where they are long."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import each, max_length, min_length
from jedlik.core.types.echo import ECHO_CHARACTERS, clipped
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import String
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import JsonMap, List, Map, Member, Structure

SHORT = max_length(1)
ENTRY = Structure("Entry", Member("Name", String(SHORT), required=True), Member("Other", String()))


def refusal(shape: Shape, value: object) -> str:
    with pytest.raises(Reject) as rejected:
        Request(Member("Value", shape)).check({"Value": value})
    return str(rejected.value.error.message)


def test_a_sensible_echo_is_whole() -> None:
    message = refusal(List(ENTRY, SHORT), [{"Name": "n"}] * 1000)
    assert message.count("Entry(name=n, other=null)") == 1000


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (List(ENTRY, SHORT), [{}] * 20_000),
        (List(ENTRY), [{"Name": "x" * 100_000}] * 30),
        (Map(ENTRY, SHORT), {str(at): {} for at in range(20_000)}),
        (Map(ENTRY), {"k" * 100_000: {"Name": "nn"}}),
        (JsonMap(ENTRY, SHORT), {str(at): {"Name": "n"} for at in range(20_000)}),
        (String(SHORT), "x" * 1_000_000),
    ],
)
def test_echoes_and_paths_are_cut(shape: Shape, value: object) -> None:
    assert len(refusal(shape, value)) <= 10 * (ECHO_CHARACTERS + 5000)


def test_elements_after_many_faults_are_not_looked_at() -> None:
    message = refusal(List(ENTRY), [{}] * 5000)
    assert message.startswith("10 validation errors detected: Value null at 'value.1.member.name'")


def error(shape: Shape, value: object) -> tuple[str, str | None]:
    with pytest.raises(Reject) as rejected:
        Request(Member("Value", shape)).check({"Value": value})
    return rejected.value.error.code, rejected.value.error.message


NAMES = List(String(), max_length(2))
TABLES = Map(List(ENTRY, most=2), values=each("value", (max_length(2), min_length(1))))


@pytest.mark.parametrize("count", [3, 500, 40_000])
def test_a_list_that_is_too_long_is_shown_as_far_as_an_echo_goes(count: int) -> None:
    shown = clipped(f"[{', '.join(['x'] * count)}]")
    assert error(NAMES, ["x"] * count) == (
        "ValidationException",
        f"1 validation error detected: Value '{shown}' at 'value' failed to satisfy constraint: "
        "Member must have length less than or equal to 2",
    )


def test_elements_that_an_error_can_show_are_checked() -> None:
    assert error(NAMES, ["x"] * 20_000 + [1])[0] == "SerializationException"
    short: list[object] = [{"Name": "n"}]
    entries = [*short * 1000, {"Name": "too long"}]
    counted = "2 validation errors detected: "
    assert str(error(List(ENTRY, max_length(2)), entries)[1]).startswith(counted)


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (NAMES, ["x"] * 40_000 + [1]),
        (List(ENTRY, max_length(2)), [{"Name": "n"}] * 6000 + [1, {"Name": "too long"}]),
        (TABLES, {"table": [{"Name": "n"}] * 6000 + [1, {"Name": "too long"}]}),
    ],
)
def test_elements_beyond_are_not_looked_at(shape: Shape, value: object) -> None:
    code, message = error(shape, value)
    assert code == "ValidationException"
    assert str(message).startswith("1 validation error detected: Value '")


def test_other_members_of_a_structure_are_ignored() -> None:
    """They are removed, since parts of requests are stored, whatever is nested in them."""
    value: object = {"Name": "n", "Unknown": {"a": [{}]}, "Absent": None}
    for shape, given in ((ENTRY, value), (List(ENTRY), [value]), (Map(ENTRY), {"k": value})):
        checked: object = Request(Member("Value", shape)).check({"Value": given})
        assert str(checked).count("Unknown") == 0
        assert str(checked).count("{'Name': 'n'}") == 1
        value = {"Name": "n", "Unknown": {"a": [{}]}, "Absent": None}
