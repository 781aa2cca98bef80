"""Answers in XML."""

from typing import Annotated, TypedDict
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.types.constraints import Named
from jedlik.wire.shapes.declaration import members_of
from jedlik.wire.xml import Tags, escaped, write_members

QUERY = Tags("member", "entry", "key", "value", 0)
EC2 = Tags("item", "entry", "key", "value", 3)


class Part(TypedDict, total=False):
    """A structure inside."""

    Name: str


class Whole(TypedDict, total=False):
    """A structure with members of all kinds."""

    Text: str
    Number: int
    Flag: bool
    At: float
    Bytes: bytes
    Parts: list[Part]
    ByName: dict[str, int]
    Ids: Annotated[list[str], Named("Id", "idSet")]


def written(values: dict[str, object], tags: Tags = QUERY) -> str:
    parts: list[str] = []
    write_members(parts, values, members_of(Whole, {}), tags)
    return "".join(parts)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ""),
        ({"Other": "a", "Text": None}, ""),
        ({"Number": 1, "Text": "<a & b>"}, "<Text>&lt;a &amp; b&gt;</Text><Number>1</Number>"),
        ({"Text": ""}, "<Text></Text>"),
        ({"Flag": True}, "<Flag>true</Flag>"),
        ({"Flag": False}, "<Flag>false</Flag>"),
        ({"At": 1791460800.9}, "<At>2026-10-08T12:00:00Z</At>"),
        ({"Bytes": b"\0\xff"}, "<Bytes>AP8=</Bytes>"),
        ({"Parts": []}, "<Parts></Parts>"),
        ({"Parts": [{"Name": "a"}, {}]},
         "<Parts><member><Name>a</Name></member><member></member></Parts>"),
        ({"ByName": {"<": 1}}, "<ByName><entry><key>&lt;</key><value>1</value></entry></ByName>"),
    ],
)  # fmt: skip
def test_members(values: dict[str, object], expected: str) -> None:
    assert written(values) == expected


def test_another_protocol_has_other_names() -> None:
    values: dict[str, object] = {"Ids": ["a"], "At": 1791460800.9}
    assert written(values, EC2) == "<At>2026-10-08T12:00:00.900Z</At><idSet><item>a</item></idSet>"


@given(st.text())
def test_every_text_becomes_well_formed(text: str) -> None:
    content = Xml.fromstring(f"<a>{escaped(text)}</a>").text or ""
    assert len(content) == len(text)
    assert all(found in (sent, "\ufffd") for sent, found in zip(text, content, strict=True))


def test_characters_that_xml_cannot_contain_are_replaced() -> None:
    assert escaped("a\0b\x1b\ud800\uffff") == "a\ufffdb\ufffd\ufffd\ufffd"
    assert escaped("\t\n\r\u0085\U0001f600") == "\t\n&#xD;\u0085\U0001f600"
