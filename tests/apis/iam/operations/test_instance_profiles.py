"""Instance profiles. The cases are those of LocalStack's test_iam_instance_profiles.py (February
2026).
"""

import re
from typing import Any

from jedlik.apis.iam.api import IAM
from tests.apis.iam.samples import TRUST, TRUST_EC2, arn, name, refusal, role, shown
from tests.engine.in_memory import ACCOUNT, Caller, result_of


def profile(iam: Any, **members: Any) -> str:
    made = name("profile")
    iam.create_instance_profile(InstanceProfileName=made, **members)
    return made


def test_instance_profile_lifecycle(iam: Any) -> None:
    made, path = name("profile"), "/some/path/"
    created = iam.create_instance_profile(InstanceProfileName=made, Path=path)["InstanceProfile"]
    assert re.fullmatch("AIPA[A-Z2-7]{17}", created["InstanceProfileId"])
    expected = {
        "Path": path,
        "InstanceProfileName": made,
        "InstanceProfileId": created["InstanceProfileId"],
        "Arn": arn("instance-profile", f"some/path/{made}"),
        "Roles": [],
    }
    assert shown(created) == expected
    found = iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"]
    assert shown(found) == {**expected, "Tags": []}
    iam.get_waiter("instance_profile_exists").wait(InstanceProfileName=made)
    listed = iam.list_instance_profiles(PathPrefix=path)
    assert expected in [shown(each) for each in listed["InstanceProfiles"]]
    assert iam.list_instance_profiles(PathPrefix="/nothing/")["InstanceProfiles"] == []
    iam.delete_instance_profile(InstanceProfileName=made)
    text = f"Instance Profile {made} cannot be found."
    missing = ("NoSuchEntity", text)
    assert refusal(iam.get_instance_profile, InstanceProfileName=made) == missing
    assert refusal(iam.delete_instance_profile, InstanceProfileName=made) == missing


def test_a_name_is_taken_once(iam: Any) -> None:
    made = profile(iam)
    text = f"Instance Profile {made} already exists."
    taken = refusal(iam.create_instance_profile, InstanceProfileName=made)
    assert taken == ("EntityAlreadyExists", text)


def test_role_of_an_instance_profile(iam: Any) -> None:
    made, which = profile(iam), role(iam)
    iam.add_role_to_instance_profile(InstanceProfileName=made, RoleName=which)
    found = iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"]
    described = iam.get_role(RoleName=which)["Role"]
    assert shown(found["Roles"]) == [
        {
            "Path": "/",
            "RoleName": which,
            "RoleId": described["RoleId"],
            "Arn": described["Arn"],
            "AssumeRolePolicyDocument": TRUST_EC2,
        }
    ]
    listed = iam.list_instance_profiles_for_role(RoleName=which)
    assert [each["InstanceProfileName"] for each in listed["InstanceProfiles"]] == [made]
    text = "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    second = {"InstanceProfileName": made, "RoleName": role(iam)}
    assert refusal(iam.add_role_to_instance_profile, **second) == ("LimitExceeded", text)
    text = "Cannot delete entity, must remove roles from instance profile first."
    in_use = refusal(iam.delete_instance_profile, InstanceProfileName=made)
    assert in_use == ("DeleteConflict", text)
    iam.remove_role_from_instance_profile(InstanceProfileName=made, RoleName=which)
    assert iam.list_instance_profiles_for_role(RoleName=which)["InstanceProfiles"] == []
    iam.delete_instance_profile(InstanceProfileName=made)


def test_errors_about_roles(iam: Any) -> None:
    made, which = profile(iam), role(iam)
    for call in (iam.add_role_to_instance_profile, iam.remove_role_from_instance_profile):
        assert refusal(call, InstanceProfileName="nothing", RoleName=which) == (
            "NoSuchEntity",
            "Instance Profile nothing cannot be found.",
        )
        assert refusal(call, InstanceProfileName=made, RoleName="nobody") == (
            "NoSuchEntity",
            "The role with name nobody cannot be found.",
        )
    text = f"Role {which} in Instance Profile {made} cannot be found."
    absent = {"InstanceProfileName": made, "RoleName": which}
    assert refusal(iam.remove_role_from_instance_profile, **absent) == ("NoSuchEntity", text)


def test_whoever_adds_a_role_must_be_allowed_to_pass_it() -> None:
    # Source: Service Authorization Reference of IAM, AddRoleToInstanceProfile.
    caller = Caller()
    caller.call("CreateRole", RoleName="r", Path="/p/", AssumeRolePolicyDocument=TRUST)
    request = {"InstanceProfileName": "i", "RoleName": "r"}
    operation = IAM.operations["AddRoleToInstanceProfile"]
    found = result_of(operation.authorizations(request, request, caller.context))
    assert [(each.action, each.resource) for each in found or ()] == [
        ("iam:AddRoleToInstanceProfile", f"arn:aws:iam::{ACCOUNT}:instance-profile/i"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/p/r"),
    ]
