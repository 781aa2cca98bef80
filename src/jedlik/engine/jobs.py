"""Keeps jobs going: of several processes over one storage, the holder of the lease does the work.

A lease is an entry in space JOB. Its holder renews it before every piece of work and gives it up
when nothing is due; of a process that died it is taken over once it has run out. Pieces are short
against the lease, and harmless if done twice.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypedDict

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.storage.interface import Abort, Batch, Delete, FenceLostError, Put


class Job(NamedTuple):
    """Work that nobody waits for, done by one process at a time.

    `is_due` only reads: it is asked every `every_s` seconds by every process. `run` does one short
    piece of the work, is called until nothing is due, and may be cut off anywhere.
    """

    name: str
    every_s: float
    is_due: Callable[[Node], Awaitable[bool]]
    run: Callable[[Node], Awaitable[None]]


LEASE_MS: Final = 5_000

_PARTITION: Final = b"lease"


class Lease(TypedDict):
    """Who does a job, and until when nobody else may (Unix time, milliseconds)."""

    Owner: str
    UntilMs: int


Report = Callable[[str, Exception], None]


async def keep(job: Job, node: Node, report: Report) -> None:
    """Do the job whenever it is due; never returns, ends by cancellation.

    Whatever goes wrong is told to `report`, and the job tries again: no defect of one piece of work
    may stop the work for good.
    """
    owner = node.ids.uuid()
    while True:
        try:
            await work(job, node, owner)
        except Exception as error:  # noqa: BLE001  (the boundary of a job)
            report(job.name, error)
        await node.clock.sleep(job.every_s)


async def work(job: Job, node: Node, owner: str) -> None:
    """Do the job until nothing is due, or another process has the lease."""
    key = Key(Space.JOB, 0, _PARTITION, job.name.encode())
    held = False
    while await job.is_due(node):
        held = await _take(node, key, owner)
        if not held:
            return
        try:
            await job.run(node)
        except FenceLostError:  # another process does this work now
            return
        await node.clock.sleep(0)
    if held:
        await _give_up(node, key, owner)


async def _take(node: Node, key: Key, owner: str) -> bool:
    """Take or renew the lease; False if another process holds it."""
    now_ms = node.clock.now_ms()
    lease: Lease = {"Owner": owner, "UntilMs": now_ms + LEASE_MS}
    renewed = Batch((Put(key, orjson.dumps(lease)),), None)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] is None:
            return renewed
        held: Lease = orjson.loads(values[0])
        if held["Owner"] != owner and now_ms < held["UntilMs"]:
            return Abort(None)
        return renewed

    return isinstance(await node.storage.transact([key], decide), Batch)


async def _give_up(node: Node, key: Key, owner: str) -> None:
    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] is None:
            return Abort(None)
        held: Lease = orjson.loads(values[0])
        return Batch((Delete(key),), None) if held["Owner"] == owner else Abort(None)

    await node.storage.transact([key], decide)
