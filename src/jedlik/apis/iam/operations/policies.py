"""The operations on managed policies and their versions."""

from collections.abc import Callable
from typing import Final

from jedlik.apis.iam.answers import (
    paging,
    policy_members,
    sent_tag_members,
    tag_members,
    version_members,
)
from jedlik.apis.iam.model import policies as model
from jedlik.apis.iam.model.members import PolicyVersion
from jedlik.apis.iam.model.policies import Policy
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    control,
    named,
    on_kind,
    on_new,
    on_policy,
    tags_in,
)
from jedlik.engine.context import Context
from jedlik.features.identity.aws_policies import AwsPolicy, aws_policies
from jedlik.features.identity.entities import policy_at, reference_to
from jedlik.features.identity.listing import (
    Listed,
    Wanted,
    list_entities,
    list_links,
    marker_after,
    page_of,
    wanted,
)
from jedlik.features.identity.managed_policies import (
    NewPolicy,
    check_document,
    create_policy,
    create_version,
    delete_policy,
    delete_version,
    set_default_version,
    version_of,
    versions_of,
)
from jedlik.features.identity.records import EntityRecord, Kind, LinkRecord, policy_entry
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.unique_ids import GROUP, ROLE, USER

# The part of a list that a marker belongs to.
_AWS: Final = "aws/"
_OWN: Final = "own/"
_ENTITY_KINDS: Final = {GROUP: "Group", USER: "User", ROLE: "Role"}


async def _create(
    request: model.CreatePolicyRequest, context: Context
) -> model.CreatePolicyResponse:
    entity = named(request, context, "policy")
    new = NewPolicy(
        request.get("Path", "/"),
        request["PolicyDocument"],
        request.get("Description", ""),
        tags_in(request, "policy"),
    )
    check_document(new.document)

    async def operation(transaction: Transaction) -> Policy:
        policy = await create_policy(transaction, entity, new)
        members = await policy_members(transaction, context.account_id, policy)
        if policy["Tags"]:
            members["Tags"] = sent_tag_members(policy["Tags"])
        return members

    return {"Policy": await transact(context.node, operation)}


async def _get(request: model.GetPolicyRequest, context: Context) -> model.GetPolicyResponse:
    async def operation(transaction: Transaction) -> Policy:
        policy = await policy_at(transaction, context.account_id, request["PolicyArn"])
        members = await policy_members(transaction, context.account_id, policy)
        if isinstance(policy, AwsPolicy):
            return {**members, "Description": policy.description, "Tags": []}
        if policy["Description"]:
            members["Description"] = policy["Description"]
        members["Tags"] = tag_members(policy["Tags"])
        return members

    return {"Policy": await transact(context.node, operation)}


async def _delete(request: model.DeletePolicyRequest, context: Context) -> None:
    arn = request["PolicyArn"]
    await transact(context.node, lambda each: delete_policy(each, context.account_id, arn))


async def _create_version(
    request: model.CreatePolicyVersionRequest, context: Context
) -> model.CreatePolicyVersionResponse:
    arn, document = request["PolicyArn"], request["PolicyDocument"]
    check_document(document)

    async def operation(transaction: Transaction) -> PolicyVersion:
        version = await create_version(
            transaction,
            context.account_id,
            arn,
            document,
            is_default=request.get("SetAsDefault", False),
        )
        return version_members(version, has_document=False)

    return {"PolicyVersion": await transact(context.node, operation)}


async def _get_version(
    request: model.GetPolicyVersionRequest, context: Context
) -> model.GetPolicyVersionResponse:
    arn, version_id = request["PolicyArn"], request["VersionId"]
    version = await transact(
        context.node, lambda each: version_of(each, context.account_id, arn, version_id)
    )
    return {"PolicyVersion": version_members(version, has_document=True)}


async def _list_versions(
    request: model.ListPolicyVersionsRequest, context: Context
) -> model.ListPolicyVersionsResponse:
    page = wanted(request.get("Marker"), request.get("MaxItems"))

    async def operation(transaction: Transaction) -> Listed[PolicyVersion]:
        policy = await policy_at(transaction, context.account_id, request["PolicyArn"])
        versions = await versions_of(transaction, policy)
        return page_of([version_members(each, has_document=False) for each in versions], page)

    listed = await transact(context.node, operation)
    return {"Versions": listed.items, **paging(listed.marker)}


async def _set_default(request: model.SetDefaultPolicyVersionRequest, context: Context) -> None:
    arn, version_id = request["PolicyArn"], request["VersionId"]
    await transact(
        context.node, lambda each: set_default_version(each, context.account_id, arn, version_id)
    )


async def _delete_version(request: model.DeletePolicyVersionRequest, context: Context) -> None:
    arn, version_id = request["PolicyArn"], request["VersionId"]
    await transact(
        context.node, lambda each: delete_version(each, context.account_id, arn, version_id)
    )


# --- lists ---------------------------------------------------------------------------------------


async def _list(request: model.ListPoliciesRequest, context: Context) -> model.ListPoliciesResponse:
    """Lists the policies of AWS first, then those of the account, each by name."""
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    scope = request.get("Scope", "All")
    is_wanted = _filter(request)
    found: list[Policy] = []
    after = page.after
    if scope != "Local" and not after.startswith(_OWN):
        found = [each for each in await _aws_policies(context, after) if is_wanted(each)]
        if len(found) > page.limit:
            last = found[page.limit - 1]["PolicyName"].lower()
            return {"Policies": found[: page.limit], **paging(marker_after(_AWS + last))}
    if scope != "AWS":
        after = after.removeprefix(_OWN) if after.startswith(_OWN) else ""
        return await _own_policies(context, found, Wanted(after, page.limit), is_wanted)
    return {"Policies": found, **paging(None)}


def _filter(request: model.ListPoliciesRequest) -> Callable[[Policy], bool]:
    prefix = request.get("PathPrefix", "/")
    usage = request.get("PolicyUsageFilter")
    only_attached = request.get("OnlyAttached", False)

    def is_wanted(policy: Policy) -> bool:
        uses = policy["AttachmentCount"], policy["PermissionsBoundaryUsageCount"]
        if usage == "PermissionsPolicy":
            is_used = bool(uses[0])
        elif usage == "PermissionsBoundary":
            is_used = bool(uses[1])
        else:
            is_used = bool(uses[0]) or not only_attached
        return policy["Path"].startswith(prefix) and is_used

    return is_wanted


async def _aws_policies(context: Context, after: str) -> list[Policy]:
    last = after.removeprefix(_AWS)
    transaction = Transaction(context.node)
    return [
        await policy_members(transaction, context.account_id, each)
        for each in aws_policies().values()
        if each.name.lower() > last
    ]


async def _own_policies(
    context: Context, found: list[Policy], page: Wanted, is_wanted: Callable[[Policy], bool]
) -> model.ListPoliciesResponse:
    """Appends policies of the account until the page is full."""
    names: tuple[str, Kind] = (context.account_id, "policy")
    after: str | None = page.after
    while after is not None:
        listed = await list_entities(context.node, names, policy_entry, Wanted(after, 500), "/")
        transaction = Transaction(context.node)
        for record in listed.items:
            members = await policy_members(transaction, context.account_id, record)
            if not is_wanted(members):
                continue
            if len(found) == page.limit:
                return {"Policies": found, **paging(marker_after(_OWN + after))}
            found.append(members)
            after = record["Name"].lower()
        after = None if listed.marker is None else wanted(listed.marker, None).after
    return {"Policies": found, **paging(None)}


async def _list_entities(
    request: model.ListEntitiesForPolicyRequest, context: Context
) -> model.ListEntitiesForPolicyResponse:
    arn = request["PolicyArn"]
    policy = await transact(context.node, lambda each: policy_at(each, context.account_id, arn))
    prefix, kind = request.get("PathPrefix", "/"), request.get("EntityFilter")
    usage = request.get("PolicyUsageFilter")

    def is_wanted(link: LinkRecord, record: EntityRecord) -> bool:
        use = "PermissionsPolicy" if link["Use"] == "attached" else "PermissionsBoundary"
        return (
            record["Path"].startswith(prefix)
            and kind in {None, _ENTITY_KINDS[record["Id"][:4]]}
            and usage in {None, use}
        )

    page = wanted(request.get("Marker"), request.get("MaxItems"))
    reference = reference_to(policy)
    listed = await list_links(context.node, context.account_id, reference, page, is_wanted)
    found = {record["Id"]: record for _, record in listed.items}.values()
    return {
        "PolicyGroups": [
            {"GroupName": each["Name"], "GroupId": each["Id"]}
            for each in found
            if each["Id"].startswith(GROUP)
        ],
        "PolicyUsers": [
            {"UserName": each["Name"], "UserId": each["Id"]}
            for each in found
            if each["Id"].startswith(USER)
        ],
        "PolicyRoles": [
            {"RoleName": each["Name"], "RoleId": each["Id"]}
            for each in found
            if each["Id"].startswith(ROLE)
        ],
        **paging(listed.marker),
    }


OPERATIONS: Final = (
    control("CreatePolicy", WRITE, model.CREATE_POLICY, _create, on_new("policy")),
    control("GetPolicy", READ, model.GET_POLICY, _get, on_policy),
    control("DeletePolicy", WRITE, model.DELETE_POLICY, _delete, on_policy),
    control("ListPolicies", READ, model.LIST_POLICIES, _list, on_kind("policy")),
    control("CreatePolicyVersion", WRITE, model.CREATE_POLICY_VERSION, _create_version, on_policy),
    control("GetPolicyVersion", READ, model.GET_POLICY_VERSION, _get_version, on_policy),
    control("ListPolicyVersions", READ, model.LIST_POLICY_VERSIONS, _list_versions, on_policy),
    control(
        "SetDefaultPolicyVersion", WRITE, model.SET_DEFAULT_POLICY_VERSION, _set_default, on_policy
    ),
    control("DeletePolicyVersion", WRITE, model.DELETE_POLICY_VERSION, _delete_version, on_policy),
    control(
        "ListEntitiesForPolicy", READ, model.LIST_ENTITIES_FOR_POLICY, _list_entities, on_policy
    ),
)
