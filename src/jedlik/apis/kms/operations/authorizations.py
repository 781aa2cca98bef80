"""What the operations of KMS need: pairs of an action and the ARN of a key or alias.

A key that is named by an alias gives the ARN of the alias: only the storage knows its key. Whoever
decides about it resolves the alias with `features.encryption_keys.resolve` first, because the policy
that counts is that of the key. Source: Service Authorization Reference, KMS.
"""

from collections.abc import Callable, Mapping, Sequence

from jedlik.engine.context import Context
from jedlik.features.encryption_keys.ciphertext import ciphertext_in
from jedlik.features.encryption_keys.records import Place
from jedlik.features.encryption_keys.resolve import place_in
from jedlik.features.encryption_keys.rules import Reference, arn_in, reference_to

Pairs = Sequence[tuple[str, str]]
Rule = Callable[[Mapping[str, object], Context], Pairs]


def on_key(action: str, member: str = "KeyId") -> Rule:
    """Returns the rule of an operation on the key that a member names."""

    def rule(request: Mapping[str, object], context: Context) -> Pairs:
        return ((action, named(str(request[member]), context)),)

    return rule


def on_everything(action: str) -> Rule:
    """Returns the rule of an operation without a resource, such as ListKeys."""

    def rule(request: Mapping[str, object], context: Context) -> Pairs:
        return ((action, "*"),)

    return rule


def on_alias_and_key(action: str) -> Rule:
    """Returns the rule of an operation that lets an alias lead to a key: it needs both."""

    def rule(request: Mapping[str, object], context: Context) -> Pairs:
        alias = arn_in(place_in(context), str(request["AliasName"]))
        return ((action, alias), (action, named(str(request["TargetKeyId"]), context)))

    return rule


def on_alias(action: str) -> Rule:
    """Returns the rule of DeleteAlias. The key of the alias is found by the operation."""

    def rule(request: Mapping[str, object], context: Context) -> Pairs:
        return ((action, arn_in(place_in(context), str(request["AliasName"]))),)

    return rule


def on_ciphertext(action: str, member: str = "KeyId") -> Rule:
    """Returns the rule of an operation on the key that a member names, or else the ciphertext."""

    def rule(request: Mapping[str, object], context: Context) -> Pairs:
        return ((action, _key_of_ciphertext(request, context, member)),)

    return rule


def on_both_ciphertexts(request: Mapping[str, object], context: Context) -> Pairs:
    """Returns what ReEncrypt needs: both of its keys."""
    return (
        ("ReEncryptFrom", _key_of_ciphertext(request, context, "SourceKeyId")),
        ("ReEncryptTo", named(str(request["DestinationKeyId"]), context)),
    )


def named(text: str, context: Context) -> str:
    """Returns the ARN of the key or alias that a request names. Raises Reject if it names none."""
    return reference_to(text, place_in(context)).arn


def _key_of_ciphertext(request: Mapping[str, object], context: Context, member: str) -> str:
    if member in request:
        return named(str(request[member]), context)
    blob = request.get("CiphertextBlob")
    ciphertext = ciphertext_in(blob) if isinstance(blob, bytes) else None
    if ciphertext is None:
        return "*"
    place = Place(context.region, ciphertext.account_id)
    return Reference(place, ciphertext.key_id, "").arn
