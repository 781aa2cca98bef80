"""Background jobs: work for which no client waits, done by one process at a time.

Several processes may serve one storage. The process that holds the lease of a job does its work. A
lease is an entry in space JOB. Its holder renews it before every piece of work, and deletes it when
nothing is due. If the holder dies, another process takes the lease after the lease has ended.

A process may be stopped for longer than its lease (a slow disk, a paused container). When it
continues, another process may have done its piece of work already. So every write of a job proves,
in its own transaction, that its lease or the record of its work is unchanged: `erase` by its Fence,
`write` by the lease, other transactions by reading the record of the work.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypedDict

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.storage.interface import Abort, Batch, Delete, Fence, FenceLostError, Mutation, Put

# Longer than a storage waits for its lock, so that a holder that waits does not lose its lease.
LEASE_MS: Final = 15_000
BACKOFF_S: Final = 60.0

_PARTITION: Final = b"lease"
_DOUBLINGS: Final = 16


class Job(NamedTuple):
    """One kind of background work.

    Every process calls `is_due` every `every_s` seconds. `is_due` only reads. The holder of the
    lease calls `run` until nothing is due. One call does a short piece of the work and may be
    interrupted at any point.
    """

    name: str
    every_s: float
    is_due: Callable[[Node], Awaitable[bool]]
    run: Callable[[Node, Fence], Awaitable[None]]


class _Lease(TypedDict):
    """The process that does a job, and the end of its lease (Unix time, milliseconds)."""

    Owner: str
    UntilMs: int


# Receives the name of a job, the number of its failures since its last success, and the error. The
# error is None after the first success that follows a failure.
Report = Callable[[str, int, Exception | None], None]


async def keep(job: Job, node: Node, report: Report) -> None:
    """Does the job whenever it is due. Never returns: its caller cancels it.

    A job that failed is tried again, with pauses that grow. So a defect in one piece of work does
    not end the work for good, and does not fill the log.
    """
    owner = node.ids.uuid()
    failures = 0
    while True:
        try:
            await work(job, node, owner)
        except Exception as error:  # noqa: BLE001  (the boundary of a job)
            failures += 1
            report(job.name, failures, error)
        else:
            if failures:
                report(job.name, failures, None)
            failures = 0
        await node.clock.sleep(_pause_s(job, failures))


async def work(job: Job, node: Node, owner: str) -> None:
    """Does the job until nothing is due, or until another process has the lease."""
    lease: Fence | None = None
    while await job.is_due(node):
        lease = await take_lease(job, node, owner)
        if lease is None:
            return
        try:
            await job.run(node, lease)
        except FenceLostError:  # another process has the lease, or a request changed the work
            break
        await node.clock.sleep(0)
    if lease is not None:
        await _give_up(node, lease)


def may_begin(node: Node, not_before_ms: int, longest_ms: int) -> bool:
    """Returns whether work that was put off until `not_before_ms` may begin.

    longest_ms: for how long work is put off at most. A time that is later was written by a process
    with a wrong clock, and is not valid.
    """
    now_ms = node.clock.now_ms()
    return not now_ms < not_before_ms <= now_ms + longest_ms


async def take_lease(job: Job, node: Node, owner: str) -> Fence | None:
    """Takes or renews the lease of a job. Returns None if another process holds it.

    A lease that ends later than a new one would is ignored: the clock of its holder was wrong.
    """
    key = Key(Space.JOB, 0, _PARTITION, job.name.encode())
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


async def write(node: Node, lease: Fence, mutations: Sequence[Mutation]) -> None:
    """Writes under a lease. Raises FenceLostError, and writes nothing, if the lease is lost."""
    batch = Batch(mutations, None)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return batch if values[0] == lease.value else Abort(None)

    if isinstance(await node.storage.transact([lease.key], decide), Abort):
        raise FenceLostError


async def _give_up(node: Node, lease: Fence) -> None:
    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != lease.value:
            return Abort(None)
        return Batch((Delete(lease.key),), None)

    await node.storage.transact([lease.key], decide)


def _pause_s(job: Job, failures: int) -> float:
    """Returns the pause before `is_due` is called again: it doubles with each failure, up to a
    minute.
    """
    doubled_s = float(job.every_s * 2 ** min(failures, _DOUBLINGS))
    return max(job.every_s, min(doubled_s, BACKOFF_S))
