"""Users. The cases are those of LocalStack's test_iam_users.py (February and March 2026)."""

import re
from typing import Any

import pytest

from tests.apis.iam.samples import (
    ACCOUNT,
    DOCUMENT,
    arn,
    group,
    name,
    policy,
    refusal,
    shown,
    status,
    user,
)


@pytest.mark.parametrize("path", [None, "/", "/test-lifecycle-path/"])
def test_user_lifecycle(iam: Any, path: str | None) -> None:
    made = name("user")
    members = {} if path is None else {"Path": path}
    created = iam.create_user(UserName=made, **members)["User"]
    assert re.fullmatch("AIDA[A-Z2-7]{17}", created["UserId"])
    assert shown(created) == {
        "Path": path or "/",
        "UserName": made,
        "UserId": created["UserId"],
        "Arn": f"arn:aws:iam::{ACCOUNT}:user{path or '/'}{made}",
    }
    assert iam.get_user(UserName=made)["User"] == created
    iam.get_waiter("user_exists").wait(UserName=made)
    listed = iam.list_users(PathPrefix=path or "/")
    assert created in listed["Users"]
    assert listed["IsTruncated"] is False
    assert created in iam.list_users(PathPrefix=(path or "/")[:6])["Users"]
    assert iam.delete_user(UserName=made)["ResponseMetadata"]["HTTPStatusCode"] == 200
    missing = f"The user with name {made} cannot be found."
    assert refusal(iam.get_user, UserName=made) == ("NoSuchEntity", missing)
    assert status(iam.get_user, UserName=made) == 404


def test_user_update(iam: Any) -> None:
    made, other = user(iam), name("renamed")
    before = iam.get_user(UserName=made)["User"]
    iam.update_user(UserName=made, NewUserName=other, NewPath="/new-path/")
    after = iam.get_user(UserName=other)["User"]
    assert after["UserId"] == before["UserId"]
    assert after["Arn"] == arn("user", f"new-path/{other}")
    assert refusal(iam.get_user, UserName=made)[0] == "NoSuchEntity"


def test_user_errors(iam: Any) -> None:
    made = user(iam)
    text = f"User with name {made} already exists."
    assert refusal(iam.create_user, UserName=made) == ("EntityAlreadyExists", text)
    assert status(iam.create_user, UserName=made) == 409
    assert refusal(iam.create_user, UserName=made.upper())[0] == "EntityAlreadyExists"
    missing = ("NoSuchEntity", "The user with name nonexistent-user cannot be found.")
    assert refusal(iam.get_user, UserName="nonexistent-user") == missing
    assert refusal(iam.delete_user, UserName="nonexistent-user") == missing
    renamed = {"UserName": "nonexistent-user", "NewUserName": "other"}
    assert refusal(iam.update_user, **renamed) == missing


def test_a_user_is_named_exactly(iam: Any) -> None:
    # A Deny names a user exactly, so another spelling must not reach the same user.
    made = user(iam)
    assert refusal(iam.delete_user, UserName=made.upper())[0] == "NoSuchEntity"


@pytest.mark.parametrize(
    ("add", "remove", "what"),
    [
        (
            lambda iam, made: iam.attach_user_policy(UserName=made, PolicyArn=policy(iam)),
            lambda iam, made: iam.detach_user_policy(
                UserName=made,
                PolicyArn=iam.list_attached_user_policies(UserName=made)["AttachedPolicies"][0][
                    "PolicyArn"
                ],
            ),
            "detach all policies",
        ),
        (
            lambda iam, made: iam.put_user_policy(
                UserName=made, PolicyName="p", PolicyDocument=DOCUMENT
            ),
            lambda iam, made: iam.delete_user_policy(UserName=made, PolicyName="p"),
            "delete policies",
        ),
        (
            lambda iam, made: iam.create_access_key(UserName=made),
            lambda iam, made: iam.delete_access_key(
                UserName=made,
                AccessKeyId=iam.list_access_keys(UserName=made)["AccessKeyMetadata"][0][
                    "AccessKeyId"
                ],
            ),
            "delete access keys",
        ),
        (
            lambda iam, made: iam.create_login_profile(UserName=made, Password="Passw0rd!"),
            lambda iam, made: iam.delete_login_profile(UserName=made),
            "delete login profile",
        ),
    ],
)
def test_delete_user_with_something(iam: Any, add: Any, remove: Any, what: str) -> None:
    made = user(iam)
    add(iam, made)
    text = f"Cannot delete entity, must {what} first."
    assert refusal(iam.delete_user, UserName=made) == ("DeleteConflict", text)
    assert status(iam.delete_user, UserName=made) == 409
    remove(iam, made)
    iam.delete_user(UserName=made)
    assert refusal(iam.get_user, UserName=made)[0] == "NoSuchEntity"


def test_delete_user_in_a_group(iam: Any) -> None:
    made, members = user(iam), group(iam)
    iam.add_user_to_group(GroupName=members, UserName=made)
    assert refusal(iam.delete_user, UserName=made)[0] == "DeleteConflict"


def test_a_new_user_with_an_old_name_inherits_nothing(iam: Any) -> None:
    made = user(iam)
    before = iam.get_user(UserName=made)["User"]["UserId"]
    iam.delete_user(UserName=made)
    iam.create_user(UserName=made)
    assert iam.get_user(UserName=made)["User"]["UserId"] != before


def test_pages_of_users(iam: Any) -> None:
    path = f"/{name('pages')}/"
    made = sorted(user(iam, Path=path) for _ in range(5))
    first = iam.list_users(PathPrefix=path, MaxItems=2)
    assert first["IsTruncated"] is True
    assert [each["UserName"] for each in first["Users"]] == made[:2]
    pages = iam.get_paginator("list_users").paginate(
        PathPrefix=path, PaginationConfig={"PageSize": 2}
    )
    assert [each["UserName"] for page in pages for each in page["Users"]] == made
    bad = refusal(iam.list_users, PathPrefix=path, Marker="é")
    assert bad[0] == "ValidationError"


def test_user_permissions_boundary(iam: Any) -> None:
    boundary = policy(iam)
    made = user(iam, PermissionsBoundary=boundary)
    shown_boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary}
    assert iam.get_user(UserName=made)["User"]["PermissionsBoundary"] == shown_boundary
    usage = iam.get_policy(PolicyArn=boundary)["Policy"]
    assert (usage["AttachmentCount"], usage["PermissionsBoundaryUsageCount"]) == (0, 1)
    iam.delete_user_permissions_boundary(UserName=made)
    assert "PermissionsBoundary" not in iam.get_user(UserName=made)["User"]
    iam.put_user_permissions_boundary(UserName=made, PermissionsBoundary=boundary)
    assert refusal(iam.delete_policy, PolicyArn=boundary)[0] == "DeleteConflict"
    iam.delete_user(UserName=made)
    iam.delete_policy(PolicyArn=boundary)


def test_the_root_asks_about_itself(iam: Any) -> None:
    found = iam.get_user()["User"]
    assert (found["UserId"], found["Arn"]) == (ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")
