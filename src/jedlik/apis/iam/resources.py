"""What the operations of IAM act on: the entity that a request names, and its ARN.

An ARN contains the path of its entity, which a request does not name. So the rules that say what
must be allowed look the entity up. An entity that does not exist has the path `/`, which tells
nothing about it.

Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity
and Access Management"; the resources of lists are those of public error messages
(`iam:ListUsers on resource: arn:aws:iam::123456789012:user/`).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.authorization import Rule as AuthorizationRule
from jedlik.apis.iam.answers import boundary_members
from jedlik.apis.iam.condition_keys import (
    BOUNDARY,
    is_about_boundary,
    keys_of_request,
    keys_of_resource,
)
from jedlik.core.errors import Reject, invalid
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import may_not_use_iam
from jedlik.core.sigv4.verify import WRONG_TOKEN
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of, iam_arn, parse_iam_arn
from jedlik.features.identity.entities import Named, entity_named
from jedlik.features.identity.openid_providers import find_provider, named_in
from jedlik.features.identity.records import EntityRecord, Kind, bounded_entry
from jedlik.features.identity.tags import checked_tags
from jedlik.features.identity.transaction import Transaction
from jedlik.wire.shapes.query_request import QueryRequest

R = TypeVar("R")
Request = Mapping[str, Any]


class Need(NamedTuple):
    """An action on a resource. action: without the prefix of the API. resource: its ARN.

    title: how a refusal names the resource, if not by the ARN.
    """

    action: str
    resource: str
    title: str = ""


Needs = Sequence[Need]
Lookup = Callable[[Request, Context], Awaitable[Needs]]
Rule = Callable[[Request, Context], Needs]
RuleMaker = Callable[[str], Lookup | Rule]
Q = TypeVar("Q", bound=Mapping[str, object])

READ: Final = Access.READ
WRITE: Final = Access.WRITE

# The member of requests that names an entity of a kind.
NAME_MEMBER: Final[Mapping[Kind, str]] = {
    "user": "UserName",
    "group": "GroupName",
    "role": "RoleName",
    "policy": "PolicyName",
    "instance-profile": "InstanceProfileName",
}


def unchanged(request: R) -> R:
    """Is the `check` of operations whose members need no further check."""
    return request


def named(request: Request, context: Context, kind: Kind) -> Named:
    """Returns the entity that a request names. A user who names none is meant himself.

    Raises Reject with ValidationException if somebody else names none.
    """
    member = NAME_MEMBER[kind]
    name = request.get(member)
    if name is None:
        assert kind == "user", "the model requires the others"
        name = caller_name(context)
        if name is None:  # recorded: LocalStack's tests of IAM, February 2026
            raise invalid("Must specify userName when calling with non-User credentials")
    return Named(context.account_id, kind, name)


def tags_in(request: Request, kind: Kind) -> dict[str, str]:
    """Returns the tags of a request by key. Raises Reject with InvalidInput."""
    tags = [(each["Key"], each["Value"]) for each in request.get("Tags", ())]
    return checked_tags(tags, kind)


def caller_name(context: Context) -> str | None:
    """Returns the name of the user who makes a request, None if it is no user."""
    principal = context.principal
    if principal.caller.kind is not CallerKind.USER:
        return None
    return principal.keys["aws:username"][0]


async def entity_arn(context: Context, entity: Named) -> str:
    """Returns the ARN of an entity, with the path `/` if it does not exist."""
    try:
        record = await entity_named(Transaction(context.node), entity)
    except Reject:
        return iam_arn(entity.account_id, entity.kind, "/", entity.name)
    return arn_of(record, entity.kind)


def title_of(entity: Named) -> str:
    """Returns how a refusal names an entity: `instance profile web`."""
    return f"{entity.kind.replace('-', ' ')} {entity.name}"


def on_entity(kind: Kind, *, before_own_name: str = "") -> RuleMaker:
    """Returns the rule of operations on an entity that exists.

    before_own_name: what a refusal has before the name of a user who names no user.

    A refusal names it as the request does, so that it tells nobody its path, nor that it exists.
    Source of the texts: aws-cdk #27067 (role), rancher-on-aws-workshop #28 (user), skypilot #3366
    (instance profile).
    """

    def make(action: str) -> Lookup:
        async def rule(request: Request, context: Context) -> Needs:
            if kind == "user" and "UserName" not in request and caller_name(context) is None:
                return (Need(action, context.principal.arn),)  # refused when it runs
            entity = named(request, context, kind)
            title = title_of(entity)
            if before_own_name and "UserName" not in request:
                title = f"user {before_own_name}{entity.name}"
            return (Need(action, await entity_arn(context, entity), title),)

        return rule

    return make


def on_new(kind: Kind) -> RuleMaker:
    """Returns the rule of operations that create an entity, and may tag it.

    Whoever creates it with tags must be allowed to tag it. A refusal names a policy in words.
    Sources: IAM User Guide, "Tags for AWS Identity and Access Management resources"; public logs,
    `iam:CreatePolicy on resource: policy aws-guest-policy because no identity-based policy ...`.
    """

    def make(action: str) -> Rule:
        def rule(request: Request, context: Context) -> Needs:
            path, name = request.get("Path", "/"), request[NAME_MEMBER[kind]]
            arn = iam_arn(context.account_id, kind, path, name)
            title = f"policy {name}" if kind == "policy" else ""
            create = Need(action, arn, title)
            if not request.get("Tags"):
                return (create,)
            return (create, Need(action.replace("Create", "Tag"), arn, title))

        return rule

    return make


def on_renamed(kind: Kind) -> RuleMaker:
    """Returns the rule of operations that change the name or path of a user or group.

    They need permission for the old ARN and for the new one. Source: IAM User Guide, "Change the
    name of an IAM user" and "Change the name of an IAM user group".
    """
    member = f"New{NAME_MEMBER[kind]}"

    def make(action: str) -> Lookup:
        async def rule(request: Request, context: Context) -> Needs:
            entity = named(request, context, kind)
            old = await entity_arn(context, entity)
            parsed = parse_iam_arn(old)
            assert parsed is not None
            path, name = request.get("NewPath", parsed.path), request.get(member, parsed.name)
            new = iam_arn(context.account_id, kind, path, name)
            title = title_of(entity)
            if new == old:
                return (Need(action, old, title),)
            return (Need(action, old, title), Need(action, new, title))

        return rule

    return make


def on_kind(kind: Kind) -> RuleMaker:
    """Returns the rule of operations that list entities.

    Only a refusal of ListPolicies uses words: `policy path /`, in many public logs.
    """

    def make(action: str) -> Rule:
        def rule(request: Request, context: Context) -> Needs:
            path = request.get("PathPrefix", "/")
            title = f"policy path {path}" if kind == "policy" else ""
            return (Need(action, iam_arn(context.account_id, kind, path, ""), title),)

        return rule

    return make


def on_member(member: str) -> RuleMaker:
    """Returns the rule of operations whose request names an ARN."""

    def make(action: str) -> Rule:
        def rule(request: Request, context: Context) -> Needs:
            return (Need(action, str(request[member])),)

        return rule

    return make


def on_policy(action: str) -> Rule:
    """Returns the rule of operations on a managed policy, which a request names by its ARN.

    Source of the text: public logs of GetPolicy, CreatePolicyVersion, ListPolicyVersions and
    DeletePolicyVersion, `on resource: policy arn:aws:iam::123456789012:policy/web because no ...`.
    """

    def rule(request: Request, context: Context) -> Needs:
        arn = str(request["PolicyArn"])
        return (Need(action, arn, f"policy {arn}"),)

    return rule


def on_account(action: str) -> Rule:
    """Returns the rule of operations that have no resource."""

    def rule(request: Request, context: Context) -> Needs:
        return (Need(action, "*"),)

    return rule


def control(
    name: str,
    access: Access,
    shape: QueryRequest[Q],
    run: Callable[[Q, Context], Awaitable[Answer]],
    on: RuleMaker,
) -> Operation:
    """Returns an operation whose members need no check that the model does not know.

    on: makes the rule of what must be allowed, from the name of the action.
    """
    return Operation(name, access, Plane.CONTROL, shape, unchanged, run, _rule(on(name)))


def _rule(needs_of: Lookup | Rule) -> AuthorizationRule:
    """Returns a rule in the form of `apis.authorization`."""

    async def rule(request: Request, checked: object, context: Context) -> Sequence[Authorization]:
        if may_not_use_iam(context.principal):
            raise Reject(WRONG_TOKEN)
        needs = needs_of(request, context)
        found = needs if isinstance(needs, Sequence) else await needs
        return [await _authorization(each, request, context) for each in found]

    return rule


async def _authorization(need: Need, request: Request, context: Context) -> Authorization:
    """Returns an action on a resource, with its condition keys."""
    action, resource, title = need
    keys = keys_of_request(action, request)
    transaction = Transaction(context.node)
    record = await _record_at(transaction, context.account_id, resource)
    if record is not None:
        keys.update(keys_of_resource(record))
        if is_about_boundary(action):
            bounded = await transaction.get(bounded_entry(context.account_id, record["Id"]))
            boundary = None if bounded is None else await boundary_members(transaction, bounded)
            if boundary is not None:
                keys[BOUNDARY] = (boundary["PermissionsBoundaryArn"],)
    found = tuple(keys.items())
    return Authorization(f"iam:{action}", resource, keys=found, title=title)


async def _record_at(
    transaction: Transaction, account_id: str, resource: str
) -> EntityRecord | None:
    """Returns the entity with an ARN in an account, None if there is none."""
    provider = named_in(resource)
    if provider is not None:
        if provider.account_id != account_id:
            return None
        return await find_provider(transaction, account_id, provider.name)
    arn = parse_iam_arn(resource)
    if arn is None or arn.account_id != account_id:
        return None
    kind = next((each for each in NAME_MEMBER if each == arn.kind), None)
    if kind is None:
        return None
    try:
        record = await entity_named(transaction, Named(account_id, kind, arn.name))
    except Reject:
        return None
    return record if record["Path"] == arn.path else None
