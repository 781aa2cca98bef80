"""Inline policies of users, groups and roles."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.core.iam.document import parse_new_identity
from jedlik.features.identity.entities import Named, holder_to_change
from jedlik.features.identity.limits import (
    GROUP_POLICY_CHARACTERS,
    ROLE_POLICY_CHARACTERS,
    USER_POLICY_CHARACTERS,
)
from jedlik.features.identity.records import Kind, PolicyHolderRecord, holder_entry
from jedlik.features.identity.refusals import limit_exceeded, no_such_entity
from jedlik.features.identity.transaction import Transaction

_LIMITS: Final[Mapping[Kind, int]] = {
    "user": USER_POLICY_CHARACTERS,
    "group": GROUP_POLICY_CHARACTERS,
    "role": ROLE_POLICY_CHARACTERS,
}


class InlinePolicy(NamedTuple):
    """An inline policy of a request."""

    name: str
    document: str


def check_document(document: str) -> None:
    """Raises Reject with MalformedPolicyDocument if a document is not valid."""
    parse_new_identity(document)


async def put_policy(transaction: Transaction, holder: Named, policy: InlinePolicy) -> None:
    """Stores an inline policy whose document is valid. Raises Reject."""
    record = await holder_to_change(transaction, holder)
    record["Inline"][policy.name] = policy.document
    limit = _LIMITS[holder.kind]
    # Source of the rule: IAM User Guide, "IAM character limits". White space does not count.
    if sum(characters_of(each) for each in record["Inline"].values()) > limit:
        text = f"Maximum policy size of {limit} bytes exceeded for {holder.kind} {holder.name}"
        raise limit_exceeded(text)
    transaction.put(holder_entry(holder.account_id, record["Id"]), record)


async def delete_policy(transaction: Transaction, holder: Named, name: str) -> None:
    """Deletes an inline policy. Raises Reject with NoSuchEntity."""
    record = await holder_to_change(transaction, holder)
    inline_policy(record, holder.kind, name)
    del record["Inline"][name]
    transaction.put(holder_entry(holder.account_id, record["Id"]), record)


def inline_policy(record: PolicyHolderRecord, kind: Kind, name: str) -> str:
    """Returns the document of an inline policy. Raises Reject with NoSuchEntity."""
    document = record["Inline"].get(name)
    if document is None:
        raise no_such_entity(f"The {kind} policy with name {name} cannot be found.")
    return document


def characters_of(document: str) -> int:
    """Returns the length of a document without white space, as quotas count it."""
    return sum(map(len, document.split()))
