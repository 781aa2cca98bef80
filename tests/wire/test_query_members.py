"""Members from the names and values of parameters, along shapes."""

from typing import Annotated, Required, TypedDict
from urllib.parse import urlencode

import pytest

from jedlik.core.errors import Reject
from jedlik.core.pauses import PAUSES
from jedlik.core.types.constraints import Named
from jedlik.wire.form import parameters
from jedlik.wire.query_members import Naming, read_members
from jedlik.wire.shapes.declaration import members_of
from tests.memory import peak_bytes

QUERY = Naming("member", "entry", "key", "value")
BARE = Naming("", "entry", "key", "value")
UNLIMITED = 1 << 60


class Part(TypedDict, total=False):
    """A structure inside."""

    Name: Required[str]
    Numbers: list[int]


class Whole(TypedDict, total=False):
    """A structure with members of all kinds."""

    Text: str
    Number: int
    Flag: bool
    At: float
    Bytes: bytes
    Texts: list[str]
    Parts: list[Part]
    Part: Part
    Lists: list[list[str]]
    ByName: dict[str, Part]
    Ids: Annotated[list[str], Named("Id", "idSet")]


MEMBERS = members_of(Whole, {})


def read(form: str, naming: Naming = QUERY) -> dict[str, object]:
    return read_members(parameters(form.encode()), MEMBERS, naming)


def refusal(form: str) -> str | None:
    with pytest.raises(Reject) as refused:
        read(form)
    assert refused.value.error.code == "SerializationException"
    return refused.value.error.message


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("", {}),
        ("Text=a&Number=-7&Flag=true", {"Text": "a", "Number": -7, "Flag": True}),
        ("Number=%2B7&Flag=false", {"Number": 7, "Flag": False}),
        ("Text=", {"Text": ""}),
        ("At=2026-10-08T12:00:00Z", {"At": 1791460800.0}),
        ("At=2026-10-08T12:00:00.5", {"At": 1791460800.5}),
        ("At=2026-10-08T14:00:00%2B02:00", {"At": 1791460800.0}),
        ("Bytes=AP8%3D", {"Bytes": b"\0\xff"}),
        ("Texts.member.1=a&Texts.member.2=b", {"Texts": ["a", "b"]}),
        ("Texts.member.10=b&Texts.member.9=a", {"Texts": ["a", "b"]}),
        ("Texts.member.999999999=b&Texts.member.0=a", {"Texts": ["a", "b"]}),
        ("Texts=", {"Texts": []}),
        ("Parts.member.1.Name=a&Parts.member.1.Numbers.member.1=1",
         {"Parts": [{"Name": "a", "Numbers": [1]}]}),
        ("Part.Name=a&Part.Other=b", {"Part": {"Name": "a"}}),
        ("Part.Other.member.1=b", {"Part": {}}),
        ("Part=", {"Part": {}}),
        ("Lists.member.1.member.1=a&Lists.member.2=", {"Lists": [["a"], []]}),
        ("ByName.entry.2.key=b&ByName.entry.2.value.Name=2"
         "&ByName.entry.1.key=a&ByName.entry.1.value.Name=1",
         {"ByName": {"a": {"Name": "1"}, "b": {"Name": "2"}}}),
        ("ByName=", {"ByName": {}}),
        ("Action=A&Version=1&Other=2&Other.member.x=3&.=4", {}),
        ("Id.member.1=a", {"Ids": ["a"]}),
        ("Ids.member.1=a", {}),
    ],
)  # fmt: skip
def test_members(form: str, expected: dict[str, object]) -> None:
    assert read(form) == expected


def test_a_protocol_may_number_elements_without_a_name() -> None:
    assert read("Id.2=b&Id.1=a&Parts.1.Name=c", BARE) == {
        "Ids": ["a", "b"],
        "Parts": [{"Name": "c"}],
    }


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("Text.member.1=a", "Start of list found where not expected"),
        ("Text=a&Text.b=c", "Start of list found where not expected"),
        ("Number.a=1", "Start of list found where not expected"),
        ("Texts=a", "Unexpected list element termination"),
        ("Texts=&Texts.member.1=a", "Unexpected list element termination"),
        ("Texts.member=a", "Unexpected list element termination"),
        ("Texts.1=a", "Unexpected list element termination"),
        ("Texts.member.1=a&Texts.1=b", "Unexpected list element termination"),
        ("Part=a", "Unexpected complex element termination"),
        ("ByName.entry.1.key=a", "Unexpected complex element termination"),
        ("ByName.entry.1.key=a&ByName.entry.1.value.Name=b&ByName.entry.1.x=c",
         "Unexpected complex element termination"),
        ("Texts.member.x=a", "'x' is not the number of a list element"),
        ("Texts.member.-1=a", "'-1' is not the number of a list element"),
        ("Texts.member.%D9%A1=a", "'\u0661' is not the number of a list element"),
        ("Texts.member.9999999999=a", "'9999999999' is not the number of a list element"),
        ("Text=a&Text=a", "A parameter of the request occurs more than once"),
        ("Texts.member.1=a&Texts.member.01=b", "A parameter of the request occurs more than once"),
        ("Number=", "'' is not a whole number"),
        ("Number=1.5", "'1.5' is not a whole number"),
        ("Number=1e5", "'1e5' is not a whole number"),
        ("Number=%D9%A1", "'\u0661' is not a whole number"),
        ("Number=111111111111111111111", "'111111111111111111111' is not a whole number"),
        ("At=yesterday", "'yesterday' is not a date in ISO 8601"),
        ("At=9999-99-99", "'9999-99-99' is not a date in ISO 8601"),
        ("Bytes=*", "A value of the request is not in base64"),
        ("Flag=maybe", "Unexpected token received from parser"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused(form: str, message: str) -> None:
    assert refusal(form) == message


def spent(form: str) -> int:
    """Returns how many values were worked on."""
    PAUSES.begin(lambda: UNLIMITED, UNLIMITED)
    try:
        read(form)
        return UNLIMITED - PAUSES.left
    finally:
        PAUSES.end()


HOSTILE = [
    "&".join(f"Texts.member.{999_999_999 - at}=a" for at in range(9000)),
    "&".join(f"Parts.member.{at}.Numbers.member.{at}=1" for at in range(9000)),
    "&".join(f"Lists.member.1.member.{at}=a" for at in range(9000)),
    "&".join(f"Other{at}.a.b.c=d" for at in range(9000)),
    "&".join(f"ByName.entry.{at}.key=a&ByName.entry.{at}.value.Name=b" for at in range(4500)),
    "Part" + ".Part" * 100_000 + "=a",
    "Part." + "." * 500_000 + "=a",
    urlencode({"Text": "\0" * 100_000}),
]


@pytest.mark.parametrize("form", HOSTILE, ids=lambda form: form[:20])
def test_the_work_for_hostile_names_grows_with_the_number_of_parameters(form: str) -> None:
    pairs = form.count("&") + 1
    assert spent(form) < 10 * pairs + form.count("%")


@pytest.mark.many_steps
@pytest.mark.parametrize("form", HOSTILE, ids=lambda form: form[:20])
def test_hostile_names_take_little_memory(form: str) -> None:
    pairs = form.count("&") + 1
    assert peak_bytes(lambda: read(form)) < 8 * len(form) + 1500 * pairs
