"""JSON values of the wrong type and their errors, as tests of several shapes use them.

Source: recorded answers in dynalite's test suite (`assertType`, test/helpers.js).
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import Member

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
    """The cases of every scalar."""
    return [
        (True, f"TRUE_VALUE cannot be converted to {name}"),
        (False, f"FALSE_VALUE cannot be converted to {name}"),
        ([], f"Unrecognized collection type class java.lang.{name}"),
        ({}, OBJECT),
    ]


def every(values: tuple[object, ...], message: str) -> list[tuple[object, str]]:
    """Several values with one error."""
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
    """The cases of a map; `inside`: in a list or map."""
    return [
        *every(("23", True, *NUMBERS), CAST if inside else FIELD),
        ([], f"Unrecognized collection type java.util.Map<java.lang.String, {java_type}>"),
    ]


def structure(name: str, *, inside: bool) -> list[tuple[object, str]]:
    """The cases of a structure; `inside`: in a list or map."""
    return [
        *every(("23", True, *NUMBERS), VALUE if inside else FIELD),
        ([], f"Unrecognized collection type class {PACKAGE}{name}"),
    ]


def serialization_message(shape: Shape, value: object) -> str | None:
    """The message of the refusal of a request with a member of a shape."""
    request: Request[Any] = Request(Member("Member", shape))
    with pytest.raises(Reject) as reject:
        request.check({"Member": value})
    assert reject.value.error.code == "SerializationException"
    return reject.value.error.message
