"""Lines of Ion text, read again with the library amazon.ion.

Form: Developer Guide, "DynamoDB table export output format".
"""

from base64 import b64decode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from amazon.ion import simpleion
from amazon.ion.simple_types import IonPyNull
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.number import canonical
from jedlik.wire.item_files.write_ion import (
    Change,
    change_line,
    decimal_of,
    item_lines,
    symbol_of,
)

GUIDE: dict[str, AttributeValue] = {
    "Authors": {"SS": ["Author1", "Author2"]},
    "Dimensions": {"S": "8.5 x 11.0 x 1.5"},
    "ISBN": {"S": "333-3333333333"},
    "Id": {"N": "103"},
    "InPublication": {"BOOL": False},
    "PageCount": {"N": "600"},
    "Price": {"N": "2000"},
}


def test_the_example_of_the_guide() -> None:
    assert item_lines([GUIDE]) == (
        b'$ion_1_0 {Item:{Authors:$dynamodb_SS::["Author1","Author2"],'
        b'Dimensions:"8.5 x 11.0 x 1.5",ISBN:"333-3333333333",Id:103.,InPublication:false,'
        b"PageCount:6d2,Price:2d3}}\n"
    )


def test_a_change() -> None:
    change = Change({"pk": {"S": "a"}}, {"n": {"N": "1"}}, {"n": {"N": "2"}}, 1_684_374_845_117)
    assert change_line(change) == (
        b'$ion_1_0 {Record:{Keys:{pk:"a"},Metadata:{WriteTimestampMicros:1684374845117d3},'
        b"OldImage:{n:2.},NewImage:{n:1.}}}\n"
    )
    assert change_line(change._replace(old=None, new=None)) == (
        b'$ion_1_0 {Record:{Keys:{pk:"a"},Metadata:{WriteTimestampMicros:1684374845117d3}}}\n'
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", "0."),
        ("103", "103."),
        ("600", "6d2"),
        ("-600", "-6d2"),
        ("1.5", "1.5"),
        ("-0.5", "-0.5"),
        ("0.0000015", "0.0000015"),
        ("0.00000015", "15d-8"),
        ("-0.00000015", "-15d-8"),
        ("1" + "0" * 125, "1d125"),
        ("12.34", "12.34"),
    ],
)
def test_decimals(number: str, expected: str) -> None:
    assert decimal_of(number) == expected
    assert Decimal(expected.replace("d", "E")) == Decimal(number)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pk", "pk"),
        ("_a1", "_a1"),
        ("1a", "'1a'"),
        ("null", "'null'"),
        ("nan", "'nan'"),
        ("$10", "'$10'"),
        ("a b", "'a b'"),
        ("it's", "'it\\'s'"),
        ("a\\'\"\n", "'a\\\\\\'\\\"\\n'"),
        ("", "''"),
    ],
)
def test_symbols(name: str, expected: str) -> None:
    assert symbol_of(name) == expected


def read_back(value: Any) -> Any:
    """Returns an attribute value as the library read it: an item if it is a struct."""
    annotations = {each.text for each in value.ion_annotations}
    if isinstance(value, IonPyNull):
        return {"NULL": True}
    if isinstance(value, Mapping):
        return {"M": {name: read_back(each) for name, each in value.items()}}
    if isinstance(value, list):
        elements = [read_back(each) for each in value]
        if not annotations:
            return {"L": elements}
        (annotation,) = annotations
        tag = annotation.removeprefix("$dynamodb_")
        return {tag: [each[tag[0]] for each in elements]}
    if value.ion_type.name == "BOOL":
        return {"BOOL": bool(value)}
    if value.ion_type.name == "DECIMAL":
        return {"N": Decimal(value)}
    if value.ion_type.name == "BLOB":
        return {"B": bytes(value)}
    return {"S": str(value)}


def comparable(value: Any) -> Any:
    """Returns an attribute value with numbers and binaries as the library reads them."""
    ((tag, content),) = value.items()
    if tag == "N":
        return {"N": Decimal(content)}
    if tag == "B":
        return {"B": b64decode(content)}
    if tag == "M":
        return {"M": {name: comparable(each) for name, each in content.items()}}
    if tag == "L":
        return {"L": [comparable(each) for each in content]}
    if tag in {"NS", "BS"}:
        return {tag: [comparable({tag[0]: each})[tag[0]] for each in content]}
    return value


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(
    lambda each: each.is_zero() or (-120 < each.adjusted() < 120 and len(each.as_tuple()[1]) < 38)
)
number_texts = numbers.map(lambda each: canonical(str(each)))
blobs = st.sampled_from(["", "AA==", "YWJj", "/+8="])
scalars = st.one_of(
    st.builds(lambda text: {"S": text}, texts),
    st.builds(lambda text: {"N": text}, number_texts),
    st.builds(lambda text: {"B": text}, blobs),
    st.sampled_from([{"BOOL": True}, {"BOOL": False}, {"NULL": True}]),
    st.builds(lambda each: {"SS": each}, st.lists(texts, min_size=1, max_size=3)),
    st.builds(lambda each: {"NS": each}, st.lists(number_texts, min_size=1, max_size=3)),
    st.builds(lambda each: {"BS": each}, st.lists(blobs, min_size=1, max_size=3)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.builds(lambda each: {"L": each}, st.lists(inner, max_size=3)),
        st.builds(lambda each: {"M": each}, st.dictionaries(texts, inner, max_size=3)),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(texts, values, max_size=4), max_size=3))
def test_the_library_reads_what_was_written(items: list[Any]) -> None:
    lines = item_lines(items)
    assert lines.count(b"\n") == len(items)
    for line, item in zip(lines.splitlines(), items, strict=True):
        found = read_back(simpleion.loads(line))
        assert found == {"M": {"Item": comparable({"M": item})}}
