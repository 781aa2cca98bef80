"""The operations on instance profiles."""

from typing import Final

from jedlik.apis.iam.answers import paging, profile_members, sent_tag_members, tag_members
from jedlik.apis.iam.model import instance_profiles as model
from jedlik.apis.iam.model.members import InstanceProfile
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Lookup,
    Need,
    Needs,
    Request,
    control,
    entity_arn,
    named,
    on_entity,
    on_kind,
    on_new,
    tags_in,
    title_of,
)
from jedlik.engine.context import Context
from jedlik.features.identity.entities import instance_profile_named, role_named
from jedlik.features.identity.listing import Listed, list_entities, page_of, wanted
from jedlik.features.identity.records import instance_profile_entry
from jedlik.features.identity.roles import (
    add_role_to_profile,
    create_instance_profile,
    delete_instance_profile,
    remove_role_from_profile,
)
from jedlik.features.identity.transaction import Transaction, transact


async def _create(
    request: model.CreateInstanceProfileRequest, context: Context
) -> model.CreateInstanceProfileResponse:
    entity = named(request, context, "instance-profile")
    path, tags = request.get("Path", "/"), tags_in(request, "instance-profile")

    async def operation(transaction: Transaction) -> InstanceProfile:
        profile = await create_instance_profile(transaction, entity, path, tags)
        members = await profile_members(transaction, profile)
        if tags:
            members["Tags"] = sent_tag_members(tags)
        return members

    return {"InstanceProfile": await transact(context.node, operation)}


async def _get(
    request: model.GetInstanceProfileRequest, context: Context
) -> model.GetInstanceProfileResponse:
    entity = named(request, context, "instance-profile")

    async def operation(transaction: Transaction) -> InstanceProfile:
        profile = await instance_profile_named(transaction, entity.account_id, entity.name)
        members = await profile_members(transaction, profile)
        members["Tags"] = tag_members(profile["Tags"])
        return members

    return {"InstanceProfile": await transact(context.node, operation)}


async def _delete(request: model.DeleteInstanceProfileRequest, context: Context) -> None:
    entity = named(request, context, "instance-profile")
    await transact(context.node, lambda each: delete_instance_profile(each, entity))


async def _list(
    request: model.ListInstanceProfilesRequest, context: Context
) -> model.ListInstanceProfilesResponse:
    page = await list_entities(
        context.node,
        (context.account_id, "instance-profile"),
        instance_profile_entry,
        wanted(request.get("Marker"), request.get("MaxItems")),
        request.get("PathPrefix", "/"),
    )
    transaction = Transaction(context.node)
    found = [await profile_members(transaction, each) for each in page.items]
    return {"InstanceProfiles": found, **paging(page.marker)}


async def _list_for_role(
    request: model.ListInstanceProfilesForRoleRequest, context: Context
) -> model.ListInstanceProfilesForRoleResponse:
    entity = named(request, context, "role")
    page = wanted(request.get("Marker"), request.get("MaxItems"))

    async def operation(transaction: Transaction) -> Listed[InstanceProfile]:
        role = await role_named(transaction, entity.account_id, entity.name)
        entries = [
            instance_profile_entry(entity.account_id, each) for each in role["InstanceProfiles"]
        ]
        profiles = [each for each in await transaction.get_all(entries) if each is not None]
        return page_of([await profile_members(transaction, each) for each in profiles], page)

    listed = await transact(context.node, operation)
    return {"InstanceProfiles": listed.items, **paging(listed.marker)}


async def _add_role(request: model.AddRoleToInstanceProfileRequest, context: Context) -> None:
    entity, role_name = named(request, context, "instance-profile"), request["RoleName"]
    await transact(context.node, lambda each: add_role_to_profile(each, entity, role_name))


async def _remove_role(
    request: model.RemoveRoleFromInstanceProfileRequest, context: Context
) -> None:
    entity, role_name = named(request, context, "instance-profile"), request["RoleName"]
    await transact(context.node, lambda each: remove_role_from_profile(each, entity, role_name))


def _on_profile_and_role(action: str) -> Lookup:
    """Whoever gives a role to instances must be allowed to pass it."""

    async def rule(request: Request, context: Context) -> Needs:
        profile = named(request, context, "instance-profile")
        role = await entity_arn(context, named(request, context, "role"))
        arn = await entity_arn(context, profile)
        return (Need(action, arn, title_of(profile)), Need("PassRole", role))

    return rule


_ON_PROFILE: Final = on_entity("instance-profile")

OPERATIONS: Final = (
    control(
        "CreateInstanceProfile",
        WRITE,
        model.CREATE_INSTANCE_PROFILE,
        _create,
        on_new("instance-profile"),
    ),
    control("GetInstanceProfile", READ, model.GET_INSTANCE_PROFILE, _get, _ON_PROFILE),
    control("DeleteInstanceProfile", WRITE, model.DELETE_INSTANCE_PROFILE, _delete, _ON_PROFILE),
    control(
        "ListInstanceProfiles",
        READ,
        model.LIST_INSTANCE_PROFILES,
        _list,
        on_kind("instance-profile"),
    ),
    control(
        "ListInstanceProfilesForRole",
        READ,
        model.LIST_INSTANCE_PROFILES_FOR_ROLE,
        _list_for_role,
        on_entity("role"),
    ),
    control(
        "AddRoleToInstanceProfile",
        WRITE,
        model.ADD_ROLE_TO_INSTANCE_PROFILE,
        _add_role,
        _on_profile_and_role,
    ),
    control(
        "RemoveRoleFromInstanceProfile",
        WRITE,
        model.REMOVE_ROLE_FROM_INSTANCE_PROFILE,
        _remove_role,
        _ON_PROFILE,
    ),
)
