"""GetAccountAuthorizationDetails: all users, groups, roles and policies of an account."""

from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Final

from jedlik.apis.iam.answers import (
    attached_members,
    boundary_members,
    encoded,
    last_used,
    paging,
    policy_members,
    profile_members,
    short_role,
    tag_members,
    version_members,
)
from jedlik.apis.iam.model import account as model
from jedlik.apis.iam.model.members import AttachedPolicy
from jedlik.apis.iam.resources import READ, control, on_account
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.aws_policies import AwsPolicy, aws_policies
from jedlik.features.identity.links import usage_of
from jedlik.features.identity.listing import Wanted, list_entities, marker_after, wanted
from jedlik.features.identity.managed_policies import versions_of
from jedlik.features.identity.records import (
    GroupRecord,
    Kind,
    PolicyHolderRecord,
    PolicyRecord,
    RoleRecord,
    UserRecord,
    group_entry,
    instance_profile_entry,
    policy_entry,
    role_entry,
    user_entry,
)
from jedlik.features.identity.transaction import Transaction

_Answer = model.GetAccountAuthorizationDetailsResponse
# Adds entities after a name to an answer, as many as a limit says. Returns how many it has added,
# and the last name if more follow.
_Add = Callable[[_Answer, Context, Wanted], Awaitable[tuple[int, str | None]]]


async def _get(
    request: model.GetAccountAuthorizationDetailsRequest, context: Context
) -> model.GetAccountAuthorizationDetailsResponse:
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    kinds: Container[str] = request.get("Filter") or _PARTS
    answer: _Answer = {
        "UserDetailList": [],
        "GroupDetailList": [],
        "RoleDetailList": [],
        "Policies": [],
    }
    begin, _, after = page.after.partition("/")
    left = page.limit
    for kind, add in _PARTS.items():
        if kind not in kinds or (begin and kind != begin):
            continue
        begin = ""
        if left == 0:
            return {**answer, **paging(marker_after(f"{kind}/"))}
        count, last = await add(answer, context, Wanted(after, left))
        if last is not None:
            return {**answer, **paging(marker_after(f"{kind}/{last}"))}
        left -= count
        after = ""
    return {**answer, **paging(None)}


async def _add_users(answer: _Answer, context: Context, page: Wanted) -> tuple[int, str | None]:
    names: tuple[str, Kind] = (context.account_id, "user")
    listed = await list_entities(context.node, names, user_entry, page, "/")
    transaction = Transaction(context.node)
    answer["UserDetailList"] += [await _user(transaction, each) for each in listed.items]
    return len(listed.items), _last(listed.items, listed.marker)


async def _add_groups(answer: _Answer, context: Context, page: Wanted) -> tuple[int, str | None]:
    names: tuple[str, Kind] = (context.account_id, "group")
    listed = await list_entities(context.node, names, group_entry, page, "/")
    transaction = Transaction(context.node)
    answer["GroupDetailList"] += [await _group(transaction, each) for each in listed.items]
    return len(listed.items), _last(listed.items, listed.marker)


async def _add_roles(answer: _Answer, context: Context, page: Wanted) -> tuple[int, str | None]:
    names: tuple[str, Kind] = (context.account_id, "role")
    listed = await list_entities(context.node, names, role_entry, page, "/")
    transaction = Transaction(context.node)
    answer["RoleDetailList"] += [await _role(transaction, each) for each in listed.items]
    return len(listed.items), _last(listed.items, listed.marker)


async def _add_policies(answer: _Answer, context: Context, page: Wanted) -> tuple[int, str | None]:
    names: tuple[str, Kind] = (context.account_id, "policy")
    listed = await list_entities(context.node, names, policy_entry, page, "/")
    transaction = Transaction(context.node)
    for each in listed.items:
        answer["Policies"].append(await _policy(transaction, context.account_id, each))
    return len(listed.items), _last(listed.items, listed.marker)


async def _add_aws_policies(
    answer: _Answer, context: Context, page: Wanted
) -> tuple[int, str | None]:
    """Adds only the policies of AWS that the account uses, as the service does."""
    transaction = Transaction(context.node)
    found: list[AwsPolicy] = []
    for each in aws_policies().values():
        usage = await usage_of(transaction, context.account_id, each.arn)
        if each.name.lower() > page.after and (usage["Attached"] or usage["Boundaries"]):
            found.append(each)
    shown = found[: page.limit]
    for each in shown:
        answer["Policies"].append(await _policy(transaction, context.account_id, each))
    return len(shown), shown[-1].name.lower() if len(found) > len(shown) else None


_PARTS: Final[dict[str, _Add]] = {
    "User": _add_users,
    "Group": _add_groups,
    "Role": _add_roles,
    "LocalManagedPolicy": _add_policies,
    "AWSManagedPolicy": _add_aws_policies,
}


def _last(
    records: Sequence[UserRecord | GroupRecord | RoleRecord | PolicyRecord], marker: str | None
) -> str | None:
    return None if marker is None else records[-1]["Name"].lower()


async def _user(transaction: Transaction, user: UserRecord) -> model.UserDetail:
    account_id = user["AccountId"]
    groups = await transaction.get_all([group_entry(account_id, each) for each in user["Groups"]])
    members: model.UserDetail = {
        "Path": user["Path"],
        "UserName": user["Name"],
        "UserId": user["Id"],
        "Arn": arn_of(user, "user"),
        "CreateDate": user["CreatedS"],
        "GroupList": [each["Name"] for each in groups if each is not None],
        "AttachedManagedPolicies": await _attached(transaction, user),
        "Tags": tag_members(user["Tags"]),
    }
    if user["Inline"]:  # recorded: unlike that of a role, an empty list is left out
        members["UserPolicyList"] = _inline(user)
    boundary = await boundary_members(transaction, user)
    if boundary is not None:
        members["PermissionsBoundary"] = boundary
    return members


async def _group(transaction: Transaction, group: GroupRecord) -> model.GroupDetail:
    return {
        "Path": group["Path"],
        "GroupName": group["Name"],
        "GroupId": group["Id"],
        "Arn": arn_of(group, "group"),
        "CreateDate": group["CreatedS"],
        "GroupPolicyList": _inline(group),
        "AttachedManagedPolicies": await _attached(transaction, group),
    }


async def _role(transaction: Transaction, role: RoleRecord) -> model.RoleDetail:
    account_id = role["AccountId"]
    entries = [instance_profile_entry(account_id, each) for each in role["InstanceProfiles"]]
    profiles = [each for each in await transaction.get_all(entries) if each is not None]
    short = await short_role(transaction, role)
    members: model.RoleDetail = {
        "Path": role["Path"],
        "RoleName": role["Name"],
        "RoleId": role["Id"],
        "Arn": short["Arn"],
        "CreateDate": role["CreatedS"],
        "AssumeRolePolicyDocument": short["AssumeRolePolicyDocument"],
        "InstanceProfileList": [await profile_members(transaction, each) for each in profiles],
        "RolePolicyList": _inline(role),
        "AttachedManagedPolicies": await _attached(transaction, role),
        "Tags": tag_members(role["Tags"]),
        "RoleLastUsed": await last_used(transaction, role),
    }
    boundary = await boundary_members(transaction, role)
    if boundary is not None:
        members["PermissionsBoundary"] = boundary
    return members


async def _policy(
    transaction: Transaction, account_id: str, policy: PolicyRecord | AwsPolicy
) -> model.ManagedPolicyDetail:
    members = await policy_members(transaction, account_id, policy)
    versions = await versions_of(transaction, policy)
    return {
        "PolicyName": members["PolicyName"],
        "PolicyId": members["PolicyId"],
        "Arn": members["Arn"],
        "Path": members["Path"],
        "DefaultVersionId": members["DefaultVersionId"],
        "AttachmentCount": members["AttachmentCount"],
        "PermissionsBoundaryUsageCount": members["PermissionsBoundaryUsageCount"],
        "IsAttachable": members["IsAttachable"],
        "CreateDate": members["CreateDate"],
        "UpdateDate": members["UpdateDate"],
        "PolicyVersionList": [version_members(each, has_document=True) for each in versions],
    }


def _inline(record: PolicyHolderRecord) -> list[model.PolicyDetail]:
    return [
        {"PolicyName": name, "PolicyDocument": encoded(document)}
        for name, document in record["Inline"].items()
    ]


async def _attached(transaction: Transaction, record: PolicyHolderRecord) -> list[AttachedPolicy]:
    found = await attached_members(transaction, record["AccountId"], record["Attached"])
    return [each for _, each in found]


OPERATIONS: Final = (
    control(
        "GetAccountAuthorizationDetails",
        READ,
        model.GET_ACCOUNT_AUTHORIZATION_DETAILS,
        _get,
        on_account,
    ),
)
