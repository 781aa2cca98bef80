"""The end of an outage, without a restart.

While a storage has an outage, it tries once a second whether it can write again. A full disk is no
longer full when the reserve can be filled. Any other outage ends with a commit: one of a client, or
one that is made here for the purpose.

If that does not help, all connections of the process are closed and opened again. A call of the
operating system that fails at the wrong moment can leave SQLite with locks of its own process that
nobody releases; only that frees them.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from jedlik.core.keys.position import position_to_bytes
from jedlik.storage.interface import (
    LAST_APPEND,
    Batch,
    FailureKind,
    Health,
    Put,
)
from jedlik.storage.sqlite.reserve import Reserve
from jedlik.storage.sqlite.writer import Writer

PERIOD_S: Final = 1.0

# After so many failed commits the connections are opened again.
_COMMITS_BEFORE_REOPENING: Final = 1


class Recovery:
    """Watches over one outage at a time."""

    def __init__(
        self, health: Health, writer: Writer, reserve: Reserve, reopen: Callable[[], None]
    ) -> None:
        """reopen: closes and opens all connections; it is called while no group runs."""
        self._health = health
        self._writer = writer
        self._reserve = reserve
        self._reopen = reopen
        self._task: asyncio.Task[None] | None = None
        self._has_ended = False

    def begin(self) -> None:
        """Begin to watch, in the running event loop. Another thread may call this without effect:
        what it reports ends there too.
        """
        if self._has_ended or (self._task is not None and not self._task.done()):
            return
        with suppress(RuntimeError):  # no loop in this thread
            self._task = asyncio.get_running_loop().create_task(self._watch())

    async def end(self) -> None:
        """Stop watching. What fails while the storage is being closed begins no watch."""
        self._has_ended = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        failed = 0
        while self._health.outage is not None:
            await asyncio.sleep(PERIOD_S)
            if self._health.outage is FailureKind.GONE:  # the checkpointer watches over that
                continue
            if self._health.outage is FailureKind.FULL:
                if self._reserve.fill():  # which takes a millisecond
                    self._writer.between_groups(self._writer.be_generous)
                continue
            if failed == _COMMITS_BEFORE_REOPENING:
                self._writer.between_groups(self._reopen)
                failed = 0
            try:
                await self._writer.transact([LAST_APPEND], _same_again)
            except Exception:  # noqa: BLE001  (whatever it is, new connections may help)
                failed += 1


def _same_again(values: Sequence[bytes | None]) -> Batch[None]:
    """Write what is there already."""
    return Batch([Put(LAST_APPEND, values[0] or position_to_bytes(0))], None)
