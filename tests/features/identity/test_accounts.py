"""Accounts, each with the key of its root."""

import base64

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.sealing import ACCESS_KEYS
from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.unique_ids import account_in
from tests.engine.in_memory import Caller, result_of, values

OTHER = "210987654321"


def test_an_account_is_made_with_the_key_of_its_root() -> None:
    caller = Caller()
    key = result_of(create_account(caller.node, OTHER))
    assert account_in(key.access_key_id) == OTHER
    sealed = base64.b64decode(key.record["Sealed"])
    opened = caller.node.sealing.open(ACCESS_KEYS, sealed, key.access_key_id.encode())
    assert opened == key.secret.encode()
    assert all(key.secret.encode() not in value for value in values(caller).values())


def test_an_account_is_made_once() -> None:
    node = Caller().node
    result_of(create_account(node, OTHER))
    with pytest.raises(Reject) as caught:
        result_of(create_account(node, OTHER))
    assert caught.value.error.code == "EntityAlreadyExists"


@pytest.mark.parametrize("account_id", ["", "1", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", "1" * 13])
def test_an_id_has_12_digits(account_id: str) -> None:
    with pytest.raises(Reject) as caught:
        result_of(create_account(Caller().node, account_id))
    assert caught.value.error.code == "ValidationException"
