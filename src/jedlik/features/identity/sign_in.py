"""Signing in with a password: temporary credentials of a user, for the console.

Nobody can learn from an answer, or from its time, which accounts, users and passwords exist: an
unknown account, an unknown user, a user without a password and a wrong password are answered alike,
after the same reads and the same hash. `sign_in_slots` limits how often a name can be tried. Hashes
are computed in one thread, and only a few can wait for it, so strangers cannot occupy a worker.

A password that was set in open mode is none here: anybody could set it (ADR 0031). The session says
to which password it belongs. It ends when that is changed or deleted (`directory`).
"""

from functools import partial
from typing import Final, NamedTuple

from jedlik.concurrency import OneThread
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.decision import Outcome, decide
from jedlik.core.iam.denial import denial
from jedlik.core.iam.request import Caller as PolicyCaller
from jedlik.core.iam.request import CallerKind, Request
from jedlik.core.iam.request import Context as ConditionContext
from jedlik.core.principal import Principal
from jedlik.engine.context import Node
from jedlik.features.identity.passwords import (
    check_password,
    fingerprint,
    is_hash_of,
    new_hash,
    set_password,
)
from jedlik.features.identity.policy_sources import (
    BrokenPolicyError,
    compiled_policies,
    policies_of_user,
)
from jedlik.features.identity.principals import user_principal
from jedlik.features.identity.records import (
    Entry,
    LoginProfileRecord,
    SlotRecord,
    UserRecord,
    alias_entry,
    login_profile_entry,
    name_entry,
    user_entry,
)
from jedlik.features.identity.sessions import Credentials, Session, seal_session
from jedlik.features.identity.sign_in_slots import book, slot_of, take_back
from jedlik.features.identity.transaction import Transaction, transact

WAITING_MAX: Final = 8
_ACCOUNT_DIGITS: Final = 12
_LAST_USE_INTERVAL_S: Final = 60
_CHANGE: Final = "iam:ChangePassword"
# The hashes of one process.
HASHES: Final = OneThread(WAITING_MAX)

FAILED: Final = ServiceError(
    "AccessDeniedException", "The account, the user name or the password is not correct."
)
RESET_REQUIRED: Final = ServiceError(
    "PasswordResetRequired",
    "This password must be changed. Sign in again with NewPassword, a password of your choice.",
)
_NOT_REQUIRED: Final = ServiceError(
    "ValidationException",
    "NewPassword is only for a password that must be changed. Use ChangePassword of IAM.",
)

_UNREADABLE: Final = ServiceError(
    "AccessDeniedException",
    "A policy of this user cannot be read, so the password cannot be changed.",
)


class Claim(NamedTuple):
    """Who somebody claims to be. account: the id or the alias of an account."""

    account: str
    user_name: str


class Claimed(NamedTuple):
    """What a claim leads to.

    account_id: None if there is no account with that alias. user: None if there is no such user.
    profile: the password, None if there is none that counts.
    """

    account_id: str | None
    user: UserRecord | None
    profile: LoginProfileRecord | None

    @property
    def principal(self) -> Principal:
        """Returns who the audit log names. Nothing has proved yet that it is this user."""
        if self.user is not None:
            return user_principal(self.user)
        return Principal(PolicyCaller(CallerKind.ANONYMOUS, self.account_id or "", ""), "")


class SignIn(NamedTuple):
    """An attempt that was booked."""

    node: Node
    claimed: Claimed
    slot: Entry[SlotRecord]


async def claimed_by(node: Node, claim: Claim) -> Claimed:
    """Finds what a claim leads to. The number of reads is the same for every claim."""

    async def operation(transaction: Transaction) -> Claimed:
        alias = await transaction.get(alias_entry(claim.account))
        account_id = None if alias is None else alias["AccountId"]
        if _is_id(claim.account):
            account_id = claim.account
        account = account_id or ""
        name = await transaction.get(name_entry(account, "user", claim.user_name))
        user_id = "" if name is None else name["Id"]
        user = await transaction.get(user_entry(account, user_id))
        profile = await transaction.get(login_profile_entry(account, user_id))
        if user is None or user["Name"] != claim.user_name:
            return Claimed(account_id, None, None)
        is_set = profile is not None and not profile.get("IsOpen", True)
        return Claimed(account_id, user, profile if is_set else None)

    return await transact(node, operation)


def _is_id(account: str) -> bool:
    return len(account) == _ACCOUNT_DIGITS and account.isascii() and account.isdigit()


async def begin(node: Node, claim: Claim) -> SignIn:
    """Books an attempt. Raises Reject with ThrottlingException if it comes too early."""
    claimed = await claimed_by(node, claim)
    slot = slot_of(node.sealing, claimed.account_id or claim.account, claim.user_name)
    await book(node, slot)
    return SignIn(node, claimed, slot)


async def prove(attempt: SignIn, password: str) -> None:
    """Compares the password. Raises Reject with FAILED if it is wrong.

    After success the slot forgets this attempt, and the user shows when the password was used.
    """
    node, (account_id, user, profile), slot = attempt
    is_right = await HASHES.run(partial(is_hash_of, profile, password))
    if not is_right or user is None or profile is None or account_id is None:
        raise Reject(FAILED)
    entry = user_entry(account_id, user["Id"])

    async def operation(transaction: Transaction) -> None:
        record = await transaction.get(entry)
        current = await transaction.get(login_profile_entry(account_id, user["Id"]))
        if record is None or current != profile:
            raise Reject(FAILED)
        await take_back(transaction, slot)
        if transaction.now_s - record.get("PasswordLastUsedS", 0) >= _LAST_USE_INTERVAL_S:
            record["PasswordLastUsedS"] = transaction.now_s
            transaction.put(entry, record)

    # Identities that are cached have the record without the time, and nothing depends on it.
    await transact(node, operation, raises_epoch=False)


async def replace(
    attempt: SignIn, new_password: str | None, keys: ConditionContext
) -> LoginProfileRecord:
    """Returns the password that is in force: the new one, if the old one must be changed.

    keys: the condition keys of the request. Raises Reject: PasswordResetRequired if there is no new
    one, AccessDeniedException if a policy denies the change, PasswordPolicyViolation.
    """
    node, (account_id, user, profile), _ = attempt
    assert account_id is not None
    assert user is not None
    assert profile is not None
    if not profile["MustChange"]:
        if new_password is not None:
            raise Reject(_NOT_REQUIRED)
        return profile
    if new_password is None:
        raise Reject(RESET_REQUIRED)
    new = await HASHES.run(partial(new_hash, new_password))

    async def operation(transaction: Transaction) -> LoginProfileRecord:
        entry = login_profile_entry(account_id, user["Id"])
        record = await transaction.get(entry)
        current = await transaction.get(user_entry(account_id, user["Id"]))
        if record != profile or current is None:
            raise Reject(FAILED)
        await _refuse_denied(transaction, current, keys)
        await check_password(transaction, account_id, new_password)
        changed: LoginProfileRecord = {**profile, "MustChange": False}
        set_password(changed, new, is_open=False)
        transaction.put(entry, changed)
        return changed

    return await transact(node, operation)


async def _refuse_denied(
    transaction: Transaction, user: UserRecord, keys: ConditionContext
) -> None:
    """Raises Reject if a policy of the user denies ChangePassword, or cannot be read.

    A user whose password must be changed needs no policy that allows it.
    """
    principal = user_principal(user)
    request = Request(principal.caller, _CHANGE, principal.arn, keys, user["AccountId"])
    try:
        policies = compiled_policies(await policies_of_user(transaction, user))
    except BrokenPolicyError:
        raise Reject(_UNREADABLE) from None
    decision = decide(request, policies)
    if decision.outcome is Outcome.EXPLICIT_DENY:
        message = denial(request, decision)
        raise Reject(ServiceError("AccessDeniedException", message))


def session_of(attempt: SignIn, profile: LoginProfileRecord, duration_s: int) -> Credentials:
    """Returns the credentials of a session that ends with the password. The password was right."""
    node, (account_id, user, _), _ = attempt
    assert account_id is not None
    assert user is not None
    now_s = node.clock.now_ms() // 1000
    session: Session = {
        "AccountId": account_id,
        "Kind": "user",
        "EntityId": user["Id"],
        "Name": "",
        "IssuedS": now_s,
        "ExpiresS": now_s + duration_s,
        "IsOpen": False,
        "Password": fingerprint(profile),
    }
    return seal_session(node.sealing, session)
