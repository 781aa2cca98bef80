"""What DescribeTable shows of the encryption of a table.

A table whose key cannot be used shows the status INACCESSIBLE_ENCRYPTION_CREDENTIALS. The status
of its encryption stays ENABLED. Source: recorded answers, October 2026 (ack-api-quirks, entries 330
to 335). The service needs minutes to notice the state of a key, and up to an hour to show it. Here
both happen at once.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.core.keys.key import Key
from jedlik.engine.table_record import TableRecord
from jedlik.features.encryption_keys.records import KeyRecord, Place, key_entry
from jedlik.features.encryption_keys.rules import reference_to, use_refusal
from jedlik.features.identity.records import Entry

_INACCESSIBLE: Final = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"


def description_reads(record: TableRecord) -> Sequence[Key]:
    """Returns the key of the record of a table's encryption key, if it has one."""
    entry = _entry(record)
    return () if entry is None else (entry.key,)


def described(record: TableRecord, values: Mapping[Key, bytes | None]) -> Mapping[str, object]:
    """Returns the members of TableDescription that are about encryption."""
    sse = sse_description(record, "ENABLED")
    if sse is None:
        return {}
    entry = _entry(record)
    if entry is None:  # an earlier version stored the ARN of a key that does not exist
        return {"SSEDescription": sse}
    key = entry.decoded(values[entry.key])
    if key is not None and use_refusal(key) is None:
        return {"SSEDescription": sse}
    if key is not None:  # of a key that was deleted, nobody knows the time
        sse["InaccessibleEncryptionDateTime"] = key["StateMs"] / 1000
    return {"SSEDescription": sse, "TableStatus": _INACCESSIBLE}


def sse_description(record: TableRecord, status: str) -> dict[str, object] | None:
    """Returns the SSEDescription; None for a table encrypted with a key of the service."""
    key_arn = record.get("KMSMasterKeyArn")
    if key_arn is None:
        return None
    return {"Status": status, "SSEType": "KMS", "KMSMasterKeyArn": key_arn}


def _entry(record: TableRecord) -> Entry[KeyRecord] | None:
    arn = record.get("KMSMasterKeyArn")
    if arn is None or "DataKey" not in record:
        return None
    place = Place(record["Region"], record["AccountId"])
    return key_entry(place, reference_to(arn, place).key_id)
