"""The policy simulator. Source: IAM API Reference, SimulatePrincipalPolicy, and its examples."""

import json
from typing import Any

import pytest

from tests.apis.iam.samples import (
    ACCOUNT,
    DOCUMENT,
    READ_ONLY,
    arn,
    group,
    policy,
    refusal,
    role,
    user,
)

TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/music"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


def deny(action: str) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": "*"}


def decisions(answer: Any) -> dict[tuple[str, str], str]:
    return {
        (each["EvalActionName"], each["EvalResourceName"]): each["EvalDecision"]
        for each in answer["EvaluationResults"]
    }


def test_each_action_on_each_resource(iam: Any) -> None:
    text = document({**allow("dynamodb:GetItem"), "Resource": TABLE}, deny("dynamodb:PutItem"))
    answer = iam.simulate_custom_policy(
        PolicyInputList=[text],
        ActionNames=["dynamodb:GetItem", "dynamodb:PutItem"],
        ResourceArns=[TABLE, TABLE + "x"],
    )
    assert decisions(answer) == {
        ("dynamodb:GetItem", TABLE): "allowed",
        ("dynamodb:GetItem", TABLE + "x"): "implicitDeny",
        ("dynamodb:PutItem", TABLE): "explicitDeny",
        ("dynamodb:PutItem", TABLE + "x"): "explicitDeny",
    }
    first = answer["EvaluationResults"][0]
    assert first["MatchedStatements"] == [
        {
            "SourcePolicyId": "PolicyInputList.1",
            "SourcePolicyType": "IAM Policy",
            "StartPosition": {"Line": 1, "Column": text.index("{", 10) + 2},
            "EndPosition": {"Line": 1, "Column": text.index("}") + 2},
        }
    ]
    assert first["MissingContextValues"] == []


def test_without_a_resource(iam: Any) -> None:
    answer = iam.simulate_custom_policy(PolicyInputList=[DOCUMENT], ActionNames=["s3:ListBucket"])
    assert decisions(answer) == {("s3:ListBucket", "*"): "allowed"}


def test_context_values(iam: Any) -> None:
    condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}
    text = document(allow("dynamodb:GetItem", Condition=condition))
    request = {"PolicyInputList": [text], "ActionNames": ["dynamodb:GetItem"]}
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[text])["ContextKeyNames"]
    assert keys == ["dynamodb:LeadingKeys", "aws:username"]

    def entry(key: str, *values: str) -> dict[str, Any]:
        return {
            "ContextKeyName": key,
            "ContextKeyValues": list(values),
            "ContextKeyType": "stringList" if len(values) > 1 else "string",
        }

    def result(*entries: dict[str, Any]) -> tuple[str, list[str]]:
        answer = iam.simulate_custom_policy(**request, ContextEntries=list(entries))
        (found,) = answer["EvaluationResults"]
        return found["EvalDecision"], found["MissingContextValues"]

    assert result(entry("dynamodb:LeadingKeys", "anna"), entry("aws:username", "anna")) == (
        "allowed",
        [],
    )
    both = entry("dynamodb:LeadingKeys", "anna", "bob")
    assert result(both, entry("AWS:Username", "anna"))[0] == "implicitDeny"
    assert result(both) == ("implicitDeny", ["aws:username"])


def test_a_user_with_his_groups(iam: Any) -> None:
    made, members = user(iam), group(iam)
    iam.add_user_to_group(GroupName=members, UserName=made)
    iam.put_group_policy(
        GroupName=members, PolicyName="g", PolicyDocument=document(allow("a:Group"))
    )
    iam.put_user_policy(UserName=made, PolicyName="u", PolicyDocument=document(allow("a:User")))
    iam.attach_user_policy(UserName=made, PolicyArn=READ_ONLY)
    source = {"PolicySourceArn": arn("user", made)}
    actions = ["a:Group", "a:User", "a:Other", "dynamodb:GetItem", "dynamodb:PutItem"]
    answer = iam.simulate_principal_policy(**source, ActionNames=actions)
    found = [each["EvalDecision"] for each in answer["EvaluationResults"]]
    assert found == ["allowed", "allowed", "implicitDeny", "allowed", "implicitDeny"]
    ids = [
        [match["SourcePolicyId"] for match in each["MatchedStatements"]]
        for each in answer["EvaluationResults"]
    ]
    assert ids == [
        [f"group_{members}_g"],
        [f"user_{made}_u"],
        [],
        ["AmazonDynamoDBReadOnlyAccess"],
        [],
    ]
    excluded = iam.simulate_principal_policy(
        **source,
        ActionNames=actions,
        PolicyInputList=[document(deny("a:User"))],
        PolicyExclusionList=[
            {"PolicyArn": READ_ONLY},
            {
                "InlinePolicyIdentifier": {
                    "PolicyName": "g",
                    "AttachmentType": "group",
                    "AttachmentName": members,
                },
            },
        ],
    )
    found = [each["EvalDecision"] for each in excluded["EvaluationResults"]]
    assert found == ["implicitDeny", "explicitDeny", *["implicitDeny"] * 3]
    for policy_type, expected in (("inline", [3]), ("aws-managed", [0, 1]), ("scp", [0, 1, 3])):
        answer = iam.simulate_principal_policy(
            **source, ActionNames=actions, PolicyExclusionList=[{"PolicyType": policy_type}]
        )
        allowed = [each["EvalDecision"] == "allowed" for each in answer["EvaluationResults"]]
        assert [at for at, each in enumerate(allowed) if each] == expected


def test_the_keys_of_a_user_are_known(iam: Any) -> None:
    made = user(iam, Tags=[{"Key": "Team", "Value": "red"}])
    condition = {"StringEquals": {"aws:PrincipalTag/Team": "red", "aws:username": made}}
    text = document(allow("a:B", Condition=condition))
    iam.put_user_policy(UserName=made, PolicyName="u", PolicyDocument=text)
    source = {"PolicySourceArn": arn("user", made)}
    answer = iam.simulate_principal_policy(**source, ActionNames=["a:B"])
    assert list(decisions(answer).values()) == ["allowed"]
    keys = iam.get_context_keys_for_principal_policy(**source)["ContextKeyNames"]
    assert keys == ["aws:PrincipalTag/Team", "aws:username"]


def test_a_boundary(iam: Any) -> None:
    boundary = policy(iam, PolicyDocument=document(allow("a:Inside")))
    made = role(iam, PermissionsBoundary=boundary)
    iam.put_role_policy(RoleName=made, PolicyName="r", PolicyDocument=document(allow("*:*")))
    source = {"PolicySourceArn": arn("role", made), "ActionNames": ["a:Inside", "a:Outside"]}
    answer = iam.simulate_principal_policy(**source)
    assert list(decisions(answer).values()) == ["allowed", "implicitDeny"]
    details = [each["PermissionsBoundaryDecisionDetail"] for each in answer["EvaluationResults"]]
    assert [each["AllowedByPermissionsBoundary"] for each in details] == [True, False]
    wide = [document(allow("*:*"))]
    answer = iam.simulate_principal_policy(**source, PermissionsBoundaryPolicyInputList=wide)
    assert list(decisions(answer).values()) == ["allowed", "allowed"]
    unbounded = [{"PolicyType": "permission-boundary"}]
    answer = iam.simulate_principal_policy(**source, PolicyExclusionList=unbounded)
    assert list(decisions(answer).values()) == ["allowed", "allowed"]


def test_a_policy_of_the_resource(iam: Any) -> None:
    statement = {
        **allow("dynamodb:GetItem"),
        "Principal": {"AWS": arn("user", "anna")},
        "Resource": TABLE,
    }
    request = {
        "PolicyInputList": [document(allow("a:B"))],
        "ActionNames": ["dynamodb:GetItem"],
        "ResourceArns": [TABLE],
        "ResourcePolicy": document(statement),
    }
    allowed = iam.simulate_custom_policy(**request, CallerArn=arn("user", "anna"))
    assert list(decisions(allowed).values()) == ["allowed"]
    refused = iam.simulate_custom_policy(**request, CallerArn=arn("user", "bob"))
    assert list(decisions(refused).values()) == ["implicitDeny"]
    owned = iam.simulate_custom_policy(
        **request, CallerArn=arn("user", "anna"), ResourceOwner="arn:aws:iam::123456789012:root"
    )
    assert list(decisions(owned).values()) == ["implicitDeny"]  # its own account must allow too


def test_pages_of_results(iam: Any) -> None:
    pages = iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[DOCUMENT],
        ActionNames=[f"s3:Action{number}" for number in range(5)],
        PaginationConfig={"PageSize": 2},
    )
    assert [len(page["EvaluationResults"]) for page in pages] == [2, 2, 1]


@pytest.mark.parametrize("source", [READ_ONLY, f"arn:aws:iam::{ACCOUNT}:root", "x" * 20])
def test_sources_that_are_no_principals(iam: Any, source: str) -> None:
    # Source: localstack #12427.
    found = refusal(iam.simulate_principal_policy, PolicySourceArn=source, ActionNames=["a:B"])
    assert found[0] == "InvalidInput"


def test_what_does_not_exist_or_is_not_valid(iam: Any) -> None:
    source = {"PolicySourceArn": arn("user", "nobody"), "ActionNames": ["a:B"]}
    assert refusal(iam.simulate_principal_policy, **source)[0] == "NoSuchEntity"
    bad = {"PolicyInputList": ["{"], "ActionNames": ["a:B"]}
    assert refusal(iam.simulate_custom_policy, **bad)[0] == "InvalidInput"
