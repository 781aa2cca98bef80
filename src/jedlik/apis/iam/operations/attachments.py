"""The operations that attach managed policies and set permissions boundaries."""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.apis.api import Operation
from jedlik.apis.iam.answers import attached_members, paging
from jedlik.apis.iam.model import attachments as model
from jedlik.apis.iam.model.members import AttachedPolicy
from jedlik.apis.iam.model.roles import (
    DELETE_ROLE_PERMISSIONS_BOUNDARY,
    PUT_ROLE_PERMISSIONS_BOUNDARY,
)
from jedlik.apis.iam.model.users import (
    DELETE_USER_PERMISSIONS_BOUNDARY,
    PUT_USER_PERMISSIONS_BOUNDARY,
)
from jedlik.apis.iam.resources import READ, WRITE, Request, control, named, on_entity
from jedlik.core.errors import Reject, invalid
from jedlik.engine.context import Context
from jedlik.features.identity.attachments import attach, delete_boundary, detach, put_boundary
from jedlik.features.identity.entities import holder_named, policy_name_in
from jedlik.features.identity.listing import Listed, page_of, wanted
from jedlik.features.identity.records import Kind
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.wire.shapes.query_request import QueryRequest

_Shape = QueryRequest[Any]


def _policy_arn(request: Request) -> str:
    """Returns the ARN of a policy to attach. Raises Reject.

    The code for other texts is recorded: InvalidInput in 2023, ValidationError in 2026.
    """
    arn = str(request["PolicyArn"])
    try:
        policy_name_in(arn)
    except Reject as reject:
        raise invalid(str(reject.error.message)) from None
    return arn


async def _attach(request: Request, context: Context, kind: Kind) -> None:
    entity, arn = named(request, context, kind), _policy_arn(request)
    await transact(context.node, lambda each: attach(each, entity, arn))


async def _detach(request: Request, context: Context, kind: Kind) -> None:
    entity, arn = named(request, context, kind), _policy_arn(request)
    await transact(context.node, lambda each: detach(each, entity, arn))


async def _list(request: Request, context: Context, kind: Kind) -> Mapping[str, object]:
    entity, prefix = named(request, context, kind), request.get("PathPrefix", "/")
    page = wanted(request.get("Marker"), request.get("MaxItems"))

    async def operation(transaction: Transaction) -> Listed[AttachedPolicy]:
        record = await holder_named(transaction, entity)
        found = await attached_members(transaction, entity.account_id, record["Attached"])
        return page_of([each for path, each in found if path.startswith(prefix)], page)

    listed = await transact(context.node, operation)
    return {"AttachedPolicies": listed.items, **paging(listed.marker)}


async def _put_boundary(request: Request, context: Context, kind: Kind) -> None:
    entity, arn = named(request, context, kind), request["PermissionsBoundary"]

    await transact(context.node, lambda each: put_boundary(each, entity, arn))


async def _delete_boundary(request: Request, context: Context, kind: Kind) -> None:
    entity = named(request, context, kind)
    await transact(context.node, lambda each: delete_boundary(each, entity))


def _of(kind: Kind, word: str, shapes: tuple[_Shape, _Shape, _Shape]) -> tuple[Operation, ...]:
    """Returns the operations on the policies of one kind of entity. word: in their names."""

    async def run_attach(request: Request, context: Context) -> None:
        await _attach(request, context, kind)

    async def run_detach(request: Request, context: Context) -> None:
        await _detach(request, context, kind)

    async def run_list(request: Request, context: Context) -> Mapping[str, object]:
        return await _list(request, context, kind)

    on = on_entity(kind)
    return (
        control(f"Attach{word}Policy", WRITE, shapes[0], run_attach, on),
        control(f"Detach{word}Policy", WRITE, shapes[1], run_detach, on),
        control(f"ListAttached{word}Policies", READ, shapes[2], run_list, on),
    )


def _boundary_of(kind: Kind, word: str, put: _Shape, delete: _Shape) -> tuple[Operation, ...]:
    async def run_put(request: Request, context: Context) -> None:
        await _put_boundary(request, context, kind)

    async def run_delete(request: Request, context: Context) -> None:
        await _delete_boundary(request, context, kind)

    on = on_entity(kind)
    return (
        control(f"Put{word}PermissionsBoundary", WRITE, put, run_put, on),
        control(f"Delete{word}PermissionsBoundary", WRITE, delete, run_delete, on),
    )


OPERATIONS: Final = (
    *_of(
        "user",
        "User",
        (model.ATTACH_USER_POLICY, model.DETACH_USER_POLICY, model.LIST_ATTACHED_USER_POLICIES),
    ),
    *_of(
        "group",
        "Group",
        (model.ATTACH_GROUP_POLICY, model.DETACH_GROUP_POLICY, model.LIST_ATTACHED_GROUP_POLICIES),
    ),
    *_of(
        "role",
        "Role",
        (model.ATTACH_ROLE_POLICY, model.DETACH_ROLE_POLICY, model.LIST_ATTACHED_ROLE_POLICIES),
    ),
    *_boundary_of("user", "User", PUT_USER_PERMISSIONS_BOUNDARY, DELETE_USER_PERMISSIONS_BOUNDARY),
    *_boundary_of("role", "Role", PUT_ROLE_PERMISSIONS_BOUNDARY, DELETE_ROLE_PERMISSIONS_BOUNDARY),
)
