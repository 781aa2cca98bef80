"""The job that makes exports: each piece puts at most one data file.

Before a data file is put, its name is stored. If the process dies, the next piece deletes what may
be under this name, and takes another one. So nothing is ever replaced, and every file that the
manifest lists is the one that was put for it.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial
from typing import Final, NamedTuple

from jedlik.buckets.interface import BucketError
from jedlik.concurrency import in_thread
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due, write
from jedlik.engine.read import pages
from jedlik.engine.table import key_schema_of
from jedlik.features.exports.data_file import GrowingFile
from jedlik.features.exports.item_filter import parsed, partition_of
from jedlik.features.exports.lines import LineWriter
from jedlik.features.exports.manifests import manifests, md5_of
from jedlik.features.exports.records import (
    KIND,
    Export,
    ExportWork,
    data_file_from_bytes,
    data_file_put,
    data_files_span,
    export_from_bytes,
    format_of,
    key_of_source,
    purpose_of,
    put_of,
)
from jedlik.features.exports.target import Target, data_key, file_name, folder_of
from jedlik.features.history.reader import SourceLostError, each_page, erase_overlay, position_in
from jedlik.features.history.readers import stop_reading
from jedlik.features.history.window import collect, erase_window, read_changes
from jedlik.features.history.work import (
    Work,
    key_of_work,
    pieces_of_works,
    work_from_bytes,
    work_to_bytes,
)
from jedlik.storage.interface import (
    Delete,
    FailureKind,
    Fence,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.turns import call

_FILE_BYTES: Final = 8 << 20  # of items, before they are compressed
_PIECE_MS: Final = 4_000  # a lease lasts 15 s, and a put comes after the reading
_PATIENCE_MS: Final = 3_600_000  # how long a bucket may not answer
_BILLED_BYTES_MIN: Final = 10_000_000  # of an incremental export (recorded)
_ERASED_FILES: Final = 500
_UNKNOWN: Final = "UNKNOWN"


class _Page(NamedTuple):
    """Lines of a page, and the record of the work after it."""

    data: bytes
    lines: int
    size_bytes: int
    work: Work


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work on each export that is under way."""
    return await pieces_of_works(node, (KIND,), _piece)


def _piece(node: Node, work: Work) -> Piece:
    source = work["Source"]
    of = f"export {purpose_of(work)['Id']} of table {source['TableName']} in {source['Region']}"
    return Piece(of, always_due, partial(_run, node, work))


async def _run(node: Node, work: Work, lease: Fence) -> None:
    """Does the next step of an export, or a part of what follows the last one."""
    if purpose_of(work)["IsDone"]:
        await _clean_up(node, work, lease)
        return
    key = key_of_source(work["Source"], purpose_of(work)["Id"])
    (stored,) = await node.storage.read([key], consistent=True)
    if stored is None:  # it was stored with the work, and is deleted only after its end
        raise AssertionError("an export that is under way has no entry")
    export = export_from_bytes(stored)
    target = Target(node, export, lease)
    try:
        await _step(node, work, export, target)
    except BucketError as error:
        if error.retryable and await _may_wait(node, work, target.lease):
            raise
        await _fail(node, work, export, target.lease, (error.failure_code, error.message))
    except SourceLostError as error:
        await _fail(node, work, export, target.lease, (_UNKNOWN, str(error)))
        raise
    except StorageUnavailableError as error:
        if error.kind is FailureKind.DAMAGED:
            what = "The items of the table cannot be read."
            await _fail(node, work, export, target.lease, (_UNKNOWN, what))
        raise


async def _step(node: Node, work: Work, export: Export, target: Target) -> None:
    purpose = purpose_of(work)
    if not purpose["IsStarted"]:
        await target.put(folder_of(export) + "_started", b"")
        started: ExportWork = {**purpose, "IsStarted": True, "SilentSinceMs": 0}
        await _save(node, target.lease, work, started)
    elif work["Moment"] < purpose["Until"]:
        await collect(node, work, target.lease, purpose["Until"])
    elif not work["IsRead"]:
        await _write_file(node, work, export, target)
    elif not purpose["EndMs"]:
        end_ms = max(node.clock.now_ms(), export["CreatedMs"])
        await _save(node, target.lease, work, {**purpose, "EndMs": end_ms})
    else:
        await _complete(node, work, export, target)


async def _write_file(node: Node, work: Work, export: Export, target: Target) -> None:
    """Puts the next data file. The last one may be empty, if it is the only one."""
    purpose = purpose_of(work)
    if purpose["Writing"]:
        await target.remove(data_key(export, purpose["Writing"]))
    key = data_key(export, name := file_name(node.ids.uuid()))
    work = await _save(node, target.lease, work, {**purpose, "Writing": name})
    file, size_bytes, read = GrowingFile(), 0, work
    until_ms = node.clock.now_ms() + _PIECE_MS
    async with aclosing(_each_page(node, work, export, target.lease)) as following:
        async for page in following:
            if page.data:
                await in_thread(partial(file.add, page.data, page.lines))
            size_bytes += page.size_bytes
            read = page.work
            if size_bytes >= _FILE_BYTES or node.clock.now_ms() >= until_ms:
                break
    mutations: list[Mutation] = []
    purpose = purpose_of(read)
    moved: ExportWork = {**purpose, "Writing": "", "Bytes": purpose["Bytes"] + size_bytes}
    if file.items or (read["IsRead"] and not purpose["Files"]):
        data = await in_thread(file.finish)
        md5 = await in_thread(partial(md5_of, data))
        etag = await target.put(key, data)
        put = data_file_put(
            work["Id"],
            purpose["Files"],
            {"Key": key, "Items": file.items, "Md5": md5, "ETag": etag},
        )
        mutations.append(put)
        moved["SilentSinceMs"] = 0
        moved["Files"] += 1
        moved["Items"] += file.items
    await _save(node, target.lease, read, moved, mutations)


async def _each_page(
    node: Node, work: Work, export: Export, lease: Fence
) -> AsyncGenerator[_Page, None]:
    """Yields the lines of the next pages. Nothing that is stored says that they were used."""
    key = key_schema_of(work["Source"])
    item_filter = parsed(export["Request"].get("FilterSpecification"))
    writer = LineWriter(
        key,
        item_filter,
        is_ion=format_of(export) == "ION",
        shows_old=export.get("View") != "NEW_IMAGE",
    )
    only = partition_of(item_filter, key)
    if not purpose_of(work)["Until"]:
        async with aclosing(each_page(node, work, lease)) as following:
            async for page in following:
                read = _ended(page.work, only)
                yield _Page(*await call(partial(writer.of_items, page.items)), read)
                if read["IsRead"]:
                    return
        return
    stored_at, start = (work["Partition"], work["Sort"]), position_in(work)
    while True:
        found = await read_changes(node, work, lease=lease, start=start)
        read = _ended(found.work, only)
        yield _Page(*await call(partial(writer.of_changes, found.changes)), read)
        if read["IsRead"]:
            return
        start = position_in(read)
        work = {**read, "Partition": stored_at[0], "Sort": stored_at[1]}


def _ended(work: Work, only: bytes | None) -> Work:
    """Returns the record of a work, with IsRead if it has passed the only partition to read."""
    if only is None or bytes.fromhex(work["Partition"]) <= only:
        return work
    return {**work, "IsRead": True}


async def _complete(node: Node, work: Work, export: Export, target: Target) -> None:
    """Puts the manifests, and marks the export COMPLETED."""
    purpose = purpose_of(work)
    billed = purpose["Bytes"]
    if "FromMs" in export:
        billed = max(billed, _BILLED_BYTES_MIN)
    completed: Export = {
        **export,
        "Status": "COMPLETED",
        "EndMs": purpose["EndMs"],
        "Items": purpose["Items"],
        "BilledBytes": billed,
    }
    files = [
        data_file_from_bytes(stored)
        async for values in pages(node.storage, data_files_span(work["Id"]))
        for stored in values
    ]
    for key, data in await in_thread(partial(manifests, completed, files)):
        await target.put(key, data)
    done: ExportWork = {**purpose, "IsDone": True}
    await _save(node, target.lease, work, done, [put_of(completed)])


async def _may_wait(node: Node, work: Work, lease: Fence) -> bool:
    """Returns whether a bucket that does not answer is to be tried again. Stores since when it has
    not answered.
    """
    (stored,) = await node.storage.read([key_of_work(work)], consistent=True)
    if stored is None:
        return True
    current, now_ms = work_from_bytes(stored), node.clock.now_ms()
    purpose = purpose_of(current)
    if not purpose["SilentSinceMs"]:
        await _save(node, lease, current, {**purpose, "SilentSinceMs": now_ms})
        return True
    return now_ms - purpose["SilentSinceMs"] < _PATIENCE_MS


async def _fail(
    node: Node, work: Work, export: Export, lease: Fence, failure: tuple[str, str]
) -> None:
    """Marks an export FAILED. What it has put stays. failure: code and message."""
    end_ms = max(node.clock.now_ms(), export["CreatedMs"])
    failed: Export = {
        **export,
        "Status": "FAILED",
        "EndMs": end_ms,
        "FailureCode": failure[0],
        "FailureMessage": failure[1],
    }
    done: ExportWork = {**purpose_of(work), "IsDone": True}
    await _save(node, lease, {**work, "IsRead": True}, done, [put_of(failed)])


async def _clean_up(node: Node, work: Work, lease: Fence) -> None:
    """Does what follows the end of an export."""
    await stop_reading(node, work)
    is_erased = await erase_overlay(node, work, lease) and await erase_window(node, work, lease)
    files = data_files_span(work["Id"])
    erased = await node.storage.erase(files, limit_items=_ERASED_FILES, fence=lease)
    if is_erased and erased < _ERASED_FILES:
        await write(node, lease, [Delete(key_of_work(work))])


async def _save(
    node: Node,
    lease: Fence,
    work: Work,
    purpose: ExportWork,
    mutations: Sequence[Mutation] = (),
) -> Work:
    """Stores the record of a work under the lease, with other mutations. Returns the record."""
    saved: Work = {**work, "For": purpose}
    await write(node, lease, [*mutations, Put(key_of_work(saved), work_to_bytes(saved))])
    return saved


JOB: Final = Job(name="make exports", every_s=0.2, pieces=pieces)
