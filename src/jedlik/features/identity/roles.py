"""Roles, service-linked roles, and instance profiles."""

from collections.abc import Mapping
from typing import NamedTuple

from jedlik.core.iam.document import parse_new_trust
from jedlik.core.iam.policy import Policy
from jedlik.features.identity.attachments import forget_boundary, set_boundary
from jedlik.features.identity.documents import document_record
from jedlik.features.identity.entities import (
    SERVICE_PATH,
    Named,
    delete_entity,
    instance_profile_named,
    new_entity,
    role_named,
    role_to_change,
)
from jedlik.features.identity.limits import (
    INSTANCE_PROFILE_ROLES,
    MAX_SESSION_S,
    TRUST_POLICY_CHARACTERS,
)
from jedlik.features.identity.records import (
    InstanceProfileRecord,
    RoleRecord,
    instance_profile_entry,
    role_entry,
)
from jedlik.features.identity.refusals import (
    delete_conflict,
    invalid_input,
    no_such_entity,
    quota_exceeded,
)
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.unique_ids import INSTANCE_PROFILE, ROLE


class NewRole(NamedTuple):
    """The members of CreateRole. boundary: the ARN of a managed policy."""

    path: str
    trust: str
    description: str = ""
    max_session_s: int = MAX_SESSION_S
    tags: Mapping[str, str] = {}
    boundary: str | None = None


class RoleChanges(NamedTuple):
    """The members of UpdateRole; None leaves what is stored."""

    description: str | None
    max_session_s: int | None


def checked_trust(text: str) -> Policy:
    """Returns a trust policy. Raises Reject: MalformedPolicyDocument, LimitExceeded."""
    policy = parse_new_trust(text)
    if policy.characters > TRUST_POLICY_CHARACTERS:
        raise quota_exceeded("ACLSizePerRole", TRUST_POLICY_CHARACTERS)
    return policy


def check_path(path: str) -> None:
    """Raises Reject for the path of roles that only services may create.

    Source of the text: aws-iam-policy-tool, pull request 9.
    """
    if path.startswith(SERVICE_PATH):
        text = f"Path prefix '{SERVICE_PATH}' can only be used for AWS Service linked Roles"
        raise invalid_input(text)


async def create_role(transaction: Transaction, named: Named, new: NewRole) -> RoleRecord:
    """Creates a role. Raises Reject."""
    entity = await new_entity(transaction, named, ROLE, new.path)
    policy = checked_trust(new.trust)
    role: RoleRecord = {
        "Id": entity["Id"],
        "AccountId": entity["AccountId"],
        "Name": entity["Name"],
        "Path": new.path,
        "CreatedS": entity["CreatedS"],
        "Tags": dict(new.tags),
        "Inline": {},
        "Attached": [],
        "Trust": await document_record(transaction, named.account_id, new.trust, policy),
        "Description": new.description,
        "MaxSessionS": new.max_session_s,
        "InstanceProfiles": [],
    }
    if new.boundary is not None:
        await set_boundary(transaction, role, new.boundary)
    transaction.put(role_entry(named.account_id, role["Id"]), role)
    return role


async def update_role(transaction: Transaction, named: Named, changes: RoleChanges) -> RoleRecord:
    """Changes description or maximum duration of sessions. Raises Reject."""
    role = await role_to_change(transaction, named.account_id, named.name)
    if changes.description is not None:
        role["Description"] = changes.description
    if changes.max_session_s is not None:
        role["MaxSessionS"] = changes.max_session_s
    transaction.put(role_entry(named.account_id, role["Id"]), role)
    return role


async def update_trust(transaction: Transaction, named: Named, trust: str) -> None:
    """Replaces the trust policy of a role. Raises Reject."""
    role = await role_to_change(transaction, named.account_id, named.name)
    policy = checked_trust(trust)
    role["Trust"] = await document_record(transaction, named.account_id, trust, policy)
    transaction.put(role_entry(named.account_id, role["Id"]), role)


async def delete_role(
    transaction: Transaction, named: Named, *, is_service_linked: bool = False
) -> None:
    """Deletes a role to which nothing belongs any more. Raises Reject.

    The order of the checks is that of moto (moto/iam/models.py, delete_role).
    """
    find = role_named if is_service_linked else role_to_change
    role = await find(transaction, named.account_id, named.name)
    if role["InstanceProfiles"]:
        raise delete_conflict("remove roles from instance profile")
    if role["Attached"]:
        raise delete_conflict("detach all policies")
    if role["Inline"]:
        raise delete_conflict("delete policies")
    await forget_boundary(transaction, role)
    delete_entity(transaction, role, "role")


def service_path(service: str) -> str:
    """Returns the path of the roles that are linked to a service."""
    return f"{SERVICE_PATH}{service}/"


# --- instance profiles ---------------------------------------------------------------------------


async def create_instance_profile(
    transaction: Transaction, named: Named, path: str, tags: Mapping[str, str]
) -> InstanceProfileRecord:
    """Creates an instance profile. Raises Reject."""
    entity = await new_entity(transaction, named, INSTANCE_PROFILE, path)
    profile: InstanceProfileRecord = {**entity, "Tags": dict(tags), "Roles": []}
    transaction.put(instance_profile_entry(named.account_id, profile["Id"]), profile)
    return profile


async def delete_instance_profile(transaction: Transaction, named: Named) -> None:
    """Deletes an instance profile without a role. Raises Reject."""
    profile = await instance_profile_named(transaction, named.account_id, named.name)
    if profile["Roles"]:
        raise delete_conflict("remove roles from instance profile")
    delete_entity(transaction, profile, "instance-profile")


async def add_role_to_profile(transaction: Transaction, named: Named, role_name: str) -> None:
    """Puts a role into an instance profile. Raises Reject if it has one."""
    profile = await instance_profile_named(transaction, named.account_id, named.name)
    role = await role_to_change(transaction, named.account_id, role_name)
    if len(profile["Roles"]) >= INSTANCE_PROFILE_ROLES:
        raise quota_exceeded("InstanceSessionsPerInstanceProfile", INSTANCE_PROFILE_ROLES)
    profile["Roles"].append(role["Id"])
    role["InstanceProfiles"].append(profile["Id"])
    _store(transaction, profile, role)


async def remove_role_from_profile(transaction: Transaction, named: Named, role_name: str) -> None:
    """Takes a role out of an instance profile. Raises Reject with NoSuchEntity."""
    profile = await instance_profile_named(transaction, named.account_id, named.name)
    role = await role_named(transaction, named.account_id, role_name)
    if role["Id"] not in profile["Roles"]:
        text = f"Role {role_name} in Instance Profile {named.name} cannot be found."
        raise no_such_entity(text)
    profile["Roles"].remove(role["Id"])
    role["InstanceProfiles"].remove(profile["Id"])
    _store(transaction, profile, role)


def _store(transaction: Transaction, profile: InstanceProfileRecord, role: RoleRecord) -> None:
    account_id = profile["AccountId"]
    transaction.put(instance_profile_entry(account_id, profile["Id"]), profile)
    transaction.put(role_entry(account_id, role["Id"]), role)
