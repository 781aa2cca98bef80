"""A world: a caller, a request and all policies that apply, as plain JSON values.

The rows of `cases`, the random tests and the oracle share this form.
"""

import json
from typing import Any, Final, NotRequired, TypedDict

from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import (
    NO_RESOURCE_POLICY,
    NamedPolicy,
    Policies,
    ResourcePolicy,
    key_policy,
    table_policy,
    trust_policy,
)
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request

Document = Any
ACCOUNT: Final = "123456789012"


class CallerFacts(TypedDict):
    """kind: the value of a CallerKind."""

    kind: str
    account: str
    arn: str
    entity_arn: NotRequired[str]
    entity_id: NotRequired[str]


class AttachedPolicy(TypedDict):
    """arn: of a managed policy."""

    document: Document
    arn: NotRequired[str]


class World(TypedDict):
    """resource_kind: table (also for a stream), role or key. owner: the account of the resource."""

    caller: CallerFacts
    action: str
    resource: str
    owner: NotRequired[str]
    context: NotRequired[dict[str, list[str]]]
    identity: NotRequired[list[AttachedPolicy]]
    boundary: NotRequired[AttachedPolicy | None]
    session: NotRequired[list[AttachedPolicy] | None]
    resource_policy: NotRequired[Document]
    resource_kind: NotRequired[str]


def request_of(world: World) -> Request:
    """Returns the request of a world."""
    facts = world["caller"]
    caller = Caller(
        CallerKind(facts["kind"]),
        facts["account"],
        facts["arn"],
        facts.get("entity_arn"),
        facts.get("entity_id", ""),
    )
    values = {key: tuple(each) for key, each in world.get("context", {}).items()}
    return Request(
        caller, world["action"], world["resource"], FixedContext(values), world.get("owner")
    )


def policies_of(world: World) -> Policies:
    """Returns the compiled policies of a world."""
    boundary = world.get("boundary")
    session = world.get("session")
    return Policies(
        [_named(each, PolicyKind.IDENTITY) for each in world.get("identity", [])],
        boundary=None if boundary is None else _named(boundary, PolicyKind.BOUNDARY),
        session=None if session is None else [_named(each, PolicyKind.SESSION) for each in session],
        resource=_resource_policy(world),
    )


def _named(attached: AttachedPolicy, kind: PolicyKind) -> NamedPolicy:
    arn = attached.get("arn")
    name = "Inline" if arn is None else arn.rpartition("/")[2]
    return NamedPolicy(parse_policy(json.dumps(attached["document"]), kind), name, arn)


def _resource_policy(world: World) -> ResourcePolicy:
    kind = world.get("resource_kind", "table")
    document = world.get("resource_policy")
    text = json.dumps(document)
    if kind == "role":
        return trust_policy(parse_policy(text, PolicyKind.TRUST))
    if kind == "key":
        return key_policy(parse_policy(text, PolicyKind.KEY))
    if document is None:
        return NO_RESOURCE_POLICY
    is_stream = "/stream/" in world["resource"]
    return table_policy(parse_policy(text, PolicyKind.STREAM if is_stream else PolicyKind.TABLE))
