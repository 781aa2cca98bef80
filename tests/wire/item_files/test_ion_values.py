"""Items in Ion text."""

import base64
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.item_files.ion_values import decode_struct


def value_of(text: str) -> Any:
    item = decode_struct(f"$ion_1_0 {{Item:{{v:{text}}}}}".encode())
    assert item is not None
    return item["v"]


def test_the_example_of_the_guide() -> None:
    # Developer Guide, "DynamoDB table export output format"
    text = rb"""$ion_1_0 {Item:{Authors:$dynamodb_SS::["Author1","Author2"],
      Dimensions:"8.5 x 11.0 x 1.5",ISBN:"333-3333333333",Id:103.,InPublication:false,
      PageCount:6d2,Price:2d3,Title:"Book 103"}}"""
    assert decode_struct(text) == {
        "Authors": {"SS": ["Author1", "Author2"]},
        "Dimensions": {"S": "8.5 x 11.0 x 1.5"},
        "ISBN": {"S": "333-3333333333"},
        "Id": {"N": "103"},
        "InPublication": {"BOOL": False},
        "PageCount": {"N": "6E+2"},
        "Price": {"N": "2E+3"},
        "Title": {"S": "Book 103"},
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", {"N": "7"}),
        ("-1.5", {"N": "-1.5"}),
        ("null", {"NULL": True}),
        ("null.string", {"NULL": True}),
        ("true", {"BOOL": True}),
        ("{{AAE=}}", {"B": "AAE="}),
        ("{{}}", {"B": ""}),
        ('[1., "a", [], {}]', {"L": [{"N": "1"}, {"S": "a"}, {"L": []}, {"M": {}}]}),
        ("{a:{b:1.}}", {"M": {"a": {"M": {"b": {"N": "1"}}}}}),
        ("$dynamodb_NS::[1., 2]", {"NS": ["1", "2"]}),
        ("$dynamodb_BS::[{{AAE=}}]", {"BS": ["AAE="]}),
        ("'''one''' '''two'''", {"S": "onetwo"}),
        (r'"\u00e9\U0001F600"', {"S": "é😀"}),
    ],
)
def test_values(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("a_symbol", "2007-02-23T12:14Z", "1e0", "(a b)", "{{'''clob'''}}", "nan"),
        *('$dynamodb_SS::["a", 1.]', "$dynamodb_NS::[a]", '$dynamodb_BS::["a"]', "x::[1.]"),
        *(r'"\ud800"', '"', "1.2.3", "$dynamodb_SS::null.list", "{$99:1.}"),
    ],
)
def test_what_is_no_value_of_an_item(text: str) -> None:
    if text == "$dynamodb_SS::null.list":
        assert value_of(text) == {"NULL": True}
        return
    with pytest.raises(UnreadableError):
        value_of(text)


@pytest.mark.parametrize(
    "text", [b"{a:1.}", b"1.", b"{Item:1.}", b"{Item:null}", b"{} {}", b"{", b"\xff"]
)
def test_what_is_no_item(text: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode_struct(text)


def test_a_text_without_a_value_is_nothing() -> None:
    assert decode_struct(b"$ion_1_0 // nothing\n") is None


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    number=st.decimals(allow_nan=False, allow_infinity=False),
    data=st.binary(),
)
def test_values_come_back(text: str, number: Decimal, data: bytes) -> None:
    from amazon.ion import simpleion

    written = simpleion.dumps({"Item": {"s": text, "n": number, "b": data}}, binary=False)
    item = decode_struct(written.encode())
    assert item is not None
    assert item["s"] == {"S": text}
    assert Decimal(item["n"]["N"]) == number
    assert base64.b64decode(item["b"]["B"]) == data


@given(text=st.binary(max_size=60))
def test_any_bytes_are_an_item_or_refused(text: bytes) -> None:
    try:
        item = decode_struct(b"{Item:{a:" + text + b"}}")
    except UnreadableError as error:
        refused(error)
    else:
        assert item is None or isinstance(item, dict)


def refused(error: UnreadableError) -> None:
    """Checks that an error says something."""
    assert str(error)
