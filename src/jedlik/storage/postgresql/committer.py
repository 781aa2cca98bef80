"""One commit or erasure in the database.

A statement has three outcomes: an answer, an error (then nothing was written), or the connection
ends. In the last case `_is_made` closes the session on another connection, and the number of the
session says whether the commit was made. Then it can never be made later.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar, final

from jedlik.core.keys.key import Key
from jedlik.storage.interface import (
    LAST_APPEND,
    Epoch,
    FailureKind,
    StorageUnavailableError,
)
from jedlik.storage.postgresql.connection import STATEMENT_S, Connection
from jedlik.storage.postgresql.decisions import (
    Decisions,
    Erasure,
    Transact,
    erasure_locks,
    first_locks_of,
    locks_of,
)
from jedlik.storage.postgresql.entry_id import COUNTER_BYTE, bounds_of, id_of, tail_of
from jedlik.storage.postgresql.failures import (
    LOCKS_FULL,
    READ_ONLY,
    SESSION_CLOSED,
    UNAVAILABLE,
    code_of,
    is_lost,
    may_succeed_now,
    unavailable,
)
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.reader import ABSENT, Found, found_by
from jedlik.storage.postgresql.statements import CLOSE_SESSION, COMMIT, ERASE, LOCK

T = TypeVar("T")

_LAST_ID: Final = id_of(LAST_APPEND)
_FENCE_LOST: Final = -1
_PAUSE_S: Final = 0.1
# A commit that the database rolled back because of others is made again, so often at most.
_TRIES_MAX: Final = 10


class LostError(Exception):
    """The answer to a commit was lost. is_made: whether the commit was made."""

    def __init__(self, *, is_made: bool) -> None:
        super().__init__()
        self.is_made = is_made


class Prepared(NamedTuple):
    """A group that has decided: what to write, and the states of the keys that it has read."""

    decisions: Decisions
    values: Mapping[Key, Found]


@final
class Committer:
    """Commits on the connections of one pool."""

    def __init__(self, pool: Pool, epoch: Epoch, now_ms: Callable[[], int]) -> None:
        self._pool = pool
        self._epoch = epoch
        self._now_ms = now_ms

    async def commit(self, prepared: Prepared) -> set[bytes]:
        """Commits what a group has decided. Returns the ids that were stale; then nothing was
        written. Raises StorageUnavailableError.
        """
        coarse = False
        for _ in range(_TRIES_MAX):
            arguments = _arguments(prepared, locks_of(prepared.decisions, coarse=coarse))
            try:
                stale = await self._counted(
                    lambda each: self._commit(each, prepared, arguments),  # noqa: B023
                    is_counted=lambda ids: ids is None,
                )
            except LostError as lost:
                if lost.is_made:
                    return set()
            except UNAVAILABLE as error:
                coarse = coarse or code_of(error) == LOCKS_FULL
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
                if not may_succeed_now(error):
                    raise unavailable(error) from error
            else:
                return
        raise StorageUnavailableError("too many conflicts with others", FailureKind.LOCKED)

    async def erase(self, erasure: Erasure) -> int | None:
        """Returns the number of deleted entries, None if the fence is lost.

        Raises StorageUnavailableError.
        """
        fence = erasure.fence
        locks = erasure_locks(erasure.span, fence)
        arguments = [
            *_lock_lists(locks),
            None if fence is None else id_of(fence.key),
            None if fence is None else fence.value,
            *bounds_of(erasure.span),
            erasure.limit_items,
        ]
        for _ in range(_TRIES_MAX):
            try:
                erased = await self._counted(
                    lambda each: each.value(ERASE, each.session, each.number + 1, *arguments),
                    is_counted=lambda count: count > 0,
                )
            except LostError as lost:
                if lost.is_made:
                    return erasure.limit_items  # there may be more, so the caller asks again
            except UNAVAILABLE as error:
                if not may_succeed_now(error):
                    raise unavailable(error) from error
            else:
                return None if erased == _FENCE_LOST else int(erased)
        raise StorageUnavailableError("too many conflicts with others", FailureKind.LOCKED)

    async def _commit(
        self, connection: Connection, prepared: Prepared, arguments: Sequence[Any]
    ) -> Sequence[bytes] | None:
        raises_epoch = prepared.decisions.raises_epoch
        if raises_epoch:
            self._epoch.begin()
        try:
            return await connection.value(  # type: ignore[no-any-return]
                COMMIT,
                connection.session,
                connection.number + 1,
                secrets.randbits(62) + 2,
                *arguments,
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
            await connection.value(LOCK, *_lock_lists(first_locks_of(keys)))
            values = await states_by(connection, keys)
            prepared = Prepared(await decide(values), values)
            if prepared.decisions.writes:
                arguments = _arguments(prepared, locks_of(prepared.decisions))
                stale = await self._commit(connection, prepared, arguments)
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
        is_usable = False
        try:
            result = await _in_time(work(connection), connection)
        except UNAVAILABLE as error:
            if not is_lost(error):
                # A session that is closed, and a server that has become a standby, are replaced.
                is_usable = code_of(error) not in (SESSION_CLOSED, READ_ONLY)
                raise
        else:
            is_usable = True
            if is_counted(result):
                connection.number += 1
            return result
        finally:
            if not is_usable:
                connection.terminate()
            self._pool.give_back(connection)
        raise LostError(is_made=await self._is_made(connection))

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
            return bool(number > lost.number)


async def states_by(connection: Connection, keys: Sequence[Key]) -> dict[Key, Found]:
    """Returns the states of keys, all of one snapshot."""
    ids = {key: id_of(key) for key in keys}
    found = await found_by(connection, list(ids.values()))
    return {key: found.get(entry_id, ABSENT) for key, entry_id in ids.items()}


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
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait((task,), timeout=STATEMENT_S)
    if not done:
        connection.terminate()
        await asyncio.wait((task,))
    return task.result()


def _lock_lists(locks: Sequence[tuple[int, bool]]) -> tuple[list[int], list[bool]]:
    return [number for number, _ in locks], [is_exclusive for _, is_exclusive in locks]


def _arguments(prepared: Prepared, locks: Sequence[tuple[int, bool]]) -> list[Any]:
    """Returns the arguments of `commit_1` from `lock_numbers` to `append_counts`."""
    decisions, values = prepared
    puts: list[tuple[bytes, bytes | None, bytes]] = []
    deleted: list[bytes] = []
    for key, row in decisions.rows.items():
        if row is None:
            deleted.append(id_of(key))
        else:
            puts.append((id_of(key), tail_of(key), row))
    proven = list(decisions.proven)
    cleared = [id_of(key) for key in decisions.rows if key.space == COUNTER_BYTE]
    added = [(id_of(key), _text(amounts)) for key, amounts in decisions.added.items()]
    appended = [each for _, each in decisions.appended]
    return [
        *_lock_lists(locks),
        [id_of(key) for key in proven] or None,
        [values[key].version for key in proven] or None,
        *_columns(puts, 3),
        deleted or None,
        cleared or None,
        *_columns(added, 2),
        _LAST_ID,
        *_columns(appended, 3),
    ]


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> Sequence[Any]:
    """Returns the columns of rows as lists, None for each if there are no rows."""
    return [list(each) for each in zip(*rows, strict=True)] if rows else [None] * count


def _text(amounts: Sequence[int]) -> str:
    return ",".join(map(str, amounts))
