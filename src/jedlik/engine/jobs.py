"""Background jobs: work for which no client waits, done by one process at a time.

Several processes may serve one storage. The process that holds the lease of a job does its work. A
lease is an entry in space JOB. Its holder renews it before every piece of work, and deletes it when
nothing is due. If the holder dies, another process takes the lease after the lease has ended. The
first process that opens a data folder ends all earlier leases, because their holders have ended.

A process may be stopped for longer than its lease (a slow disk, a paused container). When it
continues, another process may have done its piece of work already. So every write of a job proves,
in its own transaction, that its lease or the record of its work is unchanged: `erase` by its Fence,
`write` by the lease, other transactions by reading the record of the work.

If one piece of work fails, because a page of its table is damaged or the code has a defect, the job
passes it over, does the others, and tries it again later (`setbacks`).
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple, TypedDict

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.setbacks import (
    BACKOFF_S,
    OUTAGE_BACKOFF_S,
    Report,
    Setbacks,
    is_outage,
    pause_s,
)
from jedlik.storage.interface import (
    Abort,
    Batch,
    Delete,
    Fence,
    FenceLostError,
    Mutation,
    Put,
    StorageUnavailableError,
)

# Longer than a storage waits for its lock, so that a holder that waits does not lose its lease.
LEASE_MS: Final = 15_000

_PARTITION: Final = b"lease"


class Piece(NamedTuple):
    """What a job may have to do for one table, index or stream.

    of: whose work it is, as the log shows it. is_due: returns whether there is something to do now;
    it only reads. run: does a short piece of the work under a lease, and may be interrupted at any
    point.
    """

    of: str
    is_due: Callable[[], Awaitable[bool]]
    run: Callable[[Fence], Awaitable[None]]


async def always_due() -> bool:
    """Returns True: `is_due` of the pieces of a job that lists only work that can be done now."""
    return True


class Job(NamedTuple):
    """One kind of background work.

    Every process looks every `every_s` seconds whether one of the `pieces` is due. The holder of
    the lease runs the first one that is, and looks again, until none is.
    """

    name: str
    every_s: float
    pieces: Callable[[Node], Awaitable[Sequence[Piece]]]


class _Lease(TypedDict):
    """The process that does a job, and the end of its lease (Unix time, milliseconds)."""

    Owner: str
    UntilMs: int


async def keep(job: Job, node: Node, report: Report) -> None:
    """Does the job whenever it is due. Never returns: its caller cancels it.

    A job that failed is tried again, with pauses that grow. So a defect in one piece of work does
    not end the work for good, and does not fill the log. After an outage of the storage it goes on
    within seconds.
    """
    owner = node.ids.uuid()
    setbacks = Setbacks(job.name, job.every_s, node.clock, report)
    failures = 0
    longest_s = BACKOFF_S
    while True:
        try:
            await work(job, node, owner, setbacks)
        except Exception as error:  # noqa: BLE001  (the boundary of a job)
            failures += 1
            longest_s = OUTAGE_BACKOFF_S if is_outage(error) else BACKOFF_S
            report(job.name, failures, error)
        else:
            if failures:
                report(job.name, failures, None)
            failures = 0
        await node.clock.sleep(pause_s(job.every_s, failures, longest_s))


async def work(job: Job, node: Node, owner: str, setbacks: Setbacks | None = None) -> None:
    """Does the job until nothing is due, or until another process has the lease.

    setbacks: the pieces that have failed. Without it, the first failure is raised.
    """
    lease: Fence | None = None
    while (piece := await next_piece(job, node, setbacks)) is not None:
        is_first, lease = lease is None, await take_lease(job, node, owner)
        if lease is None:
            return
        if is_first:  # another process may have done this piece before the lease was taken
            continue
        try:
            await piece.run(lease)
        except FenceLostError:  # another process has the lease, or a request changed the work
            break
        except Exception as error:
            if setbacks is None or not setbacks.takes(piece.of, error):
                raise
        else:
            if setbacks is not None:
                setbacks.succeeded(piece.of)
        await node.clock.sleep(0)
    if lease is not None:
        await give_up(node, lease)


async def next_piece(job: Job, node: Node, setbacks: Setbacks | None = None) -> Piece | None:
    """Returns the first piece that is due, without those that wait because they have failed."""
    pieces = await job.pieces(node)
    if setbacks is not None:
        setbacks.forget_others({piece.of for piece in pieces})
    for piece in pieces:
        if setbacks is not None and setbacks.waits(piece.of):
            continue
        try:
            if await piece.is_due():
                return piece
        except Exception as error:
            if setbacks is None or not setbacks.takes(piece.of, error):
                raise
    return None


async def take_lease(job: Job, node: Node, owner: str) -> Fence | None:
    """Takes or renews the lease of a job. Returns None if another process holds it.

    A lease that ends later than a new one would is ignored: the clock of its holder was wrong.
    """
    key = _lease_key(job)
    now_ms = node.clock.now_ms()
    new: _Lease = {"Owner": owner, "UntilMs": now_ms + LEASE_MS}
    lease = Fence(key, orjson.dumps(new))

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] is not None:
            held: _Lease = orjson.loads(values[0])
            if held["Owner"] != owner and now_ms < held["UntilMs"] <= now_ms + LEASE_MS:
                return Abort(None)
        return Batch((Put(key, lease.value),), None)

    outcome = await node.storage.transact([key], decide)
    return lease if isinstance(outcome, Batch) else None


async def renewed(node: Node, lease: Fence) -> Fence:
    """Returns a lease that ends later. A piece calls this if it takes long.

    Raises FenceLostError if the lease is lost.
    """
    held: _Lease = orjson.loads(lease.value)
    longer: _Lease = {"Owner": held["Owner"], "UntilMs": node.clock.now_ms() + LEASE_MS}
    new = Fence(lease.key, orjson.dumps(longer))
    await write(node, lease, [Put(new.key, new.value)])
    return new


async def write(node: Node, lease: Fence, mutations: Sequence[Mutation]) -> None:
    """Writes under a lease. Raises FenceLostError, and writes nothing, if the lease is lost."""
    batch = Batch(mutations, None)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return batch if values[0] == lease.value else Abort(None)

    if isinstance(await node.storage.transact([lease.key], decide), Abort):
        raise FenceLostError


async def give_up(node: Node, lease: Fence) -> None:
    """Deletes a lease, so that another process need not wait for its end."""

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != lease.value:
            return Abort(None)
        return Batch((Delete(lease.key),), None)

    await node.storage.transact([lease.key], decide)


async def end_leases(node: Node, jobs: Sequence[Job], began_ms: int | None) -> None:
    """Deletes the leases of jobs that were taken before `began_ms`. Their holders must have ended.
    With None it deletes nothing.

    A lease that another worker has taken since then stays: what its holder does outside of the
    storage, such as a put into a bucket, is not undone when it loses the lease. If the storage is
    not available, the leases end by themselves.
    """
    if began_ms is None:
        return
    keys = [_lease_key(job) for job in jobs]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        held = [(key, stored) for key, stored in zip(keys, values, strict=True) if stored]
        ended = [
            Delete(key)
            for key, stored in held
            if orjson.loads(stored)["UntilMs"] < began_ms + LEASE_MS
        ]
        return Batch(ended, None) if ended else Abort(None)

    with suppress(StorageUnavailableError):
        await node.storage.transact(keys, decide)


def _lease_key(job: Job) -> Key:
    return Key(Space.JOB, 0, _PARTITION, job.name.encode())
