"""The policies and the caller of a simulation."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from jedlik.apis.iam.model.simulation import InlinePolicyIdentifierType, PolicyIdentifier
from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NO_RESOURCE_POLICY, NamedPolicy, ResourcePolicy
from jedlik.core.iam.policy import Policy, PolicyKind
from jedlik.core.iam.principal import account_of
from jedlik.core.iam.request import Caller, CallerKind, Values, arn_parts
from jedlik.engine.context import Context
from jedlik.features.identity.arns import AWS_POLICY, IamArn, iam_arn, parse_iam_arn
from jedlik.features.identity.entities import group_named, role_named, user_named
from jedlik.features.identity.policy_sources import (
    HeldPolicies,
    PolicySource,
    policies_of_holder,
    policies_of_role,
    policies_of_user,
)
from jedlik.features.identity.principals import user_principal
from jedlik.features.identity.refusals import invalid_input
from jedlik.features.identity.transaction import Transaction, transact

_NO_KEYS: Final[Mapping[str, Values]] = {}


class Simulated(NamedTuple):
    """A user, group or role whose policies are simulated. keys: condition keys that it has."""

    identity: list[NamedPolicy]
    boundary: NamedPolicy | None
    caller: Caller
    keys: Mapping[str, Values]


async def principal_policies(context: Context, arn: str) -> Simulated:
    """Returns the policies of a user with his groups, of a group, or of a role. Raises Reject."""
    parsed = parse_iam_arn(arn)
    if parsed is None or parsed.kind not in {"user", "group", "role"}:
        # Source of the text: reports of users who gave the ARN of a policy (localstack #12427).
        raise invalid_input(
            f"Invalid Entity Arn: {arn} does not clearly define entity type and name."
        )
    held, keys = await transact(context.node, lambda each: _held(each, context.account_id, parsed))
    boundary = held.boundary
    return Simulated(
        [_named(each) for each in held.identity],
        None if boundary is None else _named(boundary),
        caller_of(arn),
        keys,
    )


async def _held(
    transaction: Transaction, account_id: str, arn: IamArn
) -> tuple[HeldPolicies, Mapping[str, Values]]:
    if arn.kind == "user":
        user = await user_named(transaction, account_id, arn.name)
        return await policies_of_user(transaction, user), user_principal(user).keys
    if arn.kind == "role":
        role = await role_named(transaction, account_id, arn.name)
        return await policies_of_role(transaction, role), _NO_KEYS
    group = await group_named(transaction, account_id, arn.name)
    return HeldPolicies(await policies_of_holder(transaction, group, "group"), None), _NO_KEYS


def _named(source: PolicySource) -> NamedPolicy:
    """Returns a policy under the id that the simulator shows for it."""
    name = source.name
    if source.arn is None:
        name = f"{source.holder}_{source.holder_name}_{source.name}"
    return NamedPolicy(parse_policy(source.text, PolicyKind.IDENTITY), name, source.arn)


def exclude(simulated: Simulated, exclusions: Sequence[PolicyIdentifier]) -> Simulated:
    """Returns what remains without the policies that a request excludes.

    An exclusion names one policy, or all of a type.
    """
    types = {each["PolicyType"] for each in exclusions if "PolicyType" in each}
    arns = {each["PolicyArn"] for each in exclusions if "PolicyArn" in each}
    names = {
        _inline_name(found)
        for found in (each.get("InlinePolicyIdentifier") for each in exclusions)
        if found is not None
    }
    left = [
        each
        for each in simulated.identity
        if _type_of(each) not in types
        and each.arn not in arns
        and (each.arn is not None or each.name not in names)
    ]
    boundary = simulated.boundary
    if boundary is not None and ("permission-boundary" in types or boundary.arn in arns):
        boundary = None
    return simulated._replace(identity=left, boundary=boundary)


def _type_of(policy: NamedPolicy) -> str:
    if policy.arn is None:
        return "inline"
    return "aws-managed" if policy.arn.startswith(AWS_POLICY) else "user-managed"


def _inline_name(inline: InlinePolicyIdentifierType) -> str:
    """Returns the name that `_named` gives to an inline policy."""
    return f"{inline['AttachmentType']}_{inline['AttachmentName']}_{inline['PolicyName']}"


def input_policies(member: str, documents: Sequence[str]) -> list[NamedPolicy]:
    """Returns the policies in a member of a request. Raises Reject with InvalidInput."""
    return [
        NamedPolicy(_parsed(text, PolicyKind.IDENTITY), f"{member}.{number}")
        for number, text in enumerate(documents, 1)
    ]


def resource_policy(document: str | None) -> ResourcePolicy:
    """Returns the policy of the resource. Raises Reject with InvalidInput."""
    if document is None:
        return NO_RESOURCE_POLICY
    # The rules of this kind are those that all policies of resources have in common.
    return ResourcePolicy(_parsed(document, PolicyKind.KEY))


def caller_of(arn: str) -> Caller:
    """Returns a caller of whom only the ARN is known. Raises Reject with InvalidInput."""
    account_id = account_of(arn)
    if account_id is not None:
        return Caller(CallerKind.ROOT, account_id, f"arn:aws:iam::{account_id}:root")
    parts = arn_parts(arn)
    if len(parts) != 6:
        raise invalid_input(f"Invalid caller: {arn}")
    account_id, resource = parts[4], parts[5].split("/")
    if resource[0] == "assumed-role" and len(resource) == 3:
        role = iam_arn(account_id, "role", "/", resource[1])
        return Caller(CallerKind.ROLE_SESSION, account_id, arn, role)
    kind = CallerKind.ROLE_SESSION if resource[0] == "role" else CallerKind.USER
    return Caller(kind, account_id, arn)


def _parsed(text: str, kind: PolicyKind) -> Policy:
    try:
        return parse_policy(text, kind)
    except Reject as reject:
        raise invalid_input(f"Invalid policy: {reject.error.message}") from None
