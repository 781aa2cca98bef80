"""The resource of an explanation: how it is named, its policy and its tags."""

import json
from typing import Any

import pytest

from tests.apis.jedlik.explanations.asking import ANNA, JOB, MUSIC, Asked
from tests.apis.sts.callers import allow
from tests.engine.in_memory import ACCOUNT


def to_anna(action: str, resource: str = "*", effect: str = "Allow") -> str:
    statement = {**allow(action, resource), "Effect": effect, "Principal": {"AWS": ANNA}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("action", "named", "arn"),
    [
        ("GetItem", "music", MUSIC),
        ("Query", "music/index/i", f"{MUSIC}/index/i"),
        ("GetItem", MUSIC, MUSIC),
        ("ListTables", "*", "*"),
        ("iam:GetUser", "user Anna", ANNA),
        ("iam:ListAccessKeys", "user nullAnna", ANNA),
        ("iam:GetRole", "role Job", JOB),
        (
            "iam:GetPolicy",
            f"policy arn:aws:iam::{ACCOUNT}:policy/p",
            f"arn:aws:iam::{ACCOUNT}:policy/p",
        ),
        ("iam:CreatePolicy", "policy p", f"arn:aws:iam::{ACCOUNT}:policy/p"),
        ("iam:ListPolicies", "policy path /a/", f"arn:aws:iam::{ACCOUNT}:policy/a/"),
        ("iam:GetGroup", "group None", f"arn:aws:iam::{ACCOUNT}:group/None"),
    ],
)
def test_names(action: str, named: str, arn: str) -> None:
    assert Asked().explain(Action=action, Resource=named)["Resource"] == arn


def test_what_is_no_resource() -> None:
    text = Asked().refusal(Action="iam:GetUser", Resource="Anna")
    assert text.startswith("ValidationException: Resource must be an ARN")


def types(found: dict[str, Any]) -> list[str]:
    return [each["PolicyType"] for each in found["Statements"]]


def test_the_policy_of_a_table_takes_part_and_is_shown_with_arns() -> None:
    asked = Asked()
    asked.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=to_anna("dynamodb:PutItem"))
    found = asked.explain(Principal=ANNA, Action="dynamodb:PutItem")
    assert (found["Decision"], found["DecidedBy"]) == ("allowed", "resource-based policy")
    (statement,) = found["Statements"]
    assert statement["PolicyType"] == "resource"
    assert statement["Statement"]["Principal"] == {"AWS": ANNA}
    index = asked.explain(Principal=ANNA, Action="dynamodb:PutItem", Resource="music/index/i")
    assert types(index) == ["resource"]


def test_the_tags_of_a_table_are_condition_keys() -> None:
    asked = Asked()
    asked.call("TagResource", ResourceArn=MUSIC, Tags=[{"Key": "Team", "Value": "blue"}])
    condition = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    asked.server.user("Bob", allow("dynamodb:*", Condition=condition))
    assert asked.explain(Principal="user/Bob")["Decision"] == "allowed"
    found = asked.explain(Principal="user/Bob", Resource="absent")
    assert found["MissingContext"] == ["aws:resourcetag/team"]


def test_the_policy_of_a_stream_takes_part() -> None:
    asked = Asked()
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    asked.call("UpdateTable", TableName="music", StreamSpecification=stream)
    arn = asked.call("DescribeTable", TableName="music")["Table"]["LatestStreamArn"]
    policy = to_anna("dynamodb:GetRecords")
    asked.call("PutResourcePolicy", ResourceArn=arn, Policy=policy)
    found = asked.explain(Principal=ANNA, Action="GetRecords", Resource=arn)
    assert (found["Decision"], types(found)) == ("allowed", ["resource"])


def test_the_policy_of_a_key_must_allow() -> None:
    asked = Asked()
    key = asked.call("CreateKey", Policy=to_anna("kms:*"), BypassPolicyLockoutSafetyCheck=True)
    arn = key["KeyMetadata"]["Arn"]
    found = asked.explain(Principal=ANNA, Action="kms:Encrypt", Resource=arn)
    assert (found["Decision"], types(found)) == ("allowed", ["key"])
    found = asked.explain(Principal=JOB, Action="kms:Encrypt", Resource=arn)
    assert found["Reasons"] == [
        f"The policy of {arn} does not allow kms:Encrypt on {arn} to role Job."
    ]
    absent = f"{arn[:-12]}000000000000"
    found = asked.explain(Principal=ANNA, Action="kms:Encrypt", Resource=absent)
    assert found["Statements"] == []


def test_the_trust_policy_of_a_role_takes_part() -> None:
    asked = Asked()
    found = asked.explain(Principal=ANNA, Action="AssumeRole", Resource=JOB)
    assert (found["Decision"], types(found)) == ("implicitDeny", ["trust"])
    found = asked.explain(Principal=ANNA, Action="AssumeRole", Resource=f"{JOB}2")
    assert found["Statements"] == []
    found = asked.explain(Principal="root", Action="AssumeRole", Resource=JOB)
    assert found["Message"] == "Roles may not be assumed by root accounts."


def test_a_table_of_another_account() -> None:
    asked = Asked()
    arn = MUSIC.replace(ACCOUNT, "222222222222")
    found = asked.explain(Principal=JOB, Resource=arn)
    assert found["DecidedBy"] == "resource-based policy"
    assert found["Reasons"] == [
        f"{arn} has no policy that allows dynamodb:GetItem on {arn} to role Job."
    ]


def test_policy_and_tags_of_another_account_are_not_looked_at() -> None:
    asked = Asked()
    asked.call("TagResource", ResourceArn=MUSIC, Tags=[{"Key": "class", "Value": "secret-value"}])
    asked.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=to_anna("dynamodb:GetItem"))
    other = asked.server.other_root("222222222222")
    found = asked.explain(other, Resource=MUSIC)
    assert "secret-value" not in str(found)
    assert found["Statements"] == []
    assert "belongs to another account" in found["Notes"][-1]
