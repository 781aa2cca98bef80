"""Ends outages without a restart of the server.

While a storage has an outage, it tries once a second whether it can write again. A full disk has
space again if the reserve can be filled. Any other outage ends with a commit: that of a client, or
one that is made here for this purpose.

If this commit fails, all connections of the process are closed and opened again. If the operating
system refuses to release a lock, SQLite takes no notice and never tries again. Only closing all
connections releases it. Each call that meets such a lock waits for ten seconds, some of them in the
event loop. So if a lock is the reason of the outage, the connections are opened again first.
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

# After this number of failed commits the connections are opened again.
_COMMITS_BEFORE_REOPENING: Final = 1


class Recovery:
    """Ends one outage at a time."""

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
        """Starts to try, in the running event loop. In a thread without an event loop this does
        nothing: the checkpointer ends what it has reported.
        """
        if self._has_ended or (self._task is not None and not self._task.done()):
            return
        with suppress(RuntimeError):  # no loop in this thread
            self._task = asyncio.get_running_loop().create_task(self._watch())

    async def end(self) -> None:
        """Stops trying. What fails while the storage is being closed starts nothing."""
        self._has_ended = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        if self._health.outage is FailureKind.LOCKED:
            self._writer.between_groups(self._reopen)
        failed = 0
        while self._health.outage is not None:
            await asyncio.sleep(PERIOD_S)
            if self._health.outage is FailureKind.GONE:  # the checkpointer ends this outage
                continue
            if self._health.outage is FailureKind.FULL:
                if self._reserve.fill():  # which takes a millisecond
                    self._writer.between_groups(self._writer.end_full_disk_mode)
                continue
            if failed == _COMMITS_BEFORE_REOPENING:
                self._writer.between_groups(self._reopen)
                failed = 0
            try:
                await self._writer.transact([LAST_APPEND], _same_again)
            except Exception:  # noqa: BLE001  (whatever it is, new connections may help)
                failed += 1


def _same_again(values: Sequence[bytes | None]) -> Batch[None]:
    """Returns a Batch that writes what is stored already."""
    return Batch([Put(LAST_APPEND, values[0] or position_to_bytes(0))], None)
