"""Reads by key: which of them share a statement, and how much they may read together.

Reads that arrive in one turn of the event loop share a statement, and so do those that wait while
all connections are busy. A statement has one snapshot, which is newer than the calls that share it.

The values that the database sends take memory until the callers have used them, and
`edge.connections.memory` does not count them. So the statements that run at a time have a limit. As
long as values of the greatest size fit into it, statements return whole values. Beyond that they
return only values of up to SHORT_BYTES, and the sizes of the others. Calls that lack values are
read again as a whole, when these sizes fit.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple, final

from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.postgresql.queries import Queries, Run

# The most keys that several calls read with one statement.
_KEYS_MAX: Final = 256
# How many bytes calls with long values read with one statement. A call with more is alone.
_LONG_STATEMENT_BYTES: Final = 4 * 1024 * 1024
# How many bytes of whole values all statements read at a time, or one call that reads more.
_WHOLE_BYTES: Final = 32 * 1024 * 1024
# Few values are larger: items have at most 400 KB, blocks of backups half a megabyte.
_VALUE_BYTES: Final = 512 * 1024

Values = list[bytes | None]


class _Call(NamedTuple):
    """long_bytes: the size of its values, if it is known that some are long."""

    ids: list[bytes]
    answer: "asyncio.Future[Values]"
    long_bytes: int = 0


@final
class SharedReads:
    """The calls that wait for their statements."""

    def __init__(self, run: Run, queries: Queries, statements_max: int) -> None:
        """run: executes statements on a connection. statements_max: how many at the same time."""
        self._run = run
        self._queries = queries
        self._statements_max = statements_max
        # Short values need not wait for long ones.
        self._long_max = max(statements_max // 2, 1)
        self._waiting: list[_Call] = []
        self._long: deque[_Call] = deque()
        self._long_running = 0
        self._whole_bytes = 0  # what statements for whole values read at this time, at most
        self._running: set[asyncio.Task[None]] = set()

    def add(self, ids: list[bytes], answer: "asyncio.Future[Values]") -> None:
        """Reads the values for `ids`, all of one snapshot, and sets them as the result of `answer`,
        or a StorageUnavailableError.
        """
        self._waiting.append(_Call(ids, answer))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._start)

    async def close(self) -> None:
        """Finishes the calls that were added."""
        while self._waiting or self._long or self._running:
            self._start()
            await asyncio.gather(*self._running, return_exceptions=True)

    def refuse_waiting(self, error: StorageUnavailableError) -> None:
        """Lets the calls fail for which no statement has begun."""
        calls = [*self._long, *self._waiting]
        self._long.clear()
        self._waiting = []
        for call in calls:
            _fail(call, error)

    def _start(self) -> None:
        """Starts statements for the calls that wait, unless all connections are busy."""
        while len(self._running) < self._statements_max:
            calls = self._next_long()
            size_bytes = sum([call.long_bytes for call in calls])
            if not calls:
                calls = self._next()
                if not calls:
                    break
                size_bytes = self._reserved(calls)
            self._whole_bytes += size_bytes
            task = asyncio.get_running_loop().create_task(self._answer(calls, size_bytes))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._start()

    def _next_long(self) -> list[_Call]:
        """Takes calls with long values, as many as one statement may answer now."""
        calls: list[_Call] = []
        if not self._long or self._long_running >= self._long_max:
            return calls
        size_bytes = 0
        while self._long:
            more_bytes = self._long[0].long_bytes
            if size_bytes and size_bytes + more_bytes > _LONG_STATEMENT_BYTES:
                break
            if not self._has_room(size_bytes + more_bytes, is_alone=size_bytes == 0):
                break
            calls.append(self._long.popleft())
            size_bytes += more_bytes
        self._long_running += bool(calls)
        return calls

    def _next(self) -> list[_Call]:
        """Takes calls that have not been read yet, as many as one statement may answer."""
        count, keys = 0, 0
        for call in self._waiting:
            keys += len(call.ids)
            if count and keys > _KEYS_MAX:
                break
            count += 1
        calls = self._waiting[:count]
        del self._waiting[:count]
        return calls

    def _reserved(self, calls: Sequence[_Call]) -> int:
        """Returns how many bytes of whole values a statement for new calls may read. 0: none.

        While the next call with long values has no room, nothing else takes any. Otherwise it
        would wait for as long as new calls keep coming.
        """
        if self._long and not self._has_room(self._long[0].long_bytes, is_alone=True):
            return 0
        keys = sum([len(call.ids) for call in calls])
        size_bytes = _VALUE_BYTES * keys
        if keys == 1 or self._has_room(size_bytes, is_alone=len(calls) == 1):
            return size_bytes
        return 0

    def _has_room(self, size_bytes: int, *, is_alone: bool) -> bool:
        """Returns whether a statement may read so many bytes now. is_alone: it answers one call."""
        if is_alone and self._whole_bytes == 0:
            return True
        return self._whole_bytes + size_bytes <= _WHOLE_BYTES

    async def _answer(self, calls: Sequence[_Call], size_bytes: int) -> None:
        """size_bytes: what was added to `_whole_bytes` for these calls, 0 for short values."""
        answers: Sequence[Values | int] | None = None
        failure = StorageUnavailableError("A read ended without an answer")
        ids = [call.ids for call in calls]
        try:
            if size_bytes:
                answers = await self._run(lambda each: self._queries.answers(each, ids))
            else:
                answers = await self._run(lambda each: self._queries.short_answers(each, ids))
        except StorageUnavailableError as error:
            failure = error
        finally:
            self._whole_bytes -= size_bytes
            self._long_running -= calls[0].long_bytes > 0
            for at, call in enumerate(calls):
                if answers is None:
                    _fail(call, failure)
                else:
                    self._answered(call, answers[at])

    def _answered(self, call: _Call, answer: Values | int) -> None:
        if call.answer.done():  # the caller was cancelled
            return
        if isinstance(answer, int):
            self._long.append(_Call(call.ids, call.answer, answer))
        else:
            call.answer.set_result(answer)


def _fail(call: _Call, error: StorageUnavailableError) -> None:
    if not call.answer.done():
        call.answer.set_exception(error)
        call.answer.exception()  # asyncio logs it otherwise, if no caller is left
