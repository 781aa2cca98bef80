"""JSON with places: it accepts what the usual parser accepts, and knows where each value is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.iam.json_tree import (
    DOCUMENT_CHARACTERS,
    ListNode,
    Node,
    NotJsonError,
    ObjectNode,
    TextNode,
    WordNode,
    read,
)


def value_of(node: Node) -> Any:
    if isinstance(node, ObjectNode):
        return {name: value_of(each) for name, each in node.members.items()}
    if isinstance(node, ListNode):
        return [value_of(each) for each in node.items]
    if isinstance(node, TextNode):
        return node.text
    assert isinstance(node, WordNode)
    return json.loads(node.text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(value=VALUES, indent=st.none() | st.integers(0, 2), is_ascii=st.booleans())
def test_values_are_read_with_their_places(value: Any, indent: int | None, is_ascii: bool) -> None:
    text = " " + json.dumps(value, indent=indent, ensure_ascii=is_ascii) + "\n"
    node = read(text)
    assert value_of(node) == value
    assert (node.start, node.end) == (1, len(text) - 1)
    if isinstance(node, ObjectNode):
        for name in node.names:
            assert json.loads(text[name.start : name.end]) == name.text
            member = node.members[name.text]
            assert json.loads(text[member.start : member.end]) == value[name.text]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "{", "[", "}", "{,}", "[,]", "[1,]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}'),
        *('{"a":1 "b":2}', "{a:1}", "{'a':1}", '"', '"a', '"\t"', r'"\x"', r'"\ud800"', "tru"),
        *("nul", "01", "1.", "+1", "NaN", "Infinity", "1 1", "-", "\ufeff{}", "#", '"a"b'),
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(NotJsonError):
        read(text)


def test_depth_and_length_are_bounded() -> None:
    assert read("[" * 32 + "]" * 32)
    with pytest.raises(NotJsonError):
        read("[" * 33 + "]" * 33)
    with pytest.raises(NotJsonError):
        read('{"a":' * 100_000)
    assert read('"x"'.ljust(DOCUMENT_CHARACTERS))
    with pytest.raises(NotJsonError):
        read('"x"'.ljust(DOCUMENT_CHARACTERS + 1))


def test_the_first_repeated_name_is_found() -> None:
    node = read('{"a":1,"b":2,"b":3,"a":4}')
    assert isinstance(node, ObjectNode)
    assert node.repeated is not None
    assert (node.repeated.text, node.repeated.start) == ("b", 13)
