"""What the statements of reads and commits are, and how their rows become values.

`PlainQueries` is for a database whose entries are all in one table. `distributed_queries` has the
other kind.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, final

import asyncpg

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import LAST_APPEND, Page, counters_added
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.decisions import (
    ABSENT,
    Decisions,
    Erasure,
    Found,
    Prepared,
    erasure_locks,
)
from jedlik.storage.postgresql.entry_id import (
    COUNTER_BYTE,
    bounds_of,
    id_of,
    position_in,
    tail_of,
)
from jedlik.storage.postgresql.statements import (
    COMMIT,
    COUNTED_PAGE,
    COUNTED_PAGE_BACK,
    ERASE,
    PAGE,
    PAGE_BACK,
    READ,
    READ_COUNTED,
    READ_COUNTED_SHORT,
    READ_ONE,
    READ_SHORT,
)

LAST_ID: Final = id_of(LAST_APPEND)


Run = Callable[[Callable[[Connection], Awaitable[Any]]], Awaitable[Any]]


class Limits(NamedTuple):
    """Where a page ends: see `Storage.scan`."""

    items: int
    size_bytes: int


class Command(NamedTuple):
    """A call of a function that commits.

    arguments: those after the number of the commit, except those that all commits have.
    is_doubtful: whether nodes must know when all workers show the commit.
    """

    statement: str
    arguments: Sequence[Any]
    is_doubtful: bool = False


class Queries(Protocol):
    """The statements of one kind of database."""

    async def answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None]]:
        """Returns the values for the ids of each call. Those of one call are of one snapshot."""
        ...

    async def short_answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None] | int]:
        """Returns the same, without values for each call that has one of more than SHORT_BYTES. The
        answer to that call is the size of all its values in bytes.
        """
        ...

    async def found(self, connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Found]:
        """Returns the states of the entries that exist, all of one snapshot."""
        ...

    async def page(self, run: Run, span: Span, limits: Limits, *, reverse: bool) -> Page:
        """See `Storage.scan`. run: executes statements on a connection, and returns their rows."""
        ...

    def commit(self, prepared: Prepared, locks: Sequence[tuple[int, bool]]) -> Command:
        """Returns the commit of what a group has decided."""
        ...

    def erasure(self, erasure: Erasure) -> Command:
        """Returns the commit of an erasure."""
        ...


@final
class PlainQueries:
    """Every entry is in the table `entry`."""

    async def answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None]]:
        """See Queries.answers."""
        if len(calls) == 1 and len(calls[0]) == 1 and calls[0][0][0] != COUNTER_BYTE:
            return [[await connection.value(READ_ONE, calls[0][0])]]
        found = await self.found(connection, list({each for call in calls for each in call}))
        return [[found.get(each, ABSENT).value for each in call] for call in calls]

    async def short_answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None] | int]:
        """See Queries.short_answers."""
        ids = list({each for call in calls for each in call})
        counters = [each for each in ids if each[0] == COUNTER_BYTE]
        if counters:
            texts = ids_text(ids), ids_text(counters)
            return counted_short_answers(calls, await connection.fetch(READ_COUNTED_SHORT, *texts))
        values: dict[bytes, bytes | None] = {}
        sizes: dict[bytes, int] = {}
        for entry_id, value, size_bytes in await connection.fetch(READ_SHORT, ids_text(ids)):
            values[entry_id] = value
            if value is None:
                sizes[entry_id] = size_bytes
        return _short_answers(calls, values, sizes)

    async def found(self, connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Found]:
        """See Queries.found."""
        if not ids:
            return {}
        counters = [each for each in ids if each[0] == COUNTER_BYTE]
        if not counters:
            rows = await connection.fetch(READ, ids_text(ids))
            return {row[0]: Found(row[2], row[1]) for row in rows}
        return states_in(await connection.fetch(READ_COUNTED, ids_text(ids), ids_text(counters)))

    async def page(self, run: Run, span: Span, limits: Limits, *, reverse: bool) -> Page:
        """See Queries.page."""
        is_counted = span.space is Space.COUNTER
        if is_counted:
            statement = COUNTED_PAGE_BACK if reverse else COUNTED_PAGE
        else:
            statement = PAGE_BACK if reverse else PAGE
        bounds = bounds_of(span)
        rows = await run(lambda connection: connection.fetch(statement, *bounds, *limits))
        if is_counted:
            return _counted_page(rows, limits.size_bytes)
        has_more = bool(rows) and rows[-1][2] is None
        if has_more:
            rows = rows[:-1]
        last = position_in(rows[-1][0], rows[-1][1]) if has_more else None
        return Page([row[2] for row in rows], last)

    def commit(self, prepared: Prepared, locks: Sequence[tuple[int, bool]]) -> Command:
        """See Queries.commit."""
        decisions, values = prepared
        put_ids: list[bytes] = []
        tails: list[bytes | None] = []
        put_values: list[bytes] = []
        deleted: list[bytes] = []
        has_tails = False
        for key, row in decisions.rows.items():
            if row is None:
                deleted.append(id_of(key))
            else:
                tail = tail_of(key)
                has_tails = has_tails or tail is not None
                put_ids.append(id_of(key))
                tails.append(tail)
                put_values.append(row)
        proven = list(decisions.proven)
        appended = [each for _, each in decisions.appended]
        return Command(
            COMMIT,
            [
                array_text([str(number) for number, _ in locks]),
                array_text(["t" if is_exclusive else "f" for _, is_exclusive in locks]),
                ids_text([id_of(key) for key in proven]) if proven else None,
                array_text([str(values[key].version) for key in proven]) if proven else None,
                ids_text(put_ids) if put_ids else None,
                tails if has_tails else None,
                put_values or None,
                deleted or None,
                *counter_lists(decisions),
                LAST_ID,
                *columns(appended, 3),
            ],
        )

    def erasure(self, erasure: Erasure) -> Command:
        """See Queries.erasure."""
        fence = erasure.fence
        return Command(
            ERASE,
            [
                *lock_lists(erasure_locks(erasure.span, fence)),
                None if fence is None else id_of(fence.key),
                None if fence is None else fence.value,
                *bounds_of(erasure.span),
                erasure.limit_items,
            ],
        )


async def states_by(
    queries: Queries, connection: Connection, keys: Sequence[Key]
) -> Mapping[Key, Found]:
    """Returns the states of keys, all of one snapshot."""
    ids = {key: id_of(key) for key in keys}
    found = await queries.found(connection, list(ids.values()))
    return {key: found.get(entry_id, ABSENT) for key, entry_id in ids.items()}


def states_in(rows: Sequence[asyncpg.Record]) -> dict[bytes, Found]:
    """Returns the states for rows of READ_COUNTED."""
    found: dict[bytes, Found] = {}
    deltas: list[tuple[bytes, int, str]] = []
    for entry_id, version, value, amounts in rows:
        if amounts is None:
            found[entry_id] = Found(value, version)
        else:
            deltas.append((entry_id, version, amounts))
    for entry_id, version, amounts in deltas:
        before = found[entry_id]
        value = counters_added(before.value, _numbers(amounts))
        found[entry_id] = Found(value, before.version ^ version)
    return found


def counted_short_answers(
    calls: Sequence[Sequence[bytes]], rows: Sequence[asyncpg.Record]
) -> list[list[bytes | None] | int]:
    """Returns the short answers for rows of READ_COUNTED_SHORT."""
    states = states_in([row[:4] for row in rows])
    sizes = {row[0]: row[4] for row in rows if row[2] is None and row[4] is not None}
    return _short_answers(calls, {each: state.value for each, state in states.items()}, sizes)


def array_text(elements: Sequence[str]) -> str:
    """Returns a list as PostgreSQL writes it. The elements need no quotes."""
    return "{" + ",".join(elements) + "}"


def ids_text(ids: Sequence[bytes]) -> str:
    """Returns a list of ids as PostgreSQL writes it."""
    return array_text(["\\\\x" + each.hex() for each in ids])


def lock_lists(locks: Sequence[tuple[int, bool]]) -> tuple[list[int], list[bool]]:
    """Returns the numbers of locks, and whether they are exclusive."""
    return [number for number, _ in locks], [is_exclusive for _, is_exclusive in locks]


def counter_lists(decisions: Decisions) -> tuple[Any, Any, Any]:
    """Returns the ids of counters that are put or deleted, those that are added to, and the amounts
    as text. None for an empty list.
    """
    cleared = [id_of(key) for key in decisions.rows if key.space == COUNTER_BYTE]
    added = [(id_of(key), _text(amounts)) for key, amounts in decisions.added.items()]
    ids, amounts = columns(added, 2)
    return cleared or None, ids, amounts


def columns(rows: Sequence[tuple[Any, ...]], count: int) -> Sequence[Any]:
    """Returns the columns of rows as lists, None for each if there are no rows."""
    return [list(each) for each in zip(*rows, strict=True)] if rows else [None] * count


def _short_answers(
    calls: Sequence[Sequence[bytes]],
    values: Mapping[bytes, bytes | None],
    sizes: Mapping[bytes, int],
) -> list[list[bytes | None] | int]:
    """sizes: those of long values, by their ids."""
    answers: list[list[bytes | None] | int] = []
    for call in calls:
        answer = [values.get(each) for each in call]
        if sizes and not sizes.keys().isdisjoint(call):
            short_bytes = sum([len(each) for each in answer if each is not None])
            answers.append(short_bytes + sum([sizes.get(each, 0) for each in call]))
        else:
            answers.append(answer)
    return answers


def _counted_page(rows: Sequence[asyncpg.Record], limit_bytes: int) -> Page:
    """Returns the page of rows that have amounts.

    The database has counted the bytes of the entries, which have no more bytes than the counters.
    """
    values: list[bytes] = []
    size_bytes = 0
    last: tuple[bytes, bytes] | None = None
    for entry_id, tail, value, amounts in rows:
        if value is None or (values and size_bytes >= limit_bytes):
            return Page(values, last)
        for each in amounts or ():
            value = counters_added(value, _numbers(each))  # noqa: PLW2901
        size_bytes += len(value)
        values.append(value)
        last = position_in(entry_id, tail)
    return Page(values, None)


def _numbers(amounts: str) -> list[int]:
    return [int(each) for each in amounts.split(",")]


def _text(amounts: Sequence[int]) -> str:
    return ",".join(map(str, amounts))
