"""Opens the data keys of tables, and gives their ciphers to the storage.

A data key is encrypted under the encryption key of its table, or sealed by the server if the table
has none any more. An encryption key that is disabled, or pending deletion, still opens the data key
for jobs; clients get its error. A deleted one opens nothing.

Ciphers of tables that were deleted are dropped from time to time, so that their number is that of
the tables in use.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Final, final

from jedlik.core.errors import ServiceError
from jedlik.engine.context import Ids
from jedlik.engine.data_keys import Locked
from jedlik.engine.sealing import DATA_KEYS, Sealing
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import TableRecord, record_from_bytes
from jedlik.features.encryption_keys.ciphertext import ciphertext_in
from jedlik.features.encryption_keys.errors import key_not_found
from jedlik.features.encryption_keys.material import LostMaterialError, decrypt, encrypt
from jedlik.features.encryption_keys.records import (
    DataKeyRecord,
    KeyRecord,
    Place,
    data_key_entry,
    key_entry,
)
from jedlik.features.encryption_keys.rules import reference_to, use_refusal
from jedlik.storage.encrypted import EncryptedStorage, TableCipher

_LOG: Final = logging.getLogger("jedlik")

_INTERNAL: Final = ServiceError(
    "InternalServerError",
    "The request processing has failed because of an unknown error, exception or failure.",
)
_DENIED: Final = "AccessDeniedException"
_UNMODELLED: Final = "AWSKMSException"  # the class of errors that the model of KMS does not have
_VALIDATION: Final = ("validation", "ValidationException")
# The kind that DynamoDB names, and its own code, by the code of KMS.
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "DisabledException": ("key disabled", "ValidationException"),
    _DENIED: ("key access denied", _DENIED),
}
# How many ciphers there may be before those of deleted tables are looked for.
CIPHERS_MAX: Final = 1_000


@final
class TableKeys:
    """The data keys of one process. See `engine.data_keys.DataKeys`."""

    def __init__(self, storage: EncryptedStorage, sealing: Sealing, ids: Ids) -> None:
        self._storage = storage
        self._sealing = sealing
        self._ids = ids
        self._opened: dict[int, TableRecord] = {}
        self._logs: dict[int, None] = {}  # deleted tables, in the order of their last use
        self._look_at = CIPHERS_MAX

    async def open(self, record: TableRecord) -> Locked | None:
        """See DataKeys."""
        table = record["Id"]
        locked = await self._open(table, data_key_of(record))
        self._opened[table] = record
        if len(self._opened) > self._look_at:
            await self._drop_deleted()
        return locked

    async def open_log(self, table: int) -> Locked | None:
        """See DataKeys."""
        record = await self._of_deleted(table)
        return None if record is None else await self._open_deleted(table, record)

    async def open_earlier(self, record: TableRecord) -> Locked | None:
        """See DataKeys."""
        table = record["Id"]
        data_key = await self._of_deleted(table)
        if data_key is None and "DataKey" in record:
            data_key = data_key_of(record)
        return None if data_key is None else await self._open_deleted(table, data_key)

    async def cipher(self, record: TableRecord) -> TableCipher | None:
        """Returns the cipher for values outside of the storage, such as copies of a backup.

        record: that of their table, with the member DataKey. None if the data key is lost.
        """
        try:
            plain, _ = await self._data_key(data_key_of(record))
        except LostMaterialError:
            plain = None
        return None if plain is None else TableCipher(record["Id"], plain, allows_plain=True)

    async def _of_deleted(self, table: int) -> DataKeyRecord | None:
        entry = data_key_entry(table)
        (stored,) = await self._storage.read([entry.key], consistent=True)
        return entry.decoded(stored)

    async def _open_deleted(self, table: int, record: DataKeyRecord) -> Locked | None:
        locked = await self._open(table, record)
        if table in self._opened:  # its cipher is dropped with those of tables
            return locked
        self._logs.pop(table, None)
        self._logs[table] = None
        if len(self._logs) > CIPHERS_MAX:
            oldest = next(iter(self._logs))
            del self._logs[oldest]
            self._storage.ciphers.pop(oldest, None)
        return locked

    async def _open(self, table: int, data_key: DataKeyRecord) -> Locked | None:
        try:
            plain, locked = await self._data_key(data_key)
        except LostMaterialError as error:
            _LOG.error("a table cannot be read: %s", error)
            return Locked(_INTERNAL, is_lost=True)
        if plain is not None:
            cipher = TableCipher(table, plain, allows_plain=data_key["HasPlainValues"])
            self._storage.ciphers[table] = cipher
        return locked

    async def _data_key(self, data_key: DataKeyRecord) -> tuple[bytes | None, Locked | None]:
        """Returns the data key in the clear, None if it is lost, and why clients cannot use it."""
        arn = data_key["KeyArn"]
        if not arn:
            return opened_by_server(self._sealing, data_key), None
        place = Place(arn.split(":")[3], data_key["AccountId"])
        entry = key_entry(place, reference_to(arn, place).key_id)
        (stored,) = await self._storage.read([entry.key], consistent=True)
        key = entry.decoded(stored)
        if key is None:
            error = as_dynamodb(key_not_found(arn), self._ids)
            return None, Locked(error, is_lost=True)
        refusal = use_refusal(key)
        locked = None
        if refusal is not None:
            locked = Locked(as_dynamodb(refusal, self._ids), is_lost=False)
        return opened_by_key(self._sealing, key, data_key), locked

    async def _drop_deleted(self) -> None:
        """Drops the ciphers of tables that do not exist any more."""
        opened = dict(self._opened)
        keys = [
            catalog_key(each["Region"], each["AccountId"], each["TableName"])
            for each in opened.values()
        ]
        found = await self._storage.read(keys, consistent=True)
        for table, stored in zip(opened, found, strict=True):
            if stored is None or record_from_bytes(stored)["Id"] != table:
                self._opened.pop(table, None)
                self._storage.ciphers.pop(table, None)
        self._look_at = max(CIPHERS_MAX, 2 * len(self._opened))


def data_key_of(record: TableRecord) -> DataKeyRecord:
    """Returns the data key in the record of a table."""
    return {
        "KeyArn": record.get("KMSMasterKeyArn", ""),
        "DataKey": record["DataKey"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "TableId": record["TableId"],
        "HasPlainValues": record.get("HasPlainValues", False),
    }


def encrypted_by_key(
    sealing: Sealing, key: KeyRecord, plain: bytes, context: Mapping[str, str]
) -> str:
    """Returns a data key encrypted under an encryption key, in base64."""
    return b64encode(encrypt(sealing, key, plain, context)).decode()


def opened_by_key(sealing: Sealing, key: KeyRecord, data_key: DataKeyRecord) -> bytes:
    """Returns a data key that was encrypted under an encryption key."""
    ciphertext = ciphertext_in(b64decode(data_key["DataKey"]))
    context = encryption_context(data_key["TableName"], data_key["AccountId"])
    plain = None if ciphertext is None else decrypt(sealing, key, ciphertext, context)
    if plain is None:
        raise LostMaterialError(f"the data key of {data_key['TableName']} cannot be decrypted")
    return plain


def sealed_by_server(sealing: Sealing, plain: bytes, table_uuid: str) -> str:
    """Returns a data key that only the server can open, in base64."""
    return b64encode(sealing.seal(DATA_KEYS, plain, table_uuid.encode())).decode()


def opened_by_server(sealing: Sealing, data_key: DataKeyRecord) -> bytes:
    """Returns a data key that the server sealed."""
    sealed = b64decode(data_key["DataKey"])
    plain = sealing.open(DATA_KEYS, sealed, data_key["TableId"].encode())
    if plain is None:
        raise LostMaterialError(f"the data key of {data_key['TableName']} cannot be opened")
    return plain


def encryption_context(table_name: str, account_id: str) -> Mapping[str, str]:
    """Returns the encryption context of a data key. Source: Developer Guide of DynamoDB,
    "Encryption at rest usage notes".
    """
    return {"aws:dynamodb:tableName": table_name, "aws:dynamodb:subscriberId": account_id}


def as_dynamodb(error: ServiceError, ids: Ids) -> ServiceError:
    """Returns an error of KMS in the words of DynamoDB. Source: recorded answers, October 2026
    (ack-api-quirks, entries 20 to 23 and 330 to 335).
    """
    kind, code = _KINDS.get(error.code, _VALIDATION)
    model = _UNMODELLED if error.code == _DENIED else error.code
    message = (
        f"KMS {kind} error: com.amazonaws.services.kms.model.{model}: {error.message} "
        f"(Service: AWSKMS; Status Code: 400; Error Code: {error.code}; "
        f"Request ID: {ids.uuid()}; Proxy: null)"
    )
    return ServiceError(code, message)
