"""From the KeyId of a request to the record of a key."""

from collections.abc import Awaitable, Callable

import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.records import KeyRecord
from jedlik.features.encryption_keys.resolve import (
    changeable_key,
    check_use,
    found_key,
    named_key,
    not_allowed,
    own_key,
    place_in,
    refuse_service_key,
    usable_key,
)
from jedlik.features.encryption_keys.rules import reference_to
from jedlik.features.encryption_keys.service_key import service_key
from jedlik.features.identity.transaction import Transaction, transact
from tests.engine.in_memory import Caller, result_of
from tests.features.encryption_keys.kms import NO_KEY, ROOT, alias_arn, arn, key_id

Found = Callable[[Transaction], Awaitable[KeyRecord]]


def found(caller: Caller, operation: Found) -> str:
    """Returns the id of the key that was found, or the code of the refusal."""
    try:
        return result_of(transact(caller.node, operation))["Id"]
    except Reject as rejected:
        return rejected.error.code


def named(context: Context, text: str) -> Found:
    return lambda transaction: named_key(transaction, context, text)


def used(context: Context, text: str) -> Found:
    return lambda transaction: usable_key(transaction, context, text, "Encrypt")


def owned(context: Context, text: str) -> Found:
    return lambda transaction: own_key(transaction, context, text, "DisableKey")


def changed(context: Context, text: str) -> Found:
    return lambda transaction: changeable_key(transaction, context, text, "DisableKey")


def test_a_key_is_found_by_every_form_of_its_name() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/a", TargetKeyId=key)
    context = caller.context
    for text in (key, arn(key), "alias/a", alias_arn("alias/a")):
        assert found(caller, named(context, text)) == key
        assert found(caller, used(context, text)) == key
    for text in (key, arn(key)):
        assert found(caller, owned(context, text)) == key
    assert found(caller, owned(context, "alias/a")) == "NotFoundException"


@pytest.mark.parametrize("text", [NO_KEY, "alias/none"])
def test_what_does_not_exist(text: str) -> None:
    caller = Caller()
    reference = reference_to(text, place_in(caller.context))

    async def operation(transaction: Transaction) -> KeyRecord | ServiceError:
        return await found_key(transaction, reference)

    error = result_of(transact(caller.node, operation))
    assert isinstance(error, ServiceError)
    assert error.code == "NotFoundException"


def test_states_and_owners_decide() -> None:
    caller = Caller()
    key = key_id(caller)
    context = caller.context
    other = Caller(storage=caller.storage, account_id="210987654321").context
    use, change = used(context, key), changed(context, key)
    assert [found(caller, each) for each in (use, change)] == [key, key]
    assert found(caller, changed(other, arn(key))) == "AccessDeniedException"
    assert found(caller, named(other, arn(key))) == key
    caller.call("DisableKey", KeyId=key)
    assert [found(caller, each) for each in (use, change)] == ["DisabledException", key]
    caller.call("ScheduleKeyDeletion", KeyId=key)
    state = "KMSInvalidStateException"
    assert [found(caller, each) for each in (use, change)] == [state, state]


def test_the_key_of_dynamodb_is_for_dynamodb() -> None:
    caller = Caller()
    context = caller.context
    record = result_of(transact(caller.node, lambda t: service_key(t, place_in(context))))
    for check in (check_use, refuse_service_key):
        with pytest.raises(Reject, match="kms:Encrypt"):
            check(record, context, "Encrypt")
    message = not_allowed(context, "Encrypt", "arn").error.message
    assert message == (
        f"User: {ROOT} is not authorized to perform: kms:Encrypt on resource: arn because no "
        "resource-based policy allows the kms:Encrypt action"
    )
