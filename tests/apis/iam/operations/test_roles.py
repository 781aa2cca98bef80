"""Roles. The cases are those of LocalStack's test_iam_roles.py (February 2026)."""

import json
import re
from typing import Any

import pytest

from tests.apis.iam.samples import (
    DOCUMENT,
    TRUST,
    TRUST_EC2,
    arn,
    name,
    policy,
    refusal,
    role,
    shown,
    status,
    user,
)


def test_create_role_defaults(iam: Any) -> None:
    made = name("role")
    created = iam.create_role(RoleName=made, AssumeRolePolicyDocument=TRUST, Description="about")
    members = {
        "Path": "/",
        "RoleName": made,
        "RoleId": created["Role"]["RoleId"],
        "Arn": arn("role", made),
        "AssumeRolePolicyDocument": TRUST_EC2,
    }
    assert re.fullmatch("AROA[A-Z2-7]{17}", members["RoleId"])
    assert shown(created["Role"]) == members  # without MaxSessionDuration and Description
    described = {**members, "Description": "about", "MaxSessionDuration": 3600}
    assert shown(iam.get_role(RoleName=made)["Role"]) == {**described, "RoleLastUsed": {}}
    assert described in [shown(each) for each in iam.list_roles()["Roles"]]
    iam.get_waiter("role_exists").wait(RoleName=made)


def test_role_errors(iam: Any) -> None:
    missing = ("NoSuchEntity", "The role with name nonexistent-role cannot be found.")
    for call in (iam.get_role, iam.update_role, iam.delete_role):
        assert refusal(call, RoleName="nonexistent-role") == missing
    made = role(iam)
    again = {"RoleName": made, "AssumeRolePolicyDocument": TRUST}
    text = f"Role with name {made} already exists."
    assert refusal(iam.create_role, **again) == ("EntityAlreadyExists", text)
    assert status(iam.create_role, **again) == 409


def test_delete_role_with_something(iam: Any) -> None:
    made, attached = role(iam), policy(iam)
    profile = name("profile")
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=made)
    iam.attach_role_policy(RoleName=made, PolicyArn=attached)
    iam.put_role_policy(RoleName=made, PolicyName="p", PolicyDocument=DOCUMENT)
    texts = []
    for call, arguments in (
        (iam.remove_role_from_instance_profile, {"InstanceProfileName": profile}),
        (iam.detach_role_policy, {"PolicyArn": attached}),
        (iam.delete_role_policy, {"PolicyName": "p"}),
    ):
        code, text = refusal(iam.delete_role, RoleName=made)
        assert code == "DeleteConflict"
        texts.append(text)
        call(RoleName=made, **arguments)
    assert texts == [
        "Cannot delete entity, must remove roles from instance profile first.",
        "Cannot delete entity, must detach all policies first.",
        "Cannot delete entity, must delete policies first.",
    ]
    iam.delete_role(RoleName=made)


def test_update_role(iam: Any) -> None:
    made = role(iam, Description="initial description")
    iam.update_role(RoleName=made, Description="updated description", MaxSessionDuration=7200)
    found = iam.get_role(RoleName=made)["Role"]
    assert (found["Description"], found["MaxSessionDuration"]) == ("updated description", 7200)
    updated = iam.update_role_description(RoleName=made, Description="another")["Role"]
    assert updated["Description"] == "another"
    assert "MaxSessionDuration" not in updated
    iam.update_role(RoleName=made)  # changes nothing
    found = iam.get_role(RoleName=made)["Role"]
    assert (found["Description"], found["MaxSessionDuration"]) == ("another", 7200)


def trust(**statement: Any) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{**TRUST_EC2["Statement"][0], **statement}],
        }
    )


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("not json", "This policy contains invalid Json"),
        (
            trust(Action="dynamodb:GetItem"),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (trust(Resource="*"), "Has prohibited field Resource"),
        (
            trust(Principal={"AWS": "arn:aws:iam::000000000000:role/nobody"}),
            'Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:role/nobody"',
        ),
        (
            trust(Principal={"AWS": "nobody"}),
            'Invalid principal in policy: "AWS":"nobody"',
        ),
    ],
)
def test_trust_policies_that_are_refused(iam: Any, document: str, text: str) -> None:
    made = role(iam)
    update = {"RoleName": made, "PolicyDocument": document}
    assert refusal(iam.update_assume_role_policy, **update) == ("MalformedPolicyDocument", text)
    create = {"RoleName": name("role"), "AssumeRolePolicyDocument": document}
    assert refusal(iam.create_role, **create) == ("MalformedPolicyDocument", text)


def test_update_assume_role_policy(iam: Any) -> None:
    made = role(iam)
    document = trust(Principal={"AWS": ["000000000000", "arn:aws:iam::123456789012:root"]})
    iam.update_assume_role_policy(RoleName=made, PolicyDocument=document)
    assert iam.get_role(RoleName=made)["Role"]["AssumeRolePolicyDocument"] == json.loads(document)


def test_a_trust_policy_shows_the_id_of_a_principal_that_was_deleted(iam: Any) -> None:
    # Source: IAM User Guide, "AWS JSON policy elements: Principal".
    friend = user(iam)
    made = role(iam, AssumeRolePolicyDocument=trust(Principal={"AWS": arn("user", friend)}))

    def principal() -> str:
        document = iam.get_role(RoleName=made)["Role"]["AssumeRolePolicyDocument"]
        found: str = document["Statement"][0]["Principal"]["AWS"]
        return found

    assert principal() == arn("user", friend)
    renamed = name("user")
    iam.update_user(UserName=friend, NewUserName=renamed)
    assert principal() == arn("user", renamed)
    friend_id = iam.get_user(UserName=renamed)["User"]["UserId"]
    iam.delete_user(UserName=renamed)
    iam.create_user(UserName=renamed)
    assert principal() == friend_id


def test_a_trust_policy_has_2048_characters_at_most(iam: Any) -> None:
    document = trust(Principal={"Service": [f"{'x' * 50}{number}" for number in range(40)]})
    create = {"RoleName": name("role"), "AssumeRolePolicyDocument": document}
    text = "Cannot exceed quota for ACLSizePerRole: 2048"
    assert refusal(iam.create_role, **create) == ("LimitExceeded", text)


def test_list_roles(iam: Any) -> None:
    path = f"/{name('path')}/"
    made = sorted(role(iam, Path=path) for _ in range(5))
    first = iam.list_roles(PathPrefix=path, MaxItems=2)
    assert [each["RoleName"] for each in first["Roles"]] == made[:2]
    rest = iam.list_roles(PathPrefix=path, Marker=first["Marker"])
    assert ([each["RoleName"] for each in rest["Roles"]], rest["IsTruncated"]) == (made[2:], False)
    empty = iam.list_roles(PathPrefix="/nothing/")
    assert (empty["Roles"], empty["IsTruncated"]) == ([], False)


def test_role_permissions_boundary(iam: Any) -> None:
    boundary = policy(iam)
    made = role(iam, PermissionsBoundary=boundary)
    shown_boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary}
    assert iam.get_role(RoleName=made)["Role"]["PermissionsBoundary"] == shown_boundary
    iam.delete_role_permissions_boundary(RoleName=made)
    assert "PermissionsBoundary" not in iam.get_role(RoleName=made)["Role"]
    iam.put_role_permissions_boundary(RoleName=made, PermissionsBoundary=boundary)
    assert iam.get_role(RoleName=made)["Role"]["PermissionsBoundary"] == shown_boundary
    listed = iam.list_roles()["Roles"]
    assert all("PermissionsBoundary" not in each for each in listed)


def test_role_permissions_boundary_errors(iam: Any) -> None:
    made = role(iam)
    invalid = "arn:aws:iam::000000000000:not_a_policy/invalid"
    absent = "arn:aws:iam::000000000000:policy/nonexistent-policy"
    for boundary, expected in (
        (invalid, ("InvalidInput", f"ARN {invalid} is not valid.")),
        (
            absent,
            ("NoSuchEntity", f"Scope ARN: {absent} does not exist or is not attachable."),
        ),
    ):
        put = {"RoleName": made, "PermissionsBoundary": boundary}
        assert refusal(iam.put_role_permissions_boundary, **put) == expected
        create = {**put, "RoleName": name("role"), "AssumeRolePolicyDocument": TRUST}
        assert refusal(iam.create_role, **create) == expected
    nobody = {"RoleName": "nonexistent-role", "PermissionsBoundary": policy(iam)}
    text = "The role with name nonexistent-role cannot be found."
    assert refusal(iam.put_role_permissions_boundary, **nobody) == ("NoSuchEntity", text)
