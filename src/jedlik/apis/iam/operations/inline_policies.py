"""The operations on inline policies."""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.apis.api import Operation
from jedlik.apis.iam.answers import encoded, paging
from jedlik.apis.iam.model import inline_policies as model
from jedlik.apis.iam.resources import (
    NAME_MEMBER,
    READ,
    WRITE,
    Request,
    control,
    named,
    on_entity,
)
from jedlik.engine.context import Context
from jedlik.features.identity.entities import holder_named
from jedlik.features.identity.inline_policies import (
    InlinePolicy,
    check_document,
    delete_policy,
    inline_policy,
    put_policy,
)
from jedlik.features.identity.listing import Listed, page_of, wanted
from jedlik.features.identity.records import Kind
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.wire.shapes.query_request import QueryRequest

_Shape = QueryRequest[Any]


async def _put(request: Request, context: Context, kind: Kind) -> None:
    entity = named(request, context, kind)
    policy = InlinePolicy(request["PolicyName"], request["PolicyDocument"])
    check_document(policy.document)
    await transact(context.node, lambda each: put_policy(each, entity, policy))


async def _get(request: Request, context: Context, kind: Kind) -> Mapping[str, object]:
    entity, name = named(request, context, kind), request["PolicyName"]

    async def operation(transaction: Transaction) -> str:
        return inline_policy(await holder_named(transaction, entity), kind, name)

    document = await transact(context.node, operation)
    return {
        NAME_MEMBER[kind]: entity.name,
        "PolicyName": name,
        "PolicyDocument": encoded(document),
    }


async def _delete(request: Request, context: Context, kind: Kind) -> None:
    entity, name = named(request, context, kind), request["PolicyName"]
    await transact(context.node, lambda each: delete_policy(each, entity, name))


async def _list(request: Request, context: Context, kind: Kind) -> Mapping[str, object]:
    entity = named(request, context, kind)
    page = wanted(request.get("Marker"), request.get("MaxItems"))

    async def operation(transaction: Transaction) -> Listed[str]:
        return page_of(sorted((await holder_named(transaction, entity))["Inline"]), page)

    listed = await transact(context.node, operation)
    return {"PolicyNames": listed.items, **paging(listed.marker)}


def _of(kind: Kind, word: str, shapes: tuple[_Shape, _Shape, _Shape, _Shape]) -> list[Operation]:
    """Returns the operations on the policies of one kind of entity. word: in their names."""

    async def run_put(request: Request, context: Context) -> None:
        await _put(request, context, kind)

    async def run_get(request: Request, context: Context) -> Mapping[str, object]:
        return await _get(request, context, kind)

    async def run_delete(request: Request, context: Context) -> None:
        await _delete(request, context, kind)

    async def run_list(request: Request, context: Context) -> Mapping[str, object]:
        return await _list(request, context, kind)

    on = on_entity(kind)
    return [
        control(f"Put{word}Policy", WRITE, shapes[0], run_put, on),
        control(f"Get{word}Policy", READ, shapes[1], run_get, on),
        control(f"Delete{word}Policy", WRITE, shapes[2], run_delete, on),
        control(f"List{word}Policies", READ, shapes[3], run_list, on),
    ]


OPERATIONS: Final = (
    *_of(
        "user",
        "User",
        (
            model.PUT_USER_POLICY,
            model.GET_USER_POLICY,
            model.DELETE_USER_POLICY,
            model.LIST_USER_POLICIES,
        ),
    ),
    *_of(
        "group",
        "Group",
        (
            model.PUT_GROUP_POLICY,
            model.GET_GROUP_POLICY,
            model.DELETE_GROUP_POLICY,
            model.LIST_GROUP_POLICIES,
        ),
    ),
    *_of(
        "role",
        "Role",
        (
            model.PUT_ROLE_POLICY,
            model.GET_ROLE_POLICY,
            model.DELETE_ROLE_POLICY,
            model.LIST_ROLE_POLICIES,
        ),
    ),
)
