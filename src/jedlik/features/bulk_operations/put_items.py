"""The job that puts items of objects in buckets into tables.

The first piece asks for both buckets and adds up the sizes of the objects. Each of the next ones
commits some batches of items, together with the record of the work. The last one writes the
manifest and ends the operation.

A commit proves that the work is unchanged, so a cancellation stops it, and so does another process
that has gone on with the work.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, final

from jedlik.buckets.interface import BucketError
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.principal import account_root
from jedlik.engine.commit import Change, TransactionOptions, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.pace import Pace
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_deleting
from jedlik.engine.work_records import in_turns, work_pieces
from jedlik.features.bulk_operations.end import end_operation, status_of
from jedlik.features.bulk_operations.new_puts import Planned, planned
from jedlik.features.bulk_operations.records import (
    WORKS,
    BulkWork,
    Status,
    to_bytes,
    work_from_bytes,
    work_key,
)
from jedlik.features.bulk_operations.reports import Unmet, write_manifest, write_part
from jedlik.features.imports.end import Failure, failure_of
from jedlik.features.imports.entries import WORK_KEY_BYTES
from jedlik.features.imports.new_items import Fault
from jedlik.features.imports.source import FoundBatch, Objects, place_after
from jedlik.storage.interface import Fence, FenceLostError, Mutation, Put
from jedlik.turns import BACKGROUND_TURN_S, aside
from jedlik.wire.item_files.reader import Form

# While nobody else writes. With conditions, a batch may have an existing item of 400 KB for each of
# its records.
_BATCH_ITEMS: Final = 128
_ITEM_BYTES: Final = 4 * 1024  # so many bytes of a batch count as an item
_PIECE_BATCHES: Final = 32
_TOGETHER: Final = 4
_LISTED: Final = 1_000
_SECOND_MS: Final = 1_000
_UNMET: Final = "ConditionalCheckFailedException"
_LOST: Final = ServiceError("InternalServerError", "another process has the work")
_CANCELLED: Final = Failure("Cancelled", "The operation was cancelled")


@final
class BulkPutter:
    """Does the work of all bulk operations, in one process.

    It remembers the objects that are open, and when an operation with a limit may go on.
    """

    def __init__(self) -> None:
        self._open: dict[str, Objects] = {}  # by the id of the work
        self._not_before_ms: dict[str, int] = {}  # likewise
        self._latest = ""
        self._pace = Pace(_BATCH_ITEMS)

    @property
    def job(self) -> Job:
        """Returns the job."""
        return Job(name="put items in bulk", every_s=0.2, pieces=self.pieces)

    async def pieces(self, node: Node) -> Sequence[Piece]:
        """Returns the work on the oldest operations. They take turns."""
        found = await work_pieces(node, WORKS, WORK_KEY_BYTES, self._piece)
        return in_turns(found, self._latest, _TOGETHER)

    def _piece(self, node: Node, stored: bytes) -> Piece:
        work = work_from_bytes(stored)
        of = f"bulk operation {work['OperationId']} on table {work['TableName']}"
        return Piece(of, partial(self._is_due, node, work), partial(self._run, node, stored, of))

    async def _is_due(self, node: Node, work: BulkWork) -> bool:
        """Returns whether an operation may write now, with its limit."""
        until_ms = self._not_before_ms.get(work["Id"], 0)
        now_ms = node.clock.now_ms()
        return work["IsCancelled"] or not now_ms < until_ms <= now_ms + 60 * _SECOND_MS

    async def _run(self, node: Node, stored: bytes, of: str, lease: Fence) -> None:
        """Does a piece of an operation. Its commits prove the work, so they need no lease."""
        del lease
        self._latest = of
        work = work_from_bytes(stored)
        has_failed = True
        try:
            if work["IsCancelled"]:
                await write_manifest(node.buckets, work, "CANCELLED")
                await end_operation(node, work, stored, "CANCELLED", _CANCELLED)
            elif work["TotalBytes"] is None:
                await _begin(node, work, stored)
            else:
                await aside(self._fill(node, work, stored), turn_s=BACKGROUND_TURN_S)
                has_failed = False
        except BucketError as error:
            if error.retryable:
                raise
            status: Status = "CANCELLED" if work["IsCancelled"] else "FAILED"
            await end_operation(node, work, stored, status, failure_of(error))
        finally:
            if has_failed:  # the objects may be ahead of the work
                self._forget(work)

    async def _fill(self, node: Node, work: BulkWork, stored: bytes) -> None:
        """Commits some batches. Ends the operation after the last one."""
        for _ in range(_PIECE_BATCHES):
            table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
            if table is None or table.id != work["TableNumber"] or is_deleting(table.record):
                failure = Failure("TableNotFound", f"Table not found: {work['TableName']}")
                await end_operation(node, work, stored, "FAILED", failure)
                self._forget(work)
                return
            if table.locked is not None:
                if not table.locked.is_lost:
                    raise Reject(table.locked.error)
                message = table.locked.error.message or table.locked.error.code
                failure = Failure("KmsNotFoundException", message)
                await end_operation(node, work, stored, "FAILED", failure)
                self._forget(work)
                return
            most = self._pace.items
            batch = await self._objects(node, work).batch(most, most * _ITEM_BYTES)
            work, stored, units = await _store(node, table, _Step(work, stored, batch))
            self._pace.choose_size(node.storage)
            if batch.is_end:
                status = status_of(work)
                await write_manifest(node.buckets, work, status)
                await end_operation(node, work, stored, status)
                self._forget(work)
                return
            if work["MaxUnits"]:
                pause_ms = min(round(units * _SECOND_MS / work["MaxUnits"]), 60 * _SECOND_MS)
                self._not_before_ms[work["Id"]] = node.clock.now_ms() + pause_ms
                return

    def _objects(self, node: Node, work: BulkWork) -> Objects:
        """Returns the objects of an operation at the place of its work."""
        opened = self._open.get(work["Id"])
        if opened is None or opened.place != work["At"]:
            while len(self._open) >= _TOGETHER:
                del self._open[next(iter(self._open))]
            form = Form(work["Format"], work["Compression"], has_conditions=True)
            opened = Objects(node.buckets, work["Bucket"], work["Prefix"], form, work["At"])
            self._open[work["Id"]] = opened
        return opened

    def _forget(self, work: BulkWork) -> None:
        self._open.pop(work["Id"], None)
        self._not_before_ms.pop(work["Id"], None)


@final
class _Step:
    """A batch to commit, and the work before it with its bytes."""

    __slots__ = ("batch", "stored", "work")

    def __init__(self, work: BulkWork, stored: bytes, batch: FoundBatch) -> None:
        self.work = work
        self.stored = stored
        self.batch = batch


async def _begin(node: Node, work: BulkWork, stored: bytes) -> None:
    """Asks for both buckets, and adds up the sizes of the objects."""
    output = work["Output"]
    await node.buckets.list(output["Bucket"], output["Prefix"], limit=1)
    total, after = 0, ""
    while True:
        page = await node.buckets.list(work["Bucket"], work["Prefix"], after=after, limit=_LISTED)
        total += sum(each.size_bytes for each in page)
        if len(page) < _LISTED:
            break
        after = page[-1].key
    moved: BulkWork = {**work, "TotalBytes": total}
    key = work_key(work["Id"])

    def begin(values: Sequence[bytes | None]) -> Sequence[Mutation] | ServiceError:
        return (Put(key, to_bytes(moved)),) if values[0] == stored else _LOST

    await _commit(_context(node, work), Planned([], [], []), begin, work)


async def _store(node: Node, table: Table, step: _Step) -> tuple[BulkWork, bytes, float]:
    """Commits a batch. Returns the work after it, with its bytes, and the write units.

    Records of one item are in several commits, so that each condition sees the item before it.
    """
    work, stored, units = step.work, step.stored, 0.0
    records, left_bytes = step.batch.records, step.batch.size_bytes
    while True:
        plan = planned(table, records)
        done = records[: len(records) - len(plan.rest)]
        place, size_bytes = step.batch.place, left_bytes
        if plan.rest:
            place, size_bytes = place_after(done[-1]), sum(each.record.size_bytes for each in done)
        part = FoundBatch(done, place, size_bytes, is_end=False)
        work, stored, used = await _store_part(node, plan, _Step(work, stored, part))
        units += used
        if not plan.rest:
            return work, stored, units
        records, left_bytes = plan.rest, left_bytes - size_bytes


async def _store_part(node: Node, plan: Planned, step: _Step) -> tuple[BulkWork, bytes, float]:
    """Commits puts of different items, each if its condition is true.

    If some cannot be put, nothing is written, and the others are committed by themselves.
    """
    work = step.work
    key = work_key(work["Id"])
    unmet: list[Unmet] = []
    while True:
        has_part = await write_part(node.buckets, work, plan.faults, unmet)
        moved = _moved(step, plan, unmet, has_part=has_part)
        own = (Put(key, to_bytes(moved)),)

        def begin(values: Sequence[bytes | None]) -> Sequence[Mutation] | ServiceError:
            return own if values[0] == step.stored else _LOST  # noqa: B023  (called at once)

        reasons, changes = await _commit(_context(node, work), plan, begin, work)
        if not any(reasons):
            return moved, to_bytes(moved), sum(each.write_units for each in changes)
        for put, reason in zip(list(plan.puts), reasons, strict=True):
            if reason is not None:
                plan.puts.remove(put)
                if reason.code == _UNMET:
                    unmet.append(Unmet(put, reason))
                else:
                    plan.faults.append(Fault(put.found, reason.message or reason.code))


Begin = Callable[[Sequence[bytes | None]], Sequence[Mutation] | ServiceError]


async def _commit(
    context: Context, plan: Planned, begin: Begin, work: BulkWork
) -> tuple[Sequence[ServiceError | None], Sequence[Change]]:
    """Commits puts, with what `begin` writes. Returns why each put was refused; then nothing was
    written. Raises FenceLostError if the work has changed.
    """
    reasons: list[ServiceError | None] = []

    def refusal(refusals: Sequence[ServiceError | None], _: object) -> ServiceError:
        reasons.extend(refusals)
        return next(each for each in refusals if each is not None)

    options = TransactionOptions((work_key(work["Id"]),), begin, refusal)
    try:
        changes = await commit(context, [each.write for each in plan.puts], options)
    except Reject as rejected:
        if rejected.error is _LOST:
            raise FenceLostError from None
        if not any(reasons):
            raise
        return reasons[-len(plan.puts) :], ()
    return (), changes


def _moved(step: _Step, plan: Planned, unmet: Sequence[Unmet], *, has_part: bool) -> BulkWork:
    """Returns the work after a batch."""
    work, batch = step.work, step.batch
    counts = work["Counts"]
    return {
        **work,
        "At": batch.place,
        "Counts": {
            "Written": counts["Written"] + len(plan.puts),
            "Failed": counts["Failed"] + len(plan.faults),
            "Unmet": counts["Unmet"] + len(unmet),
            "InputBytes": counts["InputBytes"] + batch.size_bytes,
            "PutBytes": counts["PutBytes"] + sum(each.write.attempted_bytes for each in plan.puts),
            "Parts": counts["Parts"] + has_part,
        },
    }


def _context(node: Node, work: BulkWork) -> Context:
    return Context(node, work["Region"], account_root(work["AccountId"]))
