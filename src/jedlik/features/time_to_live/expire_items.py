"""The job that deletes expired items, a few at a time.

The work of a table has the phases of `TimeToLiveWork`. The expired items of a table are one span of
its expiry entries, so the other items cost nothing. An item is deleted by a commit, which checks
again whether it has expired. So an item that has changed in between is not deleted.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, final

import orjson

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import item_key
from jedlik.core.keys.ranges import after
from jedlik.core.keys.space import Space
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.table import Table, is_lost
from jedlik.engine.work_records import TABLE_BYTES, work_pieces
from jedlik.features.time_to_live.participant import expiry_attribute_of
from jedlik.features.time_to_live.records import (
    PARTITION,
    TimeToLiveWork,
    expired_span,
    expiry_key,
    expiry_value,
    item_key_of,
    work_key,
)
from jedlik.features.time_to_live.rules import is_expired, stored_expiry_s
from jedlik.storage.interface import Abort, Batch, Delete, Fence, Mutation, Put

_PIECE_ITEMS: Final = 100  # of one commit; few enough that requests do not wait long
_PAGE_BYTES: Final = 1 << 20


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each table that has a time to live, or had one."""
    return await work_pieces(node, PARTITION, TABLE_BYTES, _piece)


def _piece(node: Node, stored: bytes) -> Piece:
    work: TimeToLiveWork = orjson.loads(stored)
    of = f"table {work['TableName']} in {work['Region']}"
    return Piece(of, partial(_is_due, node, work), partial(_run, node, work))


async def _is_due(node: Node, work: TimeToLiveWork) -> bool:
    """Returns whether the table has an unfinished phase or an expired item."""
    return work["Phase"] != "SWEEP" or bool(await _expired(node, work["Id"], limit_items=1))


async def _run(node: Node, work: TimeToLiveWork, lease: Fence) -> None:
    """Does a piece of the work of one table. Each transaction proves the record of the work, or the
    record of the table.
    """
    del lease
    table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
    if table is None or table.id != work["Id"] or is_lost(table):
        # The entries of a deleted table are erased with it. Items that are lost do not expire.
        await _finish_phase(node, work, None)
    else:
        await _PHASES[work["Phase"]](node, work, table)


async def _expired(node: Node, table_id: int, *, limit_items: int) -> Sequence[bytes]:
    span = expired_span(table_id, node.clock.now_ms() // 1000)
    page = await node.storage.scan(span, limit_items=limit_items, limit_bytes=_PAGE_BYTES)
    return page.values


async def _erase(node: Node, work: TimeToLiveWork, table: Table) -> None:
    span, fence = Span(Space.EXPIRY, table.id), Fence(work_key(work["Id"]), orjson.dumps(work))
    erased = await node.storage.erase(span, limit_items=_PIECE_ITEMS, fence=fence)
    if erased < _PIECE_ITEMS:
        next_work: TimeToLiveWork = {**work, "Phase": "BACKFILL"}
        await _finish_phase(node, work, None if work["Attribute"] is None else next_work)


async def _backfill(node: Node, work: TimeToLiveWork, table: Table) -> None:
    """Writes the expiry entries of the next items, unless the setting has changed."""
    span = Span(Space.ITEM, table.id)
    if "After" in work:
        partition, sort = map(bytes.fromhex, work["After"])
        span = after(span, partition, sort, reverse=False)
    page = await node.storage.scan(span, limit_items=_PIECE_ITEMS, limit_bytes=_PAGE_BYTES)
    keys = [item_key(table.key, item_from_bytes(stored)) for stored in page.values]
    next_work: TimeToLiveWork = {**work, "Phase": "SWEEP"}
    if page.last is not None:
        next_work = {**work, "After": [part.hex() for part in page.last]}
    here = work_key(work["Id"])

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != table.stored or values[1] != orjson.dumps(work):
            return Abort(None)
        mutations: list[Mutation] = [Put(here, orjson.dumps(next_work))]
        for key, stored in zip(keys, values[2:], strict=True):
            time_s = stored_expiry_s(stored, work["Attribute"] or "")
            if time_s is not None:
                mutations.append(Put(expiry_key(key, time_s), expiry_value(key)))
        return Batch(mutations, None)

    await node.storage.transact([table.catalog_key, here, *keys], decide)


@final
class ExpireWrite(Write):
    """Deletes an item if it has expired.

    The setting is that of the table at the commit. If time to live was disabled after the job
    began, no item is deleted.
    """

    def __init__(self, table: Table, key: Key, now_s: int) -> None:
        super().__init__(table, key)
        self.by_service = True
        self._attribute = expiry_attribute_of(table)
        self._now_s = now_s

    def decide(self, old: bytes | None) -> Change:
        """See Write.decide."""
        if old is None or self._attribute is None:
            return Change(old, old)
        item = item_from_bytes(old)
        if not is_expired(item, self._attribute, self._now_s):
            return Change(old, old)
        return Change(old, None, old_item=item)

    def replanned(self, table: Table) -> "ExpireWrite":
        """See Write.replanned."""
        return ExpireWrite(table, self.key, self._now_s)


async def _sweep(node: Node, work: TimeToLiveWork, table: Table) -> None:
    values = await _expired(node, table.id, limit_items=_PIECE_ITEMS)
    now_s = node.clock.now_ms() // 1000
    keys = [item_key_of(table.id, value) for value in values]
    with suppress(Reject):  # the table was deleted
        await commit(
            Context(node, work["Region"], account_root(work["AccountId"])),
            [ExpireWrite(table, key, now_s) for key in keys],
        )


async def _finish_phase(node: Node, work: TimeToLiveWork, next_work: TimeToLiveWork | None) -> None:
    """Stores the next phase, or deletes the work if there is none. Does nothing if the setting has
    changed.
    """
    here = work_key(work["Id"])
    done = Delete(here) if next_work is None else Put(here, orjson.dumps(next_work))

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Batch((done,), None) if values[0] == orjson.dumps(work) else Abort(None)

    await node.storage.transact([here], decide)


_PHASES: Final[Mapping[str, Callable[[Node, TimeToLiveWork, Table], Awaitable[None]]]] = {
    "ERASE": _erase,
    "BACKFILL": _backfill,
    "SWEEP": _sweep,
}

JOB: Final = Job(name="expire items", every_s=1.0, pieces=pieces)
