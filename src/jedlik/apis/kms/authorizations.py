"""What the operations of KMS need: actions on the ARNs of keys and aliases.

A key that is named by an alias gives the ARN of the alias: only the storage knows its key. Whoever
decides about it resolves the alias with `features.encryption_keys.resolve` first, because the
policy that counts is that of the key. A ciphertext names its key, so Decrypt has a resource without
a KeyId. Source: Service Authorization Reference, KMS.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from jedlik.apis.authorization import ANYTHING, Authorization, Rule
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.ciphertext import ciphertext_in
from jedlik.features.encryption_keys.records import Place
from jedlik.features.encryption_keys.resolve import place_in
from jedlik.features.encryption_keys.rules import Reference, arn_in, reference_to


def on_key(action: str, member: str = "KeyId") -> Rule:
    """Returns the rule of an action on the key that a member names."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        return (Authorization(action, _named(request[member], context)),)

    return rule


def on_alias_and_key(action: str) -> Rule:
    """Returns the rule of an action that lets an alias lead to a key: it acts on both."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        return (
            Authorization(action, arn_in(place_in(context), request["AliasName"])),
            Authorization(action, _named(request["TargetKeyId"], context)),
        )

    return rule


def on_alias(action: str) -> Rule:
    """Returns the rule of an action on an alias."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        return (Authorization(action, arn_in(place_in(context), request["AliasName"])),)

    return rule


def decrypts(
    request: Mapping[str, Any], checked: object, context: Context
) -> Sequence[Authorization]:
    """Needs kms:Decrypt on the key that the request names, or else that of the ciphertext."""
    return (Authorization("kms:Decrypt", _key_of_ciphertext(request, context, "KeyId")),)


def re_encrypts(
    request: Mapping[str, Any], checked: object, context: Context
) -> Sequence[Authorization]:
    """Needs kms:ReEncryptFrom on the key of the ciphertext, and kms:ReEncryptTo on the other."""
    source = _key_of_ciphertext(request, context, "SourceKeyId")
    return (
        Authorization("kms:ReEncryptFrom", source),
        Authorization("kms:ReEncryptTo", _named(request["DestinationKeyId"], context)),
    )


def _named(text: str, context: Context) -> str:
    """Returns the ARN of the key or alias that a request names. Raises Reject if it names none."""
    return reference_to(text, place_in(context)).arn


def _key_of_ciphertext(request: Mapping[str, Any], context: Context, member: str) -> str:
    if member in request:
        return _named(request[member], context)
    ciphertext = ciphertext_in(request["CiphertextBlob"])
    if ciphertext is None:
        return ANYTHING
    place = Place(context.region, ciphertext.account_id)
    return Reference(place, ciphertext.key_id, "").arn
