"""Ends doubts: commits that were made on the coordinator of Citus, and perhaps not on all workers.

Citus commits in two phases. It stores in `pg_dist_transaction`, in the transaction of the commit,
which transactions it has prepared on workers. A recovery commits those that are still prepared, and
deletes the record of a transaction when the worker does not have it any more. So a doubt is over
when there is no such record. Source: Citus 13.2, `transaction/transaction_recovery.c`.

Citus recovers once a minute by itself. A node that meets a doubt does it at once, if the database
allows its user to (`docs/scale.md`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, final

import asyncpg

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.statements import END_DOUBT, ENDED_DOUBTS, IS_IN_DOUBT, RECOVER

_PAUSE_S: Final = 0.1
_RECOVERY_S: Final = 5.0  # the longest that a recovery may take


@final
class Resolver:
    """Resolves on connections of its own, one at a time."""

    def __init__(
        self, connect: Callable[[], Awaitable["asyncpg.Connection[asyncpg.Record]"]]
    ) -> None:
        """connect: opens a connection to the coordinator."""
        self._connect = connect
        self._running: asyncio.Task[None] | None = None

    async def resolve(self) -> None:
        """Ends the doubts that can be ended now. Calls at the same time share the work.

        It fails silently, because whoever meets the doubt again calls it again.
        """
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().create_task(self._resolve())
        await asyncio.shield(self._running)

    async def finished(self, session: int, ends_s: float) -> None:
        """Waits until the last commit of a session is visible on all workers.

        ends_s: until when, on the clock of the loop. Raises StorageUnavailableError then.
        """
        loop = asyncio.get_running_loop()
        while await self._is_in_doubt(session):
            if loop.time() > ends_s:
                raise StorageUnavailableError(
                    "A commit is not visible on all workers yet. It was made",
                    FailureKind.UNREACHABLE,
                )
            await self.resolve()

    async def close(self) -> None:
        """Waits for the end of the work."""
        if self._running is not None:
            await self._running

    async def _resolve(self) -> None:
        await asyncio.sleep(_PAUSE_S)
        with suppress(*UNAVAILABLE):
            connection = await self._connect()
            try:
                with suppress(asyncpg.PostgresError):  # a user without the right, a worker is away
                    await connection.execute(RECOVER, timeout=_RECOVERY_S)
                for session, doubt in await connection.fetch(ENDED_DOUBTS):
                    await connection.execute(END_DOUBT, session, doubt)
            finally:
                connection.terminate()

    async def _is_in_doubt(self, session: int) -> bool:
        """Returns whether the last commit of a session is in doubt, or the coordinator is away."""
        try:
            connection = await self._connect()
            try:
                return bool(await connection.fetchval(IS_IN_DOUBT, session))
            finally:
                connection.terminate()
        except UNAVAILABLE:
            return True
