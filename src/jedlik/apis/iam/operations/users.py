"""The operations on users."""

from typing import Final

from jedlik.apis.iam.answers import listed_user, paging, sent_tag_members, user_members
from jedlik.apis.iam.model import users as model
from jedlik.apis.iam.model.members import User
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    control,
    named,
    on_entity,
    on_kind,
    on_new,
    on_renamed,
    tags_in,
)
from jedlik.core.iam.request import CallerKind
from jedlik.engine.context import Context
from jedlik.features.identity.entities import user_named
from jedlik.features.identity.listing import list_entities, wanted
from jedlik.features.identity.records import account_entry, user_entry
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.users import Changes, create_user, delete_user, update_user


async def _create(request: model.CreateUserRequest, context: Context) -> model.CreateUserResponse:
    tags = tags_in(request, "user")
    path, boundary = request.get("Path", "/"), request.get("PermissionsBoundary")

    async def operation(transaction: Transaction) -> User:
        user = await create_user(transaction, named(request, context, "user"), path, tags, boundary)
        members = await user_members(transaction, user)
        if tags:
            members["Tags"] = sent_tag_members(tags)
        return members

    return {"User": await transact(context.node, operation)}


async def _get(request: model.GetUserRequest, context: Context) -> model.GetUserResponse:
    caller = context.principal.caller
    is_root = "UserName" not in request and caller.kind is CallerKind.ROOT

    async def operation(transaction: Transaction) -> User:
        if is_root:
            return await _root(transaction, context)
        entity = named(request, context, "user")
        user = await user_named(transaction, entity.account_id, entity.name)
        return await user_members(transaction, user)

    return {"User": await transact(context.node, operation)}


async def _root(transaction: Transaction, context: Context) -> User:
    """Returns the root of the account, as GetUser without a name shows it."""
    account = await transaction.get(account_entry(context.account_id))
    return {
        "Path": "/",
        "UserName": "root",
        "UserId": context.account_id,
        "Arn": context.principal.arn,
        "CreateDate": 0 if account is None else account["CreatedS"],
    }


async def _update(request: model.UpdateUserRequest, context: Context) -> None:
    changes = Changes(request.get("NewUserName"), request.get("NewPath"))
    entity = named(request, context, "user")
    await transact(context.node, lambda each: update_user(each, entity, changes))


async def _delete(request: model.DeleteUserRequest, context: Context) -> None:
    entity = named(request, context, "user")
    await transact(context.node, lambda each: delete_user(each, entity))


async def _list(request: model.ListUsersRequest, context: Context) -> model.ListUsersResponse:
    page = await list_entities(
        context.node,
        (context.account_id, "user"),
        user_entry,
        wanted(request.get("Marker"), request.get("MaxItems")),
        request.get("PathPrefix", "/"),
    )
    return {"Users": [listed_user(each) for each in page.items], **paging(page.marker)}


OPERATIONS: Final = (
    control("CreateUser", WRITE, model.CREATE_USER, _create, on_new("user")),
    control("GetUser", READ, model.GET_USER, _get, on_entity("user")),
    control("UpdateUser", WRITE, model.UPDATE_USER, _update, on_renamed("user")),
    control("DeleteUser", WRITE, model.DELETE_USER, _delete, on_entity("user")),
    control("ListUsers", READ, model.LIST_USERS, _list, on_kind("user")),
)
