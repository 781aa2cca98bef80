"""Managed policies. The cases are those of LocalStack's test_iam_policies.py and
test_iam_managed_policies.py (February 2026).
"""

import json
import re
from typing import Any

import pytest

from tests.apis.iam.samples import (
    DOCUMENT,
    LIST_BUCKET,
    READ_ONLY,
    arn,
    group,
    name,
    policy,
    refusal,
    role,
    shown,
    status,
    user,
)

ABSENT = "arn:aws:iam::000000000000:policy/TestNonExistingPolicy"


@pytest.mark.parametrize("path", [None, "/", "/test/path/"])
def test_policy_lifecycle(iam: Any, path: str | None) -> None:
    made = name("policy")
    members = {} if path is None else {"Path": path}
    created = iam.create_policy(
        PolicyName=made, PolicyDocument=DOCUMENT, Description="about", **members
    )["Policy"]
    assert re.fullmatch("ANPA[A-Z2-7]{17}", created["PolicyId"])
    expected = {
        "PolicyName": made,
        "PolicyId": created["PolicyId"],
        "Arn": arn("policy", (path or "/")[1:] + made),
        "Path": path or "/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
    }
    assert shown(created) == expected
    found = iam.get_policy(PolicyArn=created["Arn"])["Policy"]
    assert shown(found) == {**expected, "Description": "about", "Tags": []}
    iam.get_waiter("policy_exists").wait(PolicyArn=created["Arn"])
    listed = iam.list_policies(Scope="Local", PathPrefix=path or "/")["Policies"]
    assert expected in [shown(each) for each in listed]
    iam.delete_policy(PolicyArn=created["Arn"])
    text = f"Policy {created['Arn']} does not exist or is not attachable."
    assert refusal(iam.get_policy, PolicyArn=created["Arn"]) == ("NoSuchEntity", text)
    assert status(iam.get_policy, PolicyArn=created["Arn"]) == 404


def test_policy_errors(iam: Any) -> None:
    made = policy(iam).rpartition("/")[2]
    again = {"PolicyName": made, "PolicyDocument": DOCUMENT}
    text = f"A policy called {made} already exists. Duplicate names are not allowed."
    assert refusal(iam.create_policy, **again) == ("EntityAlreadyExists", text)
    bad = {"PolicyName": name("policy"), "PolicyDocument": "{"}
    assert refusal(iam.create_policy, **bad) == (
        "MalformedPolicyDocument",
        "Syntax errors in policy.",
    )
    statement = {"Effect": "Allow", "Action": [f"s3:{'x' * 60}"] * 100, "Resource": "*"}
    large = json.dumps({"Version": "2012-10-17", "Statement": statement})
    assert refusal(iam.create_policy, PolicyName="large", PolicyDocument=large) == (
        "LimitExceeded",
        "Cannot exceed quota for PolicySize: 6144",
    )


def test_policy_version_lifecycle(iam: Any) -> None:
    made = policy(iam)
    second = {**LIST_BUCKET, "Statement": [{**LIST_BUCKET["Statement"][0], "Sid": "Two"}]}
    created = iam.create_policy_version(
        PolicyArn=made, PolicyDocument=json.dumps(second), SetAsDefault=True
    )["PolicyVersion"]
    assert shown(created) == {"VersionId": "v2", "IsDefaultVersion": True}
    found = iam.get_policy_version(PolicyArn=made, VersionId="v2")["PolicyVersion"]
    assert shown(found) == {**shown(created), "Document": second}
    third = iam.create_policy_version(PolicyArn=made, PolicyDocument=DOCUMENT)["PolicyVersion"]
    assert shown(third) == {"VersionId": "v3", "IsDefaultVersion": False}
    first = iam.get_policy_version(PolicyArn=made, VersionId="v1")["PolicyVersion"]
    assert (first["Document"], first["IsDefaultVersion"]) == (LIST_BUCKET, False)
    iam.delete_policy_version(PolicyArn=made, VersionId="v1")
    assert versions(iam, made) == [("v3", False), ("v2", True)]


def versions(iam: Any, made: str) -> list[tuple[str, bool]]:
    found = iam.list_policy_versions(PolicyArn=made)["Versions"]
    assert all("Document" not in each for each in found)
    return [(each["VersionId"], each["IsDefaultVersion"]) for each in found]


def test_set_default_version(iam: Any) -> None:
    made = policy(iam)
    documents = [json.dumps({**LIST_BUCKET, "Id": str(number)}) for number in range(2)]
    for document in documents:
        iam.create_policy_version(PolicyArn=made, PolicyDocument=document, SetAsDefault=True)
    assert versions(iam, made) == [("v3", True), ("v2", False), ("v1", False)]
    iam.set_default_policy_version(PolicyArn=made, VersionId="v1")
    assert versions(iam, made) == [("v3", False), ("v2", False), ("v1", True)]
    assert iam.get_policy(PolicyArn=made)["Policy"]["DefaultVersionId"] == "v1"
    for version_id, document in zip(("v1", "v2", "v3"), (DOCUMENT, *documents), strict=True):
        found = iam.get_policy_version(PolicyArn=made, VersionId=version_id)["PolicyVersion"]
        assert found["Document"] == json.loads(document)


def test_policy_version_limit(iam: Any) -> None:
    made = policy(iam)
    create = {"PolicyArn": made, "PolicyDocument": DOCUMENT}
    for _ in range(4):
        iam.create_policy_version(**create)
    text = (
        "A managed policy can have up to 5 versions. Before you create a new version, you must"
        " delete an existing version."
    )
    assert refusal(iam.create_policy_version, **create) == ("LimitExceeded", text)
    iam.delete_policy_version(PolicyArn=made, VersionId="v2")
    # Numbers are not used again.
    assert iam.create_policy_version(**create)["PolicyVersion"]["VersionId"] == "v6"


def test_policy_version_errors(iam: Any) -> None:
    made = policy(iam)

    def missing(of: str, version_id: str) -> tuple[str, str]:
        text = f"Policy {of} version {version_id} does not exist or is not attachable."
        return "NoSuchEntity", text

    for call in (
        iam.get_policy_version,
        iam.delete_policy_version,
        iam.set_default_policy_version,
    ):
        assert refusal(call, PolicyArn=ABSENT, VersionId="v1") == missing(ABSENT, "v1")
        assert refusal(call, PolicyArn=made, VersionId="v9") == missing(made, "v9")
    assert refusal(iam.delete_policy_version, PolicyArn=made, VersionId="v1") == (
        "DeleteConflict",
        "Cannot delete the default version of a policy.",
    )
    pattern = r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"
    assert refusal(iam.set_default_policy_version, PolicyArn=made, VersionId="1") == (
        "ValidationError",
        "1 validation error detected: Value at 'versionId' failed to satisfy constraint: Member"
        f" must satisfy regular expression pattern: {pattern}",
    )


def test_delete_policy_in_use_or_with_versions(iam: Any) -> None:
    made, who = policy(iam), user(iam)
    iam.attach_user_policy(UserName=who, PolicyArn=made)
    text = "Cannot delete a policy attached to entities."
    assert refusal(iam.delete_policy, PolicyArn=made) == ("DeleteConflict", text)
    iam.detach_user_policy(UserName=who, PolicyArn=made)
    iam.create_policy_version(PolicyArn=made, PolicyDocument=DOCUMENT)
    assert "more than one version" in refusal(iam.delete_policy, PolicyArn=made)[1]
    iam.delete_policy_version(PolicyArn=made, VersionId="v2")
    iam.delete_policy(PolicyArn=made)


def test_policies_of_aws(iam: Any) -> None:
    found = iam.get_policy(PolicyArn=READ_ONLY)["Policy"]
    assert found["DefaultVersionId"] == "v15"
    assert found["Description"].startswith("Provides read only access")
    assert found["Tags"] == []
    version = iam.get_policy_version(PolicyArn=READ_ONLY, VersionId="v15")["PolicyVersion"]
    assert version["IsDefaultVersion"]
    assert "dynamodb:GetItem" in version["Document"]["Statement"][0]["Action"]
    assert refusal(iam.get_policy_version, PolicyArn=READ_ONLY, VersionId="v1")[0] == "NoSuchEntity"
    assert refusal(iam.delete_policy, PolicyArn=READ_ONLY)[0] == "AccessDenied"
    change = {"PolicyArn": READ_ONLY, "PolicyDocument": DOCUMENT}
    assert refusal(iam.create_policy_version, **change)[0] == "AccessDenied"


def test_list_policies_by_scope(iam: Any) -> None:
    made = policy(iam)
    pages = iam.get_paginator("list_policies")

    def listed(**members: Any) -> list[str]:
        found = pages.paginate(PaginationConfig={"PageSize": 3}, **members)
        return [each["Arn"] for page in found for each in page["Policies"]]

    own, of_aws, both = listed(Scope="Local"), listed(Scope="AWS"), listed()
    assert made in own
    assert READ_ONLY in of_aws
    assert both == of_aws + own
    assert len(set(both)) == len(both)
    assert made not in listed(OnlyAttached=True)
    iam.attach_role_policy(RoleName=role(iam), PolicyArn=made)
    assert made in listed(OnlyAttached=True, Scope="Local")
    assert made not in listed(PolicyUsageFilter="PermissionsBoundary")
    user(iam, PermissionsBoundary=made)
    assert made in listed(PolicyUsageFilter="PermissionsBoundary")
    assert listed(PathPrefix="/service-role/") == [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole"
    ]


def test_list_entities_for_policy(iam: Any) -> None:
    made, who, which, members = policy(iam), user(iam), role(iam), group(iam)
    find = {"PolicyArn": made}
    empty = {"PolicyGroups": [], "PolicyUsers": [], "PolicyRoles": [], "IsTruncated": False}
    assert shown(iam.list_entities_for_policy(**find)) == empty
    iam.attach_user_policy(UserName=who, PolicyArn=made)
    iam.attach_role_policy(RoleName=which, PolicyArn=made)
    iam.attach_group_policy(GroupName=members, PolicyArn=made)
    iam.put_role_permissions_boundary(RoleName=which, PermissionsBoundary=made)
    found = iam.list_entities_for_policy(**find)
    assert found["PolicyUsers"] == [
        {"UserName": who, "UserId": iam.get_user(UserName=who)["User"]["UserId"]}
    ]
    assert [each["RoleName"] for each in found["PolicyRoles"]] == [which]
    assert [each["GroupName"] for each in found["PolicyGroups"]] == [members]
    only = iam.list_entities_for_policy(**find, EntityFilter="User")
    assert (only["PolicyRoles"], len(only["PolicyUsers"])) == ([], 1)
    bounded = iam.list_entities_for_policy(**find, PolicyUsageFilter="PermissionsBoundary")
    assert (bounded["PolicyUsers"], len(bounded["PolicyRoles"])) == ([], 1)
    assert refusal(iam.list_entities_for_policy, PolicyArn=ABSENT)[0] == "NoSuchEntity"
