"""GetAccountAuthorizationDetails. The cases are those of LocalStack's
test_iam_account_authorization_details.py (February 2026).
"""

from typing import Any

from tests.apis.iam.samples import (
    DOCUMENT,
    LIST_BUCKET,
    READ_ONLY,
    TRUST_EC2,
    group,
    name,
    policy,
    role,
    shown,
    user,
)

INLINE = [{"PolicyName": "p", "PolicyDocument": LIST_BUCKET}]
TAGS = [{"Key": "environment", "Value": "test"}, {"Key": "team", "Value": "platform"}]
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


def details(iam: Any, only: str) -> dict[str, Any]:
    """Returns all details of one kind, by name, read in small pages."""
    pages = iam.get_paginator("get_account_authorization_details").paginate(
        Filter=[only], PaginationConfig={"PageSize": 2}
    )
    found: dict[str, Any] = {}
    for page in pages:
        assert all(key in page for key in LISTS)
        for key in LISTS:
            for each in page[key]:
                (named,) = (each[part] for part in each if part.endswith("Name"))
                assert named not in found
                found[named] = shown(each)
    return found


def test_a_user(iam: Any) -> None:
    made, members, attached = user(iam, Tags=TAGS), group(iam), policy(iam)
    plain = user(iam)
    iam.add_user_to_group(GroupName=members, UserName=made)
    iam.attach_user_policy(UserName=made, PolicyArn=attached)
    iam.put_user_policy(UserName=made, PolicyName="p", PolicyDocument=DOCUMENT)
    found = details(iam, "User")
    described = iam.get_user(UserName=made)["User"]
    assert found[made] == {
        **shown(described),
        "UserPolicyList": INLINE,
        "GroupList": [members],
        "AttachedManagedPolicies": [
            {"PolicyName": attached.rpartition("/")[2], "PolicyArn": attached}
        ],
        "Tags": TAGS,
    }
    assert found[plain]["Tags"] == []
    assert "UserPolicyList" not in found[plain]


def test_a_group(iam: Any) -> None:
    made = group(iam)
    iam.attach_group_policy(GroupName=made, PolicyArn=READ_ONLY)
    iam.put_group_policy(GroupName=made, PolicyName="p", PolicyDocument=DOCUMENT)
    assert details(iam, "Group")[made] == {
        **shown(iam.get_group(GroupName=made)["Group"]),
        "GroupPolicyList": INLINE,
        "AttachedManagedPolicies": [
            {"PolicyName": "AmazonDynamoDBReadOnlyAccess", "PolicyArn": READ_ONLY}
        ],
    }


def test_a_role(iam: Any) -> None:
    made, profile = role(iam, Path="/my-path/", Tags=TAGS), name("profile")
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=made)
    iam.put_role_policy(RoleName=made, PolicyName="p", PolicyDocument=DOCUMENT)
    found = details(iam, "Role")[made]
    (of_profile,) = found.pop("InstanceProfileList")
    assert of_profile["InstanceProfileName"] == profile
    assert [each["RoleName"] for each in of_profile["Roles"]] == [made]
    described = shown(iam.get_role(RoleName=made)["Role"])
    del described["MaxSessionDuration"]
    assert found == {
        **described,
        "AssumeRolePolicyDocument": TRUST_EC2,
        "RolePolicyList": INLINE,
        "AttachedManagedPolicies": [],
        "Tags": TAGS,
        "RoleLastUsed": {},
    }


def test_policies(iam: Any) -> None:
    made = policy(iam)
    iam.create_policy_version(PolicyArn=made, PolicyDocument=DOCUMENT, SetAsDefault=True)
    found = details(iam, "LocalManagedPolicy")[made.rpartition("/")[2]]
    assert found["DefaultVersionId"] == "v2"
    assert found["PolicyVersionList"] == [
        {"VersionId": "v2", "IsDefaultVersion": True, "Document": LIST_BUCKET},
        {"VersionId": "v1", "IsDefaultVersion": False, "Document": LIST_BUCKET},
    ]
    # Only the policies of AWS that the account uses.
    iam.attach_role_policy(RoleName=role(iam), PolicyArn=READ_ONLY)
    of_aws = details(iam, "AWSManagedPolicy")
    assert "AmazonDynamoDBReadOnlyAccess" in of_aws
    assert "PowerUserAccess" not in of_aws


def test_everything(iam: Any) -> None:
    user(iam)
    pages = iam.get_paginator("get_account_authorization_details").paginate(
        PaginationConfig={"PageSize": 7}
    )
    counts = dict.fromkeys(LISTS, 0)
    for page in pages:
        for key in LISTS:
            counts[key] += len(page[key])
    summary = iam.get_account_summary()["SummaryMap"]
    assert counts["UserDetailList"] == summary["Users"]
    assert counts["GroupDetailList"] == summary["Groups"]
    assert counts["RoleDetailList"] == summary["Roles"]
    assert counts["Policies"] >= summary["Policies"]
