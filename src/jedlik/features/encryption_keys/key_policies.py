"""The policy of a key, for decisions about requests that use the key.

The policy must allow a request, even one of the key's own account. Most policies allow the account
as a whole, and then the policies of its identities decide. Source: KMS Developer Guide, "Key
policies in AWS KMS".
"""

from functools import lru_cache
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NO_RESOURCE_POLICY, ResourcePolicy, key_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.records import KeyRecord, key_entry
from jedlik.features.encryption_keys.resolve import place_in
from jedlik.features.encryption_keys.rules import reference_to
from jedlik.features.identity.transaction import Transaction

_KEY: Final = ":key/"
_COMPILED_MAX: Final = 1_000


async def policy_of_key(context: Context, arn: str) -> ResourcePolicy:
    """Returns the policy of the key on which an action acts.

    A key that does not exist, an alias, and an account as a whole have none.
    """
    if _KEY not in arn:
        return NO_RESOURCE_POLICY
    reference = reference_to(arn, place_in(context))
    entry = key_entry(reference.place, reference.key_id)
    record = await Transaction(context.node).get(entry)
    return NO_RESOURCE_POLICY if record is None else policy_in(record)


async def key_at(context: Context, arn: str) -> KeyRecord | None:
    """Returns the key with an ARN, None if there is none."""
    try:
        reference = reference_to(arn, place_in(context))
    except Reject:
        return None
    if reference.alias:
        return None
    return await Transaction(context.node).get(key_entry(reference.place, reference.key_id))


def policy_in(record: KeyRecord) -> ResourcePolicy:
    """Returns the policy in the record of a key."""
    return _compiled(record["Policy"])


@lru_cache(maxsize=_COMPILED_MAX)
def _compiled(text: str) -> ResourcePolicy:
    return key_policy(parse_policy(text, PolicyKind.KEY))
