"""The job that adds the existing items of a table to a new index.

One run adds one page of items. Its transaction reads each item again and stores the progress of the
build, so clients can write to the table at the same time (see `build`). The transaction of the last
page makes the index ACTIVE. Then the job erases the markers that writes have stored.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import Image, item_from_bytes
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.setbacks import may_begin
from jedlik.engine.table import Table, is_lost
from jedlik.engine.table_record import record_from_bytes, table_to_bytes
from jedlik.engine.table_state import changing_indexes
from jedlik.engine.work_records import INDEX_BYTES, work_pieces
from jedlik.features.secondary_indexes.build import (
    PARTITION,
    Build,
    build_from_bytes,
    build_key,
    build_to_bytes,
    marker_key,
    markers_span,
)
from jedlik.features.secondary_indexes.entries import index_change, index_mutations
from jedlik.features.secondary_indexes.index import Index, index_prefix
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.storage.interface import Abort, Batch, Delete, Fence, Mutation, Page, Put

_PAGE_ITEMS: Final = 100  # few enough to be added between two requests
_PAGE_BYTES: Final = 1 << 18
_PIECE_MARKERS: Final = 500


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each index that is being built."""
    return await work_pieces(node, PARTITION, INDEX_BYTES, _piece)


def _piece(node: Node, stored: bytes) -> Piece:
    build = build_from_bytes(stored)
    of = f"index {build['IndexId']} of table {build['TableName']} in {build['Region']}"
    return Piece(of, partial(_is_due, node, build), partial(_run, node, build))


async def _is_due(node: Node, build: Build) -> bool:
    longest_ms = 2 * node.transition_delay_ms  # see index_work
    return may_begin(node.clock.now_ms(), build["NotBeforeMs"], longest_ms)


async def _run(node: Node, build: Build, lease: Fence) -> None:
    """Adds a page of items to one index, or erases some of its markers."""
    if build["IsDone"]:
        await _clear_markers(node, lease, build)
        return
    table = await node.catalog.find(build["Region"], build["AccountId"], build["TableName"])
    index = None if table is None else _index(table, build)
    # The job `erasure` erases the entries of what was deleted. Items may also be lost for good.
    if table is None or index is None or is_lost(table):
        await _finish(node, lease, build)
        return
    page = await node.storage.scan(_rest(build), limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
    await _enter(node, table, index, build, page)


async def _enter(node: Node, table: Table, index: Index, build: Build, page: Page) -> None:
    """Adds the items of a page to the index.

    Writes nothing if the table or the build has changed since they were read. The next run reads
    them again.
    """
    item_keys = [fitting_key(table.key, item_from_bytes(each)) for each in page.values]
    at = build_key(table.id, index.id)
    reads = [at, table.catalog_key, *item_keys, *(marker_key(index, key) for key in item_keys)]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != build_to_bytes(build) or values[1] != table.stored:
            return Abort(None)
        items = values[2 : 2 + len(item_keys)]
        mutations: list[Mutation] = []
        for key, item, marker in zip(item_keys, items, values[2 + len(item_keys) :], strict=True):
            mutations += _entered(index, key, item, is_marked=marker is not None)
        moved: Build = {**build}
        if page.last is None:
            moved["IsDone"] = True
            mutations.append(Put(table.catalog_key, _active(table, index)))
        else:
            partition, sort = page.last
            moved["Partition"], moved["Sort"] = partition.hex(), sort.hex()
        mutations.append(Put(at, build_to_bytes(moved)))
        return Batch(mutations, None, raises_epoch=moved["IsDone"])

    await node.storage.transact(reads, decide)


def _entered(
    index: Index, key: Key, stored: bytes | None, *, is_marked: bool
) -> Sequence[Mutation]:
    """Returns what to write for one item. An item with a marker has been added already."""
    if is_marked:
        return (Delete(marker_key(index, key)),)
    if stored is None:
        return ()
    image = Image(stored)
    change = index_change(index, key, None, image)
    mutations = [] if change is None else index_mutations(change, key)
    counted = index.counted_passed(image.item)
    return mutations if counted is None else [*mutations, counted]


def _active(table: Table, index: Index) -> bytes:
    """Returns the record of the table, in which the index is ACTIVE."""
    record = record_from_bytes(table.stored)
    for each in changing_indexes(record):
        if each["Id"] == index.id:
            del each["IsBuilding"]
            each.pop("Transition", None)
    return table_to_bytes(record)


async def _clear_markers(node: Node, lease: Fence, build: Build) -> None:
    span = markers_span(build["TableId"], index_prefix(build["IndexId"]))
    if await node.storage.erase(span, limit_items=_PIECE_MARKERS, fence=lease) < _PIECE_MARKERS:
        await _finish(node, lease, build)


async def _finish(node: Node, lease: Fence, build: Build) -> None:
    await write(node, lease, [Delete(build_key(build["TableId"], build["IndexId"]))])


def _index(table: Table, build: Build) -> Index | None:
    if table.id != build["TableId"]:
        return None
    found = (each for each in indexes_of(table) if each.id == build["IndexId"] and each.is_building)
    return next(found, None)


def _rest(build: Build) -> Span:
    """Returns the span of the items that the build has not passed."""
    position = (bytes.fromhex(build["Partition"]), bytes.fromhex(build["Sort"]) + b"\x00")
    return Span(Space.ITEM, build["TableId"], position)


JOB: Final = Job(name="build indexes", every_s=0.2, pieces=pieces)
