"""SignIn: who gets credentials, and that a failure tells nothing."""

import asyncio
import hashlib
from base64 import b64decode
from typing import Any

import pytest

from jedlik.features.identity.records import login_profile_entry
from jedlik.features.identity.sign_in import WAITING_MAX
from jedlik.features.identity.transaction import Transaction, transact
from tests.apis.jedlik.signing_in import PASSWORD, WRONG, Server
from tests.apis.sts.callers import allow, document
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.quick_hashes import quicken_hashes

NEW = "An0ther-one"
RESET = (
    "PasswordResetRequired: This password must be changed. Sign in again with NewPassword, a"
    " password of your choice."
)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken_hashes(monkeypatch)


def test_the_right_password_gives_credentials_of_the_user() -> None:
    server = Server()
    made = server.sign_in()
    assert made["AccessKeyId"].startswith("ASIA")
    assert made["Expiration"] == server.clock.time_ms // 1000 + 43_200
    key = made["AccessKeyId"], made["SessionToken"]
    identity = result_of(server.directory.load(*key))
    assert identity is not None
    assert identity.secret == made["SecretAccessKey"]
    assert identity.principal.arn == f"arn:aws:iam::{ACCOUNT}:user/Anna"
    short = server.sign_in(DurationSeconds=900)
    assert short["Expiration"] == server.clock.time_ms // 1000 + 900


def test_an_account_has_an_id_and_perhaps_an_alias() -> None:
    server = Server()
    server.caller.call("CreateAccountAlias", AccountAlias="music")
    assert server.sign_in(Account="music")
    assert server.refusal(Account="films") == WRONG
    assert server.refusal(Account="222222222222") == WRONG


def hash_count(monkeypatch: pytest.MonkeyPatch, server: Server, **members: Any) -> int:
    """Returns how many hashes a failing attempt computes."""
    hashes: list[object] = []
    compute = hashlib.scrypt

    def counted(password: bytes, **cost: Any) -> bytes:
        hashes.append(cost["n"])
        return compute(password, **cost)

    with monkeypatch.context() as patched:
        patched.setattr(hashlib, "scrypt", counted)
        assert server.refusal(**members) == WRONG
    return len(hashes)


@pytest.mark.parametrize(
    "members",
    [
        {"Password": "Passw0rd?"},
        {"UserName": "Bob"},
        {"UserName": "anna"},
        {"UserName": "Carl"},
        {"Account": "222222222222"},
        {"Account": "films"},
        {"Account": "\u00e4" * 63, "UserName": "\U0001f600" * 64, "Password": "\u20ac" * 128},
    ],
    ids=str,
)
def test_every_failure_has_one_answer_and_the_same_work(
    members: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    server.caller.call("CreateUser", UserName="Carl")  # without a password
    assert hash_count(monkeypatch, server, **members) == 1


def test_a_password_that_was_set_in_open_mode_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    opened = Caller(storage=server.caller.storage, clock=server.clock, is_open=True)
    opened.call("UpdateLoginProfile", UserName="Anna", PasswordResetRequired=False)
    assert server.sign_in()
    opened.call("UpdateLoginProfile", UserName="Anna", Password=NEW)
    assert hash_count(monkeypatch, server, Password=NEW) == 1
    opened.call("CreateUser", UserName="Bob")
    opened.call("CreateLoginProfile", UserName="Bob", Password=NEW)
    assert server.refusal(UserName="Bob", Password=NEW) == WRONG
    server.caller.call("UpdateLoginProfile", UserName="Bob", Password=NEW)
    assert server.sign_in(UserName="Bob", Password=NEW)


def test_a_password_of_an_unknown_mode_is_none() -> None:
    server = Server()
    user_id = server.caller.call("GetUser", UserName="Anna")["User"]["UserId"]
    entry = login_profile_entry(ACCOUNT, user_id)

    async def forget_mode(transaction: Transaction) -> None:
        record = await transaction.get(entry)
        assert record is not None
        del record["IsOpen"]
        transaction.put(entry, record)

    result_of(transact(server.node, forget_mode))
    assert server.refusal() == WRONG


def test_sessions_end_with_the_password() -> None:
    server = Server()
    made = server.sign_in()
    assert server.is_known(made)
    server.caller.call("UpdateLoginProfile", UserName="Anna", PasswordResetRequired=False)
    assert server.is_known(made)
    # The same password again is another one too: somebody else may have known it.
    server.caller.call("UpdateLoginProfile", UserName="Anna", Password=PASSWORD)
    assert not server.is_known(made)
    made = server.sign_in()
    server.caller.call("DeleteLoginProfile", UserName="Anna")
    assert not server.is_known(made)
    server.caller.call("CreateLoginProfile", UserName="Anna", Password=PASSWORD)
    assert not server.is_known(made)
    made = server.sign_in()
    server.caller.call("DeleteLoginProfile", UserName="Anna")
    server.caller.call("DeleteUser", UserName="Anna")
    assert not server.is_known(made)


def test_a_password_that_must_be_changed() -> None:
    server = Server(PasswordResetRequired=True)
    assert server.refusal(Password="wrong") == WRONG
    assert server.refusal(Password="wrong", NewPassword=NEW) == WRONG
    assert server.refusal() == RESET
    assert server.refusal(NewPassword="simple").startswith("PasswordPolicyViolation: ")
    made = server.sign_in(NewPassword=NEW)
    assert server.is_known(made)
    assert server.refusal() == WRONG
    assert server.sign_in(Password=NEW)
    assert server.is_known(made)
    assert server.refusal(Password=NEW, NewPassword=PASSWORD) == (
        "ValidationException: NewPassword is only for a password that must be changed. Use"
        " ChangePassword of IAM."
    )


def test_a_policy_can_deny_the_change() -> None:
    server = Server(PasswordResetRequired=True)
    deny = {**allow("iam:ChangePassword"), "Effect": "Deny"}
    local = {"Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.1"}}}
    policy = {"UserName": "Anna", "PolicyName": "p"}
    server.caller.call("PutUserPolicy", **policy, PolicyDocument=document({**deny, **local}))
    assert server.refusal(NewPassword=NEW) == (
        f"AccessDeniedException: User: arn:aws:iam::{ACCOUNT}:user/Anna is not authorized to"
        f" perform: iam:ChangePassword on resource: arn:aws:iam::{ACCOUNT}:user/Anna with an"
        " explicit deny in an identity-based policy"
    )
    elsewhere = {"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    server.caller.call("PutUserPolicy", **policy, PolicyDocument=document({**deny, **elsewhere}))
    assert server.sign_in(NewPassword=NEW)


def test_too_many_attempts_must_wait_and_success_takes_back_its_own() -> None:
    """Names of several accounts share a slot: a success must not allow guesses at another."""
    server = Server()
    for _ in range(4):
        assert server.refusal(Password="wrong") == WRONG
    server.sign_in()
    assert server.refusal(Password="wrong") == WRONG
    for seconds in (1, 2, 4):
        unit = "second" if seconds == 1 else "seconds"
        wait = f"Try again in {seconds} {unit}."
        for _ in range(3):  # a refused attempt is not counted
            assert server.refusal() == (
                f"ThrottlingException: There were too many attempts to sign in. {wait}"
            )
        server.clock.time_ms += 1_000 * seconds
        assert server.refusal(Password="wrong") == WRONG
    server.clock.time_ms += 15 * 60_000
    for _ in range(5):
        assert server.refusal(Password="wrong") == WRONG


def test_a_password_that_must_be_changed_is_no_failed_attempt() -> None:
    server = Server(PasswordResetRequired=True)
    assert [server.refusal() for _ in range(7)] == [RESET] * 7


def test_only_a_few_can_wait_for_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    monkeypatch.setattr(hashlib, "scrypt", lambda password, **cost: b"a quick hash")

    async def crowd() -> list[bytes]:
        names = [f"user {number}" for number in range(WAITING_MAX + 4)]
        sent = [server.request(UserName=name) for name in names]
        answers = await asyncio.gather(*map(server.pipeline.respond, sent))
        return [each.body for each in answers]

    bodies = asyncio.run(crowd())
    assert all(b"is not correct" in each for each in bodies[: WAITING_MAX + 1])
    busy = b"Too many people sign in at the moment. Try again in a few seconds."
    assert all(busy in each for each in bodies[WAITING_MAX + 1 :])
    assert len(server.lines) == WAITING_MAX + 1
    assert server.refusal() == WRONG  # the places are free again


def test_the_last_use_of_the_password_is_shown_and_no_cache_is_dropped() -> None:
    server = Server()
    user = server.caller.call("GetUser", UserName="Anna")["User"]
    assert "PasswordLastUsed" not in user
    epoch = server.node.storage.epoch.now()
    first_s = server.clock.time_ms // 1000
    server.sign_in()
    server.clock.time_ms += 59_000
    server.sign_in()
    for shown in (
        server.caller.call("GetUser", UserName="Anna")["User"],
        server.caller.call("ListUsers")["Users"][0],
    ):
        assert shown["PasswordLastUsed"] == first_s
    server.clock.time_ms += 1_000
    server.sign_in()
    user = server.caller.call("GetUser", UserName="Anna")["User"]
    assert user["PasswordLastUsed"] == first_s + 60
    assert server.node.storage.epoch.now() == epoch
    server.caller.call("GenerateCredentialReport")
    report = b64decode(server.caller.call("GetCredentialReport")["Content"]).decode()
    assert "2026-10-08T22:54:20+00:00" in report


@pytest.mark.parametrize(
    "members",
    [
        {"Account": ""},
        {"Account": "a" * 64},
        {"UserName": ""},
        {"UserName": "a" * 65},
        {"Password": ""},
        {"Password": "a" * 129},
        {"NewPassword": "a" * 129},
        {"DurationSeconds": 899},
        {"DurationSeconds": 43_201},
    ],
    ids=str,
)
def test_members_are_checked(members: dict[str, object]) -> None:
    server = Server()
    assert server.refusal(**members).startswith("ValidationException: ")
    assert server.lines == []


def test_no_error_repeats_a_password() -> None:
    server = Server()
    secret = "secret" * 30
    for members in ({"Password": secret}, {"NewPassword": secret}, {"Password": [secret]}):
        assert "secretsecret" not in server.refusal(**members)


def test_nobody_signs_in_to_a_server_in_open_mode() -> None:
    caller = Caller(is_open=True)
    refusal = caller.refusal("SignIn", Account=ACCOUNT, UserName="Anna", Password=PASSWORD)
    assert refusal == (
        "AccessDeniedException: This server accepts all credentials (--auth open), so there is"
        " nothing to sign in to. Use any access key."
    )
