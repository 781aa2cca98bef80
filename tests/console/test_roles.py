"""The pages of roles."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import client, unique
from tests.console.conftest import go_to


@pytest.fixture
def iam(server_url: str) -> Iterator[Any]:
    with client(server_url, service="iam") as made:
        yield made


def test_a_role_for_instances_is_made_in_three_steps(console: Any, iam: Any) -> None:
    """Point 13. The role also gets an instance profile of the same name, as in AWS's console."""
    name = unique("role")
    go_to(console, "roles")
    console.get_by_role("button", name="Create role").or_(
        console.get_by_role("link", name="Create role")
    ).first.click()
    console.get_by_role("radio", name="EC2").wait_for()
    console.get_by_role("button", name="Next", exact=True).click()
    console.get_by_placeholder("Find permissions policies").fill("AmazonDynamoDBFullAccess")
    console.get_by_role(
        "checkbox", name="Select policy AmazonDynamoDBFullAccess", exact=True
    ).check()
    console.get_by_role("button", name="Next", exact=True).click()
    console.get_by_label("Role name").fill(name)
    console.get_by_role("button", name="Create role").click()

    console.get_by_text(f"Role {name} created.").wait_for()
    console.get_by_role("link", name="View role").click()
    console.get_by_role("heading", name=name).wait_for()
    console.get_by_role("link", name="AmazonDynamoDBFullAccess").wait_for()

    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [each["PolicyName"] for each in attached] == ["AmazonDynamoDBFullAccess"]
    profile = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == [name]


def test_a_role_is_deleted_with_what_belongs_to_it(console: Any, iam: Any) -> None:
    name = unique("role")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
    iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    go_to(console, "roles", name)
    console.get_by_role("button", name="Delete").click()
    dialog = console.get_by_role("dialog")
    delete = dialog.get_by_role("button", name="Delete")
    assert delete.is_disabled()
    dialog.get_by_placeholder(name).fill(name)
    delete.click()
    console.get_by_text(f"Role {name} deleted.").wait_for()
    assert name not in [role["RoleName"] for role in iam.list_roles()["Roles"]]
    profiles = iam.list_instance_profiles()["InstanceProfiles"]
    assert name not in [profile["InstanceProfileName"] for profile in profiles]
