"""The job that makes tables from objects in buckets.

The first piece of an import asks for the bucket and creates the table. Each of the next ones
commits some batches of items, together with the record of the work. The next batch is decoded while
one is committed. The last piece ends the import.

A commit proves that the work is unchanged. So one that comes late, from a process that was stopped
while another went on, writes nothing.
"""

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Final, final

from jedlik.buckets.interface import BucketError
from jedlik.concurrency import begun
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key_schema import types_of
from jedlik.core.principal import account_root
from jedlik.engine.commit import TransactionOptions, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece, always_due
from jedlik.engine.pace import Pace
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.engine.work_records import in_turns, work_pieces
from jedlik.features.imports.end import Failure, end_import, failure_of
from jedlik.features.imports.entries import WORK_KEY_BYTES
from jedlik.features.imports.new_items import Fault, Planned, line_of, lines_of, planned
from jedlik.features.imports.records import (
    WORKS,
    ImportWork,
    arn_of,
    line_key,
    place_in,
    to_bytes,
    work_from_bytes,
    work_key,
)
from jedlik.features.imports.source import FoundBatch, Objects
from jedlik.features.tables.change import Together, create_table
from jedlik.storage.interface import Fence, FenceLostError, Mutation, Put
from jedlik.turns import BACKGROUND_TURN_S, aside
from jedlik.wire.item_files.reader import Form

# While nobody else writes. More bytes than a storage writes in the event loop: its thread writes a
# batch while the next one is decoded.
_BATCH_ITEMS: Final = 640
_ITEM_BYTES: Final = 1024  # so many bytes of a batch count as an item
_PIECE_BATCHES: Final = 8
# Imports that go on together. The others wait for one of them.
_TOGETHER: Final = 4
# The work after a batch, and its bytes.
_Done = tuple[ImportWork, bytes]
_LOST: Final = ServiceError("InternalServerError", "another process has the work")


@final
class Importer:
    """Does the work of all imports, in one process.

    It remembers the objects that are open, so that those that are compressed need not be read from
    their beginning for each piece.
    """

    def __init__(self) -> None:
        self._open: dict[str, Objects] = {}  # by the id of the work
        self._pace = Pace(_BATCH_ITEMS)
        self._latest = ""  # the import whose piece was done last

    @property
    def job(self) -> Job:
        """Returns the job."""
        return Job(name="import tables", every_s=0.2, pieces=self.pieces)

    async def pieces(self, node: Node) -> Sequence[Piece]:
        """Returns the work on the oldest imports. They take turns."""
        found = await work_pieces(node, WORKS, WORK_KEY_BYTES, self._piece)
        return in_turns(found, self._latest, _TOGETHER)

    def _piece(self, node: Node, stored: bytes) -> Piece:
        work = work_from_bytes(stored)
        of = f"import {work['ImportId']} of table {work['TableName']} in {work['Region']}"
        return Piece(of, always_due, partial(self._run, node, stored, of))

    async def _run(self, node: Node, stored: bytes, of: str, lease: Fence) -> None:
        """Does a piece of an import. Its commits prove the work, so they need no lease."""
        del lease
        self._latest = of
        work = work_from_bytes(stored)
        has_failed = True
        try:
            if not work["TableNumber"]:
                await self._create(node, work, stored)
            else:
                await aside(self._fill(node, work, stored), turn_s=BACKGROUND_TURN_S)
            has_failed = False
        except BucketError as error:
            if error.retryable:
                raise
            await end_import(node, work, stored, failure_of(error))
        finally:
            if has_failed:  # the objects may be ahead of the work
                self._open.pop(work["Id"], None)

    async def _create(self, node: Node, work: ImportWork, stored: bytes) -> None:
        """Creates the table, if there is a bucket and the name is free."""
        await node.buckets.list(work["Bucket"], work["Prefix"], limit=1)
        key = work_key(work["Id"])

        def derive(record: TableRecord, values: Sequence[bytes | None]) -> Sequence[Mutation]:
            if values[0] != stored:
                raise FenceLostError
            return (Put(key, to_bytes({**work, "TableNumber": record["Id"]})),)

        try:
            await create_table(_context(node, work), work["Record"], Together((key,), derive))
        except Reject as rejected:
            await end_import(node, work, stored, _not_created(rejected.error, work))

    async def _fill(self, node: Node, work: ImportWork, stored: bytes) -> None:
        """Commits some batches. Ends the import after the last one."""
        table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
        if table is None or table.id != work["TableNumber"]:
            failure = Failure("TableNotFound", f"Table not found: {work['TableName']}")
            await end_import(node, work, stored, failure)
            return
        if table.locked is not None:
            if not table.locked.is_lost:
                raise Reject(table.locked.error)
            message = table.locked.error.message or table.locked.error.code
            await end_import(node, work, stored, Failure("KmsNotFoundException", message))
            return
        objects = self._objects(node, work, table)
        is_end = False
        committing: Awaitable[_Done] | None = None  # the batch before
        for _ in range(_PIECE_BATCHES):
            try:
                batch = await objects.batch(self._pace.items, self._pace.items * _ITEM_BYTES)
            except BucketError:
                if committing is not None:
                    await committing
                raise
            plan = planned(table, batch.records)
            if committing is not None:
                work, stored = await committing
                self._pace.choose_size(node.storage)
            committing = begun(_store(node, plan, _Step(work, stored, batch)))
            is_end = batch.is_end
            if is_end:
                break
        if committing is not None:
            work, stored = await committing
        if is_end:
            await end_import(node, work, stored)
            del self._open[work["Id"]]

    def _objects(self, node: Node, work: ImportWork, table: Table) -> Objects:
        """Returns the objects of an import at the place of its work."""
        opened = self._open.get(work["Id"])
        if opened is None or opened.place != work["At"]:
            while len(self._open) >= _TOGETHER:
                del self._open[next(iter(self._open))]
            opened = Objects(
                node.buckets, work["Bucket"], work["Prefix"], _form(work, table), work["At"]
            )
            self._open[work["Id"]] = opened
        return opened


@final
class _Step:
    """A batch to commit, and the work before it with its bytes."""

    __slots__ = ("batch", "stored", "work")

    def __init__(self, work: ImportWork, stored: bytes, batch: FoundBatch) -> None:
        self.work = work
        self.stored = stored
        self.batch = batch


async def _store(node: Node, plan: Planned, step: _Step) -> _Done:
    """Commits a batch. Returns the work after it, with its bytes. Raises FenceLostError.

    An item that a participant of the table refuses becomes an error, and the others are committed.
    """
    context = _context(node, step.work)
    key = work_key(step.work["Id"])
    while True:
        moved, lines = _moved(step, plan)
        stored = to_bytes(moved)
        own = (Put(key, stored), *lines)
        reasons: list[ServiceError | None] = []

        def begin(values: Sequence[bytes | None]) -> Sequence[Mutation] | ServiceError:
            return own if values[0] == step.stored else _LOST  # noqa: B023  (called at once)

        def refusal(refusals: Sequence[ServiceError | None], _: object) -> ServiceError:
            reasons[:] = refusals  # noqa: B023  (as above)
            return next(each for each in refusals if each is not None)

        options = TransactionOptions((key,), begin, refusal)
        try:
            await commit(context, [write for write, _ in plan.writes.values()], options)
        except Reject as rejected:
            if rejected.error is _LOST:
                raise FenceLostError from None
            if not any(reasons):
                raise
            _refuse(plan, reasons)
        else:
            return moved, stored


def _refuse(plan: Planned, reasons: Sequence[ServiceError | None]) -> None:
    """Makes errors of the writes that were refused."""
    for (key, (_, found)), reason in zip(list(plan.writes.items()), reasons, strict=True):
        if reason is not None:
            del plan.writes[key]
            plan.faults.append(Fault(found, reason.message or reason.code))


def _moved(step: _Step, plan: Planned) -> tuple[ImportWork, list[Put]]:
    """Returns the work after a batch, and the lines about its errors."""
    work, batch = step.work, step.batch
    counts, faults = work["Counts"], len(plan.faults)
    arn, number = arn_of(place_in(work)), work["Lines"]
    lines = lines_of(plan.faults, number)
    moved: ImportWork = {
        **work,
        "At": batch.place,
        "Counts": {
            "Processed": counts["Processed"] + len(batch.records),
            "Imported": counts["Imported"] + len(batch.records) - faults,
            "Errors": counts["Errors"] + faults,
            "Bytes": counts["Bytes"] + batch.size_bytes,
        },
        "Lines": number + len(lines),
    }
    return moved, [
        Put(line_key(work, number + at), line_of(each, work["Bucket"], arn))
        for at, each in enumerate(lines)
    ]


def _form(work: ImportWork, table: Table) -> Form:
    names = work["Names"]
    types = types_of(table.record["AttributeDefinitions"])
    return Form(
        work["Format"],
        work["Compression"],
        work["Delimiter"],
        None if names is None else tuple(names),
        types,
    )


def _not_created(error: ServiceError, work: ImportWork) -> Failure:
    """Returns the failure of an import whose table cannot be created. The first code is recorded,
    others are those of CreateTable.
    """
    if error.code == "ResourceInUseException":
        return Failure("TableAlreadyExists", f"Table already exists: {work['TableName']}")
    return Failure(error.code.removesuffix("Exception"), error.message or error.code)


def _context(node: Node, work: ImportWork) -> Context:
    return Context(node, work["Region"], account_root(work["AccountId"]))
