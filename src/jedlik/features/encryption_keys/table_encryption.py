"""What SSESpecification does to the record of a table.

The key is resolved once, when the request is made: an alias that moves later changes no table.
Sources: recorded answers, October 2026 (ack-api-quirks, entries 18 to 82 and 139 to 142).
"""

import secrets
from datetime import UTC, datetime
from typing import Final, NamedTuple

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import ENCRYPTION_CHANGE_SECONDS, ENCRYPTION_CHANGES
from jedlik.core.types.structures import SSESpecification
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.encryption_keys.description import sse_description
from jedlik.features.encryption_keys.errors import key_not_found
from jedlik.features.encryption_keys.key_use import use_denial
from jedlik.features.encryption_keys.records import KeyRecord, key_entry
from jedlik.features.encryption_keys.resolve import found_key, place_in
from jedlik.features.encryption_keys.rules import arn_of, reference_to, use_refusal
from jedlik.features.encryption_keys.service_key import SERVICE_KEY_ALIAS, service_key
from jedlik.features.encryption_keys.table_keys import (
    as_dynamodb,
    data_key_of,
    encrypted_by_key,
    encryption_context,
    opened_by_key,
    opened_by_server,
    sealed_by_server,
)
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.tables.settings import limit_exceeded

_DATA_KEY_BYTES: Final = 32
_DAY_MS: Final = 86_400_000
_INTERVAL_MS: Final = ENCRYPTION_CHANGE_SECONDS * 1000


class Encryption(NamedTuple):
    """The members of a record that say how a table is encrypted. None: the member is absent."""

    key_arn: str | None
    data_key: str | None


class PlannedChange(NamedTuple):
    """A change of encryption, which was prepared for a table with the encryption `before`.

    after: the new encryption, or why there can be none.
    """

    before: Encryption
    after: Encryption | ServiceError


class StaleEncryptionError(Exception):
    """The encryption of a table has changed since a change was planned. The caller plans again."""


def check_encryption(sse: SSESpecification) -> None:
    """Refuses a specification that contradicts itself."""
    if sse.get("Enabled") is False:
        for name in ("SSEType", "KMSMasterKeyId"):
            if name in sse:
                raise invalid(f"{REQUEST_INVALID}{name} can not be specified if Enabled is false")
    if sse.get("SSEType") == "AES256":
        raise invalid(f"{REQUEST_INVALID}SSEType AES256 is not supported")
    if "KMSMasterKeyId" in sse and "SSEType" not in sse:
        raise invalid(f"{REQUEST_INVALID}SSEType KMS is required if KMSMasterKeyId is specified")


async def encrypt_new_table(context: Context, record: TableRecord, sse: SSESpecification) -> None:
    """Gives the record of a new table the key that a checked specification names, and a data key.

    Raises Reject if the key cannot be used.
    """
    if not _names_key(sse):
        return
    key = await _key_named(context, sse, record["TableName"])
    if isinstance(key, ServiceError):
        raise Reject(key)
    encryption = _under_key(context, record, key, secrets.token_bytes(_DATA_KEY_BYTES))
    _set_encryption(record, encryption)


async def planned_change(
    context: Context, record: TableRecord, sse: SSESpecification
) -> PlannedChange:
    """Returns the change that a checked specification makes to an existing table. It is not decided
    yet whether the change may be made.
    """
    before = encryption_of(record)
    if not _names_key(sse):
        after: Encryption | ServiceError = Encryption(None, None)
        plain = await _data_key(context, record)
        if isinstance(plain, ServiceError):
            after = plain
        elif plain is not None:
            sealed = sealed_by_server(context.node.sealing, plain, record["TableId"])
            after = Encryption(None, sealed)
        return PlannedChange(before, after)
    key = await _key_named(context, sse, record["TableName"])
    if isinstance(key, ServiceError):
        return PlannedChange(before, key)
    plain = await _data_key(context, record)
    if isinstance(plain, ServiceError):
        return PlannedChange(before, plain)
    if plain is None:
        plain = secrets.token_bytes(_DATA_KEY_BYTES)
    return PlannedChange(before, _under_key(context, record, key, plain))


def change_encryption(
    record: TableRecord, sse: SSESpecification, planned: PlannedChange, moment: Moment
) -> None:
    """Makes a planned change. The table stays ACTIVE, and shows the old key until the transition
    ends. Raises Reject, and StaleEncryptionError.
    """
    old = encryption_of(record)
    if not _names_key(sse) and old.key_arn is None:
        raise invalid(REQUEST_INVALID + "Table is already encrypted by default")
    if old.key_arn is not None and old.key_arn == sse.get("KMSMasterKeyId"):
        raise invalid(
            REQUEST_INVALID + "Table is already encrypted with given KMSMasterKeyId. Use "
            "KMSMasterKeyId parameter if you want to change Master Key"
        )
    _count_change(record, moment.now_ms)
    if planned.before != old:
        raise StaleEncryptionError
    if isinstance(planned.after, ServiceError):
        raise Reject(planned.after)
    shown = sse_description(record, "UPDATING") or {"Status": "UPDATING"}
    _set_encryption(record, planned.after)
    if old.data_key is None and planned.after.data_key is not None:
        record["HasPlainValues"] = True
    record["Transition"] = moment.transition("ACTIVE", {"SSEDescription": shown})


def encryption_of(record: TableRecord) -> Encryption:
    """Returns how a table is encrypted."""
    return Encryption(record.get("KMSMasterKeyArn"), record.get("DataKey"))


def _names_key(sse: SSESpecification) -> bool:
    """Returns whether a specification names a key. If not, the service has one of its own."""
    return bool(sse.get("Enabled", "SSEType" in sse))


def _set_encryption(record: TableRecord, encryption: Encryption) -> None:
    record.pop("KMSMasterKeyArn", None)
    record.pop("DataKey", None)
    if encryption.key_arn is not None:
        record["KMSMasterKeyArn"] = encryption.key_arn
    if encryption.data_key is not None:
        record["DataKey"] = encryption.data_key


def _under_key(context: Context, record: TableRecord, key: KeyRecord, plain: bytes) -> Encryption:
    names = encryption_context(record["TableName"], record["AccountId"])
    return Encryption(arn_of(key), encrypted_by_key(context.node.sealing, key, plain, names))


async def _key_named(
    context: Context, sse: SSESpecification, table_name: str
) -> KeyRecord | ServiceError:
    """Returns the key that a specification names, or the answer of DynamoDB if it cannot be used.

    A key of another account is answered as one that does not exist.
    """
    place = place_in(context)
    text = sse.get("KMSMasterKeyId", SERVICE_KEY_ALIAS)

    async def operation(transaction: Transaction) -> KeyRecord | ServiceError:
        reference = reference_to(text, place)
        if reference.place != place:
            return key_not_found(text)
        if reference.alias == SERVICE_KEY_ALIAS:
            return await service_key(transaction, place)
        return await found_key(transaction, reference)

    try:
        found = await transact(context.node, operation)
    except Reject as rejected:
        found = rejected.error
    if not isinstance(found, ServiceError):
        denied = await use_denial(context, found, table_name)
        refusal = denied or use_refusal(found)
        if refusal is None:
            return found
        found = refusal
    return as_dynamodb(found, context.node.ids)


async def _data_key(context: Context, record: TableRecord) -> bytes | ServiceError | None:
    """Returns the data key of a table in the clear, None if it has none, or why it cannot be
    opened.
    """
    if "DataKey" not in record:
        return None
    data_key = data_key_of(record)
    sealing, arn = context.node.sealing, data_key["KeyArn"]
    if not arn:
        return opened_by_server(sealing, data_key)
    place = place_in(context)
    entry = key_entry(place, reference_to(arn, place).key_id)
    (stored,) = await context.node.storage.read([entry.key], consistent=True)
    key = entry.decoded(stored)
    refusal = key_not_found(arn) if key is None else use_refusal(key)
    if key is None or refusal is not None:
        assert refusal is not None
        return as_dynamodb(refusal, context.node.ids)
    return opened_by_key(sealing, key, data_key)


def _count_change(record: TableRecord, now_ms: int) -> None:
    """Counts a change of encryption. Raises Reject if there were too many: four in a day, then one
    in six hours. Source of the text: recorded, ack-api-quirks, entries 141 and 142.
    """
    changes_ms = [at for at in record.get("EncryptionChangesMs", ()) if at > now_ms - _DAY_MS]
    if len(changes_ms) >= ENCRYPTION_CHANGES and now_ms < changes_ms[-1] + _INTERVAL_MS:
        raise limit_exceeded(
            "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window "
            f"ending at {_time(changes_ms[0] + _DAY_MS)}. After the first {ENCRYPTION_CHANGES} "
            "change, each subsequent change in the same window can be performed at most once every "
            f"{ENCRYPTION_CHANGE_SECONDS} seconds. Number of updates today: {len(changes_ms)}. "
            f"Last change at {_time(changes_ms[-1])}. "
            f"Next changes can be made at {_time(changes_ms[-1] + _INTERVAL_MS)}."
        )
    record["EncryptionChangesMs"] = [*changes_ms, now_ms]


def _time(at_ms: int) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, tz=UTC).replace(tzinfo=None)
    return at.isoformat(timespec="milliseconds") + "Z"
