"""Which tables a selection names. Source: API Reference, BackupSelection."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.features.aws_backup.selection_rules import check_selection, names_types, selects
from tests.engine.in_memory import arn_of

MUSIC = arn_of("music")
TAGS = {"backup": "daily", "team": "a"}


def condition(key: str, value: str) -> dict[str, str]:
    return {"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value}


def tag(key: str, value: str) -> dict[str, str]:
    return {"ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value}


@pytest.mark.parametrize(
    ("resources", "is_named"),
    [
        ([MUSIC], True),
        (["*"], True),
        (["arn:aws:dynamodb:*:*:table/*"], True),
        (["arn:aws:dynamodb:us-east-1:123456789012:table/mus*"], True),
        (["arn:aws:dynamodb:*"], True),
        (["arn:aws:s3:::*", MUSIC], True),
        ([arn_of("musi")], False),
        ([arn_of("music2")], False),
        (["arn:aws:dynamodb:*:*:table/m"], False),
        (["arn:aws:dynamodb:eu-west-1:*:table/*"], False),
        (["arn:aws:ec2:*:*:volume/*"], False),
        (["arn:aws:s3:::*"], False),
        (["arn:aws:dynamodb:us-east-1:123456789012:table/m.sic"], False),
    ],
)
def test_resources(resources: list[str], is_named: bool) -> None:
    assert selects({"Resources": resources}, MUSIC, {}) is is_named
    excluded = {"Resources": ["*"], "NotResources": resources}
    assert selects(excluded, MUSIC, {}) is not is_named


def test_tags_are_joined_by_or() -> None:
    assert selects({"ListOfTags": [tag("a", "b"), tag("team", "a")]}, MUSIC, TAGS)
    assert not selects({"ListOfTags": [tag("team", "b")]}, MUSIC, TAGS)
    assert selects({"Resources": [MUSIC], "ListOfTags": [tag("team", "b")]}, MUSIC, TAGS)
    assert selects({"Resources": [arn_of("x")], "ListOfTags": [tag("team", "a")]}, MUSIC, TAGS)


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"StringEquals": [condition("team", "a")]}, True),
        ({"StringEquals": [condition("team", "a"), condition("backup", "daily")]}, True),
        ({"StringEquals": [condition("team", "a"), condition("backup", "weekly")]}, False),
        ({"StringEquals": [condition("none", "")]}, False),
        ({"StringLike": [condition("backup", "d*y")]}, True),
        ({"StringLike": [condition("backup", "D*")]}, False),
        ({"StringLike": [condition("none", "*")]}, False),
        ({"StringNotEquals": [condition("team", "b")]}, True),
        ({"StringNotEquals": [condition("none", "b")]}, True),
        ({"StringNotEquals": [condition("team", "a")]}, False),
        ({"StringNotLike": [condition("backup", "w*")]}, True),
        ({"StringNotLike": [condition("backup", "*")]}, False),
    ],
)
def test_conditions_are_joined_by_and(conditions: dict[str, Any], holds: bool) -> None:
    assert selects({"Resources": ["*"], "Conditions": conditions}, MUSIC, TAGS) is holds
    assert selects({"Resources": [], "Conditions": conditions}, MUSIC, TAGS) is holds
    assert not selects({"Resources": [arn_of("x")], "Conditions": conditions}, MUSIC, TAGS)


def test_what_names_a_type() -> None:
    assert names_types({"Resources": ["arn:aws:dynamodb:*:*:table/*"]})
    assert not names_types({"Resources": ["*"]})
    assert not names_types({"ListOfTags": [tag("a", "b")]})


@pytest.mark.parametrize(
    ("selection", "code", "text"),
    [
        # terraform-aws-backup #38
        ({}, "Missing", "Either Resources or Conditions must not be null"),
        # terraform-provider-aws, pull request 25436
        (
            {"Resources": []},
            "Invalid",
            "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be"
            " non-empty.",
        ),
        ({"Conditions": {"StringLike": [condition("a", "b")]}}, "Invalid", "Invalid backup"),
        ({"Resources": ["music"]}, "Invalid", "music in Resources is no ARN"),
        ({"Resources": ["*"], "NotResources": ["x"]}, "Invalid", "x in NotResources is no ARN"),
        ({"Resources": ["*"] * 31}, "Invalid", "Resources has at most 500 ARNs, and 30 with"),
        ({"Resources": [MUSIC] * 501}, "Invalid", "Resources has at most 500 ARNs"),
        ({"ListOfTags": [tag("a", "b")] * 31}, "Invalid", "A selection has at most 30"),
        (
            {"Resources": ["*"], "Conditions": {"StringEquals": [{"ConditionKey": "a"}]}},
            "Invalid",
            "The key of a condition begins with aws:ResourceTag/",
        ),
    ],
)
def test_selections_that_are_refused(selection: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(Reject) as caught:
        check_selection(selection)
    error = caught.value.error
    kind = {"Missing": "MissingParameterValue", "Invalid": "InvalidParameterValue"}[code]
    assert error.code == f"{kind}Exception"
    assert str(error.message).startswith(text)


def test_selections_that_are_accepted() -> None:
    check_selection({"Resources": ["*"], "Conditions": {"StringLike": [condition("a", "*")]}})
    check_selection({"ListOfTags": [tag("a", "b")]})
    check_selection({"Resources": [MUSIC] * 500})
