"""DeleteTable: a table stops to be, at once or after the time a transition takes.

Its name is free from then on. Its items are erased later by the job `erase_tables`, whose work is
written down in the same transact. Its stream ends and can be read for another day.
"""

from collections.abc import Sequence
from typing import Final, cast

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.model.tables import DELETE_TABLE, TableRequest
from jedlik.core.errors import invalid
from jedlik.core.keys.position import position_of
from jedlik.engine.context import Context
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import changing_indexes, transition_at
from jedlik.features.secondary_indexes.lifecycle import is_changing
from jedlik.features.streams.change import stream_mutations, without_stream
from jedlik.features.tables.change import (
    being_updated,
    existing_record,
    in_use,
    record_to_keep,
    refuse_unless_settled,
)
from jedlik.features.tables.description import answered
from jedlik.features.tables.erasure import table_erasure
from jedlik.features.tables.name import own_table_name
from jedlik.features.time_to_live.records import work_key
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Delete, Mutation, Put

# Sources: Alternator test_table.py, snapshots of LocalStack: the answer does not have these.
_NOT_ANSWERED: Final = (
    "AttributeDefinitions",
    "KeySchema",
    "CreationDateTime",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "VectorIndexes",
    "WarmThroughput",
)


def check(request: TableRequest) -> TableRequest:
    """There is no rule across members."""
    return request


async def run(request: TableRequest, context: Context) -> Answer:
    """Delete the table."""
    node = context.node
    name = own_table_name(context, request["TableName"])
    key = catalog_key(context.region, context.account_id, name)
    now_ms = node.clock.now_ms()
    ends_at_ms = now_ms + node.transition_delay_ms

    def decide(values: Sequence[bytes | None]) -> Batch | Abort:
        before = existing_record(values[0], name=name, now_ms=now_ms)
        _refuse_undeletable(before, now_ms)
        record = before.copy()
        record["Transition"] = {"Status": "DELETING", "EndsAtMs": ends_at_ms}
        gone: Mutation = Delete(key)
        if ends_at_ms > now_ms:
            gone = Put(key, record_to_keep(record, now_ms))
        last = position_of(values[1])
        stream = stream_mutations(before, without_stream(record), last=last, now_ms=now_ms)
        idle = Delete(work_key(record["Id"]))
        return Batch((gone, table_erasure(record), idle, *stream), record)

    outcome = await node.storage.transact([key, LAST_APPEND], decide)
    assert isinstance(outcome, Batch)
    node.catalog.changed()
    description = await answered(context, cast(TableRecord, outcome.result))
    for member in _NOT_ANSWERED:
        description.pop(member, None)
    return {"TableDescription": description}


def _refuse_undeletable(record: TableRecord, now_ms: int) -> None:
    refuse_unless_settled(record, now_ms)
    if record["DeletionProtectionEnabled"]:
        raise invalid(
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first."
        )
    if transition_at(record, now_ms) is not None:
        raise being_updated(record)
    if any(is_changing(each) for each in changing_indexes(record)):
        raise in_use("Cannot delete table while indexes are being created, updated, or deleted.")


OPERATION: Final = Operation("DeleteTable", Access.WRITE, Plane.CONTROL, DELETE_TABLE, check, run)
