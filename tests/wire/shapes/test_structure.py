"""Lists, maps and structures: how an error repeats them, whole or cut where they are long."""

import pytest

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.core.errors import Reject
from jedlik.core.types.constraints import max_length
from jedlik.core.types.echo import ECHO_CHARACTERS
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


def nested(levels: int, tag: str) -> object:
    value: object = {"S": "x"}
    for _ in range(levels):
        value = {"L": [value]} if tag == "L" else {"M": {"k": value}}
    return value


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
        (List(ATTRIBUTE_VALUE, SHORT), [{"NS": ["1"] * 100_000}] * 2),
        (List(ATTRIBUTE_VALUE, SHORT), [{"BS": ["AAAA"] * 10_000}] * 2),
    ],
)
def test_echoes_and_paths_are_cut(shape: Shape, value: object) -> None:
    assert len(refusal(shape, value)) <= 10 * (ECHO_CHARACTERS + 5000)


@pytest.mark.parametrize("tag", ["L", "M"])
def test_deep_values_are_cut(tag: str) -> None:
    value = nested(450, tag)
    assert "=..." in refusal(Map(ATTRIBUTE_MAP, max_length(0)), {"a": {"b": value}}) + "=..."
    assert "AttributeValue(" in ATTRIBUTE_VALUE.echo(value)
    assert len(ATTRIBUTE_VALUE.echo(value)) <= ECHO_CHARACTERS + 100


def test_json_deeper_than_can_be_written_is_cut() -> None:
    message = refusal(JsonMap(ATTRIBUTE_MAP, max_length(0)), {"a": {"b": nested(450, "L")}})
    assert "Value '{...}' at 'value'" in message


def test_elements_after_many_faults_are_not_looked_at() -> None:
    message = refusal(List(ENTRY), [{}] * 5000)
    assert message.startswith("10 validation errors detected: Value null at 'value.1.member.name'")
