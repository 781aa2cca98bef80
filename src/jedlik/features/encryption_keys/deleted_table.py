"""The data key of a deleted table, whose log can be read for another day.

The entry is written with the deletion. An entry of due work lets the job `due_work` delete it when
nobody can read the log any more, and no backup or restore reads the table.
"""

from collections.abc import Sequence
from typing import Final

import orjson

from jedlik.core.limits import SHARD_ITERATOR_SECONDS, STREAM_RETENTION_SECONDS
from jedlik.engine.context import Node
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord
from jedlik.features.encryption_keys.records import DueRecord, data_key_entry, due_entry
from jedlik.features.encryption_keys.table_keys import data_key_of
from jedlik.storage.interface import Mutation, Put

_LOG_MS: Final = (STREAM_RETENTION_SECONDS + SHARD_ITERATOR_SECONDS) * 1000


def forget_later(change: TableChange) -> Sequence[Mutation]:
    """Returns what the deletion of a table writes about its data key."""
    record = change.after
    if not change.is_deletion or "DataKey" not in record or change.before is None:
        return ()
    at_ms = change.moment.now_ms + _LOG_MS
    table = str(record["Id"])
    due: DueRecord = {
        "Kind": "forget",
        "AtMs": at_ms,
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "KeyId": table,
    }
    return (
        Put(data_key_entry(record["Id"]).key, orjson.dumps(data_key_of(record))),
        Put(due_entry("forget", at_ms, table).key, orjson.dumps(due)),
    )


async def with_data_key(node: Node, record: TableRecord) -> TableRecord:
    """Returns the record of a table as it was earlier, with the encryption that it has by now.

    The table may have been deleted a moment ago. It has one data key for all its life.
    """
    if "DataKey" in record:
        return record
    keyed = record.copy()
    place = record["Region"], record["AccountId"], record["TableName"]
    table = await node.catalog.find(*place)
    if table is not None and table.id == record["Id"]:
        found = data_key_of(table.record) if "DataKey" in table.record else None
    else:
        entry = data_key_entry(record["Id"])
        (stored,) = await node.storage.read([entry.key], consistent=True)
        found = entry.decoded(stored)
    if found is not None:
        keyed["DataKey"] = found["DataKey"]
        if found["KeyArn"]:
            keyed["KMSMasterKeyArn"] = found["KeyArn"]
    return keyed
