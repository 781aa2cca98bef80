"""What the operations of KMS need: actions on the ARNs of keys and aliases.

A key that is named by an alias gives the ARN of the key, because the policy that counts is that of
the key. So a rule looks the alias up. An alias that does not exist gives its own ARN. A ciphertext
names its key, so Decrypt has a resource without a KeyId. Source: Service Authorization Reference,
KMS.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from jedlik.apis.authorization import ANYTHING, Authorization, Rule
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.ciphertext import ciphertext_in
from jedlik.features.encryption_keys.records import Place, alias_entry
from jedlik.features.encryption_keys.resolve import place_in
from jedlik.features.encryption_keys.rules import Reference, reference_to


def on_key(action: str, member: str = "KeyId") -> Rule:
    """Returns the rule of an action on the key that a member names."""

    async def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        return (Authorization(action, await _named(request[member], context)),)

    return rule


def on_alias(action: str, member: str | None = None) -> Rule:
    """Returns the rule of an action on an alias. It acts also on the key to which the alias leads,
    and on the key that `member` names, if there is one.
    """

    async def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        alias = Reference(place_in(context), "", request["AliasName"])
        resources = [alias.arn, await _key_of(alias, context)]
        if member is not None:
            resources.append(await _named(request[member], context))
        return [Authorization(action, each) for each in resources]

    return rule


async def decrypts(
    request: Mapping[str, Any], checked: object, context: Context
) -> Sequence[Authorization]:
    """Needs kms:Decrypt on the key that the request names, or else that of the ciphertext."""
    return (Authorization("kms:Decrypt", await _of_ciphertext(request, context, "KeyId")),)


async def re_encrypts(
    request: Mapping[str, Any], checked: object, context: Context
) -> Sequence[Authorization]:
    """Needs kms:ReEncryptFrom on the key of the ciphertext, and kms:ReEncryptTo on the other."""
    source = await _of_ciphertext(request, context, "SourceKeyId")
    return (
        Authorization("kms:ReEncryptFrom", source),
        Authorization("kms:ReEncryptTo", await _named(request["DestinationKeyId"], context)),
    )


async def _named(text: str, context: Context) -> str:
    """Returns the ARN of the key that a request names. Raises Reject if it names none."""
    return await _key_of(reference_to(text, place_in(context)), context)


async def _key_of(reference: Reference, context: Context) -> str:
    if not reference.alias:
        return reference.arn
    entry = alias_entry(reference.place, reference.alias)
    (stored,) = await context.node.storage.read([entry.key], consistent=True)
    alias = entry.decoded(stored)
    return reference.arn if alias is None else Reference(reference.place, alias["KeyId"], "").arn


async def _of_ciphertext(request: Mapping[str, Any], context: Context, member: str) -> str:
    if member in request:
        return await _named(request[member], context)
    ciphertext = ciphertext_in(request["CiphertextBlob"])
    if ciphertext is None:
        return ANYTHING
    place = Place(context.region, ciphertext.account_id)
    return Reference(place, ciphertext.key_id, "").arn
