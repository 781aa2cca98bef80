"""Collects the policies that apply to a user or a role, as documents and compiled."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NamedPolicy, Policies
from jedlik.core.iam.policy import Policy, PolicyKind
from jedlik.features.identity.arns import AWS_POLICY, arn_of
from jedlik.features.identity.aws_policies import aws_policy
from jedlik.features.identity.records import (
    GroupRecord,
    PolicyHolderRecord,
    RoleRecord,
    UserRecord,
    group_entry,
    policy_entry,
)
from jedlik.features.identity.transaction import Transaction

_COMPILED_MAX: Final = 1_000


class BrokenPolicyError(Exception):
    """A policy that an identity names cannot be read. The text says which one, for the log."""


class PolicySource(NamedTuple):
    """A document and where it comes from.

    holder: the kind of the entity that has it, inline or attached. Empty for a boundary; `session`
        for a document of a session. holder_name: the name of that entity.
    arn: None for an inline policy.
    """

    text: str
    name: str
    holder: str
    arn: str | None = None
    holder_name: str = ""


class HeldPolicies(NamedTuple):
    """The documents that apply to an identity. boundary: None if it has none."""

    identity: Sequence[PolicySource]
    boundary: PolicySource | None


async def policies_of_user(transaction: Transaction, user: UserRecord) -> HeldPolicies:
    """Returns the documents of a user and his groups, and his boundary.

    Raises BrokenPolicyError.
    """
    account_id = user["AccountId"]
    groups = await transaction.get_all([group_entry(account_id, each) for each in user["Groups"]])
    found = await policies_of_holder(transaction, user, "user")
    for group_id, group in zip(user["Groups"], groups, strict=True):
        if group is None:
            raise BrokenPolicyError(f"group {group_id} of user {user['Id']}")
        found += await policies_of_holder(transaction, group, "group")
    return HeldPolicies(found, await _boundary(transaction, user))


async def policies_of_role(transaction: Transaction, role: RoleRecord) -> HeldPolicies:
    """Returns the documents of a role, and its boundary. Raises BrokenPolicyError."""
    found = await policies_of_holder(transaction, role, "role")
    return HeldPolicies(found, await _boundary(transaction, role))


async def policies_of_holder(
    transaction: Transaction, record: PolicyHolderRecord | GroupRecord, holder: str
) -> list[PolicySource]:
    """Returns the inline and attached documents of one entity. Raises BrokenPolicyError."""
    inline = [
        PolicySource(text, name, holder, None, record["Name"])
        for name, text in record["Inline"].items()
    ]
    attached = await managed_policies(transaction, record["AccountId"], record["Attached"])
    return inline + [each._replace(holder=holder, holder_name=record["Name"]) for each in attached]


async def managed_policies(
    transaction: Transaction, account_id: str, policies: Sequence[str]
) -> list[PolicySource]:
    """Returns managed policies, given as in PolicyHolderRecord. Raises BrokenPolicyError."""
    own = [each for each in policies if not each.startswith(AWS_POLICY)]
    records = await transaction.get_all([policy_entry(account_id, each) for each in own])
    by_id = dict(zip(own, records, strict=True))
    found: list[PolicySource] = []
    for policy in policies:
        if policy in by_id:
            record = by_id[policy]
            if record is None:
                raise BrokenPolicyError(f"policy {policy} in account {account_id}")
            arn = arn_of(record, "policy")
            found.append(PolicySource(record["Document"], record["Name"], "", arn))
        else:
            shipped = aws_policy(policy)
            if shipped is None:
                raise BrokenPolicyError(f"policy {policy}")
            found.append(PolicySource(shipped.document, shipped.name, "", policy))
    return found


def compiled_policies(
    held: HeldPolicies, session: Sequence[PolicySource] | None = None
) -> Policies:
    """Returns the compiled policies of an identity. Raises BrokenPolicyError.

    session: the session policies, None if the session was made without any.
    """
    boundary = held.boundary
    return Policies(
        [named_policy(each, PolicyKind.IDENTITY) for each in held.identity],
        boundary=None if boundary is None else named_policy(boundary, PolicyKind.BOUNDARY),
        session=None
        if session is None
        else [named_policy(each, PolicyKind.SESSION) for each in session],
    )


async def _boundary(
    transaction: Transaction, record: UserRecord | RoleRecord
) -> PolicySource | None:
    if "Boundary" not in record:
        return None
    (found,) = await managed_policies(transaction, record["AccountId"], [record["Boundary"]])
    return found


def named_policy(source: PolicySource, kind: PolicyKind) -> NamedPolicy:
    """Returns the compiled policy of a document. Raises BrokenPolicyError."""
    policy = _compiled(source.text, kind)
    if policy is None:
        raise BrokenPolicyError(f"the document of policy {source.arn or source.name}")
    return NamedPolicy(policy, source.name, source.arn)


@lru_cache(maxsize=_COMPILED_MAX)
def _compiled(text: str, kind: PolicyKind) -> Policy | None:
    """Returns a compiled document, or None if it is not valid. Many identities share documents."""
    try:
        return parse_policy(text, kind)
    except Reject:
        return None
