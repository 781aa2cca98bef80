"""Passwords."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.passwords import (
    check_password,
    fingerprint,
    hashed,
    is_hash_of,
    is_password,
    new_hash,
    set_password,
)
from jedlik.features.identity.records import LoginProfileRecord
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of, values


def test_a_password_is_stored_as_a_hash() -> None:
    first, second = result_of(hashed("Passw0rd!")), result_of(hashed("Passw0rd!"))
    assert first != second  # salted
    record: LoginProfileRecord = {
        "Salt": first.salt,
        "Hash": first.hash,
        "CreatedS": 1,
        "MustChange": False,
    }
    assert result_of(is_password(record, "Passw0rd!"))
    assert not result_of(is_password(record, "Passw0rd?"))
    assert not result_of(is_password({**record, "Salt": second.salt}, "Passw0rd!"))


def test_no_password_is_in_the_storage() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna")
    caller.call("CreateLoginProfile", UserName="anna", Password="Passw0rd!")
    assert all(b"Passw0rd" not in value for value in values(caller).values())


@pytest.mark.parametrize(
    ("password", "is_accepted"),
    [("Passw0rd", True), ("passw0rd!", True), ("password", False), ("Pass1!", False)],
)
def test_without_a_policy_of_the_account(password: str, is_accepted: bool) -> None:
    check = check_password(Transaction(Caller().node), ACCOUNT, password)
    if is_accepted:
        result_of(check)
        return
    with pytest.raises(Reject) as caught:
        result_of(check)
    assert caught.value.error.code == "PasswordPolicyViolation"


@pytest.mark.parametrize(
    ("required", "password"),
    [
        ("RequireSymbols", "Passw0rd"),
        ("RequireNumbers", "Password!"),
        ("RequireUppercaseCharacters", "passw0rd!"),
        ("RequireLowercaseCharacters", "PASSW0RD!"),
    ],
)
def test_with_a_policy_of_the_account(required: str, password: str) -> None:
    caller = Caller()
    caller.call("UpdateAccountPasswordPolicy", **{required: True})
    with pytest.raises(Reject):
        result_of(check_password(Transaction(caller.node), ACCOUNT, password))
    result_of(check_password(Transaction(caller.node), ACCOUNT, "Passw0rd!"))


def test_without_a_login_profile_no_password_is_right() -> None:
    assert not is_hash_of(None, "Passw0rd!")


def test_a_password_may_have_any_characters() -> None:
    for password in ("\ud800", "p\u00e4ss", "\U0001f600"):
        new = new_hash(password)
        record: LoginProfileRecord = {
            "Salt": new.salt,
            "Hash": new.hash,
            "CreatedS": 1,
            "MustChange": False,
        }
        assert is_hash_of(record, password)
        assert not is_hash_of(record, password + "?")


def test_the_fingerprint_is_another_one_for_every_password_that_is_set() -> None:
    record: LoginProfileRecord = {"Salt": "", "Hash": "", "CreatedS": 1, "MustChange": False}
    found = set()
    for _ in range(2):
        set_password(record, new_hash("Passw0rd!"), is_open=True)
        assert record["IsOpen"]
        found.add(fingerprint(record))
        assert fingerprint({**record, "MustChange": True, "IsOpen": False}) in found
    assert len(found) == 2
