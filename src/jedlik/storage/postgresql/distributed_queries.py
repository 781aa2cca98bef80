"""The statements of a database with Citus: docs/adr/0043-citus.md.

Entries of some spaces are on workers (`places`), the others on the coordinator. A node talks to the
coordinator only. Its functions wait for commits in doubt that have written what is read, then they
read from the workers.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Final, final

import asyncpg

from jedlik.core.keys.key import Span
from jedlik.storage.interface import Page
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.decisions import ABSENT, Erasure, Found, Prepared, erasure_locks
from jedlik.storage.postgresql.entry_id import (
    COUNTER_BYTE,
    HEAD_BYTES,
    bounds_of,
    id_of,
    lock_number,
    position_in,
    prefix_of,
    tail_of,
)
from jedlik.storage.postgresql.places import Places, is_distributed
from jedlik.storage.postgresql.queries import (
    LAST_ID,
    Command,
    Limits,
    PlainQueries,
    Run,
    columns,
    counted_short_answers,
    counter_lists,
    lock_lists,
    states_in,
)
from jedlik.storage.postgresql.statements import (
    COMMIT_DISTRIBUTED,
    ERASE_DISTRIBUTED,
    PAGE_BACK_DISTRIBUTED,
    PAGE_DISTRIBUTED,
    READ_DISTRIBUTED,
    READ_DISTRIBUTED_SHORT,
    READ_ONE_DISTRIBUTED,
)

# How many places a scan visits at once, after the first ones had too few entries.
_VISITS_MAX: Final = 8
_NEXT: Final = Limits(1, 1)


@final
class DistributedQueries:
    """Entries are in the table `distributed_entry` or in `entry`. See `queries.Queries`."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._plain = PlainQueries()

    async def answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None]]:
        """See Queries.answers."""
        if len(calls) == 1 and len(calls[0]) == 1 and is_distributed(calls[0][0]):
            (entry_id,) = calls[0]
            place, pair = self._places.place_of(entry_id), lock_number(_prefix(entry_id))
            value = await connection.value(
                READ_ONE_DISTRIBUTED, place, entry_id, lock_number(entry_id), pair
            )
            return [[value]]
        ids = {each for call in calls for each in call}
        if not any(map(is_distributed, ids)):
            return await self._plain.answers(connection, calls)
        found = states_in(await self._rows(connection, READ_DISTRIBUTED, ids, _joint(calls)))
        return [[found.get(each, ABSENT).value for each in call] for call in calls]

    async def short_answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None] | int]:
        """See Queries.short_answers."""
        ids = {each for call in calls for each in call}
        if not any(map(is_distributed, ids)):
            return await self._plain.short_answers(connection, calls)
        rows = await self._rows(connection, READ_DISTRIBUTED_SHORT, ids, _joint(calls))
        return counted_short_answers(calls, rows)

    async def found(self, connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Found]:
        """See Queries.found."""
        if not any(map(is_distributed, ids)):
            return await self._plain.found(connection, ids)
        joint = set(ids) if len(ids) > 1 else set()
        return states_in(await self._rows(connection, READ_DISTRIBUTED, set(ids), joint))

    async def _rows(
        self, connection: Connection, statement: str, ids: set[bytes], joint: set[bytes]
    ) -> Sequence[asyncpg.Record]:
        """Returns the rows of entries. joint: those that must be of one snapshot."""
        distributed = [each for each in ids if is_distributed(each)]
        local = [each for each in ids if not is_distributed(each)]
        return await connection.fetch(
            statement,
            sorted(_numbers(joint)),
            list(_numbers(distributed)),
            [self._places.place_of(each) for each in distributed],
            distributed,
            local,
            [each for each in local if each[0] == COUNTER_BYTE],
        )

    async def page(self, run: Run, span: Span, limits: Limits, *, reverse: bool) -> Page:
        """See Queries.page."""
        if not is_distributed(prefix_of(span.space, span.table)):
            return await self._plain.page(run, span, limits, reverse=reverse)
        visit = self._places.visit(span, bounds_of(span).low)
        places = list(reversed(visit.places)) if reverse else list(visit.places)
        page = _PageMaker(limits)
        if not visit.is_ordered:
            found = await self._visited(run, span, places, limits, reverse=reverse)
            rows = sorted((row for each in found for row in each), key=_whole_id, reverse=reverse)
            return page.made(rows) or page.last_page()
        count = 1
        while places:
            now, places = places[:count], places[count:]
            found = await self._visited(run, span, now, page.rest(), reverse=reverse)
            for each in found:
                full = page.made(each)
                if full is not None:
                    return full
            count = min(2 * count, _VISITS_MAX)
        return page.last_page()

    async def _visited(
        self, run: Run, span: Span, places: Sequence[int], limits: Limits, *, reverse: bool
    ) -> Sequence[Sequence[asyncpg.Record]]:
        """Returns the first rows of a span in each place."""
        statement = PAGE_BACK_DISTRIBUTED if reverse else PAGE_DISTRIBUTED
        pair, bounds = lock_number(prefix_of(span.space, span.table)), bounds_of(span)

        def rows_of(place: int) -> Awaitable[Sequence[asyncpg.Record]]:
            return run(lambda each: each.fetch(statement, place, pair, *bounds, *limits))

        return await asyncio.gather(*map(rows_of, places))

    def commit(self, prepared: Prepared, locks: Sequence[tuple[int, bool]]) -> Command:
        """See Queries.commit."""
        decisions, values = prepared
        puts: list[tuple[Any, ...]] = []
        distributed_puts: list[tuple[Any, ...]] = []
        deleted: list[bytes] = []
        distributed_deleted: list[tuple[Any, ...]] = []
        for key, row in decisions.rows.items():
            entry_id = id_of(key)
            if not is_distributed(entry_id):
                if row is None:
                    deleted.append(entry_id)
                else:
                    puts.append((entry_id, tail_of(key), row))
            elif row is None:
                distributed_deleted.append((self._places.place_of(entry_id), entry_id))
            else:
                place = self._places.place_of(entry_id)
                distributed_puts.append((place, entry_id, tail_of(key), row))
        proven: list[tuple[Any, ...]] = []
        distributed_proven: list[tuple[Any, ...]] = []
        for key in decisions.proven:
            entry_id, version = id_of(key), values[key].version
            if is_distributed(entry_id):
                place = self._places.place_of(entry_id)
                distributed_proven.append((place, entry_id, version))
            else:
                proven.append((entry_id, version))
        appended = [each for _, each in decisions.appended]
        append_places = [self._append_place(each.prefix) for each in appended]
        arguments = [
            *lock_lists(locks),
            *columns(proven, 2),
            *columns(puts, 3),
            deleted or None,
            *counter_lists(decisions),
            LAST_ID,
            *columns(appended, 3),
            append_places or None,
            *columns(distributed_proven, 3),
            *columns(distributed_puts, 4),
            *columns(distributed_deleted, 2),
        ]
        is_doubtful = bool(
            distributed_puts
            or distributed_deleted
            or any(each is not None for each in append_places)
        )
        return Command(COMMIT_DISTRIBUTED, arguments, is_doubtful)

    def erasure(self, erasure: Erasure) -> Command:
        """See Queries.erasure."""
        span, fence = erasure.span, erasure.fence
        fence_id = None if fence is None else id_of(fence.key)
        is_far = fence_id is not None and is_distributed(fence_id)
        is_span_far = is_distributed(prefix_of(span.space, span.table))
        if not (is_span_far or is_far):
            return self._plain.erasure(erasure)
        bounds = bounds_of(span)
        visit = self._places.visit(span, bounds.low)
        arguments = [
            *lock_lists(erasure_locks(span, fence)),
            self._places.place_of(fence_id) if fence_id is not None and is_far else None,
            fence_id,
            None if fence is None else fence.value,
            list(visit.places) if is_span_far else None,
            visit.is_ordered,
            *bounds,
            erasure.limit_items,
        ]
        return Command(ERASE_DISTRIBUTED, arguments, is_doubtful=is_span_far)

    def _append_place(self, prefix: bytes) -> int | None:
        return self._places.place_of(prefix) if is_distributed(prefix) else None


@final
class _PageMaker:
    """Makes a page of rows that come place by place."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._values: list[bytes] = []
        self._size_bytes = 0
        self._last: tuple[bytes, bytes] | None = None

    def made(self, rows: Sequence[asyncpg.Record]) -> Page | None:
        """Adds rows. Returns the page if it is full and more entries follow."""
        for entry_id, tail, value in rows:
            if value is None or self._is_full:
                return Page(self._values, self._last)
            self._values.append(value)
            self._size_bytes += len(value)
            self._last = position_in(entry_id, tail)
        return None

    def last_page(self) -> Page:
        """Returns the page if no entries follow."""
        return Page(self._values, None)

    def rest(self) -> Limits:
        """Returns the limits for what is still missing: one entry if nothing is, to know whether
        any follows.
        """
        if self._is_full:
            return _NEXT
        if not self._values:
            return self._limits
        return Limits(
            self._limits.items - len(self._values), self._limits.size_bytes - self._size_bytes
        )

    @property
    def _is_full(self) -> bool:
        return bool(self._values) and (
            len(self._values) >= self._limits.items or self._size_bytes >= self._limits.size_bytes
        )


def _joint(calls: Sequence[Sequence[bytes]]) -> set[bytes]:
    """Returns the ids that must be of one snapshot."""
    several = [call for call in calls if len(call) > 1 and any(map(is_distributed, call))]
    return {each for call in several for each in call}


def _whole_id(row: asyncpg.Record) -> bytes:
    entry_id, tail = row[0], row[1]
    whole: bytes = entry_id if tail is None else entry_id[:HEAD_BYTES] + tail
    return whole


def _prefix(entry_id: bytes) -> bytes:
    """Returns the beginning of an id with its space and table."""
    return entry_id[: 2 + entry_id[1]]


def _numbers(ids: Sequence[bytes] | set[bytes]) -> set[int]:
    """Returns the numbers of the locks of ids, and of their pairs of space and table."""
    numbers = {lock_number(each) for each in ids}
    numbers.update(map(lock_number, {_prefix(each) for each in ids}))
    return numbers
