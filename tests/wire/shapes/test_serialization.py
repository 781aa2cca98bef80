"""JSON types: recorded answers in dynalite's test suite (`assertType`, test/helpers.js)."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Boolean, Integer, Long, String
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member, Structure

PACKAGE = "com.amazonaws.dynamodb.v20120810."
CAST = (
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')"
)
OBJECT = "Start of structure or map found where not expected"
FIELD = "Unexpected field type"
VALUE = "Unexpected value type in payload"
NUMBERS = (23, -2147483648, 2147483648, 34.56)


def scalar(name: str) -> list[tuple[object, str]]:
    return [
        (True, f"TRUE_VALUE cannot be converted to {name}"),
        (False, f"FALSE_VALUE cannot be converted to {name}"),
        ([], f"Unrecognized collection type class java.lang.{name}"),
        ({}, OBJECT),
    ]


def every(values: tuple[object, ...], message: str) -> list[tuple[object, str]]:
    return [(value, message) for value in values]


STRING = [
    *scalar("String"),
    *every(NUMBERS[:3], "NUMBER_VALUE cannot be converted to String"),
    (34.56, "DECIMAL_VALUE cannot be converted to String"),
]
BOOLEAN = [
    ("23", "Unexpected token received from parser"),
    *every(NUMBERS[:3], "NUMBER_VALUE cannot be converted to Boolean"),
    (34.56, "DECIMAL_VALUE cannot be converted to Boolean"),
    *scalar("Boolean")[2:],
]
BLOB = [
    *every((True, *NUMBERS), "only base-64-encoded strings are convertible to bytes"),
    ([], "Unrecognized collection type class java.nio.ByteBuffer"),
    ({}, OBJECT),
    ("23456", "Base64 encoded length is expected a multiple of 4 bytes but found: 5"),
    ("=+/=", "Invalid last non-pad Base64 character dectected"),
]
LIST = [*every(("23", True, *NUMBERS), FIELD), ({}, OBJECT)]
LIST_INSIDE = [*every(("23", True, *NUMBERS), CAST), ({}, OBJECT)]


def map_of(java_type: str, *, inside: bool = False) -> list[tuple[object, str]]:
    return [
        *every(("23", True, *NUMBERS), CAST if inside else FIELD),
        ([], f"Unrecognized collection type java.util.Map<java.lang.String, {java_type}>"),
    ]


def structure(name: str, *, inside: bool) -> list[tuple[object, str]]:
    return [
        *every(("23", True, *NUMBERS), VALUE if inside else FIELD),
        ([], f"Unrecognized collection type class {PACKAGE}{name}"),
    ]


def serialization_message(shape: Shape, value: object) -> str | None:
    request: Request[Any] = Request(Member("Member", shape))
    with pytest.raises(Reject) as reject:
        request.check({"Member": value})
    assert reject.value.error.code == "SerializationException"
    return reject.value.error.message


THING = Structure("Thing", Member("Name", String()))


@pytest.mark.parametrize(
    ("shape", "cases"),
    [
        (String(), STRING),
        (Boolean(), BOOLEAN),
        (Integer(), [*scalar("Integer"), ("23", "STRING_VALUE cannot be converted to Integer")]),
        (Long(), [*scalar("Long"), ("23", "STRING_VALUE cannot be converted to Long")]),
        (List(String()), LIST),
        (Map(String()), map_of("java.lang.String")),
        (Map(THING), map_of(PACKAGE + "Thing")),
        (Map(List(THING)), map_of(f"java.util.List<{PACKAGE}Thing>")),
        (THING, structure("Thing", inside=False)),
        (ATTRIBUTE_MAP, map_of(PACKAGE + "AttributeValue")),
        (ATTRIBUTE_VALUE, structure("AttributeValue", inside=False)),
    ],
)
def test_member(shape: Shape, cases: list[tuple[object, str]]) -> None:
    for value, message in cases:
        assert serialization_message(shape, value) == message


@pytest.mark.parametrize(
    ("shape", "cases"),
    [
        (String(), STRING),
        (THING, structure("Thing", inside=True)),
        (List(String()), LIST_INSIDE),
        (ATTRIBUTE_VALUE, structure("AttributeValue", inside=True)),
        (ATTRIBUTE_MAP, map_of(PACKAGE + "AttributeValue", inside=True)),
    ],
)
def test_inside_a_collection(shape: Shape, cases: list[tuple[object, str]]) -> None:
    for value, message in cases:
        assert serialization_message(List(shape), [value]) == message
        assert serialization_message(Map(shape), {"key": value}) == message


@pytest.mark.parametrize(
    ("tag", "cases"),
    [
        ("S", STRING),
        ("N", STRING),
        ("B", BLOB),
        ("BOOL", BOOLEAN),
        ("NULL", BOOLEAN),
        ("SS", LIST),
        ("NS", LIST),
        ("BS", LIST),
        ("L", LIST),
        ("M", map_of(PACKAGE + "AttributeValue")),
    ],
)
def test_attribute_value(tag: str, cases: list[tuple[object, str]]) -> None:
    for content, message in cases:
        bad = {tag: content}
        assert serialization_message(ATTRIBUTE_MAP, {"a": bad}) == message
        assert serialization_message(ATTRIBUTE_VALUE, bad) == message
        for around in ({"M": {"b": {"S": ""}, "a": bad}}, {"L": [{"S": ""}, bad]}):
            assert serialization_message(ATTRIBUTE_MAP, {"a": around}) == message


@pytest.mark.parametrize(
    ("tag", "cases"),
    [
        ("SS", STRING),
        ("NS", STRING),
        ("BS", BLOB),
        ("L", structure("AttributeValue", inside=True)),
    ],
)
def test_element_of_an_attribute_value(tag: str, cases: list[tuple[object, str]]) -> None:
    for element, message in cases:
        assert serialization_message(ATTRIBUTE_MAP, {"a": {tag: [element]}}) == message


@pytest.mark.parametrize("request_body", [[], "x", 1, True, None])
def test_a_request_is_an_object(request_body: object) -> None:
    with pytest.raises(Reject) as reject:
        Request().check(request_body)
    assert reject.value.error.code == "SerializationException"


CHANGED: list[tuple[Shape, object, object]] = [
    (Boolean(), "true", True),
    (Boolean(), "No", False),
    (Boolean(), "1", True),
    (Integer(), 34.56, 34),
    (Integer(), -0.5, 0),
    (Long(), 2**40, 2**40),
    (List(Integer()), [1.5, 2], [1, 2]),
    (Map(Boolean()), {"a": "0", "b": None}, {"a": False}),
    (THING, {"Name": None, "Other": 1}, {"Other": 1}),
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
]


@pytest.mark.parametrize(("shape", "sent", "changed"), CHANGED)
def test_changed_in_place(shape: Shape, sent: object, changed: object) -> None:
    request: dict[str, object] = {"Member": sent, "Absent": None}
    Request(Member("Member", shape)).check(request)
    assert request == {"Member": changed}


def test_deep_values_do_not_recurse() -> None:
    value: object = {"S": "leaf"}
    for _ in range(5000):
        value = {"L": [{"M": {"a": value}}]}
    request: object = {"Item": {"a": value}}
    Request(Member("Item", ATTRIBUTE_MAP)).check(request)
