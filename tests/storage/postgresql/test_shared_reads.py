"""Calls share statements, and statements together read a bounded number of bytes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import pytest

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.queries import Queries
from jedlik.storage.postgresql.shared_reads import SharedReads, Values
from jedlik.storage.postgresql.statements import SHORT_BYTES

MEGABYTE = 1024 * 1024
WHOLE_BYTES = 32 * MEGABYTE  # of all statements at a time
STATEMENTS_MAX = 8


class Table:
    """A database: an id is the size of its value in bytes, as text.

    statements: for each, whether it was short, and how many calls it answered. most_bytes: the most
    that statements read at a time.
    """

    def __init__(self) -> None:
        self.statements: list[tuple[bool, int]] = []
        self.most_bytes = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.began = asyncio.Event()
        self._bytes = 0

    async def run(self, work: Callable[[Connection], Awaitable[Any]]) -> Any:
        return await work(cast("Connection", None))

    async def answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None]]:
        self.statements.append((False, len(calls)))
        self.began.set()
        size_bytes = sum(int(each) for call in calls for each in call)
        self._bytes += size_bytes
        self.most_bytes = max(self.most_bytes, self._bytes)
        await self.gate.wait()
        for _ in range(3):
            await asyncio.sleep(0)
        self._bytes -= size_bytes
        return [[b"value of " + each for each in call] for call in calls]

    async def short_answers(
        self, connection: Connection, calls: Sequence[Sequence[bytes]]
    ) -> list[list[bytes | None] | int]:
        self.statements.append((True, len(calls)))
        self.began.set()
        await self.gate.wait()
        return [
            sum(map(int, call))
            if max(map(int, call)) > SHORT_BYTES
            else [b"value of " + each for each in call]
            for call in calls
        ]


def started(table: Table, calls: Sequence[Sequence[bytes]]) -> list["asyncio.Future[Values]"]:
    """Returns the answers to calls that arrive in one turn."""
    reads = SharedReads(table.run, cast("Queries", table), STATEMENTS_MAX)
    answers: list[asyncio.Future[Values]] = []
    for call in calls:
        answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
        reads.add(list(call), answer)
        answers.append(answer)
    return answers


def sizes(*each: int) -> list[bytes]:
    return [str(size).encode() for size in each]


def long(size_mb: int) -> list[bytes]:
    """Returns the ids of a call that reads some megabytes."""
    return sizes(*[MEGABYTE // 4] * (4 * size_mb))


def test_short_values_take_one_statement() -> None:
    async def whole() -> None:
        table = Table()
        calls = [sizes(number, number) for number in range(100)]
        found = await asyncio.gather(*started(table, calls))
        assert found == [[b"value of " + each for each in call] for call in calls]
        assert table.statements == [(True, 100)]

    asyncio.run(whole())


def test_a_key_alone_takes_one_statement() -> None:
    async def whole() -> None:
        table = Table()
        (answer,) = started(table, [sizes(400_000)])
        assert await answer == [b"value of 400000"]
        assert table.statements == [(False, 1)]

    asyncio.run(whole())


def test_few_keys_take_one_statement() -> None:
    async def whole() -> None:
        table = Table()
        found = await asyncio.gather(*started(table, [sizes(400_000)] * 64))
        assert found == [[b"value of 400000"]] * 64
        assert table.statements == [(False, 64)]

    asyncio.run(whole())


def test_a_call_alone_takes_one_statement() -> None:
    async def whole() -> None:
        table = Table()
        (answer,) = started(table, [long(40)])
        assert len(await answer) == 160
        assert table.statements == [(False, 1)]

    asyncio.run(whole())


@pytest.mark.parametrize("size_mb", [3, 16, 31, 40])
def test_long_values_are_bounded_together(size_mb: int) -> None:
    async def whole() -> None:
        table = Table()
        calls = [long(size_mb) for _ in range(50)]
        found = await asyncio.gather(*started(table, calls))
        assert found == [[b"value of " + each for each in call] for call in calls]
        assert table.most_bytes <= max(WHOLE_BYTES, size_mb * MEGABYTE)
        assert [count for is_short, count in table.statements if not is_short] == [1] * 50

    asyncio.run(whole())


def test_long_values_share_statements_too() -> None:
    async def whole() -> None:
        table = Table()
        found = await asyncio.gather(*started(table, [long(1)] * 40))
        assert all(len(each) == 4 for each in found)
        assert table.statements == [(True, 40), *[(False, 4)] * 10]

    asyncio.run(whole())


def test_short_values_need_not_wait_for_long_ones() -> None:
    async def whole() -> None:
        table = Table()
        reads = SharedReads(table.run, cast("Queries", table), 2)
        answers: list[asyncio.Future[Values]] = []

        def read(call: list[bytes]) -> None:
            answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
            reads.add(call, answer)
            answers.append(answer)

        for _ in range(20):
            read(long(3))
        await table.began.wait()
        read(sizes(1, 2))
        await answers[-1]
        assert not all(each.done() for each in answers)
        await asyncio.gather(*answers)

    asyncio.run(whole())


@pytest.mark.parametrize("keys", [1, 12])
def test_long_values_are_read_though_short_ones_never_pause(keys: int) -> None:
    """Calls for whole values may leave no room to one with long values, so they must give way."""

    async def whole() -> None:
        table = Table()
        reads = SharedReads(table.run, cast("Queries", table), STATEMENTS_MAX)
        calls = 0

        def read(call: list[bytes]) -> "asyncio.Future[Values]":
            answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
            reads.add(call, answer)
            return answer

        async def never_pause() -> None:
            nonlocal calls
            while calls < 1_000:
                await read(sizes(*[1] * keys))
                calls += 1

        callers = []
        for _ in range(STATEMENTS_MAX):
            callers.append(asyncio.create_task(never_pause()))
            await asyncio.sleep(0)
        await read(long(40))
        assert calls < 1_000, "it was read when the short ones had paused"
        await asyncio.gather(*callers)

    asyncio.run(whole())


def test_a_cancelled_caller_is_not_read_again() -> None:
    async def whole() -> None:
        table = Table()
        table.gate.clear()
        first, second = started(table, [long(20)] * 2)
        await asyncio.sleep(0)
        first.cancel()
        table.gate.set()
        assert len(await second) == 80
        assert table.statements == [(True, 2), (False, 1)]

    asyncio.run(whole())


def test_calls_without_a_statement_are_refused() -> None:
    async def whole() -> None:
        table = Table()
        reads = SharedReads(table.run, cast("Queries", table), 1)
        answers: list[asyncio.Future[Values]] = []
        for _ in range(3):
            answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
            reads.add(sizes(*[1] * 200), answer)  # two of them have too many keys for a statement
            answers.append(answer)
        table.gate.clear()
        await table.began.wait()
        refused = StorageUnavailableError("away", FailureKind.UNREACHABLE)
        reads.refuse_waiting(refused)
        table.gate.set()
        assert len(await answers[0]) == 200
        for answer in answers[1:]:
            with pytest.raises(StorageUnavailableError) as failed:
                await answer
            assert failed.value is refused
        await reads.close()

    asyncio.run(whole())


def test_closing_finishes_calls_with_long_values() -> None:
    async def whole() -> None:
        table = Table()
        reads = SharedReads(table.run, cast("Queries", table), 1)
        answers: list[asyncio.Future[Values]] = []
        for _ in range(20):
            answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
            reads.add(long(3), answer)
            answers.append(answer)
        await reads.close()
        assert all(len(answer.result()) == 12 for answer in answers)

    asyncio.run(whole())


def test_a_failure_is_that_of_all_calls_of_the_statement() -> None:
    async def whole() -> None:
        table = Table()

        async def failing(work: object) -> None:
            raise StorageUnavailableError("no database")

        table.run = failing  # type: ignore[method-assign]
        answers = started(table, [sizes(1, 2), sizes(3)])
        failures = await asyncio.gather(*answers, return_exceptions=True)
        assert [str(each) for each in failures] == ["no database"] * 2

    asyncio.run(whole())
