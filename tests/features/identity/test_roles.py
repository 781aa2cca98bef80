"""Roles and instance profiles."""

import pytest

from jedlik.features.identity.entities import is_service_linked
from jedlik.features.identity.roles import checked_trust, service_path
from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.identity.calls import trusting
from tests.features.identity.stored import role
from tests.features.secondary_indexes.samples import verified


def test_roles_of_services() -> None:
    path = service_path("dax.amazonaws.com")
    assert path == "/aws-service-role/dax.amazonaws.com/"
    assert is_service_linked(role(Path=path))
    assert not is_service_linked(role())


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("UpdateRole", {"Description": "mine"}),
        ("UpdateAssumeRolePolicy", {"PolicyDocument": trusting(ACCOUNT)}),
        ("DeleteRole", {}),
    ],
)
def test_only_a_service_changes_its_role(name: str, members: dict[str, str]) -> None:
    caller = Caller()
    made = caller.call("CreateServiceLinkedRole", AWSServiceName="dax.amazonaws.com")
    role_name = made["Role"]["RoleName"]
    assert caller.refusal(name, RoleName=role_name, **members).startswith("UnmodifiableEntity")


def test_a_trust_policy_is_compiled() -> None:
    assert len(checked_trust(trusting(ACCOUNT)).statements) == 1


def test_a_role_in_two_instance_profiles() -> None:
    caller = Caller()
    caller.call("CreateRole", RoleName="app", AssumeRolePolicyDocument=trusting(ACCOUNT))
    for profile in ("one", "two"):
        caller.call("CreateInstanceProfile", InstanceProfileName=profile)
        caller.call("AddRoleToInstanceProfile", InstanceProfileName=profile, RoleName="app")
    found = caller.call("ListInstanceProfilesForRole", RoleName="app")["InstanceProfiles"]
    assert [each["InstanceProfileName"] for each in found] == ["one", "two"]
    assert verified(caller).sentences == []
    assert caller.refusal("DeleteRole", RoleName="app").startswith("DeleteConflict")
