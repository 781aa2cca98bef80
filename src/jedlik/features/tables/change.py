"""The one way to change a table: its record is read, judged and rewritten in one transact.

Of two changes at once, in one process or several, the second judges what the first left.
"""

from collections.abc import Callable, Sequence

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.position import position_of
from jedlik.engine.context import Context
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.engine.table_state import is_gone_at, settle_indexes, transition_at
from jedlik.features.streams.change import stream_mutations
from jedlik.features.tables.name import named_table_not_found, own_table_name
from jedlik.features.time_to_live.records import time_to_live_mutations
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Mutation, Put

Change = Callable[[TableRecord], TableRecord]
Entailed = Callable[[TableRecord], Sequence[Mutation]]


def _nothing(_: TableRecord) -> Sequence[Mutation]:
    return ()


async def change_table(
    context: Context, name: str, change: Change, entailed: Entailed = _nothing
) -> TableRecord:
    """The record of the table under `name`, a name or an ARN, after `change`.

    entailed: what else to write, from the changed record.

    `change` is pure, may run more than once, returns a record of its own and raises Reject to
    refuse. A transition without duration is in the record returned, for the answer, but not kept.
    Raises Reject with ResourceNotFoundException when there is no such table.
    """
    node = context.node
    name = own_table_name(context, name)
    key = catalog_key(context.region, context.account_id, name)
    now_ms = node.clock.now_ms()

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[TableRecord]:
        before = existing_record(values[0], name=name, now_ms=now_ms)
        changed = change(existing_record(values[0], name=name, now_ms=now_ms))
        last = position_of(values[1])
        mutations: list[Mutation] = [
            *stream_mutations(before, changed, last=last, now_ms=now_ms),
            *time_to_live_mutations(before, changed),
        ]
        stored = record_to_keep(changed, now_ms)
        if stored == values[0]:
            return Abort(changed)
        mutations += (Put(key, stored), *entailed(changed))
        return Batch(mutations, changed, raises_epoch=True)

    outcome = await node.storage.transact([key, LAST_APPEND], decide)
    return outcome.reason if isinstance(outcome, Abort) else outcome.result


def existing_record(stored: bytes | None, *, name: str, now_ms: int) -> TableRecord:
    """The record in `stored`; raises Reject when there is none or the table is gone."""
    if stored is None:
        raise named_table_not_found(name)
    record = record_from_bytes(stored)
    if is_gone_at(record, now_ms):
        raise named_table_not_found(name)
    settle_indexes(record, now_ms)
    return record


def record_to_keep(record: TableRecord, now_ms: int) -> bytes:
    """What to store of a record: a transition that is over is left out, so that requests on a table
    at rest need not look at the clock.
    """
    record = record.copy()
    settle_indexes(record, now_ms)
    if "Transition" in record and transition_at(record, now_ms) is None:
        del record["Transition"]
    return table_to_bytes(record)


def in_use(detail: str) -> Reject:
    """A ResourceInUseException; `detail` says what is under way."""
    message = f"Attempt to change a resource which is still in use: {detail}"
    return Reject(ServiceError("ResourceInUseException", message))


def being_updated(record: TableRecord) -> Reject:
    """The answer to a change of a table while another is under way."""
    return in_use(f"Table: {record['TableName']} is in the process of being updated.")


def refuse_unless_settled(record: TableRecord, now_ms: int) -> None:
    """Raise Reject when the table is being created or deleted: nothing of it can change then."""
    transition = transition_at(record, now_ms)
    if transition is None:
        return
    if transition["Status"] == "CREATING":
        raise in_use(f"Table is being created: {record['TableName']}")
    if transition["Status"] == "DELETING":
        raise in_use(f"Table is being deleted: {record['TableName']}")
