"""One commit or erasure in the database.

A statement has three outcomes: an answer, an error (then nothing was written), or the connection
ends. In the last case `_is_made` closes the session on another connection, and the number of the
session says whether the commit was made. Then it can never be made later.

On several machines (`distributed_queries`) a commit that was made may not be visible everywhere
yet: it is in doubt. `_end_doubt` ends the doubt after an answer without a warning, otherwise the
resolver does.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeVar, final

from jedlik.core.keys.key import Key
from jedlik.storage.interface import Epoch, FailureKind, StorageUnavailableError
from jedlik.storage.postgresql.connection import STATEMENT_S, Connection
from jedlik.storage.postgresql.decisions import (
    Decisions,
    Erasure,
    Found,
    Prepared,
    Transact,
    first_locks_of,
    locks_of,
)
from jedlik.storage.postgresql.failures import (
    LOCKS_FULL,
    READ_ONLY,
    SESSION_CLOSED,
    UNAVAILABLE,
    code_of,
    has_ended,
    may_be_in_doubt,
    may_succeed_now,
    unavailable,
)
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.queries import Command, Queries, lock_lists, states_by
from jedlik.storage.postgresql.resolver import Resolver
from jedlik.storage.postgresql.statements import CLOSE_SESSION, END_OWN_DOUBT, LOCK

T = TypeVar("T")

_FENCE_LOST: Final = -1
_PAUSE_S: Final = 0.1
# A commit that the database rolled back because of others is made again, so often at most.
_TRIES_MAX: Final = 10


class LostError(Exception):
    """The answer to a commit was lost. is_made: whether the commit was made."""

    def __init__(self, *, is_made: bool) -> None:
        super().__init__()
        self.is_made = is_made


@final
class Committer:
    """Commits on the connections of one pool."""

    def __init__(
        self,
        pool: Pool,
        epoch: Epoch,
        now_ms: Callable[[], int],
        queries: Queries,
        resolver: Resolver | None = None,
    ) -> None:
        """resolver: ends doubts about commits on several machines. None: there are no doubts."""
        self._pool = pool
        self._epoch = epoch
        self._now_ms = now_ms
        self._queries = queries
        self._resolver = resolver
        self._ending: set[asyncio.Task[None]] = set()

    async def commit(self, prepared: Prepared) -> set[bytes]:
        """Commits what a group has decided. Returns the ids that were stale; then nothing was
        written. Raises StorageUnavailableError.
        """
        coarse = False
        for _ in range(_TRIES_MAX):
            command = self._queries.commit(prepared, locks_of(prepared.decisions, coarse=coarse))
            try:
                stale = await self._counted(
                    lambda each: self._commit(each, prepared, command),  # noqa: B023
                    is_counted=lambda ids: ids is None,
                )
            except LostError as lost:
                if lost.is_made:
                    return set()
            except UNAVAILABLE as error:
                coarse = coarse or code_of(error) == LOCKS_FULL
                await self._resolve(error)
                if not (coarse or may_succeed_now(error)):
                    raise unavailable(error) from error
            else:
                return set(stale or ())
        raise StorageUnavailableError("too many conflicts with others", FailureKind.LOCKED)

    async def commit_locked(
        self,
        member: Transact[object, object],
        decide: Callable[[Mapping[Key, Found]], Awaitable[Decisions]],
    ) -> None:
        """Locks the keys of one member first, then reads, decides and commits.

        decide: returns the decisions about the states of the keys. Raises StorageUnavailableError.
        """
        for _ in range(_TRIES_MAX):
            try:
                await self._counted(
                    lambda each: self._commit_locked(each, member, decide), is_counted=bool
                )
            except LostError as lost:
                if lost.is_made:
                    return
            except UNAVAILABLE as error:
                await self._resolve(error)
                if not may_succeed_now(error):
                    raise unavailable(error) from error
            else:
                return
        raise StorageUnavailableError("too many conflicts with others", FailureKind.LOCKED)

    async def erase(self, erasure: Erasure) -> int | None:
        """Returns the number of deleted entries, None if the fence is lost.

        Raises StorageUnavailableError.
        """
        command = self._queries.erasure(erasure)
        for _ in range(_TRIES_MAX):
            try:
                erased = await self._counted(
                    lambda each: self._erase(each, command),
                    is_counted=lambda count: count > 0,
                )
            except LostError as lost:
                if lost.is_made:
                    return erasure.limit_items  # there may be more, so the caller asks again
            except UNAVAILABLE as error:
                await self._resolve(error)
                if not may_succeed_now(error):
                    raise unavailable(error) from error
            else:
                return None if erased == _FENCE_LOST else int(erased)
        raise StorageUnavailableError("too many conflicts with others", FailureKind.LOCKED)

    async def close(self) -> None:
        """Waits until no connection ends a doubt."""
        while self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)

    async def _resolve(self, error: BaseException) -> None:
        """Tries to end the doubts about commits, if one may have been the reason of an error."""
        if self._resolver is not None and may_be_in_doubt(error):
            await self._resolver.resolve()

    async def _erase(self, connection: Connection, command: Command) -> int:
        connection.is_doubtful = command.is_doubtful
        erased = await connection.value(
            command.statement, connection.session, connection.number + 1, *command.arguments
        )
        return int(erased)

    async def _commit(
        self, connection: Connection, prepared: Prepared, command: Command
    ) -> Sequence[bytes] | None:
        connection.is_doubtful = command.is_doubtful
        raises_epoch = prepared.decisions.raises_epoch
        if raises_epoch:
            self._epoch.begin()
        try:
            return await connection.value(  # type: ignore[no-any-return]
                command.statement,
                connection.session,
                connection.number + 1,
                secrets.randbits(62) + 2,
                *command.arguments,
                self._now_ms(),
                raises_epoch,
            )
        finally:
            if raises_epoch:
                self._epoch.finish()

    async def _commit_locked(
        self,
        connection: Connection,
        member: Transact[object, object],
        decide: Callable[[Mapping[Key, Found]], Awaitable[Decisions]],
    ) -> bool:
        """Returns whether anything was written."""
        await connection.execute("BEGIN")
        is_committed = False
        try:
            keys = (*member.reads, *member.also)
            await connection.value(LOCK, *lock_lists(first_locks_of(keys)))
            values = await states_by(self._queries, connection, keys)
            prepared = Prepared(await decide(values), values)
            if prepared.decisions.writes:
                command = self._queries.commit(prepared, locks_of(prepared.decisions))
                stale = await self._commit(connection, prepared, command)
                assert not stale, "a key changed under its lock"
            await self._end(connection, prepared.decisions)
            is_committed = True
        finally:
            if not (is_committed or connection.is_closed):
                await _roll_back(connection)
        return prepared.decisions.writes

    async def _end(self, connection: Connection, decisions: Decisions) -> None:
        raises_epoch = decisions.writes and decisions.raises_epoch
        if raises_epoch:
            self._epoch.begin()
        try:
            await connection.execute("COMMIT")
        finally:
            if raises_epoch:
                self._epoch.finish()

    async def _counted(
        self,
        work: Callable[[Connection], Awaitable[T]],
        *,
        is_counted: Callable[[T], bool],
    ) -> T:
        """Returns what `work` returns. Raises LostError if its connection has ended.

        is_counted: whether a result means that the session has made one more commit.
        """
        connection = await self._pool.take()
        connection.is_doubtful = connection.has_warned = False
        is_usable = is_ending = False
        try:
            result = await _in_time(work(connection), connection)
        except UNAVAILABLE as error:
            if not has_ended(error, is_closed=connection.is_closed):
                # A session that is closed, and a server that has become a standby, are replaced.
                is_usable = code_of(error) not in (SESSION_CLOSED, READ_ONLY)
                raise
        else:
            is_doubtful = connection.is_doubtful and is_counted(result)
            if not (is_doubtful and connection.has_warned):
                is_usable, is_ending = True, is_doubtful
                if is_counted(result):
                    connection.number += 1
                return result
        finally:
            if not is_usable:
                connection.terminate()
            if is_ending:
                self._end_doubt(connection)
            else:
                self._pool.give_back(connection)
        raise LostError(is_made=await self._is_made(connection))

    def _end_doubt(self, connection: Connection) -> None:
        """Ends the doubt about the commit of a connection, then gives the connection back."""
        task = asyncio.get_running_loop().create_task(self._doubt_ended(connection))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _doubt_ended(self, connection: Connection) -> None:
        try:
            await _in_time(connection.execute(END_OWN_DOUBT.format(connection.session)), connection)
        except UNAVAILABLE:  # others find the doubt, and resolve it
            connection.terminate()
        finally:
            self._pool.give_back(connection)

    async def _is_made(self, lost: Connection) -> bool:
        """Returns whether the commit with the next number of a session was made.

        Raises StorageUnavailableError if the database does not say so in time.
        """
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + STATEMENT_S
        while True:
            try:
                connection = await self._pool.take()
                try:
                    number = await _in_time(
                        connection.value(CLOSE_SESSION, lost.session), connection
                    )
                except UNAVAILABLE as error:
                    connection.terminate()
                    raise unavailable(error) from error
                finally:
                    self._pool.give_back(connection)
            except StorageUnavailableError as error:
                if loop.time() > ends_s:
                    raise StorageUnavailableError(
                        f"{error}. A commit has no answer, so it may have been made", error.kind
                    ) from error
                await asyncio.sleep(_PAUSE_S)
                continue
            if number is None:
                raise StorageUnavailableError(
                    "The session of a commit without an answer is gone, so it may have been made",
                    FailureKind.IO,
                )
            is_made = bool(number > lost.number)
            if is_made and self._resolver is not None:
                await self._resolver.finished(lost.session, ends_s)
            return is_made


async def _roll_back(connection: Connection) -> None:
    try:
        await _in_time(connection.execute("ROLLBACK"), connection)
    except UNAVAILABLE:
        connection.terminate()


async def _in_time(work: Awaitable[T], connection: Connection) -> T:
    """Returns the result of a statement. Ends its connection if it has none in time.

    It is not cancelled: if a commit that waits for a standby is cancelled, the server answers that
    it was made.
    """
    end = asyncio.get_running_loop().call_later(STATEMENT_S, connection.terminate)
    try:
        return await work
    finally:
        end.cancel()
