"""What operations do to aliases. Each function runs in a transaction of its caller.

An alias and its key name each other, so a key can be deleted with its aliases. Source of the first
text: recorded, LocalStack, April 2023; other texts are not recorded.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.limits import ALIASES_OF_A_KEY
from jedlik.features.encryption_keys.errors import alias_not_found, limit_exceeded
from jedlik.features.encryption_keys.keys import store
from jedlik.features.encryption_keys.records import (
    AliasRecord,
    KeyRecord,
    Place,
    alias_entry,
    key_entry,
    new_alias,
    place_of,
)
from jedlik.features.encryption_keys.rules import ALIAS, RESERVED_ALIAS, arn_in
from jedlik.features.identity.transaction import Transaction

_PAGE: Final = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"


def check_name(name: str) -> None:
    """Raises Reject for a name that no alias of a client can have."""
    if not name.startswith(ALIAS):
        raise invalid(f'Alias must start with the prefix "alias/". Please see {_PAGE}')
    rest = name.removeprefix(ALIAS)
    if name.startswith(RESERVED_ALIAS) or not rest or ":" in rest:
        raise Reject(
            ServiceError("InvalidAliasNameException", f"Alias name {name} is not valid or reserved")
        )


async def add_alias(transaction: Transaction, name: str, record: KeyRecord) -> None:
    """Creates an alias of a key. Raises Reject if the name is taken."""
    place = place_of(record)
    entry = alias_entry(place, name)
    if await transaction.get(entry) is not None:
        message = f"An alias with the name {arn_in(place, name)} already exists"
        raise Reject(ServiceError("AlreadyExistsException", message))
    now_ms = transaction.node.clock.now_ms()
    _add_name(record, name)
    store(transaction, record)
    transaction.put(entry, new_alias(name, record["Id"], now_ms))


async def move_alias(transaction: Transaction, name: str, record: KeyRecord) -> None:
    """Lets an alias lead to another key. Raises Reject if there is no such alias."""
    alias = await existing_alias(transaction, place_of(record), name)
    await _forget_name(transaction, place_of(record), alias)
    if alias["KeyId"] == record["Id"]:
        record["Aliases"].remove(name)
    _add_name(record, name)
    store(transaction, record)
    moved: AliasRecord = {
        **alias,
        "KeyId": record["Id"],
        "UpdatedMs": transaction.node.clock.now_ms(),
    }
    transaction.put(alias_entry(place_of(record), name), moved)


async def delete_alias(transaction: Transaction, place: Place, name: str) -> None:
    """Deletes an alias. Its key stays. Raises Reject if there is no such alias."""
    alias = await existing_alias(transaction, place, name)
    await _forget_name(transaction, place, alias)
    transaction.delete(alias_entry(place, name))


async def existing_alias(transaction: Transaction, place: Place, name: str) -> AliasRecord:
    """Returns the record of an alias. Raises Reject."""
    alias = await transaction.get(alias_entry(place, name))
    if alias is None:
        raise Reject(alias_not_found(arn_in(place, name)))
    return alias


def _add_name(record: KeyRecord, name: str) -> None:
    if len(record["Aliases"]) >= ALIASES_OF_A_KEY:
        raise limit_exceeded(f"A key can have {ALIASES_OF_A_KEY} aliases.")
    record["Aliases"].append(name)


async def _forget_name(transaction: Transaction, place: Place, alias: AliasRecord) -> None:
    key = await transaction.get(key_entry(place, alias["KeyId"]))
    if key is not None:
        key["Aliases"].remove(alias["Name"])
        store(transaction, key)
