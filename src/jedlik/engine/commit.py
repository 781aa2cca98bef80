"""The one way to write: every change of an item goes through `commit`.

A write is a plan: the key of an item, and a pure function `decide`. The storage calls `decide` with
the old item, inside its transaction, and may call it more than once. `decide` returns the change to
make. The transaction proves that the record of each table is still the one that the plan was made
for. If it is not, the write is planned again for the current table, so no write is decided with old
settings.

In the same transaction the participants of the table derive further writes from the change: index
entries, a log record, an expiry entry (`engine.participant`).
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, final

from mypy_extensions import mypyc_attr

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.stored_item import Image, stored_size_bytes
from jedlik.engine.catalog import table_not_found
from jedlik.engine.context import Context
from jedlik.engine.meter import (
    TRANSACTION_FACTOR,
    Meter,
    MeteredIndex,
    item_read_units,
    write_units,
)
from jedlik.engine.participant import ItemChange
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_deleting
from jedlik.storage.interface import Abort, Add, Batch, Delete, Mutation, Put, counters_added


@final
class Change:
    """What a write does to its item.

    old, new: the stored bytes before and after, None if the item does not exist. old_item,
    new_item: the same items decoded, if the write has decoded them. refusal: why this write of a
    batch was not made, else None. is_replay: whether the transaction was committed before, so that
    nothing was written now.

    `commit` sets the other members. write_units: the charge of the table, also for a write whose
    condition failed. charges: the write units of each index. collection_bytes: the size of the
    item's collection, None if the table has no item collections.
    """

    __slots__ = (
        *("charges", "collection_bytes", "is_replay", "new", "new_item", "old", "old_item"),
        *("refusal", "write_units"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        old: bytes | None,
        new: bytes | None,
        *,
        old_item: Item | None = None,
        new_item: Item | None = None,
        refusal: ServiceError | None = None,
        is_replay: bool = False,
    ) -> None:
        self.old = old
        self.new = new
        self.old_item = old_item
        self.new_item = new_item
        self.refusal = refusal
        self.is_replay = is_replay
        self.write_units = 0.0
        self.charges: Sequence[tuple[MeteredIndex, float]] = ()
        self.collection_bytes: int | None = None

    def release(self) -> None:
        """Frees the decoded items if they are large, with pauses."""
        if self.old is not None and self.old_item is not None and len(self.old) > LARGE_BYTES:
            dispose(self.old_item)
            self.old_item = self.new_item = None


@mypyc_attr(allow_interpreted_subclasses=True)
class Write:
    """A planned write of one item.

    attempted_bytes: the size of the item to store if it is known before the old item is read, else
    0. by_service: whether the service itself writes (time to live), not a caller.
    """

    attempted_bytes: int
    by_service: bool

    def __init__(self, table: Table, key: Key, attempted_bytes: int = 0) -> None:
        self.table = table
        self.key = key
        self.attempted_bytes = attempted_bytes
        self.by_service = False

    @abstractmethod
    def decide(self, old: bytes | None) -> Change | ServiceError:
        """Returns the change to make, or the error if it may not be made.

        old: the stored bytes of the old item, or None. The function is pure.
        """
        raise NotImplementedError

    def missed(self, old: bytes | None) -> ServiceError | None:
        """Returns the error of a write that may be made, if another cancels their transaction."""
        return None

    @abstractmethod
    def replanned(self, table: Table) -> "Write":
        """Returns the same write, planned for `table`, which is a newer record of the same table.

        Raises Reject if the newer table refuses the write.
        """
        raise NotImplementedError


class TransactionOptions(NamedTuple):
    """What a transaction adds to its writes.

    reads: further keys to read, with the items. begin: receives their values and returns the
    mutations to write with the items. It returns None if this transaction was committed before:
    then nothing is written and every Change is a replay. It returns an error if the transaction may
    not be committed. refusal: makes the error of the transaction from the errors of all writes and
    their old items, in order. At least one error is not None.
    """

    reads: Sequence[Key]
    begin: Callable[[Sequence[bytes | None]], Sequence[Mutation] | ServiceError | None]
    refusal: Callable[[Sequence[ServiceError | None], Sequence[bytes | None]], ServiceError]


@final
class _Refused:
    """The reason why nothing was written. units: the charge of the table `table_id` for it."""

    __slots__ = ("error", "table_id", "units")

    def __init__(self, error: ServiceError, table_id: int = 0, units: float = 0.0) -> None:
        self.error = error
        self.table_id = table_id
        self.units = units


@final
class _StaleTable:
    """The reason why a transaction was abandoned: a table changed since its write was planned."""


_STALE: Final = _StaleTable()

_CHARGED_REFUSALS: Final = ("ConditionalCheckFailedException", "DuplicateItemException")


async def commit(
    context: Context,
    writes: Sequence[Write],
    options: TransactionOptions | None = None,
    *,
    independent: bool = False,
) -> list[Change]:
    """Commits all of `writes` or none, and returns their changes. Each write has another item.

    The writes are durable when this returns. The meter of the context counts the decision that was
    committed, and no other call of `decide`.

    independent: whether a refused write does not prevent the others; its Change has the error.
    Raises Reject with the first error, or with that of `options`. Raises Reject with
    ResourceNotFoundException if a table was deleted, or its deletion has begun.
    """
    while True:
        outcome = await _commit_once(context, writes, options, independent)
        if outcome is not None:
            return outcome
        writes = [await _planned_again(context, write) for write in writes]


async def _commit_once(
    context: Context,
    writes: Sequence[Write],
    options: TransactionOptions | None,
    independent: bool,
) -> list[Change] | None:
    """Returns the changes, None if a table changed since the writes were planned."""
    # By record, not by table: two writes on one table may be planned for different records, and
    # then one of the two is stale.
    tables = {write.table.stored: write.table for write in writes}
    reads = [write.key for write in writes]
    reads += [table.catalog_key for table in tables.values()]
    proven = len(reads)
    for write in writes:
        for participant in write.table.participants:
            reads += participant.reads(write.key)
    derived = len(reads)
    if options is not None:
        reads += options.reads

    def decide(
        values: Sequence[bytes | None],
    ) -> Batch[list[Change]] | Abort[_Refused | _StaleTable]:
        at = len(writes)
        for table in tables.values():
            if values[at] != table.stored:
                return Abort(_STALE)
            at += 1
        found: dict[Key, bytes | None] = {}
        if proven < derived:
            found = dict(zip(reads[proven:derived], values[proven:derived], strict=True))
        if options is None:
            return _decide_all(writes, values, found, independent)
        return _decide_transaction(writes, values, found, options)

    outcome = await context.node.storage.transact(reads, decide)
    if isinstance(outcome, Batch):
        _record(context.meter, writes, outcome.result, 1 if options is None else TRANSACTION_FACTOR)
        return outcome.result
    reason = outcome.reason
    if isinstance(reason, _StaleTable):
        return None
    context.meter.refuse(reason.table_id, reason.units)
    raise Reject(reason.error)


def _record(meter: Meter, writes: Sequence[Write], changes: list[Change], factor: int) -> None:
    """Adds what committed changes consume to the meter. A replay consumes read units.

    factor: for the units of tables; greater than 1 in a transaction. Source: dynoxide issue 178.
    """
    for at, change in enumerate(changes):
        write = writes[at]
        if change.refusal is not None:
            meter.refuse(write.table.id, change.write_units)
            continue
        usage = meter.of_table(write.table.id, write.table.name)
        if change.is_replay:
            usage.read_units += factor * item_read_units(change.old, consistent=True)
        else:
            usage.write_units += factor * change.write_units
            for index, units in change.charges:
                usage.of_index(index).write_units += units


def _decide_all(
    writes: Sequence[Write],
    values: Sequence[bytes | None],
    found: dict[Key, bytes | None],
    independent: bool,
) -> Batch[list[Change]] | Abort[_Refused | _StaleTable]:
    """Returns what all writes together write, or why they are refused.

    found: the values that participants read; each write brings them up to date.
    """
    changes: list[Change] = []
    mutations: list[Mutation] = []
    for at, write in enumerate(writes):  # compiled, `zip` with `strict` is a slow call
        old = values[at]
        change = write.decide(old)
        if not isinstance(change, ServiceError):
            refusal = _add_change(write, change, found, mutations)
            if refusal is None:
                change.release()
                changes.append(change)
                continue
            change = refusal
        units = _units_of_refusal(write, old, change)
        if not independent:
            return Abort(_Refused(change, write.table.id, units))
        undone = Change(old, old, refusal=change)
        undone.write_units = units
        changes.append(undone)
    return Batch(mutations, changes)


def _add_change(
    write: Write,
    change: Change,
    found: dict[Key, bytes | None],
    mutations: list[Mutation],
) -> ServiceError | None:
    """Adds the mutations of a change.

    If a participant refuses the change, it adds nothing and returns the error.
    """
    participants = write.table.participants
    if not participants:
        _charge(change, (0, 0))
        _add_item_mutations(write, change, mutations)
        return None
    old_image = None if change.old is None else Image(change.old, change.old_item)
    new_image = None if change.new is None else Image(change.new, change.new_item)
    seen = ItemChange(write.key, old_image, new_image, by_service=write.by_service)
    following: list[Mutation] = []
    uncharged_bytes = (0, 0)
    for participant in participants:
        derived = participant.derive(seen, found)
        if derived is None:
            continue
        if isinstance(derived, ServiceError):
            return derived
        following += derived.mutations
        if derived.charges:
            change.charges = [*change.charges, *derived.charges]
        if derived.collection_bytes is not None:
            change.collection_bytes = derived.collection_bytes
        old_bytes, new_bytes = derived.uncharged_bytes
        uncharged_bytes = (uncharged_bytes[0] + old_bytes, uncharged_bytes[1] + new_bytes)
    _charge(change, uncharged_bytes)
    _add_item_mutations(write, change, mutations)
    mutations += following
    if found:
        _bring_up_to_date(found, following)
    return None


def _charge(change: Change, uncharged_bytes: tuple[int, int]) -> None:
    """Sets the units that the table is charged. uncharged_bytes: see Derived."""
    old_bytes, new_bytes = uncharged_bytes
    change.write_units = write_units(
        0 if change.old is None else stored_size_bytes(change.old) - old_bytes,
        0 if change.new is None else stored_size_bytes(change.new) - new_bytes,
    )


def _units_of_refusal(write: Write, old: bytes | None, error: ServiceError) -> float:
    """Returns the charge of a refused write. A failed condition costs the larger of the stored item
    and the attempted item. Source: Developer Guide, "Working with items".
    """
    if error.code not in _CHARGED_REFUSALS:
        return 0.0
    return write_units(0 if old is None else stored_size_bytes(old), write.attempted_bytes)


def _bring_up_to_date(found: dict[Key, bytes | None], mutations: Sequence[Mutation]) -> None:
    """Applies the mutations that participants have derived to the values that participants read."""
    for mutation in mutations:
        if isinstance(mutation, Put) and mutation.key in found:
            found[mutation.key] = mutation.value
        elif isinstance(mutation, Delete) and mutation.key in found:
            found[mutation.key] = None
        elif isinstance(mutation, Add) and mutation.key in found:
            found[mutation.key] = counters_added(found[mutation.key], mutation.amounts)


def _decide_transaction(
    writes: Sequence[Write],
    values: Sequence[bytes | None],
    found: dict[Key, bytes | None],
    options: TransactionOptions,
) -> Batch[list[Change]] | Abort[_Refused | _StaleTable]:
    own = options.begin(values[len(values) - len(options.reads) :])
    if own is None:
        items = values[: len(writes)]
        return Batch((), [Change(item, item, is_replay=True) for item in items])
    if isinstance(own, ServiceError):
        return Abort(_Refused(own))
    decision = _decide_all(writes, values, dict(found), False)
    if isinstance(decision, Batch):
        return Batch([*decision.mutations, *own], decision.result)
    # Each action reports its own error. Actions that are not refused change `found` for later ones.
    reasons: list[ServiceError | None] = []
    for write, old in zip(writes, values, strict=False):
        alone = _decide_all((write,), (old,), found, False)
        reason = alone.reason if isinstance(alone, Abort) else None
        reasons.append(reason.error if isinstance(reason, _Refused) else None)
    # What the service charges for a cancelled transaction is not recorded.
    return Abort(_Refused(options.refusal(reasons, values)))


async def _planned_again(context: Context, write: Write) -> Write:
    record = write.table.record
    table = await context.node.catalog.find(record["Region"], record["AccountId"], write.table.name)
    if table is None or table.id != write.table.id or is_deleting(table.record):
        raise table_not_found()
    if table.locked is not None:
        raise Reject(table.locked.error)
    return write if table.stored == write.table.stored else write.replanned(table)


def _add_item_mutations(write: Write, change: Change, mutations: list[Mutation]) -> None:
    """Adds the mutations of the item itself and of the counters of its table."""
    old, new = change.old, change.new
    if old == new:
        return
    if new is None:
        assert old is not None
        mutations.append(Delete(write.key))
        mutations.append(Add(write.table.counter_key, (-1, -stored_size_bytes(old))))
        return
    mutations.append(Put(write.key, new))
    if old is None:
        mutations.append(Add(write.table.counter_key, (1, stored_size_bytes(new))))
        return
    grown_bytes = stored_size_bytes(new) - stored_size_bytes(old)
    if grown_bytes:
        mutations.append(Add(write.table.counter_key, (0, grown_bytes)))
