"""The one write path: every change of an item in the product goes through `commit`.

A write is a plan: the key of its item, and a pure `decide` from the old item to the new one. The
storage calls it inside its transaction, where it may run more than once.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from jedlik.core.errors import Reject, ServiceError, table_not_found
from jedlik.core.keys.key import Key
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.core.types.table import Table
from jedlik.engine.context import Context
from jedlik.storage.interface import Abort, Add, Batch, Delete, Mutation, Put


class Change(NamedTuple):
    """What a write did to its item: the kept bytes before and after, None where there was none.

    `detail` is what only the operation understands, such as the attributes an update touched.
    """

    old: bytes | None
    new: bytes | None
    detail: object = None


class Write(NamedTuple):
    """A plan: what `decide` returns for the old item (its kept bytes, or None) is done."""

    table: Table
    key: Key
    decide: Callable[[bytes | None], Change | ServiceError]


class Terms(NamedTuple):
    """What a transaction adds to its writes.

    reads: keys of its own, read with the items. begin: from their values, what to write along with
    the items; None if this transaction was done before (nothing is written, and every Change says
    REPLAYED); or why it may not be done. refusal: the error for what all writes decided, if some
    of them refused.
    """

    reads: Sequence[Key]
    begin: Callable[[Sequence[bytes | None]], Sequence[Mutation] | ServiceError | None]
    refusal: Callable[[Sequence[Change | ServiceError]], ServiceError]


REPLAYED = "replayed"  # detail of the changes of a transaction that was done before


class _StaleTable(NamedTuple):
    """Why a transact was given up: a table changed since its write was planned."""


_STALE = _StaleTable()


async def commit(
    context: Context, writes: Sequence[Write], terms: Terms | None = None
) -> list[Change]:
    """Do all of `writes`, each on an item of its own, or none; durable when this returns.

    Raises Reject with the first thing a `decide` refused, or as `terms` say, or
    ResourceNotFoundException when a table went.
    """
    tables = {write.table.id: write.table for write in writes}
    reads = [write.key for write in writes]
    reads += [table.catalog_key for table in tables.values()]
    if terms is not None:
        reads += terms.reads

    def decide(values: Sequence[bytes | None]) -> Batch | Abort:
        for table, record in zip(tables.values(), values[len(writes) :], strict=False):
            if record != table.stored:
                return Abort(_STALE)
        if terms is None:
            return _decide_all(writes, values)
        return _decide_on_terms(writes, values, terms)

    outcome = await context.node.storage.transact(reads, decide)
    if isinstance(outcome, Batch):
        return cast(list[Change], outcome.result)
    reason = outcome.reason
    if isinstance(reason, ServiceError):
        raise Reject(reason)
    return await _commit_to_current_tables(context, writes, terms)


def _decide_all(writes: Sequence[Write], values: Sequence[bytes | None]) -> Batch | Abort:
    changes: list[Change] = []
    mutations: list[Mutation] = []
    for write, old in zip(writes, values, strict=False):
        change = write.decide(old)
        if isinstance(change, ServiceError):
            return Abort(change)
        changes.append(change)
        mutations += _mutations(write, change)
    return Batch(mutations, changes)


def _decide_on_terms(
    writes: Sequence[Write], values: Sequence[bytes | None], terms: Terms
) -> Batch | Abort:
    own = terms.begin(values[len(values) - len(terms.reads) :])
    if own is None:
        items = values[: len(writes)]
        return Batch((), [Change(item, item, REPLAYED) for item in items])
    if isinstance(own, ServiceError):
        return Abort(own)
    decision = _decide_all(writes, values)
    if isinstance(decision, Batch):
        return decision._replace(mutations=[*decision.mutations, *own])
    decided = [write.decide(old) for write, old in zip(writes, values, strict=False)]
    return Abort(terms.refusal(decided))


async def _commit_to_current_tables(
    context: Context, writes: Sequence[Write], terms: Terms | None
) -> list[Change]:
    """Do writes again, one of whose tables changed after they were planned.

    What a plan takes from a table (its id and key schema) never changes while the table lives, so
    the same plan holds for the current record; a table created anew has another id.
    """
    current: list[Write] = []
    for write in writes:
        record = write.table.record
        table = await context.node.catalog.find(
            record["Region"], record["AccountId"], write.table.name
        )
        if table is None or table.id != write.table.id:
            raise table_not_found()
        current.append(write._replace(table=table))
    return await commit(context, current, terms)


def _mutations(write: Write, change: Change) -> tuple[Mutation, ...]:
    old, new = change.old, change.new
    if old == new:
        return ()
    if new is None:
        assert old is not None
        counted = Add(write.table.counter_key, (-1, -stored_size_bytes(old)))
        return Delete(write.key), counted
    if old is None:
        return Put(write.key, new), Add(write.table.counter_key, (1, stored_size_bytes(new)))
    grown_bytes = stored_size_bytes(new) - stored_size_bytes(old)
    if grown_bytes == 0:
        return (Put(write.key, new),)
    return Put(write.key, new), Add(write.table.counter_key, (0, grown_bytes))
