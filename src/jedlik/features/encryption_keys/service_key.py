"""The key of DynamoDB itself, `alias/aws/dynamodb`. It is made on first use, as on the service."""

from typing import Final

from jedlik.features.encryption_keys.keys import add_key, new_record, rotate_every
from jedlik.features.encryption_keys.records import (
    KeyRecord,
    Place,
    alias_entry,
    key_entry,
    new_alias,
)
from jedlik.features.encryption_keys.rules import ROTATION_DAYS, service_key_policy
from jedlik.features.identity.transaction import Transaction

SERVICE_KEY_ALIAS: Final = "alias/aws/dynamodb"
# Source: KMS console and DescribeKey, in public logs.
_DESCRIPTION: Final = "Default key that protects my DynamoDB data when no other key is defined"


async def service_key(transaction: Transaction, place: Place) -> KeyRecord:
    """Returns the key of DynamoDB in a place. Makes it if there is none.

    If two requests make it at once, the transaction of one of them runs again and finds it.
    """
    entry = alias_entry(place, SERVICE_KEY_ALIAS)
    alias = await transaction.get(entry)
    if alias is not None:
        found = await transaction.get(key_entry(place, alias["KeyId"]))
        assert found is not None  # the key of a service is never deleted
        return found
    now_ms = transaction.node.clock.now_ms()
    record = new_record(place, transaction.node.ids.uuid(), now_ms, service_key_policy(place))
    record["Manager"] = "AWS"
    record["Description"] = _DESCRIPTION
    record["Aliases"] = [SERVICE_KEY_ALIAS]
    await add_key(transaction, place, record)
    rotate_every(transaction, record, ROTATION_DAYS)
    transaction.put(entry, new_alias(SERVICE_KEY_ALIAS, record["Id"], now_ms))
    return record
