"""The members of answers, from records.

Which answers lack which members is recorded in LocalStack's tests of IAM (February 2026). Policy
documents are encoded as parts of URLs in every answer.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict, cast
from urllib.parse import quote

from jedlik.apis.iam.model.groups import Group
from jedlik.apis.iam.model.members import (
    AttachedPermissionsBoundary,
    AttachedPolicy,
    InstanceProfile,
    PermissionsBoundaryAttachmentType,
    PolicyVersion,
    Role,
    RoleLastUsed,
    Tag,
    User,
)
from jedlik.apis.iam.model.policies import Policy
from jedlik.features.identity.arns import AWS_POLICY, arn_of
from jedlik.features.identity.aws_policies import AwsPolicy, aws_policy
from jedlik.features.identity.documents import shown_text
from jedlik.features.identity.links import usage_of
from jedlik.features.identity.managed_policies import Version
from jedlik.features.identity.records import (
    BoundedRecord,
    EntityRecord,
    GroupRecord,
    InstanceProfileRecord,
    PolicyRecord,
    RoleRecord,
    UserRecord,
    last_use_entry,
    policy_entry,
    role_entry,
)
from jedlik.features.identity.transaction import Transaction

# The model says PermissionsBoundaryPolicy. This is what the service answers, as recorded.
_BOUNDARY_TYPE: Final = cast("PermissionsBoundaryAttachmentType", "Policy")


class Paging(TypedDict, total=False):
    """The members of a page of a list."""

    IsTruncated: bool
    Marker: str


def encoded(document: str) -> str:
    """Returns a policy document as answers contain it."""
    return quote(document, safe="")


def paging(marker: str | None) -> Paging:
    """Returns the members that say whether more follows, and where."""
    return {"IsTruncated": False} if marker is None else {"IsTruncated": True, "Marker": marker}


def tag_members(tags: Mapping[str, str]) -> list[Tag]:
    """Returns tags as a list, in the order of their keys."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def sent_tag_members(tags: Mapping[str, str]) -> list[Tag]:
    """Returns tags as a list, in the order in which a request for a new entity had them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def listed_user(user: UserRecord) -> User:
    """Returns a user as lists show it: without tags and boundary."""
    members: User = {
        "Path": user["Path"],
        "UserName": user["Name"],
        "UserId": user["Id"],
        "Arn": arn_of(user, "user"),
        "CreateDate": user["CreatedS"],
    }
    if "PasswordLastUsedS" in user:
        members["PasswordLastUsed"] = user["PasswordLastUsedS"]
    return members


async def user_members(transaction: Transaction, user: UserRecord) -> User:
    """Returns a user with tags and boundary."""
    members = listed_user(user)
    boundary = await boundary_members(transaction, user)
    if boundary is not None:
        members["PermissionsBoundary"] = boundary
    if user["Tags"]:
        members["Tags"] = tag_members(user["Tags"])
    return members


def group_members(group: GroupRecord) -> Group:
    """Returns a group."""
    return {
        "Path": group["Path"],
        "GroupName": group["Name"],
        "GroupId": group["Id"],
        "Arn": arn_of(group, "group"),
        "CreateDate": group["CreatedS"],
    }


async def short_role(transaction: Transaction, role: RoleRecord) -> Role:
    """Returns a role as it is shown inside an instance profile."""
    trust = await shown_text(transaction, role["Trust"])
    return {
        "Path": role["Path"],
        "RoleName": role["Name"],
        "RoleId": role["Id"],
        "Arn": arn_of(role, "role"),
        "CreateDate": role["CreatedS"],
        "AssumeRolePolicyDocument": encoded(trust),
    }


async def new_role_members(transaction: Transaction, role: RoleRecord) -> Role:
    """Returns a role as CreateRole shows it: without Description and MaxSessionDuration."""
    members = await short_role(transaction, role)
    boundary = await boundary_members(transaction, role)
    if boundary is not None:
        members["PermissionsBoundary"] = boundary
    if role["Tags"]:
        members["Tags"] = sent_tag_members(role["Tags"])
    return members


async def described_role(transaction: Transaction, role: RoleRecord) -> Role:
    """Returns a role as UpdateRoleDescription shows it: without MaxSessionDuration."""
    members = await new_role_members(transaction, role)
    if role["Description"]:
        members["Description"] = role["Description"]
    if role["Tags"]:
        members["Tags"] = tag_members(role["Tags"])
    return members


async def listed_role(transaction: Transaction, role: RoleRecord) -> Role:
    """Returns a role as lists show it: without tags, boundary and last use."""
    members = await short_role(transaction, role)
    if role["Description"]:
        members["Description"] = role["Description"]
    members["MaxSessionDuration"] = role["MaxSessionS"]
    return members


async def role_members(transaction: Transaction, role: RoleRecord) -> Role:
    """Returns a role with everything."""
    members = await described_role(transaction, role)
    members["MaxSessionDuration"] = role["MaxSessionS"]
    members["RoleLastUsed"] = await last_used(transaction, role)
    return members


async def last_used(transaction: Transaction, role: RoleRecord) -> RoleLastUsed:
    """Returns when a role was last used. No member means never."""
    use = await transaction.get(last_use_entry(role["Id"]))
    return {} if use is None else {"LastUsedDate": use["TimeS"], "Region": use["Region"]}


async def profile_members(
    transaction: Transaction, profile: InstanceProfileRecord
) -> InstanceProfile:
    """Returns an instance profile without its tags."""
    entries = [role_entry(profile["AccountId"], each) for each in profile["Roles"]]
    roles = [each for each in await transaction.get_all(entries) if each is not None]
    return {
        "Path": profile["Path"],
        "InstanceProfileName": profile["Name"],
        "InstanceProfileId": profile["Id"],
        "Arn": arn_of(profile, "instance-profile"),
        "CreateDate": profile["CreatedS"],
        "Roles": [await short_role(transaction, role) for role in roles],
    }


async def policy_members(
    transaction: Transaction, account_id: str, policy: PolicyRecord | AwsPolicy
) -> Policy:
    """Returns a managed policy without description and tags, as lists show it."""
    if isinstance(policy, AwsPolicy):
        usage = await usage_of(transaction, account_id, policy.arn)
        name, policy_id, arn, path = policy.name, policy.id, policy.arn, policy.path
        version, created, updated = policy.version, policy.created_s, policy.updated_s
    else:
        usage = await usage_of(transaction, account_id, policy["Id"])
        name, policy_id, path = policy["Name"], policy["Id"], policy["Path"]
        arn, version = arn_of(policy, "policy"), f"v{policy['Default']}"
        created, updated = policy["CreatedS"], policy["UpdatedS"]
    return {
        "PolicyName": name,
        "PolicyId": policy_id,
        "Arn": arn,
        "Path": path,
        "DefaultVersionId": version,
        "AttachmentCount": usage["Attached"],
        "PermissionsBoundaryUsageCount": usage["Boundaries"],
        "IsAttachable": True,
        "CreateDate": created,
        "UpdateDate": updated,
    }


def version_members(version: Version, *, has_document: bool) -> PolicyVersion:
    """Returns a version of a managed policy. Only some answers have its document."""
    members: PolicyVersion = {}
    if has_document:
        members["Document"] = encoded(version.document)
    members["VersionId"] = version.id
    members["IsDefaultVersion"] = version.is_default
    members["CreateDate"] = version.created_s
    return members


async def attached_members(
    transaction: Transaction, account_id: str, policies: Sequence[str]
) -> list[tuple[str, AttachedPolicy]]:
    """Returns managed policies with their paths. policies: as in PolicyHolderRecord."""
    found: list[tuple[str, AttachedPolicy]] = []
    for policy in policies:
        shipped = aws_policy(policy) if policy.startswith(AWS_POLICY) else None
        if shipped is not None:
            found.append((shipped.path, {"PolicyName": shipped.name, "PolicyArn": policy}))
            continue
        record = await transaction.get(policy_entry(account_id, policy))
        if record is not None:
            arn = arn_of(record, "policy")
            found.append((record["Path"], {"PolicyName": record["Name"], "PolicyArn": arn}))
    return found


async def boundary_members(
    transaction: Transaction, record: BoundedRecord
) -> AttachedPermissionsBoundary | None:
    """Returns the permissions boundary of a user or role, None if it has none."""
    if "Boundary" not in record:
        return None
    found = await attached_members(transaction, record["AccountId"], [record["Boundary"]])
    return {
        "PermissionsBoundaryType": _BOUNDARY_TYPE,
        "PermissionsBoundaryArn": found[0][1]["PolicyArn"],
    }


def in_path(record: EntityRecord, prefix: str) -> bool:
    """Returns whether the path of an entity begins with a prefix."""
    return record["Path"].startswith(prefix)
