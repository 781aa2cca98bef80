"""Requests: which faults are reported together, and in which generation of wording."""

from copy import deepcopy
from typing import Annotated, Any, Literal, Required, TypedDict

import pytest

from jedlik.core.errors import Reject, invalid
from jedlik.core.types.constraints import (
    GENERIC,
    NAMELESS,
    EnumWording,
    Reported,
    Wording,
    at_least,
    min_length,
    refused,
)
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.wire.shapes.declaration import members_of
from jedlik.wire.shapes.request import Request, is_for_older_layer, is_too_deep
from jedlik.wire.shapes.structure import List, Map, Member

LEAST_1 = "failed to satisfy constraint: Member must have value greater than or equal to 1"
NOT_NULL = "failed to satisfy constraint: Member must not be null"


class Sample(TypedDict, total=False):
    """A request with a member of each kind of wording."""

    Name: Required[str]
    Count: Annotated[int, at_least(1)]
    Limit: Annotated[int, at_least(1, GENERIC)]
    Alone: Annotated[str, min_length(1, GENERIC, alone=True)]
    Also: Annotated[str, min_length(1, GENERIC, alone=True)]
    Bare: Annotated[Literal["A"], EnumWording(NAMELESS._replace(bare=True))]
    Late: Annotated[str, min_length(1)._replace(late=True)]
    Older: Annotated[Literal["A"], EnumWording(is_older=True)]
    Current: Annotated[str, min_length(1, Wording("{text}"))._replace(checked_by="current")]
    Tree: dict[str, str]


SAMPLE: Request[Sample] = Request(*members_of(Sample, {}))
STAGED: Request[Sample] = Request(
    *members_of(Sample, {}), stages=(("Also", "Late", "Alone", "Count"), ("Limit",))
)


class Named(TypedDict):
    """A request whose absent member has a sentence of its own."""

    Name: Annotated[str, Reported(absent=Wording("a name is needed", bare=True))]
    Other: str


NAMED: Request[Named] = Request(*members_of(Named, {}))


def message(shape: Request[Sample] | Request[Named], **members: object) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check(members)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def test_a_sound_request_is_returned() -> None:
    body: dict[str, object] = {"Name": "x", "Count": 1.5, "Limit": None, "Unknown": [1]}
    request = SAMPLE.check(body)
    assert request is body
    assert request == {"Name": "x", "Count": 1, "Unknown": [1]}


def test_faults_are_reported_together_in_order() -> None:
    assert message(SAMPLE, Name="x", Limit=0, Count=0) == (
        f"2 validation errors detected: Value '0' at 'count' {LEAST_1}; Value at 'Limit' {LEAST_1}"
    )


def test_an_absent_member_brings_the_older_wording() -> None:
    assert message(SAMPLE, Limit=0, Alone="") == (
        f"3 validation errors detected: Value null at 'name' {NOT_NULL}; "
        f"Value '0' at 'limit' {LEAST_1}; Value '' at 'alone' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


def test_a_deep_request_brings_the_older_wording() -> None:
    deep: object = {}
    for _ in range(130):
        deep = [deep]
    assert is_too_deep({"Unknown": deep})
    assert not is_too_deep({"Unknown": [[]]})
    assert is_for_older_layer({"Unknown": deep})
    older = f"1 validation error detected: Value '0' at 'limit' {LEAST_1}"
    assert message(SAMPLE, Name="x", Limit=0, Unknown=deep) == older


@pytest.mark.parametrize(
    ("value", "is_older"),
    [
        ({"S": "x"}, False),
        ({"BOOL": False}, False),
        ({"L": [{"BOOL": True}, {"M": {"k": {"NULL": False}}}]}, False),
        ({"BOOL": "no"}, True),
        ({"L": [{"M": {"k": {"NULL": "yes"}}}]}, True),
        ({}, True),
        ({"N": None}, True),
        ({"S": "x", "N": None}, False),
        ({"S": "x", "N": "1"}, True),
        ({"M": {"a": {"L": []}, "b": {"S": "x", "N": "1"}}}, True),
    ],
)
def test_a_value_leads_to_the_older_layer(value: dict[str, Any], is_older: bool) -> None:
    in_list = List(ATTRIBUTE_VALUE)
    checked: Request[Any] = Request(
        Member("One", ATTRIBUTE_VALUE),
        Member("Several", ATTRIBUTE_MAP),
        Member("Map", Map(in_list)),
    )
    copies = (deepcopy(value) for _ in range(3))
    requests: list[dict[str, object]] = [
        {"One": next(copies)},
        {"Several": {"other": {"L": [{"S": "y"}]}, "key": next(copies)}},
        {"Map": {"name": [{"S": "y"}, next(copies)]}},
    ]
    for request in requests:
        assert is_for_older_layer(checked.check(request)) is is_older


def test_some_faults_are_reported_alone() -> None:
    assert message(SAMPLE, Name="x", Count=0, Alone="") == (
        "1 validation error detected: Value at 'Alone' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )
    bare = "Failed to satisfy constraint: Member must satisfy enum value set: [A]"
    assert message(SAMPLE, Name="x", Count=0, Bare="B") == bare


EMPTY = "failed to satisfy constraint: Member must have length greater than or equal to 1"


def test_late_faults_are_reported_last() -> None:
    late = f"1 validation error detected: Value '' at 'late' {EMPTY}"
    assert message(SAMPLE, Name="x", Late="") == late
    assert message(SAMPLE, Name="x", Late="", Count=0) == (
        f"1 validation error detected: Value '0' at 'count' {LEAST_1}"
    )
    assert (
        message(SAMPLE, Late="") == f"1 validation error detected: Value null at 'name' {NOT_NULL}"
    )


def test_a_rule_may_come_before_late_faults() -> None:
    def refuse(request: Sample) -> None:
        raise invalid(f"ahead of {request['Late']!r}")

    ruled: Request[Sample] = Request(*members_of(Sample, {}), before_late=refuse)
    assert message(ruled, Name="x", Late="") == "ahead of ''"
    assert message(ruled, Name="x", Late="", Count=0) == (
        f"1 validation error detected: Value '0' at 'count' {LEAST_1}"
    )
    assert ruled.check({"Name": "x", "Late": "y"})


def test_the_stages_of_the_current_generation() -> None:
    assert message(STAGED, Name="x", Limit=0, Count=0, Late="") == (
        f"2 validation errors detected: Value '' at 'late' {EMPTY}; Value '0' at 'count' {LEAST_1}"
    )
    assert message(STAGED, Name="x", Limit=0, Bare="B") == (
        f"1 validation error detected: Value at 'Limit' {LEAST_1}"
    )
    assert message(STAGED, Name="x", Alone="", Also="", Late="", Count=0) == (
        f"2 validation errors detected: Value at 'Also' {EMPTY}; Value at 'Alone' {EMPTY}"
    )


def test_a_fault_may_belong_to_one_generation() -> None:
    body: dict[str, object] = {"Name": "x", "Older": "B", "Current": ""}
    assert message(SAMPLE, **body) == (
        "1 validation error detected: Member must have length greater than or equal to 1"
    )
    del body["Name"]
    assert message(SAMPLE, **body) == (
        f"2 validation errors detected: Value null at 'name' {NOT_NULL}; Value 'B' at 'older' "
        "failed to satisfy constraint: Member must satisfy enum value set: [A]"
    )
    checked: object = SAMPLE.check({"Name": "x", "Older": "B"})
    assert checked == {"Name": "x", "Older": "B"}


@pytest.mark.parametrize(("sent", "echo"), [(0.5, "0"), (-1.5, "-1"), (-(2**40), "-2147483648")])
def test_a_number_that_is_changed_brings_the_older_wording(sent: float, echo: str) -> None:
    assert message(SAMPLE, Name="x", Limit=sent, Alone="") == (
        f"2 validation errors detected: Value '{echo}' at 'limit' {LEAST_1}; "
        f"Value '' at 'alone' {EMPTY}"
    )


def test_an_absent_member_may_have_a_sentence_of_its_own() -> None:
    assert message(NAMED) == "a name is needed"
    assert message(NAMED, Name="x") == (
        f"1 validation error detected: Value null at 'other' {NOT_NULL}"
    )


def test_at_most_ten_faults_are_reported() -> None:
    declared = TypedDict("declared", {f"M{at}": str for at in range(12)})  # type: ignore[misc]
    shape: Request[declared] = Request(*members_of(declared, {}))
    with pytest.raises(Reject) as reject:
        shape.check({})
    assert str(reject.value.error.message).startswith("10 validation errors detected: ")
    assert str(reject.value.error.message).count(NOT_NULL) == 10


class Inner(TypedDict, total=False):
    """A structure with a member that needs something else."""

    Built: str
    Missing: Annotated[str, refused("rockets")]


class Outer(TypedDict, total=False):
    """A request with members at each depth that need something else."""

    One: Inner
    Many: list[Inner]
    Named: dict[str, Inner]
    Missing: Annotated[Inner, refused("wings")]


OUTER: Request[Outer] = Request(*members_of(Outer, {}))


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ({"Missing": {"Missing": "x"}}, "wings yet; omit Missing"),
        ({"One": {"Built": "x", "Missing": "x"}}, "rockets yet; omit One.Missing"),
        ({"Many": [{}, {"Missing": ""}]}, "rockets yet; omit Many.Missing"),
        ({"Named": {"a": {"Missing": "x"}}}, "rockets yet; omit Named.Missing"),
    ],
)
def test_members_that_need_what_jedlik_does_not_have(
    members: dict[str, object], missing: str
) -> None:
    request = OUTER.check(members)
    with pytest.raises(Reject) as reject:
        OUTER.refuse(request)
    assert reject.value.error.code == "ValidationException"
    assert reject.value.error.message == (
        f"One or more parameter values were invalid: Jedlik does not have {missing}"
    )


def test_members_that_are_built_or_unknown_are_not_refused() -> None:
    members = {"One": {"Built": "x"}, "Many": [{}], "Named": {"a": {}}, "Other": {"Missing": "x"}}
    OUTER.refuse(OUTER.check(members))
    OUTER.refuse(OUTER.check({"Missing": None, "One": {"Missing": None}}))
