"""What a claim leads to. tests/apis/jedlik/operations/test_sign_in.py tests whole sign-ins."""

from collections.abc import Sequence

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.request import CallerKind, FixedContext
from jedlik.core.keys.key import Key
from jedlik.features.identity.records import user_entry
from jedlik.features.identity.sessions import open_session
from jedlik.features.identity.sign_in import (
    Claim,
    Claimed,
    SignIn,
    begin,
    claimed_by,
    prove,
    replace,
    session_of,
)
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.quick_hashes import quicken_hashes

PASSWORD = "Passw0rd!"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken_hashes(monkeypatch)


def populated(storage: MemoryStorage | None = None, **members: object) -> Caller:
    """Returns a storage with Anna, who has a password, and an alias of the account."""
    caller = Caller(storage=storage)
    caller.call("CreateUser", UserName="Anna")
    caller.call("CreateLoginProfile", UserName="Anna", Password=PASSWORD, **members)
    caller.call("CreateAccountAlias", AccountAlias="music")
    return caller


def claimed(caller: Caller, account: str, user_name: str) -> Claimed:
    return result_of(claimed_by(caller.node, Claim(account, user_name)))


def begun(caller: Caller) -> SignIn:
    return result_of(begin(caller.node, Claim("music", "Anna")))


def test_what_a_claim_leads_to() -> None:
    caller = populated()
    for account in (ACCOUNT, "music"):
        found = claimed(caller, account, "Anna")
        assert found.account_id == ACCOUNT
        assert found.user is not None
        assert found.profile is not None
        assert found.principal.arn == f"arn:aws:iam::{ACCOUNT}:user/Anna"
    assert claimed(caller, "films", "Anna") == (None, None, None)
    assert claimed(caller, "222222222222", "Anna") == ("222222222222", None, None)
    for name in ("anna", "Bob"):
        found = claimed(caller, "music", name)
        principal = found.principal
        assert principal.caller.kind is CallerKind.ANONYMOUS
        assert principal.account_id == ACCOUNT
        assert found == (ACCOUNT, None, None)


def test_an_alias_of_digits_is_not_mistaken_for_an_account() -> None:
    caller = populated()
    other = Caller(storage=caller.storage, account_id="333333333333")
    other.call("CreateUser", UserName="Anna")
    other.call("CreateAccountAlias", AccountAlias="444444444444")
    assert claimed(caller, "444444444444", "Anna") == ("444444444444", None, None)


class CountingStorage(MemoryStorage):
    """Remembers how many keys each read has."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[int] = []

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        self.reads.append(len(keys))
        return await super().read(keys, consistent=consistent)


def test_every_claim_causes_the_same_reads() -> None:
    storage = CountingStorage()
    caller = populated(storage=storage)
    counts = set()
    for account, name in ((ACCOUNT, "Anna"), ("music", "Bob"), ("films", "Anna"), ("films", "b")):
        storage.reads.clear()
        claimed(caller, account, name)
        counts.add(tuple(storage.reads))
    assert len(counts) == 1
    assert counts != {()}


def test_a_password_that_changes_during_the_attempt_is_wrong() -> None:
    caller = populated()
    attempt = begun(caller)
    caller.call("UpdateLoginProfile", UserName="Anna", Password=PASSWORD)
    with pytest.raises(Reject, match="not correct"):
        result_of(prove(attempt, PASSWORD))
    attempt = begun(caller)
    caller.call("DeleteLoginProfile", UserName="Anna")
    caller.call("DeleteUser", UserName="Anna")
    with pytest.raises(Reject, match="not correct"):
        result_of(prove(attempt, PASSWORD))


def test_a_new_password_needs_the_old_one_to_be_unchanged() -> None:
    caller = populated(PasswordResetRequired=True)
    attempt = begun(caller)
    result_of(prove(attempt, PASSWORD))
    caller.call("UpdateLoginProfile", UserName="Anna", Password="Some-0ther")
    with pytest.raises(Reject, match="not correct"):
        result_of(replace(attempt, "An0ther-one", FixedContext({})))


def test_policies_that_cannot_be_read_deny_the_change() -> None:
    caller = populated(PasswordResetRequired=True)
    attempt = begun(caller)
    result_of(prove(attempt, PASSWORD))
    assert attempt.claimed.user is not None
    entry = user_entry(ACCOUNT, attempt.claimed.user["Id"])

    async def damage(transaction: Transaction) -> None:
        user = await transaction.get(entry)
        assert user is not None
        user["Inline"]["broken"] = "{"
        transaction.put(entry, user)

    result_of(transact(caller.node, damage))
    with pytest.raises(Reject, match="cannot be read"):
        result_of(replace(attempt, "An0ther-one", FixedContext({})))


def test_the_session_is_sealed_and_ends() -> None:
    caller = populated()
    attempt = begun(caller)
    assert attempt.claimed.profile is not None
    made = session_of(attempt, attempt.claimed.profile, 900)
    opened = open_session(caller.node.sealing, made.access_key_id, made.session_token)
    assert opened is not None
    session = opened[0]
    assert session["ExpiresS"] == session["IssuedS"] + 900
    assert (session["Kind"], session["IsOpen"]) == ("user", False)
    assert PASSWORD not in str(session)
