"""Defects, to prove that the explorer finds them: an explorer that finds nothing proves nothing.

Each replaces a part of the product by a defective one. Some are defects that earlier versions had;
the others break one promise of the storage or of the engine each.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import orjson
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine import jobs
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import LEASE_MS, Job, Piece
from jedlik.engine.table import Table
from jedlik.engine.table_hooks import TableChange
from jedlik.features.history import feature as history
from jedlik.features.history import partitions
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES
from jedlik.features.time_to_live import expire_items
from jedlik.features.time_to_live.feature import feature as time_to_live
from jedlik.features.time_to_live.records import (
    PARTITION,
    TimeToLiveWork,
    expired_span,
    item_key_of,
)
from jedlik.features.time_to_live.rules import is_expired
from jedlik.features.vector_indexes.cache import Place, VectorCache
from jedlik.storage import memory
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Append,
    Batch,
    Decide,
    E,
    Fence,
    Mutation,
    Put,
    R,
    appended,
)
from tests.simulation.schedules.cluster import Parts, PausingStorage, pause


class Defect(NamedTuple):
    """A defect. program: one whose schedules show it. install: replaces parts by defective ones."""

    name: str
    program: str
    install: Callable[[pytest.MonkeyPatch], Parts]


# Defects of earlier versions.


class UnprovedExpiry(Write):
    """A deletion by the setting that the job knew, whatever the table says now."""

    def __init__(self, table: Table, key: Key, attribute: str, now_s: int) -> None:
        super().__init__(table, key)
        self.attribute = attribute
        self.now_s = now_s

    def decide(self, old: bytes | None) -> Change:
        """See Write.decide."""
        if old is None or not is_expired(item_from_bytes(old), self.attribute, self.now_s):
            return Change(old, old)
        return Change(old, None)

    def replanned(self, table: Table) -> "UnprovedExpiry":
        """See Write.replanned."""
        return UnprovedExpiry(table, self.key, self.attribute, self.now_s)


async def _expire(node: Node, piece: Piece, lease: Fence) -> None:
    """Do a piece of the work, and sweep by the setting in the record of the work."""
    span = Span(Space.JOB, 0, (PARTITION, b""), (PARTITION + b"\x00", b""))
    page = await node.storage.scan(span, limit_items=1, limit_bytes=1)
    work: TimeToLiveWork | None = orjson.loads(page.values[0]) if page.values else None
    if work is None or work["Phase"] != "SWEEP":
        await piece.run(lease)
        return
    table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
    assert table is not None
    now_s = node.clock.now_ms() // 1000
    expired = await node.storage.scan(expired_span(table.id, now_s), limit_items=2, limit_bytes=99)
    keys = [item_key_of(table.id, value) for value in expired.values]
    writes = [UnprovedExpiry(table, key, work["Attribute"] or "", now_s) for key in keys]
    await commit(Context(node, work["Region"], account_root(work["AccountId"])), writes)


async def _expiry_pieces(node: Node) -> Sequence[Piece]:
    pieces = await expire_items.pieces(node)
    return [piece._replace(run=partial(_expire, node, piece)) for piece in pieces]


def _expiry_feature(options: Options) -> Feature:
    feature = time_to_live(options)
    return feature._replace(jobs=[job._replace(pieces=_expiry_pieces) for job in feature.jobs])


def _expiry_by_old_setting(_: pytest.MonkeyPatch) -> Parts:
    makers = [_expiry_feature if make is time_to_live else make for make in FEATURES]
    return Parts(makers=makers)


class LateEpoch(PausingStorage):
    """Raises the epoch after the commit: a process that is killed in between never does."""

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        await self.begin()
        outcome = await self.commit(reads, decide)
        await pause()
        if isinstance(outcome, Batch) and outcome.raises_epoch:
            self.epoch.begin()
            self.epoch.finish()
        return outcome


def _late_epoch(_: pytest.MonkeyPatch) -> Parts:
    return Parts(storage=LateEpoch)


class Fenceless(PausingStorage):
    """Erases whoever has the work."""

    async def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> int:
        """See Storage.erase."""
        return await super().erase(span, limit_items=limit_items, fence=None)


def _fenceless(_: pytest.MonkeyPatch) -> Parts:
    return Parts(storage=Fenceless)


async def _take_any_lease(job: Job, node: Node, owner: str) -> Fence | None:
    """Take a lease, or wait for its end however far away it is."""
    key = Key(Space.JOB, 0, b"lease", job.name.encode())
    now_ms = node.clock.now_ms()
    value = orjson.dumps({"Owner": owner, "UntilMs": now_ms + LEASE_MS})

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] is not None:
            held = orjson.loads(values[0])
            if held["Owner"] != owner and now_ms < held["UntilMs"]:
                return Abort(None)
        return Batch((Put(key, value),), None)

    outcome = await node.storage.transact([key], decide)
    return Fence(key, value) if isinstance(outcome, Batch) else None


def _trusted_leases(patch: pytest.MonkeyPatch) -> Parts:
    patch.setattr(jobs, "take_lease", _take_any_lease)
    return Parts()


def _unreserved(table_change: TableChange, last: int) -> list[Mutation]:
    """What opens log partitions, without taking the position at which they start."""
    mutations = partitions.partition_mutations(table_change, last)
    return [each for each in mutations if not (isinstance(each, Put) and each.key == LAST_APPEND)]


def _unreserved_start(patch: pytest.MonkeyPatch) -> Parts:
    patch.setattr(history, "partition_mutations", _unreserved)
    return Parts()


# Broken promises.


class Unproved(PausingStorage):
    """Shows some of what a transaction reads as it was a moment before: records of spaces in
    `unproved`, to transactions that read `first` first. So they prove nothing.
    """

    first = Space.ITEM
    unproved = Space.CATALOG

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        before = await self.memory.read(reads, consistent=True)

        def decide_unproved(values: Sequence[bytes | None]) -> Batch[R] | Abort[E]:
            shown = list(values)
            for at, key in enumerate(reads):
                if reads[0].space == self.first and key.space == self.unproved:
                    shown[at] = before[at]
            return decide(shown)

        return await super().transact(reads, decide_unproved)


def _unproved_table(_: pytest.MonkeyPatch) -> Parts:
    """A write that was planned for an old record of its table is not planned again."""
    return Parts(storage=Unproved)


class UnprovedWork(Unproved):
    """Two processes can do the same piece of the work of a job."""

    first = Space.JOB
    unproved = Space.JOB


def _unproved_work(_: pytest.MonkeyPatch) -> Parts:
    return Parts(storage=UnprovedWork)


class Unserializable(PausingStorage):
    """Reads, and writes later."""

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        decision = decide(await self.memory.read(reads, consistent=True))
        return await super().transact((), lambda _: decision)


def _unserializable(_: pytest.MonkeyPatch) -> Parts:
    return Parts(storage=Unserializable)


class Torn(PausingStorage):
    """Writes a batch in two halves."""

    async def commit(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See PausingStorage.commit."""
        decision = decide(await self.memory.read(reads, consistent=True))
        if isinstance(decision, Abort):
            return decision
        mutations = decision.mutations
        half = Batch(mutations[: len(mutations) // 2], None)
        await super().commit((), lambda _: half)
        await pause()
        rest = Batch(mutations[len(mutations) // 2 :], decision.result)
        return await super().commit((), lambda _: rest)


def _torn(_: pytest.MonkeyPatch) -> Parts:
    return Parts(storage=Torn)


def _by_clock_alone(append: Append, last: bytes | None, now_ms: int) -> tuple[Key, bytes]:
    return appended(append, None, now_ms)


def _positions_by_clock(patch: pytest.MonkeyPatch) -> Parts:
    patch.setattr(memory, "appended", _by_clock_alone)
    return Parts()


def _stale_cache(patch: pytest.MonkeyPatch) -> Parts:
    """Find what was gathered last, in whatever version."""
    gathered: WeakKeyDictionary[VectorCache, dict[Place, object]] = WeakKeyDictionary()
    end = VectorCache.end

    def end_and_remember(cache: VectorCache, place: Place, version: bytes, matrix: Any) -> None:
        gathered.setdefault(cache, {})[place] = matrix
        end(cache, place, version, matrix)

    def find_any_version(cache: VectorCache, place: Place, _: bytes) -> object:
        return gathered.get(cache, {}).get(place)

    patch.setattr(VectorCache, "end", end_and_remember)
    patch.setattr(VectorCache, "find", find_any_version)
    return Parts()


DEFECTS = (
    Defect("time to live deletes by the setting it knew", "switched off", _expiry_by_old_setting),
    Defect("the epoch is raised after the commit", "recreated", _late_epoch),
    Defect("an eraser has no fence", "switched", _fenceless),
    Defect("a lease is trusted however late it ends", "leases", _trusted_leases),
    Defect("a shard starts at a position that is still free", "clocks", _unreserved_start),
    Defect("a write is not planned again", "indexes", _unproved_table),
    Defect("a job does not prove its work", "leases", _unproved_work),
    Defect("transactions are not isolated", "transactions", _unserializable),
    Defect("transactions are not atomic", "indexes", _torn),
    Defect("positions follow the clock alone", "clocks", _positions_by_clock),
    Defect("a cached partition is used in every version", "vector indexes", _stale_cache),
)
