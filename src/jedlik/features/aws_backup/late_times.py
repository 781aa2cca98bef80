"""Finds entries of the queue whose times are wrong because a clock was ahead.

An entry waits for its time. If the clock was a year ahead when the entry of a plan was stored, the
plan makes no backups for a year, even if the clock is right again after a second. So each process
looks through the queue when it starts and when it sees that its clock has gone back. It also does
so each hour, because it may not have seen a wrong clock of a moment. `bring_forward` corrects the
times that cannot be right.
"""

from collections.abc import Sequence
from typing import Final, cast, final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due
from jedlik.engine.read import is_empty, pages
from jedlik.features.aws_backup.records import DueRecord, later_span
from jedlik.storage.interface import Fence

_NAME: Final = "correct times of AWS Backup"
_EVERY_S: Final = 1.0
_AGAIN_MS: Final = 3_600_000
_BACK_MS: Final = 1_000  # the clock of a database may go back by less from one reading to another


@final
class _Clock:
    """What this process has seen of its clock.

    seen_ms: the last time that it read; None if it must look through the queue at once.
    """

    def __init__(self) -> None:
        self.seen_ms: int | None = None
        self._again_ms = 0

    def looked_at(self, now_ms: int) -> None:
        """Notes that all entries that are later than now are right."""
        self.seen_ms = now_ms
        self._again_ms = now_ms + _AGAIN_MS

    async def pieces(self, node: Node) -> Sequence[Piece]:
        """Returns the look through the queue, if it is needed."""
        now_ms = node.clock.now_ms()
        has_gone_back = self.seen_ms is None or now_ms < self.seen_ms - _BACK_MS
        if has_gone_back or now_ms >= self._again_ms:
            self.seen_ms = None
            if not await is_empty(node.storage, later_span(now_ms)):
                return (Piece("times of AWS Backup", always_due, _Look(self, node).run),)
            self.looked_at(now_ms)
        self.seen_ms = now_ms
        return ()


@final
class _Look:
    """One look through the queue."""

    def __init__(self, clock: _Clock, node: Node) -> None:
        self._clock = clock
        self._node = node

    async def run(self, lease: Fence) -> None:
        """Corrects all times. Each step proves what it has read, so it needs no proof of the lease.

        If it fails, the job begins it again.
        """
        del lease
        from jedlik.features.aws_backup.bring_forward import bring_forward  # noqa: PLC0415

        now_ms = self._node.clock.now_ms()
        async for page in pages(self._node.storage, later_span(now_ms)):
            records = [cast(DueRecord, orjson.loads(each)) for each in page]
            await bring_forward(self._node, records)
        self._clock.looked_at(now_ms)


def late_times_job() -> Job:
    """Returns the job of one process. It loads `bring_forward` only if the queue has entries."""
    return Job(_NAME, _EVERY_S, _Clock().pieces)
