"""The one write path: every change of an item in the product goes through `commit`.

A write is a plan: the key of its item, and a pure `decide` from the old item to the new one. The
storage calls it inside its transaction, where it may run more than once.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, stored_size_bytes
from jedlik.engine.catalog import table_not_found
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.entries import IndexChange
from jedlik.features.secondary_indexes.participant import (
    Beside,
    ItemImages,
    index_effects,
    index_reads,
)
from jedlik.features.streams.participant import entailed
from jedlik.storage.interface import Abort, Add, Batch, Delete, Mutation, Put

Detail = object


@final
class Change:
    """What a write did to its item: the kept bytes before and after, None where there was none.

    `detail` is what only the operation understands, such as the attributes an update touched.
    `old_item` and `new_item` are the items decoded, if the operation has them so. `commit` adds
    `indexes`, what became of the item in secondary indexes, `collection_bytes`, the size of its
    collection if its table has such, and `uncharged_bytes`, as `IndexEffects` has it.
    """

    __slots__ = (
        *("collection_bytes", "detail", "indexes", "new", "new_item"),
        *("old", "old_item", "uncharged_bytes"),
    )

    def __init__(
        self,
        old: bytes | None,
        new: bytes | None,
        detail: Detail = None,
        *,
        old_item: Item | None = None,
        new_item: Item | None = None,
    ) -> None:
        self.old = old
        self.new = new
        self.detail = detail
        self.old_item = old_item
        self.new_item = new_item
        self.indexes: tuple[IndexChange, ...] = ()
        self.collection_bytes: int | None = None
        self.uncharged_bytes: tuple[int, int] = (0, 0)


@final
class Write:
    """A plan: what `decide` returns for the old item (its kept bytes, or None) is done.

    by_service: whether the service itself writes, not a caller: time to live.
    """

    __slots__ = ("by_service", "decide", "key", "table")

    def __init__(
        self,
        table: Table,
        key: Key,
        decide: Callable[[bytes | None], Change | ServiceError],
        *,
        by_service: bool = False,
    ) -> None:
        self.table = table
        self.key = key
        self.decide = decide
        self.by_service = by_service

    def deciding(self, decide: Callable[[bytes | None], Change | ServiceError]) -> "Write":
        """The same write with another `decide`."""
        return Write(self.table, self.key, decide, by_service=self.by_service)


class Terms(NamedTuple):
    """What a transaction adds to its writes.

    reads: keys of its own, read with the items. begin: from their values, what to write along with
    the items; None if this transaction was done before (nothing is written, and every Change says
    REPLAYED); or why it may not be done. refusal: the error for the refusals of all writes, in
    order, at least one of which is not None.
    """

    reads: Sequence[Key]
    begin: Callable[[Sequence[bytes | None]], Sequence[Mutation] | ServiceError | None]
    refusal: Callable[[Sequence[ServiceError | None]], ServiceError]


REPLAYED: Final = "replayed"  # detail of the changes of a transaction that was done before


class _StaleTable(NamedTuple):
    """Why a transact was given up: a table changed since its write was planned."""


_STALE: Final = _StaleTable()
_Decision = Batch[list[Change]] | Abort[ServiceError]
_NOTHING: Final = Beside({}, 0)  # for writes of tables without indexes


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
    proven = len(reads)
    for write in writes:
        if write.table.indexes:
            reads += index_reads(write.table, write.key)
    indexed = len(reads)
    if terms is not None:
        reads += terms.reads
    limit_bytes = context.node.item_collection_bytes

    def decide(values: Sequence[bytes | None]) -> _Decision | Abort[_StaleTable]:
        for table, record in zip(tables.values(), values[len(writes) : proven], strict=True):
            if record != table.stored:
                return Abort(_STALE)
        beside = _NOTHING
        if proven < indexed:
            found = dict(zip(reads[proven:indexed], values[proven:indexed], strict=True))
            beside = Beside(found, limit_bytes)
        if terms is None:
            return _decide_all(writes, values, beside)
        return _decide_on_terms(writes, values, beside, terms)

    outcome = await context.node.storage.transact(reads, decide)
    if isinstance(outcome, Batch):
        return outcome.result
    reason = outcome.reason
    if isinstance(reason, ServiceError):
        raise Reject(reason)
    return await _commit_to_current_tables(context, writes, terms)


def _decide_all(
    writes: Sequence[Write], values: Sequence[bytes | None], beside: Beside
) -> _Decision:
    changes: list[Change] = []
    mutations: list[Mutation] = []
    for write, old in zip(writes, values, strict=False):
        change = write.decide(old)
        if isinstance(change, ServiceError):
            return Abort(change)
        table = write.table
        images = None
        if table.indexes or (table.is_followed and change.old != change.new):
            images = _images(write, change)
        changes.append(change)
        mutations += _mutations(write, change)
        if images is not None and table.indexes:
            effects = index_effects(images, beside)
            if isinstance(effects, ServiceError):
                return Abort(effects)
            change.indexes = effects.changes
            change.collection_bytes = effects.collection_bytes
            change.uncharged_bytes = effects.uncharged_bytes
            mutations += effects.mutations  # after the item's: an entry may be a copy of it
        if images is not None and table.is_followed and change.old != change.new:
            mutations += entailed(
                table, write.key, images.old, images.new, by_service=write.by_service
            )
    return Batch(mutations, changes)


def _decide_on_terms(
    writes: Sequence[Write], values: Sequence[bytes | None], beside: Beside, terms: Terms
) -> _Decision:
    own = terms.begin(values[len(values) - len(terms.reads) :])
    if own is None:
        items = values[: len(writes)]
        return Batch((), [Change(item, item, REPLAYED) for item in items])
    if isinstance(own, ServiceError):
        return Abort(own)
    decision = _decide_all(writes, values, beside.copy())
    if isinstance(decision, Batch):
        return Batch([*decision.mutations, *own], decision.result)
    alone = [
        _decide_all((each,), (old,), beside) for each, old in zip(writes, values, strict=False)
    ]
    reasons = [each.reason if isinstance(each, Abort) else None for each in alone]
    return Abort(terms.refusal(reasons))


async def _commit_to_current_tables(
    context: Context, writes: Sequence[Write], terms: Terms | None
) -> list[Change]:
    """Do writes again, one of whose tables changed after they were planned.

    What a plan takes from a table (its id and key schema) never changes while the table lives, so
    the same plan holds for the current record; a table created anew has another id. An item that
    was planned before an index came and cannot be in it counts as one of before the index.
    """
    current: list[Write] = []
    for write in writes:
        record = write.table.record
        table = await context.node.catalog.find(
            record["Region"], record["AccountId"], write.table.name
        )
        if table is None or table.id != write.table.id:
            raise table_not_found()
        current.append(Write(table, write.key, write.decide, by_service=write.by_service))
    return await commit(context, current, terms)


def _images(write: Write, change: Change) -> ItemImages:
    old = new = None
    if change.old is not None:
        old = Image(change.old, change.old_item)
    if change.new is not None:
        new = Image(change.new, change.new_item)
    return ItemImages(write.table, write.key, old, new)


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
