"""The one way to create, change and delete a table.

Each of the three functions reads the record of the table, decides and writes in one transaction. If
two changes arrive at once, in one process or in several, the second sees the result of the first.
All features take part: their `TableHooks` receive the record before and after the change, and what
they derive is written in the same transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, Never

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.limits import TABLES_PER_ACCOUNT
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.context import Context, Node
from jedlik.engine.table import catalog_key, catalog_partition
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.engine.table_state import Moment, end_index_transitions, is_gone_at, transition_at
from jedlik.features.tables.erasure import table_erasure
from jedlik.features.tables.name import may_find, named_table_not_found, place_of
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import (
    Abort,
    Batch,
    Delete,
    Fence,
    FenceLostError,
    Mutation,
    Put,
)

# Changes the record that it receives, or raises Reject to refuse. It may be called more than once.
Change = Callable[[TableRecord, Moment], None]


class Together(NamedTuple):
    """What is read and written in the transaction that creates a table.

    derive: receives the record of the new table and the values of `reads`. It returns what to write
    with the record, or raises an exception, and then no table is created.
    """

    reads: Sequence[Key]
    derive: Callable[[TableRecord, Sequence[bytes | None]], Sequence[Mutation]]


_ALONE: Final = Together((), lambda _, __: ())
_PAGE_BYTES: Final = 1 << 30  # only the number of tables ends a page


async def create_table(
    context: Context, record: TableRecord, together: Together = _ALONE
) -> TableRecord:
    """Creates a table. Every process sees it when this function returns.

    Raises Reject if the name is taken or the account has too many tables. record: the record of the
    table without its `Id`.
    """
    node = context.node
    # Read the clock before the first await. If the clock went back after the record was made, the
    # table would stay CREATING until the clock has reached that time again.
    moment, reads = _moment(node), _reads(node)
    await _check_table_count(context)
    key = catalog_key(record["Region"], record["AccountId"], record["TableName"])

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[Never]:
        counter, existing = values[:2]
        own = values[len(values) - len(together.reads) :]
        if existing is not None:
            _refuse_existing(record_from_bytes(existing), moment.now_ms)
        table_id = int.from_bytes(counter or b"", "big") + 1
        change = TableChange(None, {**record, "Id": table_id}, moment)
        mutations = _derived(node, change, dict(zip(reads, values[2:], strict=False)))
        mutations += together.derive(change.after, own)
        counted = Put(TABLE_ID_COUNTER, table_id.to_bytes(8, "big"))
        stored = Put(key, _to_store(change.after, moment.now_ms))
        return Batch((counted, stored, *mutations), change.after, raises_epoch=True)

    outcome = await node.storage.transact([TABLE_ID_COUNTER, key, *reads, *together.reads], decide)
    assert isinstance(outcome, Batch)
    return outcome.result


async def change_table(
    context: Context, name: str, change: Change, fence: Fence | None = None
) -> TableRecord:
    """Changes the table under `name`, a name or an ARN. Returns its record.

    fence: what must be unchanged in the transaction, for a job.

    The returned record has every transition that the change began. A transition without duration is
    not stored. Raises Reject with ResourceNotFoundException if there is no such table, what
    `change` raises, and FenceLostError.
    """
    node = context.node
    key = _record_key(context, name)
    moment, reads = _moment(node), _reads(node)
    proofs = [] if fence is None else [fence.key]

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[TableRecord]:
        if fence is not None and values[-1] != fence.value:
            raise FenceLostError
        before = _existing(context, name, values[0], moment.now_ms)
        if "Restore" in before:  # only DescribeTable and DeleteTable see it
            raise named_table_not_found(place_of(context, name).table_name)
        after = _existing(context, name, values[0], moment.now_ms)
        change(after, moment)
        table_change = TableChange(before, after, moment)
        mutations = _derived(node, table_change, dict(zip(reads, values[1:], strict=False)))
        stored = _to_store(after, moment.now_ms)
        if stored == values[0]:
            return Abort(after)
        return Batch((Put(key, stored), *mutations), after, raises_epoch=True)

    outcome = await node.storage.transact([key, *reads, *proofs], decide)
    return outcome.reason if isinstance(outcome, Abort) else outcome.result


async def delete_table(context: Context, name: str, check: Change) -> TableRecord:
    """Deletes the table under `name`, a name or an ARN. Returns its record with the transition.

    A job erases its items later. The same transaction stores the work of this job. Raises Reject
    with ResourceNotFoundException if there is no such table, and what `check` raises. `check`
    receives the record and does not change it.
    """
    node = context.node
    key = _record_key(context, name)
    moment, reads = _moment(node), _reads(node)

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[Never]:
        before = _existing(context, name, values[0], moment.now_ms)
        check(before, moment)
        after = before.copy()
        after["Transition"] = {"Status": "DELETING", "EndsAtMs": moment.ends_at_ms}
        change = TableChange(before, after, moment)
        mutations = _derived(node, change, dict(zip(reads, values[1:], strict=True)))
        gone: Mutation = Delete(key)
        if moment.ends_at_ms > moment.now_ms:
            gone = Put(key, _to_store(after, moment.now_ms))
        return Batch((gone, table_erasure(after), *mutations), after, raises_epoch=True)

    outcome = await node.storage.transact([key, *reads], decide)
    assert isinstance(outcome, Batch)
    return outcome.result


def in_use(detail: str) -> Reject:
    """Returns a ResourceInUseException. detail: a sentence about the change that is under way."""
    message = f"Attempt to change a resource which is still in use: {detail}"
    return Reject(ServiceError("ResourceInUseException", message))


def being_updated(record: TableRecord) -> Reject:
    """Returns the error for a change of a table while another change is under way."""
    return in_use(f"Table: {record['TableName']} is in the process of being updated.")


def refuse_while_creating_or_deleting(record: TableRecord, now_ms: int) -> None:
    """Raises Reject while the table is being created or deleted: it cannot be changed then."""
    transition = transition_at(record, now_ms)
    if transition is None:
        return
    if transition["Status"] == "CREATING":
        raise in_use(f"Table is being created: {record['TableName']}")
    if transition["Status"] == "DELETING":
        raise in_use(f"Table is being deleted: {record['TableName']}")


def _moment(node: Node) -> Moment:
    now_ms = node.clock.now_ms()
    return Moment(now_ms, now_ms + node.transition_delay_ms)


def _reads(node: Node) -> list[Key]:
    return [key for each in node.hooks for key in each.reads]


def _derived(node: Node, change: TableChange, values: Mapping[Key, bytes | None]) -> list[Mutation]:
    return [mutation for each in node.hooks for mutation in each.derive(change, values)]


def _record_key(context: Context, name: str) -> Key:
    account_id, table_name = place_of(context, name)
    return catalog_key(context.region, account_id, table_name)


def _existing(context: Context, name: str, stored: bytes | None, now_ms: int) -> TableRecord:
    """Returns the record in `stored`. Raises Reject if there is none, if the table is gone, or if
    the request was not authorized for it.
    """
    record = None if stored is None else record_from_bytes(stored)
    if record is None or is_gone_at(record, now_ms) or not may_find(context, name, record["Id"]):
        raise named_table_not_found(place_of(context, name).table_name)
    end_index_transitions(record, now_ms)
    return record


def _to_store(record: TableRecord, now_ms: int) -> bytes:
    """Returns the bytes to store. They lack transitions that have ended, so requests to a table
    that is not changing need not read the clock.
    """
    record = record.copy()
    end_index_transitions(record, now_ms)
    if "Transition" in record and transition_at(record, now_ms) is None:
        del record["Transition"]
    return table_to_bytes(record)


async def _check_table_count(context: Context) -> None:
    """Raises Reject if the account has the greatest number of tables. Tables that are created at
    the same moment may exceed this number by a few.
    """
    partition = catalog_partition(context.region, context.account_id)
    span = entries_of_partition(Space.CATALOG, 0, partition)
    page = await context.node.storage.scan(
        span, limit_items=TABLES_PER_ACCOUNT, limit_bytes=_PAGE_BYTES
    )
    if len(page.values) >= TABLES_PER_ACCOUNT:
        raise limit_exceeded(
            f"Subscriber limit exceeded: There is a limit of {TABLES_PER_ACCOUNT} tables per "
            "subscriber"
        )


def _refuse_existing(record: TableRecord, now_ms: int) -> None:
    """Raises Reject unless the table of the record is gone, so that its name is free."""
    if is_gone_at(record, now_ms):
        return
    name = record["TableName"]
    transition = transition_at(record, now_ms)
    if "Restore" in record:
        raise Reject(ServiceError("ResourceInUseException", f"Table is being used: {name}"))
    if transition is not None and transition["Status"] == "CREATING":
        raise in_use(f"Table is being created: {name}")
    raise Reject(ServiceError("ResourceInUseException", f"Table already exists: {name}"))
