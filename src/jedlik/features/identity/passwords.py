"""Passwords of users, for the console. A password is stored as a scrypt hash.

Sources: IAM User Guide, "Set an account password policy" (what a password must contain without a
policy of the account); IAM API Reference, UpdateAccountPasswordPolicy; the texts about policies and
the defaults of a policy are recorded in LocalStack's tests of IAM (February 2026).
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from jedlik.concurrency import in_thread
from jedlik.core.errors import Reject, ServiceError
from jedlik.features.identity.accounts import new_account
from jedlik.features.identity.entities import Named, user_named
from jedlik.features.identity.records import (
    LoginProfileRecord,
    account_entry,
    login_profile_entry,
    user_entry,
)
from jedlik.features.identity.refusals import no_such_entity
from jedlik.features.identity.transaction import Transaction

# The cost that OWASP recommends for scrypt: 32 MB of memory and about 0.1 s.
_COST: Final = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 << 20}
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_FINGERPRINT_BYTES: Final = 16
_SYMBOLS: Final = frozenset("!@#$%^&*()_+-=[]{}|'")
_MIN_LENGTH: Final = 8
_MIN_KINDS: Final = 3
# What a policy of an account contains if UpdateAccountPasswordPolicy does not say otherwise.
DEFAULT_POLICY: Final[Mapping[str, object]] = {
    "MinimumPasswordLength": 6,
    "RequireSymbols": False,
    "RequireNumbers": False,
    "RequireUppercaseCharacters": False,
    "RequireLowercaseCharacters": False,
    "AllowUsersToChangePassword": False,
}
_VIOLATION: Final = ServiceError(
    "PasswordPolicyViolation", "Password does not conform to the account password policy."
)


class PasswordHash(NamedTuple):
    """The salt and the hash of a password, in hexadecimal."""

    salt: str
    hash: str


async def hashed(password: str) -> PasswordHash:
    """Returns the hash of a password. It is computed in a thread."""
    return await in_thread(partial(new_hash, password))


async def is_password(record: LoginProfileRecord, password: str) -> bool:
    """Returns whether a password is that of a login profile. It is computed in a thread."""
    return await in_thread(partial(is_hash_of, record, password))


def new_hash(password: str) -> PasswordHash:
    """Returns the hash of a password, with a new salt. It takes long."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return PasswordHash(salt.hex(), _scrypt(password, salt).hex())


def is_hash_of(record: LoginProfileRecord | None, password: str) -> bool:
    """Returns whether a password is that of a login profile. It takes long.

    It does the same work if there is no login profile.
    """
    salt, expected = (bytes(_SALT_BYTES), bytes(_HASH_BYTES))
    if record is not None:
        salt, expected = bytes.fromhex(record["Salt"]), bytes.fromhex(record["Hash"])
    is_same = hmac.compare_digest(_scrypt(password, salt), expected)
    return is_same and record is not None


def fingerprint(record: LoginProfileRecord) -> str:
    """Returns a text that is another one for every password that is set."""
    stored = f"{record['Salt']} {record['Hash']}".encode()
    return hashlib.blake2b(stored, digest_size=_FINGERPRINT_BYTES).hexdigest()


def set_password(record: LoginProfileRecord, new: PasswordHash, *, is_open: bool) -> None:
    """Puts a password into a login profile. is_open: whether it is set in open mode."""
    record["Salt"], record["Hash"] = new
    record["IsOpen"] = is_open


async def check_password(transaction: Transaction, account_id: str, password: str) -> None:
    """Raises Reject with PasswordPolicyViolation if the account does not accept a password."""
    account = await transaction.get(account_entry(account_id))
    policy = None if account is None else account.get("PasswordPolicy")
    kinds = _kinds_in(password)
    if policy is None:
        is_accepted = len(password) >= _MIN_LENGTH and sum(kinds.values()) >= _MIN_KINDS
    else:
        minimum = policy["MinimumPasswordLength"]
        assert isinstance(minimum, int)
        is_accepted = len(password) >= minimum and all(
            has or not policy[required] for required, has in kinds.items()
        )
    if not is_accepted:
        raise Reject(_VIOLATION)


async def create_login_profile(
    transaction: Transaction, named: Named, new: PasswordHash, *, must_change: bool, is_open: bool
) -> LoginProfileRecord:
    """Stores the password of a user who has none. Raises Reject with EntityAlreadyExists.

    is_open: whether it is set in open mode.
    """
    user = await user_named(transaction, named.account_id, named.name)
    if user["HasPassword"]:
        message = f"Login Profile for user {named.name} already exists."
        raise Reject(ServiceError("EntityAlreadyExists", message))
    user["HasPassword"] = True
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    record: LoginProfileRecord = {
        "Salt": new.salt,
        "Hash": new.hash,
        "CreatedS": transaction.now_s,
        "MustChange": must_change,
        "IsOpen": is_open,
    }
    transaction.put(login_profile_entry(named.account_id, user["Id"]), record)
    return record


async def login_profile_of(transaction: Transaction, named: Named) -> LoginProfileRecord:
    """Returns the login profile of a user. Raises Reject with NoSuchEntity."""
    user = await user_named(transaction, named.account_id, named.name)
    record = await transaction.get(login_profile_entry(named.account_id, user["Id"]))
    if record is None:
        raise no_such_entity(f"Login Profile for User {named.name} cannot be found.")
    return record


async def update_login_profile(
    transaction: Transaction,
    named: Named,
    new: PasswordHash | None,
    must_change: bool | None,
    *,
    is_open: bool,
) -> None:
    """Changes a login profile; None leaves what is stored. Raises Reject with NoSuchEntity.

    is_open: whether this happens in open mode.
    """
    record = await login_profile_of(transaction, named)
    user = await user_named(transaction, named.account_id, named.name)
    if new is not None:
        set_password(record, new, is_open=is_open)
    if must_change is not None:
        record["MustChange"] = must_change
    transaction.put(login_profile_entry(named.account_id, user["Id"]), record)


async def delete_login_profile(transaction: Transaction, named: Named) -> None:
    """Deletes a login profile. Raises Reject with NoSuchEntity."""
    await login_profile_of(transaction, named)
    user = await user_named(transaction, named.account_id, named.name)
    user["HasPassword"] = False
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    transaction.delete(login_profile_entry(named.account_id, user["Id"]))


async def password_policy_of(transaction: Transaction, account_id: str) -> Mapping[str, object]:
    """Returns the password policy of an account. Raises Reject with NoSuchEntity."""
    account = await transaction.get(account_entry(account_id))
    policy = None if account is None else account.get("PasswordPolicy")
    if policy is None:
        text = f"The Password Policy with domain name {account_id} cannot be found."
        raise no_such_entity(text)
    return policy


async def set_password_policy(
    transaction: Transaction, account_id: str, members: Mapping[str, object]
) -> None:
    """Replaces the password policy of an account. Members that are not given get their default."""
    entry = account_entry(account_id)
    account = await transaction.get(entry) or new_account(account_id, transaction.now_s)
    account["PasswordPolicy"] = {**DEFAULT_POLICY, **members}
    transaction.put(entry, account)


async def delete_password_policy(transaction: Transaction, account_id: str) -> None:
    """Deletes the password policy of an account. Raises Reject with NoSuchEntity."""
    entry = account_entry(account_id)
    account = await transaction.get(entry)
    if account is None or "PasswordPolicy" not in account:
        raise no_such_entity("The account policy with name PasswordPolicy cannot be found.")
    del account["PasswordPolicy"]
    transaction.put(entry, account)


def _kinds_in(password: str) -> Mapping[str, bool]:
    """Returns which kinds of characters a password has, by the member that requires them."""
    return {
        "RequireSymbols": any(each in _SYMBOLS for each in password),
        "RequireNumbers": any(each.isdigit() for each in password),
        "RequireUppercaseCharacters": any(each.isupper() for each in password),
        "RequireLowercaseCharacters": any(each.islower() for each in password),
    }


def _scrypt(password: str, salt: bytes) -> bytes:
    encoded = password.encode(errors="surrogatepass")
    return hashlib.scrypt(encoded, salt=salt, dklen=_HASH_BYTES, **_COST)
