"""The operations on groups and their members."""

from typing import Final

from jedlik.apis.iam.answers import group_members, listed_user, paging
from jedlik.apis.iam.model import groups as model
from jedlik.apis.iam.model.groups import Group
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    control,
    named,
    on_entity,
    on_kind,
    on_new,
    on_renamed,
)
from jedlik.engine.context import Context
from jedlik.features.identity.entities import group_named, user_named
from jedlik.features.identity.listing import (
    list_entities,
    list_links,
    page_of,
    read_records,
    wanted,
)
from jedlik.features.identity.records import GroupRecord, group_entry, user_entry
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.users import (
    Changes,
    add_user_to_group,
    create_group,
    delete_group,
    remove_user_from_group,
    update_group,
)


async def _create(request: model.CreateGroupRequest, context: Context) -> model.CreateGroupResponse:
    entity, path = named(request, context, "group"), request.get("Path", "/")
    group = await transact(context.node, lambda each: create_group(each, entity, path))
    return {"Group": group_members(group)}


async def _get(request: model.GetGroupRequest, context: Context) -> model.GetGroupResponse:
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    entity = named(request, context, "group")
    group = await transact(
        context.node, lambda each: group_named(each, entity.account_id, entity.name)
    )
    members = await list_links(
        context.node, entity.account_id, group["Id"], page, lambda link, _: link["Use"] == "member"
    )
    entries = [user_entry(entity.account_id, link["Id"]) for link, _ in members.items]
    users = await read_records(context.node, entries)
    return {
        "Group": group_members(group),
        "Users": [listed_user(each) for each in users],
        **paging(members.marker),
    }


async def _update(request: model.UpdateGroupRequest, context: Context) -> None:
    changes = Changes(request.get("NewGroupName"), request.get("NewPath"))
    entity = named(request, context, "group")
    await transact(context.node, lambda each: update_group(each, entity, changes))


async def _delete(request: model.DeleteGroupRequest, context: Context) -> None:
    entity = named(request, context, "group")
    await transact(context.node, lambda each: delete_group(each, entity))


async def _list(request: model.ListGroupsRequest, context: Context) -> model.ListGroupsResponse:
    page = await list_entities(
        context.node,
        (context.account_id, "group"),
        group_entry,
        wanted(request.get("Marker"), request.get("MaxItems")),
        request.get("PathPrefix", "/"),
    )
    return {"Groups": [group_members(each) for each in page.items], **paging(page.marker)}


async def _add_user(request: model.AddUserToGroupRequest, context: Context) -> None:
    entity, user_name = named(request, context, "group"), request["UserName"]
    await transact(context.node, lambda each: add_user_to_group(each, entity, user_name))


async def _remove_user(request: model.RemoveUserFromGroupRequest, context: Context) -> None:
    entity, user_name = named(request, context, "group"), request["UserName"]
    await transact(context.node, lambda each: remove_user_from_group(each, entity, user_name))


async def _list_for_user(
    request: model.ListGroupsForUserRequest, context: Context
) -> model.ListGroupsForUserResponse:
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    entity = named(request, context, "user")

    async def operation(transaction: Transaction) -> list[GroupRecord]:
        user = await user_named(transaction, entity.account_id, entity.name)
        entries = [group_entry(entity.account_id, each) for each in user["Groups"]]
        return [each for each in await transaction.get_all(entries) if each is not None]

    groups: list[Group] = [group_members(each) for each in await transact(context.node, operation)]
    found = page_of(groups, page)
    return {"Groups": found.items, **paging(found.marker)}


OPERATIONS: Final = (
    control("CreateGroup", WRITE, model.CREATE_GROUP, _create, on_new("group")),
    control("GetGroup", READ, model.GET_GROUP, _get, on_entity("group")),
    control("UpdateGroup", WRITE, model.UPDATE_GROUP, _update, on_renamed("group")),
    control("DeleteGroup", WRITE, model.DELETE_GROUP, _delete, on_entity("group")),
    control("ListGroups", READ, model.LIST_GROUPS, _list, on_kind("group")),
    control("AddUserToGroup", WRITE, model.ADD_USER_TO_GROUP, _add_user, on_entity("group")),
    control(
        "RemoveUserFromGroup",
        WRITE,
        model.REMOVE_USER_FROM_GROUP,
        _remove_user,
        on_entity("group"),
    ),
    control(
        "ListGroupsForUser", READ, model.LIST_GROUPS_FOR_USER, _list_for_user, on_entity("user")
    ),
)
