"""Groups. The cases are those of LocalStack's test_iam_groups.py (February 2026)."""

import re
from typing import Any

from tests.apis.iam.samples import DOCUMENT, READ_ONLY, arn, group, name, refusal, shown, user


def test_create_and_get_group(iam: Any) -> None:
    made = name("group")
    created = iam.create_group(GroupName=made)["Group"]
    assert re.fullmatch("AGPA[A-Z2-7]{17}", created["GroupId"])
    assert shown(created) == {
        "Path": "/",
        "GroupName": made,
        "GroupId": created["GroupId"],
        "Arn": arn("group", made),
    }
    found = iam.get_group(GroupName=made)
    assert (found["Group"], found["Users"], found["IsTruncated"]) == (created, [], False)
    text = f"Group with name {made} already exists."
    assert refusal(iam.create_group, GroupName=made) == ("EntityAlreadyExists", text)
    with_path = iam.create_group(GroupName=name("group"), Path="/some/location/")["Group"]
    assert with_path["Arn"] == arn("group", f"some/location/{with_path['GroupName']}")
    assert created in iam.list_groups()["Groups"]


def test_group_errors(iam: Any) -> None:
    text = "The group with name unknown-group cannot be found."
    for call in (iam.get_group, iam.delete_group, iam.update_group):
        assert refusal(call, GroupName="unknown-group") == ("NoSuchEntity", text)


def test_update_group(iam: Any) -> None:
    made, other, third = group(iam), name("group"), group(iam)
    before = iam.get_group(GroupName=made)["Group"]
    iam.update_group(GroupName=made, NewGroupName=other, NewPath="/new-path/")
    after = iam.get_group(GroupName=other)["Group"]
    assert after == {
        **before,
        "GroupName": other,
        "Path": "/new-path/",
        "Arn": arn("group", f"new-path/{other}"),
    }
    taken = refusal(iam.update_group, GroupName=other, NewGroupName=third)
    assert taken == ("EntityAlreadyExists", f"Group with name {third} already exists.")
    assert refusal(iam.get_group, GroupName=made)[0] == "NoSuchEntity"


def test_membership(iam: Any) -> None:
    first, second, made = group(iam), group(iam), user(iam)
    assert iam.list_groups_for_user(UserName=made)["Groups"] == []
    for each in (first, second, first):  # adding twice changes nothing
        iam.add_user_to_group(GroupName=each, UserName=made)
    found = iam.list_groups_for_user(UserName=made)
    assert [each["GroupName"] for each in found["Groups"]] == [first, second]
    members = iam.get_group(GroupName=first)["Users"]
    assert members == [iam.get_user(UserName=made)["User"]]
    for _ in range(2):  # removing twice is accepted
        iam.remove_user_from_group(GroupName=first, UserName=made)
    assert iam.get_group(GroupName=first)["Users"] == []


def test_membership_errors(iam: Any) -> None:
    made, members = user(iam), group(iam)
    for call in (iam.add_user_to_group, iam.remove_user_from_group):
        assert refusal(call, GroupName=members, UserName="nobody") == (
            "NoSuchEntity",
            "The user with name nobody cannot be found.",
        )
        assert refusal(call, GroupName="nothing", UserName=made) == (
            "NoSuchEntity",
            "The group with name nothing cannot be found.",
        )
        # The user is looked up first.
        assert "user" in refusal(call, GroupName="nothing", UserName="nobody")[1]


def test_a_user_is_in_ten_groups_at_most(iam: Any) -> None:
    made = user(iam)
    for _ in range(10):
        iam.add_user_to_group(GroupName=group(iam), UserName=made)
    text = "Cannot exceed quota for GroupsPerUser: 10"
    assert refusal(iam.add_user_to_group, GroupName=group(iam), UserName=made) == (
        "LimitExceeded",
        text,
    )


def test_delete_group_with_something(iam: Any) -> None:
    members, made = group(iam), user(iam)
    iam.add_user_to_group(GroupName=members, UserName=made)
    iam.attach_group_policy(GroupName=members, PolicyArn=READ_ONLY)
    iam.put_group_policy(GroupName=members, PolicyName="p", PolicyDocument=DOCUMENT)
    texts = []
    for call, arguments in (
        (iam.remove_user_from_group, {"UserName": made}),
        (iam.detach_group_policy, {"PolicyArn": READ_ONLY}),
        (iam.delete_group_policy, {"PolicyName": "p"}),
    ):
        code, text = refusal(iam.delete_group, GroupName=members)
        assert code == "DeleteConflict"
        texts.append(text)
        call(GroupName=members, **arguments)
    assert texts == [
        "Cannot delete entity, must remove users from group first.",
        "Cannot delete entity, must detach all policies first.",
        "Cannot delete entity, must delete policies first.",
    ]
    iam.delete_group(GroupName=members)


def test_pages_of_members(iam: Any) -> None:
    members = group(iam)
    for _ in range(5):
        iam.add_user_to_group(GroupName=members, UserName=user(iam))
    pages = iam.get_paginator("get_group").paginate(
        GroupName=members, PaginationConfig={"PageSize": 2}
    )
    assert [len(page["Users"]) for page in pages] == [2, 2, 1]
