"""The operations on the tags of users, roles, policies, instance profiles and providers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from jedlik.apis.api import Operation
from jedlik.apis.iam.answers import paging, tag_members
from jedlik.apis.iam.model import (
    identity_providers,
    instance_profiles,
    policies,
    roles,
    users,
)
from jedlik.apis.iam.model.members import Tag
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Request,
    RuleMaker,
    control,
    named,
    on_entity,
    on_member,
    on_policy,
    tags_in,
)
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.identity.entities import entity_named, entry_of, own_policy_at
from jedlik.features.identity.listing import Listed, page_of, wanted
from jedlik.features.identity.openid_providers import provider_at
from jedlik.features.identity.records import EntityRecord, Kind
from jedlik.features.identity.refusals import no_such_entity
from jedlik.features.identity.tags import add_tags, remove_tags
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.wire.shapes.query_request import QueryRequest

_Shape = QueryRequest[Any]
# The rules of what must be allowed, for kinds that a request names by an ARN.
_RULES: Final[Mapping[Kind, RuleMaker]] = {
    "policy": on_policy,
    "oidc-provider": on_member("OpenIDConnectProviderArn"),
}
_Find = Callable[[Transaction, Request, Context], Awaitable[EntityRecord]]


def _finding(kind: Kind) -> _Find:
    """Returns the function that finds the entity of a request."""

    async def find(transaction: Transaction, request: Request, context: Context) -> EntityRecord:
        if kind == "policy":
            return await _policy(transaction, context.account_id, request["PolicyArn"])
        if kind == "oidc-provider":
            arn = request["OpenIDConnectProviderArn"]
            return await provider_at(transaction, context.account_id, arn)
        return await entity_named(transaction, named(request, context, kind))

    return find


async def _policy(transaction: Transaction, account_id: str, arn: str) -> EntityRecord:
    try:
        return await own_policy_at(transaction, account_id, arn)
    except Reject as reject:
        if reject.error.code == "NoSuchEntity":  # recorded with these words for tags alone
            raise no_such_entity(f"Policy {arn} was not found.") from None
        raise


async def _tag(request: Request, context: Context, kind: Kind) -> None:
    tags, find = tags_in(request, kind), _finding(kind)

    async def operation(transaction: Transaction) -> None:
        record = await find(transaction, request, context)
        add_tags(record, kind, tags)
        transaction.put(entry_of(record), record)

    await transact(context.node, operation)


async def _untag(request: Request, context: Context, kind: Kind) -> None:
    find = _finding(kind)

    async def operation(transaction: Transaction) -> None:
        record = await find(transaction, request, context)
        remove_tags(record, kind, request["TagKeys"])
        transaction.put(entry_of(record), record)

    await transact(context.node, operation)


async def _list(request: Request, context: Context, kind: Kind) -> Mapping[str, object]:
    find = _finding(kind)
    page = wanted(request.get("Marker"), request.get("MaxItems"))

    async def operation(transaction: Transaction) -> Listed[Tag]:
        return page_of(tag_members((await find(transaction, request, context))["Tags"]), page)

    listed = await transact(context.node, operation)
    return {"Tags": listed.items, **paging(listed.marker)}


def _of(kind: Kind, word: str, shapes: tuple[_Shape, _Shape, _Shape]) -> tuple[Operation, ...]:
    """Returns the operations on the tags of one kind of entity. word: in their names."""

    async def run_tag(request: Request, context: Context) -> None:
        await _tag(request, context, kind)

    async def run_untag(request: Request, context: Context) -> None:
        await _untag(request, context, kind)

    async def run_list(request: Request, context: Context) -> Mapping[str, object]:
        return await _list(request, context, kind)

    on = _RULES.get(kind) or on_entity(kind)
    return (
        control(f"Tag{word}", WRITE, shapes[0], run_tag, on),
        control(f"Untag{word}", WRITE, shapes[1], run_untag, on),
        control(f"List{word}Tags", READ, shapes[2], run_list, on),
    )


OPERATIONS: Final = (
    *_of("user", "User", (users.TAG_USER, users.UNTAG_USER, users.LIST_USER_TAGS)),
    *_of("role", "Role", (roles.TAG_ROLE, roles.UNTAG_ROLE, roles.LIST_ROLE_TAGS)),
    *_of(
        "policy", "Policy", (policies.TAG_POLICY, policies.UNTAG_POLICY, policies.LIST_POLICY_TAGS)
    ),
    *_of(
        "instance-profile",
        "InstanceProfile",
        (
            instance_profiles.TAG_INSTANCE_PROFILE,
            instance_profiles.UNTAG_INSTANCE_PROFILE,
            instance_profiles.LIST_INSTANCE_PROFILE_TAGS,
        ),
    ),
    *_of(
        "oidc-provider",
        "OpenIDConnectProvider",
        (
            identity_providers.TAG_OPENID_CONNECT_PROVIDER,
            identity_providers.UNTAG_OPENID_CONNECT_PROVIDER,
            identity_providers.LIST_OPENID_CONNECT_PROVIDER_TAGS,
        ),
    ),
)
