"""Accounts and their roots.

The default account exists from the beginning, with the root key pair of the server. Each other
account is made here, with a root key pair that is stored as every access key.
"""

import base64
import secrets
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Node
from jedlik.engine.sealing import ACCESS_KEYS, Sealing
from jedlik.features.identity.records import (
    AccessKeyRecord,
    AccountRecord,
    access_key_entry,
    account_entry,
)
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.unique_ids import LONG_TERM_KEY, access_key_id

_ACCOUNT_DIGITS: Final = 12
_SECRET_BYTES: Final = 30  # 40 characters of base64


class NewKey(NamedTuple):
    """A new access key, with the secret that is shown only once."""

    access_key_id: str
    secret: str
    record: AccessKeyRecord


async def create_account(node: Node, account_id: str) -> NewKey:
    """Makes an account, and returns the key pair of its root.

    Raises Reject: ValidationException for an id that is not 12 digits, EntityAlreadyExists.
    """
    if len(account_id) != _ACCOUNT_DIGITS or not (account_id.isascii() and account_id.isdigit()):
        raise Reject(ServiceError("ValidationException", "An account id has 12 digits."))

    async def operation(transaction: Transaction) -> NewKey:
        entry = account_entry(account_id)
        found = await transaction.get(entry)
        if found is not None and "RootAccessKey" in found:
            message = f"Account {account_id} already exists."
            raise Reject(ServiceError("EntityAlreadyExists", message))
        key = new_key(node.sealing, account_id, "", transaction.now_s)
        transaction.put(access_key_entry(key.access_key_id), key.record)
        # Operations on the default account store a record without a root key.
        account = found or new_account(account_id, transaction.now_s)
        account["RootAccessKey"] = key.access_key_id
        transaction.put(entry, account)
        return key

    return await transact(node, operation)


def secret_of(sealing: Sealing, key: AccessKeyRecord) -> bytes | None:
    """Returns the secret of an access key, None if it was sealed with another sealing key."""
    return sealing.open(ACCESS_KEYS, base64.b64decode(key["Sealed"]), key["Id"].encode())


def new_account(account_id: str, now_s: int) -> AccountRecord:
    """Returns the record of an account that has nothing stored yet."""
    return {"Id": account_id, "CreatedS": now_s}


def new_key(
    sealing: Sealing, account_id: str, user_id: str, now_s: int, *, is_open: bool = False
) -> NewKey:
    """Returns a new access key. user_id: empty for the root. is_open: see AccessKeyRecord."""
    key_id = access_key_id(LONG_TERM_KEY, account_id, secrets.token_bytes(16))
    secret = base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    sealed = sealing.seal(ACCESS_KEYS, secret.encode(), key_id.encode())
    record: AccessKeyRecord = {
        "Id": key_id,
        "AccountId": account_id,
        "UserId": user_id,
        "Status": "Active",
        "Sealed": base64.b64encode(sealed).decode(),
        "CreatedS": now_s,
        "IsOpen": is_open,
    }
    return NewKey(key_id, secret, record)
