"""Items in DynamoDB JSON."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.json_lines import PARTS_MAX, decode_line, objects_in

ITEM = {
    "pk": {"S": "a"},
    "m": {"M": {"l": {"L": [{"N": "1"}, {"NULL": True}, {"BOOL": False}]}}},
    "sets": {"L": [{"SS": ["a"]}, {"NS": ["1"]}, {"BS": ["AA=="]}]},
    "b": {"B": "AAEC"},
}


def test_an_item() -> None:
    line = orjson.dumps({"Item": ITEM})
    assert decode_line(line + b"\n") == ITEM
    assert decode_line(b"  " + line + b" \r\n") == ITEM
    assert decode_line(b'{"Other":1,"Item":{}}') == {}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"Item": ', "The line is not valid JSON: .*"),
        (b"[1]", "The line has no JSON object"),
        (b"1", "The line has no JSON object"),
        (b'{"NotAnItem": {"p": {"S": "x"}}}', "The line has no Item"),
        (b'{"Item": []}', "The line has no Item"),
        (b'{"item": {"p": {"S": "x"}}}', "The line has no Item"),
        (b'{"Item": {"p": "x"}}', "Unexpected value type in payload"),
        (b'{"Item": {"p": {"S": 1}}}', "NUMBER_VALUE cannot be converted to String"),
        (b'{"Item": {"p": {"B": "x"}}}', "Base64 encoded length is expected .*"),
        (b"\xff\xfe", "The line is not valid JSON: .*"),
        (b'{"Item": ' + b'{"a":' * 5_000, "The line is not valid JSON: .*"),
    ],
)
def test_what_is_no_item(line: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{sentence}$"):
        decode_line(line)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(-9, 9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from("SNBML"), inner),
)


@given(value=VALUES)
def test_any_json_is_an_item_or_refused(value: Any) -> None:
    line = orjson.dumps({"Item": value}, default=str, option=orjson.OPT_NON_STR_KEYS)
    try:
        assert isinstance(decode_line(line), dict)
    except UnreadableError as error:
        refused(error)


@given(line=st.binary(max_size=60))
def test_any_bytes_are_an_item_or_refused(line: bytes) -> None:
    try:
        assert isinstance(decode_line(line), dict)
    except UnreadableError as error:
        refused(error)


def refused(error: UnreadableError) -> None:
    """Checks that an error says something."""
    assert str(error)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (b'{"a":{"b":"}{"}}{"c":1}\n', [b'{"a":{"b":"}{"}}', b'{"c":1}\n']),
        (b'{"a":"\\"}{"}{}', [b'{"a":"\\"}{"}', b"{}"]),
        (b"{} {}\r\n", [b"{}", b" {}\r\n"]),
        (b"{}rest", [b"{}", b"rest"]),
        (b"{}\n", [b"{}\n"]),
        (b'{"a":', [b'{"a":']),
        (b"}{", [b"}{"]),
        (b'"{}', [b'"{}']),
    ],
)
def test_objects_of_one_line(line: bytes, parts: list[bytes]) -> None:
    assert objects_in(line) == parts
    assert b"".join(parts) == line


def test_many_objects_of_one_line_are_divided_in_turns() -> None:
    assert objects_in(b"{}" * PARTS_MAX + b"\n") == [*[b"{}"] * (PARTS_MAX - 1), b"{}\n"]
    assert objects_in(b"{}" * 3 * PARTS_MAX) == [*[b"{}"] * PARTS_MAX, b"{}" * 2 * PARTS_MAX]


@pytest.mark.timeout(20)
def test_a_string_without_an_end_is_read_once() -> None:
    """It was read again from each of its quotes: more than 20 s for this line of 1 MB."""
    line = b'"\\' * 500_000
    assert objects_in(line) == [line]
