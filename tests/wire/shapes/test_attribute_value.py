"""Attribute values: JSON types, and how an error repeats them."""

import orjson
import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.constraints import each, max_length, pattern
from jedlik.core.types.echo import ECHO_CHARACTERS, clipped
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import JsonMap, List, Map, Member
from tests.wire.shapes.cases import (
    BLOB,
    BOOLEAN,
    LIST,
    PACKAGE,
    STRING,
    map_of,
    serialization_message,
    structure,
)

MAP = map_of(PACKAGE + "AttributeValue")
MAP_INSIDE = map_of(PACKAGE + "AttributeValue", inside=True)
VALUE = structure("AttributeValue", inside=False)
VALUE_INSIDE = structure("AttributeValue", inside=True)


def refusal(shape: Shape, value: object) -> str:
    with pytest.raises(Reject) as rejected:
        Request(Member("Value", shape)).check({"Value": value})
    return str(rejected.value.error.message)


def nested(levels: int, tag: str) -> object:
    value: object = {"S": "x"}
    for _ in range(levels):
        value = {"L": [value]} if tag == "L" else {"M": {"k": value}}
    return value


@pytest.mark.parametrize(
    ("shape", "cases", "cases_inside"),
    [(ATTRIBUTE_MAP, MAP, MAP_INSIDE), (ATTRIBUTE_VALUE, VALUE, VALUE_INSIDE)],
)
def test_another_type(
    shape: Shape, cases: list[tuple[object, str]], cases_inside: list[tuple[object, str]]
) -> None:
    for value, message in cases:
        assert serialization_message(shape, value) == message
    for value, message in cases_inside:
        assert serialization_message(List(shape), [value]) == message
        assert serialization_message(Map(shape), {"key": value}) == message


@pytest.mark.parametrize(
    ("tag", "cases"),
    [
        ("S", STRING),
        ("N", STRING),
        ("B", BLOB),
        ("BOOL", [case for case in BOOLEAN if case[0] != []]),
        ("NULL", [case for case in BOOLEAN if case[0] != []]),
        ("SS", LIST),
        ("NS", LIST),
        ("BS", LIST),
        ("L", LIST),
        ("M", MAP),
    ],
)
def test_content_of_another_type(tag: str, cases: list[tuple[object, str]]) -> None:
    for content, message in cases:
        bad = {tag: content}
        assert serialization_message(ATTRIBUTE_MAP, {"a": bad}) == message
        assert serialization_message(ATTRIBUTE_VALUE, bad) == message
        for around in ({"M": {"b": {"S": ""}, "a": bad}}, {"L": [{"S": ""}, bad]}):
            assert serialization_message(ATTRIBUTE_MAP, {"a": around}) == message


@pytest.mark.parametrize("tag", ["BOOL", "NULL"])
def test_a_list_in_place_of_a_boolean(tag: str) -> None:
    """Refused without a message.

    Source: dynoxide-rs 3.2.0, tests/bool_and_null_values_http.rs (recorded in us-east-1,
    2026-10-10).
    """
    bad: dict[str, object] = {tag: []}
    for around in (bad, {"L": [bad]}, {"M": {"b": bad}}):
        with pytest.raises(Reject) as rejected:
            Request(Member("Value", ATTRIBUTE_MAP)).check({"Value": {"a": around}})
        assert rejected.value.error == ServiceError("SerializationException", None)


@pytest.mark.parametrize(
    ("tag", "cases"),
    [("SS", STRING), ("NS", STRING), ("BS", BLOB), ("L", VALUE_INSIDE)],
)
def test_element_of_another_type(tag: str, cases: list[tuple[object, str]]) -> None:
    for element, message in cases:
        assert serialization_message(ATTRIBUTE_MAP, {"a": {tag: [element]}}) == message


@pytest.mark.parametrize(
    ("shape", "sent", "changed"),
    [
        (List(ATTRIBUTE_VALUE), [None], [{}]),
        (
            ATTRIBUTE_MAP,
            {"a": None, "b": {"S": "x", "N": None, "X": 1}, "c": {"NULL": "yes"}, "d": {"X": {}}},
            {"a": {}, "b": {"S": "x"}, "c": {"NULL": True}, "d": {}},
        ),
        (
            ATTRIBUTE_MAP,
            {"a": {"L": [None, {"M": {"b": None}}]}, "c": {"SS": ["x", None]}},
            {"a": {"L": [{}, {"M": {"b": {}}}]}, "c": {"SS": ["x"]}},
        ),
    ],
)
def test_changed_in_place(shape: Shape, sent: object, changed: object) -> None:
    request: dict[str, object] = {"Member": sent}
    Request(Member("Member", shape)).check(request)
    assert request == {"Member": changed}


def test_deep_values_do_not_recurse() -> None:
    value: object = {"S": "leaf"}
    for _ in range(5000):
        value = {"L": [{"M": {"a": value}}]}
    request: object = {"Item": {"a": value}}
    assert Request(Member("Item", ATTRIBUTE_MAP)).check(request) is request


@pytest.mark.parametrize("content", [{"NS": ["1"] * 100_000}, {"BS": ["AAAA"] * 10_000}])
def test_long_values_are_cut(content: object) -> None:
    message = refusal(List(ATTRIBUTE_VALUE, max_length(1)), [content] * 2)
    assert len(message) <= ECHO_CHARACTERS + 200


@pytest.mark.parametrize("tag", ["L", "M"])
def test_deep_values_are_cut(tag: str) -> None:
    echo = ATTRIBUTE_VALUE.echo(nested(450, tag))
    assert echo.startswith("AttributeValue(s=null, ")
    assert len(echo) <= ECHO_CHARACTERS + 100
    assert echo.count("AttributeValue(") == 101


def test_json_deeper_than_can_be_written_is_cut() -> None:
    message = refusal(JsonMap(ATTRIBUTE_MAP, max_length(0)), {"a": {"b": nested(450, "L")}})
    assert "Value '{...}' at 'value'" in message


def test_a_list_that_is_too_long_is_shown_as_json_inside_a_json_map() -> None:
    tables = {"bad;": [{"a": {"S": "x"}} for _ in range(20_000)]}
    shown = clipped(orjson.dumps(tables).decode())
    shape = JsonMap(List(ATTRIBUTE_MAP, max_length(2)), keys=each("keys", (pattern("[a-z]+"),)))
    assert f"Value '{shown}' at 'value'" in refusal(shape, tables)
