"""Attribute values: the JSON they accept, how it is changed, and how errors print them.

Sources: recorded answers in dynalite's test suite (`assertType`, test/helpers.js), and of October
2026 for the printed form. The texts of errors about JSON: `tests/wire/shapes/test_serialization`.
"""

from copy import deepcopy

import pytest

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.core.errors import Reject
from jedlik.core.types.attribute_value import Item

ALL_TYPES: Item = {
    "s": {"S": "a"},
    "n": {"N": "1"},
    "b": {"B": "YQ=="},
    "bool": {"BOOL": False},
    "null": {"NULL": True},
    "ss": {"SS": ["a"]},
    "ns": {"NS": ["1", "1"]},
    "bs": {"BS": ["", "YQ=="]},
    "l": {"L": [{"S": "a"}, {"L": []}]},
    "m": {"M": {"k": {"M": {}}}},
    "nothing": {},
    "several": {"S": "a", "N": "1"},
}


def read(value: object) -> object:
    """Returns a map of attribute values as it is read."""
    given = deepcopy(value)
    assert ATTRIBUTE_MAP.type_check(inside=False)(given) is given
    return given


def test_values_of_all_types_are_left_as_they_are() -> None:
    assert read(ALL_TYPES) == ALL_TYPES
    assert read({}) == {}


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({"a": None}, {"a": {}}),
        ({"a": {"S": None, "N": "1"}}, {"a": {"N": "1"}}),
        ({"a": {"X": 1}}, {"a": {}}),
        ({"a": {"X": 1, "S": "x"}}, {"a": {"S": "x"}}),
        ({"a": {"BOOL": "no"}, "b": {"NULL": "1"}}, {"a": {"BOOL": False}, "b": {"NULL": True}}),
        ({"a": {"L": [None, {"S": None}]}}, {"a": {"L": [{}, {}]}}),
        ({"a": {"M": {"b": None}}}, {"a": {"M": {"b": {}}}}),
        ({"a": {"NS": ["1", None, "2"]}}, {"a": {"NS": ["1", "2"]}}),
    ],
)
def test_null_and_unknown_members_are_removed(sent: object, changed: object) -> None:
    assert read(sent) == changed


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        {"a": "x"},
        {"a": []},
        {"a": {"S": 1}},
        {"a": {"N": 1}},
        {"a": {"B": "YQ="}},
        {"a": {"BOOL": "maybe"}},
        {"a": {"SS": "x"}},
        {"a": {"NS": [1]}},
        {"a": {"BS": ["!!!!"]}},
        {"a": {"L": {}}},
        {"a": {"L": ["x"]}},
        {"a": {"M": []}},
        {"a": {"M": {"b": {"S": 1}}}},
        {"a": {"S": "x", "N": 1}},
    ],
)
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(Reject) as rejected:
        read(value)
    assert rejected.value.error.code == "SerializationException"


def test_one_value_is_checked_like_a_value_of_a_map() -> None:
    check = ATTRIBUTE_VALUE.type_check(inside=False)
    assert check({"L": [None, {"X": 1}]}) == {"L": [{}, {}]}
    with pytest.raises(Reject):
        check({"L": [{"S": 1}]})
    assert ATTRIBUTE_VALUE.empty == {}


def printed(**members: str) -> str:
    """Returns the printed form of a value. members: those that are not null."""
    names = (
        *("s", "n", "b", "iNT", "dECIMAL", "dOUBLE", "sS", "nS", "bS"),
        *("iNTSET", "dECIMALSET", "dOUBLESET", "m", "l", "nULL", "bOOL"),
    )
    listed = ", ".join(f"{name}={members.get(name, 'null')}" for name in names)
    return f"AttributeValue({listed})"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"S": "a b"}, printed(s="a b")),
        ({"N": "1.0"}, printed(n="1.0")),
        ({"BOOL": False}, printed(bOOL="false")),
        ({"NULL": True}, printed(nULL="true")),
        ({"B": "YWJj"}, printed(b="java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]")),
        ({"SS": ["a", "b"]}, printed(sS="[a, b]")),
        (
            {"BS": ["YQ==", ""]},
            printed(
                bS="[java.nio.HeapByteBuffer[pos=0 lim=1 cap=1], "
                "java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]]"
            ),
        ),
        ({"L": [{"S": "x"}, {}]}, printed(l=f"[{printed(s='x')}, {printed()}]")),
        ({"M": {"k": {"N": "1"}}}, printed(m=f"{{k={printed(n='1')}}}")),
        ({"S": "x", "N": "1"}, printed(s="x", n="1")),
        ({}, printed()),
    ],
)
def test_errors_print_a_value_with_every_member_of_the_class(value: object, text: str) -> None:
    assert ATTRIBUTE_VALUE.echo(value) == text
    assert ATTRIBUTE_MAP.echo({"name": value}) == f"{{name={text}}}"
