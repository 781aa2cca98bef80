"""Names of tables: the rules of each kind of operation."""

from typing import Annotated, TypedDict

import pytest

from jedlik.apis.dynamodb.model.members import (
    ActionTableName,
    DataTableName,
    PlainTableName,
    ScannedTableName,
    TableName,
    TableNameKey,
    UpdatedTableName,
    request,
)
from jedlik.core.errors import Reject
from jedlik.core.types.constraints import max_length

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/" + "x" * 255
SHORTEST_1 = "Member must have length greater than or equal to 1"
SHORTEST_3 = "Member must have length greater than or equal to 3"
LONGEST = "Member must have length less than or equal to 255"
PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"


class Names(TypedDict, total=False):
    """A request with a table in each place."""

    Data: DataTableName
    Scanned: ScannedTableName
    Updated: UpdatedTableName
    Action: ActionTableName
    Table: TableName
    Plain: PlainTableName
    Keys: dict[TableNameKey, Annotated[str, max_length(5)]]


NAMES = request(Names)


def faults(**members: object) -> list[str]:
    """The texts of the constraints that do not hold."""
    with pytest.raises(Reject) as reject:
        NAMES.check(members)
    sentences = str(reject.value.error.message).partition(" detected: ")[2].split("; ")
    return [sentence.partition("constraint: ")[2] for sentence in sentences]


@pytest.mark.parametrize("name", ["abc", "x" * 255, "a.b-c_D9", ARN])
def test_names_that_are_sound(name: str) -> None:
    several = dict.fromkeys(("Data", "Scanned", "Updated", "Action", "Table"), name)
    members = {**several, "Keys": {name: "x"}}
    assert NAMES.check(members) == members


@pytest.mark.parametrize(
    ("member", "empty"),
    [
        ("Data", [SHORTEST_1]),
        ("Scanned", [SHORTEST_1]),
        ("Updated", [SHORTEST_1]),
        ("Action", [SHORTEST_1]),
        ("Table", [SHORTEST_3]),
        ("Plain", [PATTERN, SHORTEST_3]),
    ],
)
def test_names_that_are_not(member: str, empty: list[str]) -> None:
    assert faults(**{member: ""}) == empty
    assert faults(**{member: "bad name"}) == [PATTERN]
    assert faults(**{member: "x" * 256}) == [LONGEST]
    assert faults(**{member: "ab"}) == [SHORTEST_3]


@pytest.mark.parametrize(
    ("member", "short", "long"),
    [
        ("Data", [SHORTEST_3], [LONGEST]),
        ("Scanned", [SHORTEST_3], [LONGEST]),
        ("Updated", [PATTERN, SHORTEST_3], [PATTERN, LONGEST]),
        ("Action", [SHORTEST_3, PATTERN], [LONGEST, PATTERN]),
        ("Table", [PATTERN, SHORTEST_3], [PATTERN, LONGEST]),
        ("Plain", [PATTERN, SHORTEST_3], [PATTERN, LONGEST]),
    ],
)
def test_several_faults_of_a_name(member: str, short: list[str], long: list[str]) -> None:
    # Source: dynoxide's captures, October 2026, for a short name with wrong characters.
    assert faults(**{member: "a!"}) == short
    assert faults(**{member: ARN + "x"}) == long


def test_a_plain_name_is_no_arn() -> None:
    assert faults(Plain=ARN) == [PATTERN, LONGEST]


@pytest.mark.parametrize("name", ["", "ab", "bad name", "x" * 256])
def test_names_as_keys(name: str) -> None:
    texts = f"Map keys must satisfy constraint: [{LONGEST}, {SHORTEST_3}, {PATTERN}]"
    assert faults(Keys={name: "x"}) == [texts]
