"""JSON types of the shapes: which are refused, and which are read as another."""

import pytest

from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Boolean, Integer, Long, String, Timestamp
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member, Structure
from tests.wire.shapes.cases import (
    BOOLEAN,
    LIST,
    LIST_INSIDE,
    PACKAGE,
    STRING,
    map_of,
    scalar,
    serialization_message,
    structure,
)

THING = Structure("Thing", Member("Name", String()))
TIMESTAMP = "STRING_VALUE cannot be converted to Date"


@pytest.mark.parametrize(
    ("shape", "cases"),
    [
        (String(), STRING),
        (Boolean(), BOOLEAN),
        (Integer(), [*scalar("Integer"), ("23", "STRING_VALUE cannot be converted to Integer")]),
        (Long(), [*scalar("Long"), ("23", "STRING_VALUE cannot be converted to Long")]),
        (Timestamp(), [("23", TIMESTAMP)]),
        (List(String()), LIST),
        (Map(String()), map_of("java.lang.String")),
        (Map(THING), map_of(PACKAGE + "Thing")),
        (Map(List(THING)), map_of(f"java.util.List<{PACKAGE}Thing>")),
        (THING, structure("Thing", inside=False)),
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
    ],
)
def test_inside_a_collection(shape: Shape, cases: list[tuple[object, str]]) -> None:
    for value, message in cases:
        assert serialization_message(List(shape), [value]) == message
        assert serialization_message(Map(shape), {"key": value}) == message


@pytest.mark.parametrize("request_body", [[], "x", 1, True, None])
def test_a_request_is_an_object(request_body: object) -> None:
    with pytest.raises(Reject) as reject:
        Request().check(request_body)
    assert reject.value.error.code == "SerializationException"


@pytest.mark.parametrize(
    ("shape", "sent", "changed"),
    [
        (Boolean(), "true", True),
        (Boolean(), "No", False),
        (Boolean(), "1", True),
        (Integer(), 34.56, 34),
        (Integer(), -0.5, 0),
        (Long(), 2**40, 2**40),
        (Timestamp(), 1.5, 1.5),
        (List(Integer()), [1.5, 2], [1, 2]),
        (Map(Boolean()), {"a": "0", "b": None}, {"a": False}),
        (THING, {"Name": None, "Other": 1}, {}),
    ],
)
def test_changed_in_place(shape: Shape, sent: object, changed: object) -> None:
    request: dict[str, object] = {"Member": sent, "Absent": None}
    Request(Member("Member", shape)).check(request)
    assert request == {"Member": changed}
