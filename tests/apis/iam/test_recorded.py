"""Answers of IAM as recorded on the service, with boto3 over HTTP.

Sources: moto, tests/test_iam/test_iam_response_attributes.py, whose tests are marked aws_verified;
LocalStack, tests/aws/services/iam/test_iam.py and its snapshots (March and April 2025). The tests
are named after theirs.
"""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.apis.iam.samples import ACCOUNT, TRUST, arn, name, refusal
from tests.apis.iam.test_enforced import Server, server  # noqa: F401  (a fixture)
from tests.apis.sts.callers import allow, document, trust

BOUNDARY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": {
                "ArnNotEquals": {"iam:PolicyArn": ["arn:aws:iam::aws:policy/AdministratorAccess"]}
            },
        }
    ],
}
TAGS = [{"Key": "somekey", "Value": "somevalue"}]
BOTH = pytest.mark.parametrize("has_more", [True, False])


def boundary(iam: Any) -> str:
    """Creates a policy and returns its ARN."""
    made = iam.create_policy(PolicyName=name("boundary"), PolicyDocument=json.dumps(BOUNDARY))
    found: str = made["Policy"]["Arn"]
    return found


def more_members(iam: Any, *, has_more: bool) -> dict[str, Any]:
    return {"PermissionsBoundary": boundary(iam), "Tags": TAGS} if has_more else {}


@BOTH
def test_role_resource_returns_subset_of_available_attributes(iam: Any, has_more: bool) -> None:
    role, path = name("role"), f"/{name('path')}/"
    made = iam.create_role(
        RoleName=role,
        Path=path,
        AssumeRolePolicyDocument=TRUST,
        Description="test",
        **more_members(iam, has_more=has_more),
    )
    for shown in (made["Role"], iam.get_role(RoleName=role)["Role"]):
        assert ("PermissionsBoundary" in shown, "Tags" in shown) == (has_more, has_more)
    (listed,) = iam.list_roles(PathPrefix=path)["Roles"]
    assert not {"PermissionsBoundary", "RoleLastUsed", "Tags"} & set(listed)


@BOTH
def test_user_resource_returns_subset_of_available_attributes(iam: Any, has_more: bool) -> None:
    user, path = name("user"), f"/{name('path')}/"
    more = more_members(iam, has_more=has_more)
    made = iam.create_user(UserName=user, Path=path, **more)
    for shown in (made["User"], iam.get_user(UserName=user)["User"]):
        assert ("PermissionsBoundary" in shown, "Tags" in shown) == (has_more, has_more)
    (listed,) = iam.list_users(PathPrefix=path)["Users"]
    assert not {"PermissionsBoundary", "Tags"} & set(listed)


@BOTH
def test_policy_resource_returns_subset_of_available_attributes(iam: Any, has_more: bool) -> None:
    path = f"/{name('path')}/"
    more = {"Description": "test description", "Tags": TAGS} if has_more else {}
    made = iam.create_policy(
        PolicyName=name("policy"), Path=path, PolicyDocument=json.dumps(BOUNDARY), **more
    )["Policy"]
    assert "Description" not in made
    assert ("Tags" in made) == has_more
    shown = iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    assert ("Description" in shown) == has_more
    assert "Tags" in shown
    (listed,) = iam.list_policies(PathPrefix=path)["Policies"]
    assert not {"Description", "Tags"} & set(listed)


@pytest.mark.parametrize("kind", ["user", "role", "group"])
def test_put_policy_encoding(iam: Any, kind: str) -> None:
    target = quote_plus("arn:aws:apigateway:us-east-1::/restapis/aaeeieije")
    written = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["apigatway:PUT"],
                "Resource": [f"arn:aws:apigateway:us-east-1::/tags/{target}"],
            }
        ],
    }
    holder = {f"{kind.title()}Name": name(kind)}
    more = {}
    if kind == "role":
        condition = {"StringEquals": {"aws:SourceArn": target}}
        statement = {
            **json.loads(TRUST)["Statement"][0],
            "Condition": condition,
        }
        more["AssumeRolePolicyDocument"] = document(statement)
    made = getattr(iam, f"create_{kind}")(**holder, **more)
    getattr(iam, f"put_{kind}_policy")(**holder, PolicyName="p", PolicyDocument=json.dumps(written))
    found = getattr(iam, f"get_{kind}_policy")(**holder, PolicyName="p")
    assert found["PolicyDocument"] == written
    if kind == "role":
        for role in (made["Role"], iam.get_role(**holder)["Role"]):
            (shown,) = role["AssumeRolePolicyDocument"]["Statement"]
            assert shown["Condition"] == condition


@pytest.mark.parametrize("kind", ["user", "role", "group"])
def test_simulate_principle_policy(iam: Any, kind: str) -> None:
    statement = {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": statement})
    made = iam.create_policy(PolicyName=name("policy"), PolicyDocument=text)["Policy"]
    holder = {f"{kind.title()}Name": name(kind)}
    more = {"AssumeRolePolicyDocument": TRUST} if kind == "role" else {}
    source = getattr(iam, f"create_{kind}")(**holder, **more)[kind.title()]["Arn"]
    getattr(iam, f"attach_{kind}_policy")(**holder, PolicyArn=made["Arn"])
    bucket = "arn:aws:s3:::bucket"
    answer = iam.simulate_principal_policy(
        PolicySourceArn=source,
        ActionNames=["s3:PutObject", "s3:GetObjectVersion"],
        ResourceArns=[bucket],
    )
    matched = [
        {
            "SourcePolicyId": made["PolicyName"],
            "SourcePolicyType": "IAM Policy",
            "StartPosition": {"Line": 1, "Column": 41},
            "EndPosition": {"Line": 1, "Column": 113},
        }
    ]
    expected = [
        ("s3:PutObject", "allowed", matched),
        ("s3:GetObjectVersion", "implicitDeny", []),
    ]
    # OrganizationsDecisionDetail is absent: the account belongs to no organization.
    assert answer["EvaluationResults"] == [
        {
            "EvalActionName": action,
            "EvalDecision": decision,
            "EvalDecisionDetails": {},
            "EvalResourceName": bucket,
            "MatchedStatements": statements,
            "MissingContextValues": [],
            "ResourceSpecificResults": [
                {
                    "EvalResourceDecision": decision,
                    "EvalResourceName": bucket,
                    "MatchedStatements": statements,
                    "MissingContextValues": [],
                }
            ],
        }
        for action, decision, statements in expected
    ]
    assert answer["IsTruncated"] is False


def test_create_user_with_permission_boundary(iam: Any) -> None:
    user, policy = name("user"), boundary(iam)
    expected = {"PermissionsBoundaryArn": policy, "PermissionsBoundaryType": "Policy"}
    made = iam.create_user(UserName=user, PermissionsBoundary=policy)["User"]
    assert made["PermissionsBoundary"] == expected
    assert iam.get_user(UserName=user)["User"]["PermissionsBoundary"] == expected
    iam.delete_user_permissions_boundary(UserName=user)
    assert "PermissionsBoundary" not in iam.get_user(UserName=user)["User"]
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=policy)
    assert iam.get_user(UserName=user)["User"]["PermissionsBoundary"] == expected


def test_role_with_path_lifecycle(iam: Any) -> None:
    role, path = name("role"), f"/{name('path')}/"
    made = iam.create_role(RoleName=role, Path=path, AssumeRolePolicyDocument=TRUST)["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role{path}{role}"
    assert "MaxSessionDuration" not in made
    shown = iam.get_role(RoleName=role)["Role"]
    assert (shown["MaxSessionDuration"], shown["RoleLastUsed"]) == (3600, {})
    iam.delete_role(RoleName=role)
    assert refusal(iam.get_role, RoleName=role)[0] == "NoSuchEntity"


def test_recreate_iam_role(iam: Any) -> None:
    role = name("role")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    found = refusal(iam.create_role, RoleName=role, AssumeRolePolicyDocument=TRUST)
    assert found == ("EntityAlreadyExists", f"Role with name {role} already exists.")


def test_get_user_without_username_as_user(server: Server) -> None:  # noqa: F811
    made, credentials = server.user(allow("iam:GetUser"))
    found = server.client("iam", credentials).get_user()["User"]
    assert (found["UserName"], found["Arn"]) == (made, arn("user", made))


def test_get_user_without_username_as_role(server: Server) -> None:  # noqa: F811
    _, credentials = server.user(allow("sts:AssumeRole"))
    role = name("role")
    server.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(ACCOUNT))
    policy = {"PolicyName": "p", "PolicyDocument": document(allow("iam:GetUser"))}
    server.iam.put_role_policy(RoleName=role, **policy)
    session = server.assume(credentials, arn("role", role))
    code, text = refusal(server.client("iam", session).get_user)
    assert (code, text) == (
        "ValidationError",
        "Must specify userName when calling with non-User credentials",
    )
