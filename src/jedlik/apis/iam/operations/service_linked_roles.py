"""The operations on roles that are linked to a service.

Sources: IAM API Reference; answers recorded in LocalStack's tests of IAM (March 2025). The policies
of AWS for these roles do not exist here, so none is attached.
"""

from typing import Final

import orjson

from jedlik.apis.iam.answers import new_role_members
from jedlik.apis.iam.model import roles as model
from jedlik.apis.iam.model.members import Role
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Need,
    Needs,
    Request,
    Rule,
    control,
    named,
    on_entity,
)
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.identity.arns import iam_arn
from jedlik.features.identity.entities import Named, is_service_linked, role_named
from jedlik.features.identity.refusals import invalid_input, no_such_entity
from jedlik.features.identity.roles import (
    NewRole,
    create_role,
    delete_role,
    service_path,
)
from jedlik.features.identity.service_linked_roles import (
    SUFFIX,
    description_of,
    may_have_suffix,
    role_name,
)
from jedlik.features.identity.transaction import Transaction, transact

_TASK: Final = "task"


async def _create(
    request: model.CreateServiceLinkedRoleRequest, context: Context
) -> model.CreateServiceLinkedRoleResponse:
    service = request["AWSServiceName"]
    if not service.endswith(SUFFIX):
        raise invalid_input(f"Service {service} does not support service-linked roles.")
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        ],
    }
    suffix = request.get("CustomSuffix")
    if suffix is not None and not may_have_suffix(service):
        raise invalid_input(f"Custom suffix is not allowed for {service}")
    name = role_name(service, suffix)
    description = request.get("Description", description_of(service))
    new = NewRole(service_path(service), orjson.dumps(trust).decode(), description)

    async def operation(transaction: Transaction) -> Role:
        entity = Named(context.account_id, "role", name)
        try:
            role = await create_role(transaction, entity, new)
        except Reject as reject:
            if reject.error.code != "EntityAlreadyExists":
                raise
            # Source of the text: reports of users of Terraform.
            text = (
                f"Service role name {name} has been taken in this account, please try a different"
                " suffix."
            )
            raise invalid_input(text) from None
        return await new_role_members(transaction, role)

    return {"Role": await transact(context.node, operation)}


async def _delete(
    request: model.DeleteServiceLinkedRoleRequest, context: Context
) -> model.DeleteServiceLinkedRoleResponse:
    entity = named(request, context, "role")

    async def operation(transaction: Transaction) -> str:
        role = await role_named(transaction, entity.account_id, entity.name)
        if not is_service_linked(role):
            raise invalid_input(f"Role {entity.name} is not a service-linked role.")
        await delete_role(transaction, entity, is_service_linked=True)
        return f"{_TASK}{role['Path']}{role['Name']}/{context.node.ids.uuid()}"

    return {"DeletionTaskId": await transact(context.node, operation)}


async def _status(
    request: model.GetServiceLinkedRoleDeletionStatusRequest, context: Context
) -> model.GetServiceLinkedRoleDeletionStatusResponse:
    """A role is deleted at once, so each task that was begun has succeeded."""
    if not request["DeletionTaskId"].startswith(f"{_TASK}/aws-service-role/"):
        raise no_such_entity(f"Deletion Task Id {request['DeletionTaskId']} cannot be found.")
    return {"Status": "SUCCEEDED"}


def _on_new(action: str) -> Rule:
    def rule(request: Request, context: Context) -> Needs:
        service = request["AWSServiceName"]
        name = role_name(service, request.get("CustomSuffix"))
        return (Need(action, iam_arn(context.account_id, "role", service_path(service), name)),)

    return rule


def _on_task(action: str) -> Rule:
    def rule(request: Request, context: Context) -> Needs:
        path, _, _ = str(request["DeletionTaskId"]).removeprefix(_TASK).rpartition("/")
        return (Need(action, f"arn:aws:iam::{context.account_id}:role{path}"),)

    return rule


OPERATIONS: Final = (
    control("CreateServiceLinkedRole", WRITE, model.CREATE_SERVICE_LINKED_ROLE, _create, _on_new),
    control(
        "DeleteServiceLinkedRole",
        WRITE,
        model.DELETE_SERVICE_LINKED_ROLE,
        _delete,
        on_entity("role"),
    ),
    control(
        "GetServiceLinkedRoleDeletionStatus",
        READ,
        model.GET_SERVICE_LINKED_ROLE_DELETION_STATUS,
        _status,
        _on_task,
    ),
)
