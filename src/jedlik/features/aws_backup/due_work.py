"""The job of AWS Backup: does what is due, in the order of the times.

A server that has no plans and no jobs looks at an empty span each second, and loads nothing else of
this feature.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, cast

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due
from jedlik.features.aws_backup.records import DueRecord, Place, due_entry, due_span
from jedlik.storage.interface import Fence

_PIECES: Final = 100
_PAGE_BYTES: Final = 1 << 20
_WORDS: Final = {
    "rule": "rule {} of a backup plan",
    "run": "run {} of a backup plan",
    "backup": "backup job {}",
    "restore": "restore job {}",
    "point": "recovery point {}",
}


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work that is due, the oldest first."""
    span = due_span(node.clock.now_ms())
    page = await node.storage.scan(span, limit_items=_PIECES, limit_bytes=_PAGE_BYTES)
    return [_piece(node, cast(DueRecord, orjson.loads(each))) for each in page.values]


def _piece(node: Node, record: DueRecord) -> Piece:
    what = _WORDS[record["Kind"]].format(record["Id"])
    return Piece(f"{what} in {record['Region']}", always_due, partial(_run, node, record))


async def _run(node: Node, record: DueRecord, lease: Fence) -> None:
    """Does a piece of work. Every step proves that what it has read is unchanged, so it needs no
    proof of the lease.
    """
    del lease
    await _do(node, record)
    (stored,) = await node.storage.read([due_entry(record).key], consistent=True)
    if stored is not None:
        from jedlik.features.aws_backup.due_owners import forget_unowned  # noqa: PLC0415

        await forget_unowned(node, record)


async def _do(node: Node, record: DueRecord) -> None:
    # These modules are loaded when something is due for the first time.
    place, identity = Place(record["AccountId"], record["Region"]), record["Id"]
    if record["Kind"] == "backup":
        from jedlik.features.aws_backup import backup_jobs  # noqa: PLC0415

        await backup_jobs.step(node, place, identity)
    elif record["Kind"] == "restore":
        from jedlik.features.aws_backup import restore_jobs  # noqa: PLC0415

        await restore_jobs.step(node, place, identity)
    elif record["Kind"] == "point":
        from jedlik.features.aws_backup import recovery_points  # noqa: PLC0415

        await recovery_points.expire(node, place, identity)
    else:
        from jedlik.features.aws_backup import runs  # noqa: PLC0415

        act = runs.fire if record["Kind"] == "rule" else runs.step
        await act(node, place, identity)


JOB: Final = Job(name="AWS Backup", every_s=1.0, pieces=pieces)
