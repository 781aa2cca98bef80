"""The operations on roles."""

from typing import Final

from jedlik.apis.iam.answers import (
    described_role,
    listed_role,
    new_role_members,
    paging,
    role_members,
)
from jedlik.apis.iam.model import roles as model
from jedlik.apis.iam.model.members import Role
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    control,
    named,
    on_entity,
    on_kind,
    on_new,
    tags_in,
)
from jedlik.engine.context import Context
from jedlik.features.identity.entities import role_named
from jedlik.features.identity.limits import MAX_SESSION_S
from jedlik.features.identity.listing import list_entities, wanted
from jedlik.features.identity.records import role_entry
from jedlik.features.identity.roles import (
    NewRole,
    RoleChanges,
    check_path,
    checked_trust,
    create_role,
    delete_role,
    update_role,
    update_trust,
)
from jedlik.features.identity.transaction import Transaction, transact


async def _create(request: model.CreateRoleRequest, context: Context) -> model.CreateRoleResponse:
    entity = named(request, context, "role")
    new = NewRole(
        path=request.get("Path", "/"),
        trust=request["AssumeRolePolicyDocument"],
        description=request.get("Description", ""),
        max_session_s=request.get("MaxSessionDuration", MAX_SESSION_S),
        tags=tags_in(request, "role"),
        boundary=request.get("PermissionsBoundary"),
    )
    check_path(new.path)
    checked_trust(new.trust)

    async def operation(transaction: Transaction) -> Role:
        return await new_role_members(transaction, await create_role(transaction, entity, new))

    return {"Role": await transact(context.node, operation)}


async def _get(request: model.GetRoleRequest, context: Context) -> model.GetRoleResponse:
    entity = named(request, context, "role")

    async def operation(transaction: Transaction) -> Role:
        role = await role_named(transaction, entity.account_id, entity.name)
        return await role_members(transaction, role)

    return {"Role": await transact(context.node, operation)}


async def _update(request: model.UpdateRoleRequest, context: Context) -> model.UpdateRoleResponse:
    entity = named(request, context, "role")
    changes = RoleChanges(request.get("Description"), request.get("MaxSessionDuration"))
    await transact(context.node, lambda each: update_role(each, entity, changes))
    return {}


async def _update_description(
    request: model.UpdateRoleDescriptionRequest, context: Context
) -> model.UpdateRoleDescriptionResponse:
    entity = named(request, context, "role")
    changes = RoleChanges(request["Description"], None)

    async def operation(transaction: Transaction) -> Role:
        role = await update_role(transaction, entity, changes)
        return await described_role(transaction, role)

    return {"Role": await transact(context.node, operation)}


async def _delete(request: model.DeleteRoleRequest, context: Context) -> None:
    entity = named(request, context, "role")
    await transact(context.node, lambda each: delete_role(each, entity))


async def _list(request: model.ListRolesRequest, context: Context) -> model.ListRolesResponse:
    page = await list_entities(
        context.node,
        (context.account_id, "role"),
        role_entry,
        wanted(request.get("Marker"), request.get("MaxItems")),
        request.get("PathPrefix", "/"),
    )
    transaction = Transaction(context.node)
    roles = [await listed_role(transaction, each) for each in page.items]
    return {"Roles": roles, **paging(page.marker)}


async def _update_trust(request: model.UpdateAssumeRolePolicyRequest, context: Context) -> None:
    entity, trust = named(request, context, "role"), request["PolicyDocument"]
    checked_trust(trust)
    await transact(context.node, lambda each: update_trust(each, entity, trust))


OPERATIONS: Final = (
    control("CreateRole", WRITE, model.CREATE_ROLE, _create, on_new("role")),
    control("GetRole", READ, model.GET_ROLE, _get, on_entity("role")),
    control("UpdateRole", WRITE, model.UPDATE_ROLE, _update, on_entity("role")),
    control(
        "UpdateRoleDescription",
        WRITE,
        model.UPDATE_ROLE_DESCRIPTION,
        _update_description,
        on_entity("role"),
    ),
    control("DeleteRole", WRITE, model.DELETE_ROLE, _delete, on_entity("role")),
    control("ListRoles", READ, model.LIST_ROLES, _list, on_kind("role")),
    control(
        "UpdateAssumeRolePolicy",
        WRITE,
        model.UPDATE_ASSUME_ROLE_POLICY,
        _update_trust,
        on_entity("role"),
    ),
)
