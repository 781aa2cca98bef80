"""The job that deletes the items whose time to live is over, a little at a time.

An item is deleted by the one write path, which judges it again at that moment: what was changed in
between stays. What has expired is one span of a table's expiry entries, so a sweep costs nothing
for items that have not. `engine.tables.time_to_live` says how tables get here.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

import orjson

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Span
from jedlik.core.keys.primary_key import item_key
from jedlik.core.keys.ranges import after
from jedlik.core.keys.space import Space
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job
from jedlik.engine.table import Table
from jedlik.features.time_to_live.records import (
    TIME_TO_LIVE_SPAN,
    TimeToLiveWork,
    expired_span,
    expiry_key,
    expiry_value,
    item_key_of,
    work_key,
)
from jedlik.features.time_to_live.rules import is_expired, stored_expiry_s
from jedlik.storage.interface import Abort, Batch, Delete, Mutation, Put

_PIECE_ITEMS: Final = 100  # of one commit; few enough not to hold up requests
_PAGE_BYTES: Final = 1 << 20
_PAGE_WORKS: Final = 1_000


async def is_due(node: Node) -> bool:
    """Whether a table waits for a phase to be done, or has an expired item."""
    return await _next_work(node) is not None


async def run(node: Node) -> None:
    """Do a piece of the work of one table."""
    work = await _next_work(node)
    if work is None:
        return
    table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
    if table is None or table.id != work["Id"]:
        await _finish_phase(node, work, None)  # what it had is erased with the table
    else:
        await _PHASES[work["Phase"]](node, work, table)


async def _next_work(node: Node) -> TimeToLiveWork | None:
    span = TIME_TO_LIVE_SPAN
    while True:
        page = await node.storage.scan(span, limit_items=_PAGE_WORKS, limit_bytes=_PAGE_BYTES)
        for stored in page.values:
            work: TimeToLiveWork = orjson.loads(stored)
            if work["Phase"] != "SWEEP" or await _expired(node, work["Id"], limit_items=1):
                return work
        if page.last is None:
            return None
        span = after(span, *page.last, reverse=False)


async def _expired(node: Node, table_id: int, *, limit_items: int) -> Sequence[bytes]:
    span = expired_span(table_id, node.clock.now_ms() // 1000)
    page = await node.storage.scan(span, limit_items=limit_items, limit_bytes=_PAGE_BYTES)
    return page.values


async def _erase(node: Node, work: TimeToLiveWork, table: Table) -> None:
    erased = await node.storage.erase(Span(Space.EXPIRY, table.id), limit_items=_PIECE_ITEMS)
    if erased < _PIECE_ITEMS:
        next_work: TimeToLiveWork = {**work, "Phase": "BACKFILL"}
        await _finish_phase(node, work, None if work["Attribute"] is None else next_work)


async def _backfill(node: Node, work: TimeToLiveWork, table: Table) -> None:
    """Give the next items their expiry entries, unless the setting has changed."""
    span = Span(Space.ITEM, table.id)
    if "After" in work:
        partition, sort = map(bytes.fromhex, work["After"])
        span = after(span, partition, sort, reverse=False)
    page = await node.storage.scan(span, limit_items=_PIECE_ITEMS, limit_bytes=_PAGE_BYTES)
    keys = [item_key(table, item_from_bytes(stored)) for stored in page.values]
    next_work: TimeToLiveWork = {**work, "Phase": "SWEEP"}
    if page.last is not None:
        next_work = {**work, "After": [part.hex() for part in page.last]}
    here = work_key(work["Id"])

    def decide(values: Sequence[bytes | None]) -> Batch | Abort:
        if values[0] != table.stored or values[1] != orjson.dumps(work):
            return Abort(None)
        mutations: list[Mutation] = [Put(here, orjson.dumps(next_work))]
        for key, stored in zip(keys, values[2:], strict=True):
            time_s = stored_expiry_s(stored, work["Attribute"] or "")
            if time_s is not None:
                mutations.append(Put(expiry_key(key, time_s), expiry_value(key)))
        return Batch(mutations, None)

    await node.storage.transact([table.catalog_key, here, *keys], decide)


async def _sweep(node: Node, work: TimeToLiveWork, table: Table) -> None:
    values = await _expired(node, table.id, limit_items=_PIECE_ITEMS)
    now_s = node.clock.now_ms() // 1000
    attribute = work["Attribute"] or ""

    def decide(old: bytes | None) -> Change:
        expired = old is not None and is_expired(item_from_bytes(old), attribute, now_s)
        return Change(old, None if expired else old)

    keys = [item_key_of(table.id, value) for value in values]
    with suppress(Reject):  # the table went
        await commit(
            Context(node, work["Region"], account_root(work["AccountId"])),
            [Write(table, key, decide, by_service=True) for key in keys],
        )


async def _finish_phase(node: Node, work: TimeToLiveWork, next_work: TimeToLiveWork | None) -> None:
    """Go on to the next phase, or to none, unless the setting has changed."""
    here = work_key(work["Id"])
    done = Delete(here) if next_work is None else Put(here, orjson.dumps(next_work))

    def decide(values: Sequence[bytes | None]) -> Batch | Abort:
        return Batch((done,), None) if values[0] == orjson.dumps(work) else Abort(None)

    await node.storage.transact([here], decide)


_PHASES: Final[Mapping[str, Callable[[Node, TimeToLiveWork, Table], Awaitable[None]]]] = {
    "ERASE": _erase,
    "BACKFILL": _backfill,
    "SWEEP": _sweep,
}

JOB: Final = Job(name="expire items", every_s=1.0, is_due=is_due, run=run)
