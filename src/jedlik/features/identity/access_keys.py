"""Access keys of users, and when they were last used."""

from typing import Literal, NamedTuple

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.principal import Principal
from jedlik.features.identity.accounts import NewKey, new_key
from jedlik.features.identity.entities import Named, user_named
from jedlik.features.identity.limits import ACCESS_KEYS_PER_USER
from jedlik.features.identity.records import (
    AccessKeyRecord,
    LastUseRecord,
    access_key_entry,
    entity_entry,
    last_use_entry,
    user_entry,
)
from jedlik.features.identity.refusals import no_such_entity, quota_exceeded
from jedlik.features.identity.transaction import Transaction


class KeyUse(NamedTuple):
    """The name of the user of an access key, and its last use, None if it was never used."""

    user_name: str
    last_use: LastUseRecord | None


async def create_access_key(transaction: Transaction, named: Named, *, is_open: bool) -> NewKey:
    """Creates an access key of a user. is_open: see AccessKeyRecord. Raises Reject."""
    user = await user_named(transaction, named.account_id, named.name)
    if len(user["AccessKeys"]) >= ACCESS_KEYS_PER_USER:
        raise quota_exceeded("AccessKeysPerUser", ACCESS_KEYS_PER_USER)
    sealing = transaction.node.sealing
    key = new_key(sealing, named.account_id, user["Id"], transaction.now_s, is_open=is_open)
    user["AccessKeys"].append(key.access_key_id)
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    transaction.put(access_key_entry(key.access_key_id), key.record)
    return key


async def update_access_key(
    transaction: Transaction, named: Named, key_id: str, status: Literal["Active", "Inactive"]
) -> None:
    """Switches an access key on or off. Raises Reject with NoSuchEntity."""
    key = await _key_of(transaction, named, key_id)
    key["Status"] = status
    transaction.put(access_key_entry(key_id), key)


async def delete_access_key(transaction: Transaction, named: Named, key_id: str) -> None:
    """Deletes an access key. Raises Reject with NoSuchEntity."""
    await _key_of(transaction, named, key_id)
    user = await user_named(transaction, named.account_id, named.name)
    user["AccessKeys"].remove(key_id)
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    transaction.delete(access_key_entry(key_id))
    transaction.delete(last_use_entry(key_id))


async def access_keys_of(transaction: Transaction, named: Named) -> list[AccessKeyRecord]:
    """Returns the access keys of a user. Raises Reject with NoSuchEntity."""
    user = await user_named(transaction, named.account_id, named.name)
    found = await transaction.get_all([access_key_entry(each) for each in user["AccessKeys"]])
    return [each for each in found if each is not None]


async def use_of_key(transaction: Transaction, caller: Principal, key_id: str) -> KeyUse:
    """Returns the user and the last use of an access key of the caller's account.

    Raises Reject with AccessDeniedException for an unknown key, as the service (recorded in
    LocalStack's tests, February 2026).
    """
    key = await transaction.get(access_key_entry(key_id))
    user = None
    if key is not None and key["AccountId"] == caller.account_id:
        user = await transaction.get(entity_entry(key["AccountId"], key["UserId"]))
    if user is None:
        message = (
            f"User: {caller.arn} is not authorized to perform iam:GetAccessKeyLastUsed on"
            f" resource: access key {key_id}"
        )
        raise Reject(ServiceError("AccessDeniedException", message))
    return KeyUse(user["Name"], await transaction.get(last_use_entry(key_id)))


async def _key_of(transaction: Transaction, named: Named, key_id: str) -> AccessKeyRecord:
    user = await user_named(transaction, named.account_id, named.name)
    key = await transaction.get(access_key_entry(key_id))
    if key is None or key_id not in user["AccessKeys"]:
        raise no_such_entity(f"The Access Key with id {key_id} cannot be found.")
    return key
