"""The arguments of commits and erasures, and what rows become."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import asyncpg
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Add,
    Append,
    Delete,
    Fence,
    Mutation,
    Put,
    counters_added,
    counters_of,
)
from jedlik.storage.postgresql.decisions import (
    ABSENT,
    Decisions,
    Erasure,
    Found,
    Prepared,
    Transact,
    locks_of,
)
from jedlik.storage.postgresql.entry_id import (
    HEAD_BYTES,
    append_prefix,
    bounds_of,
    id_of,
    tail_of,
)
from jedlik.storage.postgresql.queries import (
    LAST_ID,
    PlainQueries,
    columns,
    counted_short_answers,
    counter_lists,
    ids_text,
    lock_lists,
    states_in,
)
from jedlik.storage.postgresql.statements import COMMIT, ERASE
from tests.storage.scenarios import key, writing

COUNTER = key(b"counter", space=Space.COUNTER)


def prepared(reads: Sequence[Key], *mutations: Mutation) -> Prepared:
    """Returns a group of one member that has decided."""

    async def whole() -> Prepared:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        decide = writing(*mutations)
        values = {each: ABSENT if at else Found(b"old", 7) for at, each in enumerate(reads)}
        decisions = Decisions([cast("Any", Transact(reads, decide, future))], values)
        decisions.run()
        return Prepared(decisions, values)

    return asyncio.run(whole())


def erasure(span: Span, fence: Fence | None) -> Erasure:
    """Returns a waiting erasure of up to five entries."""

    async def whole() -> Erasure:
        return Erasure(span, 5, fence, asyncio.get_running_loop().create_future())

    return asyncio.run(whole())


def rows(*given: tuple[Any, ...]) -> Sequence[asyncpg.Record]:
    return cast("Sequence[asyncpg.Record]", given)


def elements(text: str) -> list[str]:
    """Returns the elements of an array of PostgreSQL without quotes."""
    return text.removeprefix("{").removesuffix("}").split(",")


def element(found: Key) -> str:
    return "\\\\x" + id_of(found).hex()


def test_tails_are_sent_if_there_are_any() -> None:
    long = key(b"a" * HEAD_BYTES)
    short = PlainQueries().commit(prepared([], Put(key(b"a"), b"1")), []).arguments
    mixed = PlainQueries().commit(prepared([], Put(key(b"a"), b"1"), Put(long, b"2")), []).arguments
    assert short[5] is None
    assert mixed[5] == [None, tail_of(long)]


def test_a_commit_has_the_lists_of_its_function() -> None:
    append = Append(Space.CHANGE_LOG, 1, b"log", b"record")
    group = prepared(
        [key(b"a"), key(b"b")],
        Put(key(b"a"), b"new"),
        Delete(key(b"b")),
        Add(COUNTER, (1, 2)),
        append,
    )
    locks = locks_of(group.decisions)
    command = PlainQueries().commit(group, locks)
    (numbers, exclusive, read_ids, read_versions, *rest) = command.arguments
    assert (command.statement, command.is_doubtful) == (COMMIT, False)
    assert elements(numbers) == [str(number) for number in lock_lists(locks)[0]]
    assert elements(exclusive) == ["t" if each else "f" for each in lock_lists(locks)[1]]
    assert dict(zip(elements(read_ids), elements(read_versions), strict=True)) == {
        element(key(b"a")): "7",
        element(key(b"b")): "0",
    }
    assert rest == [
        *(ids_text([id_of(key(b"a"))]), None, [b"new"], [id_of(key(b"b"))], None),
        *([id_of(COUNTER)], ["1,2"], LAST_ID),
        *([append_prefix(Space.CHANGE_LOG, 1, b"log")], [b"record"], [4]),
    ]


def test_an_erasure_has_its_fence_and_its_bounds() -> None:
    span, fence = Span(Space.ITEM, 1), Fence(key(b"work", space=Space.JOB), b"mine")
    command = PlainQueries().erasure(erasure(span, fence))
    assert command.statement == ERASE
    assert command.arguments[2:] == [id_of(fence.key), b"mine", *bounds_of(span), 5]
    assert PlainQueries().erasure(erasure(span, None)).arguments[2:4] == [None, None]


def test_counters_that_are_put_are_cleared() -> None:
    assert counter_lists(prepared([], Put(COUNTER, b"")).decisions) == (
        [id_of(COUNTER)],
        None,
        None,
    )


def test_the_state_of_a_counter_is_that_of_all_its_rows() -> None:
    found = states_in(rows((b"a", 1, bytes(8), None), (b"a", 6, None, "5"), (b"a", 8, None, "-7")))
    assert found[b"a"].version == 1 ^ 6 ^ 8
    assert counters_of(found[b"a"].value, 1) == (-2,)


@pytest.mark.parametrize("given", [[], [(1, "a"), (2, "b")]])
def test_columns_are_none_without_rows(given: list[tuple[int, str]]) -> None:
    assert columns(given, 2) == ([[1, 2], ["a", "b"]] if given else [None, None])


def test_a_call_with_a_long_value_gets_the_size_of_all_its_values() -> None:
    found = rows(
        (b"a", 1, b"12", None, 2),
        (b"b", 2, None, None, 20_000),
        (b"c", 3, b"8 bytes.", None, 8),
        (b"c", 4, None, "5", None),
    )
    calls = [[b"a", b"none"], [b"a", b"b", b"none"], [b"b", b"b"], [b"c"]]
    counter = counters_added(b"8 bytes.", [5])
    expected = [[b"12", None], 20_002, 40_000, [counter]]
    assert counted_short_answers(calls, found) == expected
