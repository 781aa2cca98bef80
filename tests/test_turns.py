"""Tests of turns: turns of the event loop are counted, and the clock is stepped by the work."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import pytest

from jedlik import turns
from jedlik.core.pauses import PAUSES, STRIDE, free_later, spend
from tests.looping import VALUES_PER_LOOK, Clock, count_turns, stepped_clock


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    with stepped_clock() as stepped:
        yield stepped


def walk(values: int) -> int:
    for _ in range(values):
        spend(1)
    return values


def deep_walk(levels: int) -> int:
    spend(VALUES_PER_LOOK + 1)
    return 1 + deep_walk(levels - 1) if levels else 0


def test_a_function_pauses_wherever_it_is() -> None:
    result, turned = count_turns(lambda: turns.call_aside(lambda: deep_walk(20)))
    assert result == 20
    assert turned >= 20


def test_a_coroutine_aside_may_wait() -> None:
    async def work() -> str:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str] = loop.create_future()
        loop.call_soon(future.set_result, "waited")
        walk(100)
        await asyncio.sleep(0)
        return await future

    assert count_turns(lambda: turns.aside(work()))[0] == "waited"


class Freed:
    """Counts in which turns of the loop its instances are freed."""

    turns: ClassVar[Counter[int]] = Counter()
    turn: ClassVar[int] = 0

    def __del__(self) -> None:
        Freed.turns[Freed.turn] += 1


def test_what_work_leaves_is_freed_with_turns() -> None:
    """Neither the coroutine nor its caller refers to the tuple any longer."""
    Freed.turns.clear()

    async def work() -> int:
        values: list[tuple[Freed, ...]] = []
        free_later(values)
        inner: list[Freed] = []
        free_later(inner)
        inner += [Freed() for _ in range(4 * STRIDE)]
        values.append(tuple(inner))
        await asyncio.sleep(0)
        return len(inner)

    async def counted() -> int:
        loop = asyncio.get_running_loop()

        def next_turn() -> None:
            Freed.turn += 1
            loop.call_soon(next_turn)

        loop.call_soon(next_turn)
        return await turns.aside(work())

    assert asyncio.run(counted()) == 4 * STRIDE
    assert sum(Freed.turns.values()) == 4 * STRIDE
    assert max(Freed.turns.values()) <= 2 * STRIDE


def test_an_exception_goes_to_the_caller() -> None:
    async def work() -> None:
        walk(100)
        raise ValueError("from aside")

    with pytest.raises(ValueError, match="from aside"):
        count_turns(lambda: turns.aside(work()))
    assert not PAUSES.may_pause


def test_turns_may_have_another_length() -> None:
    async def work() -> int:
        return walk(20 * VALUES_PER_LOOK)

    ordinary = count_turns(lambda: turns.aside(work()))[1]
    longer = count_turns(lambda: turns.aside(work(), turn_s=4 * turns.TUNING.turn_s))[1]
    assert 2 * longer < ordinary


def test_others_work_in_turn() -> None:
    """Two long works share the turns: neither waits for the end of the other."""
    order: list[str] = []

    def work(name: str) -> None:
        for _ in range(5):
            order.append(name)
            walk(VALUES_PER_LOOK + 1)

    async def both() -> None:
        await asyncio.gather(
            turns.call_aside(lambda: work("a")), turns.call_aside(lambda: work("b"))
        )

    count_turns(both)
    assert order.index("b") < order.index("a") + 3
    assert order != sorted(order)


def test_one_turn_of_the_loop_has_one_turn_of_long_work() -> None:
    """However many works there are, the loop serves others after each turn."""

    async def many() -> None:
        await asyncio.gather(*[turns.call_aside(lambda: walk(100)) for _ in range(20)])

    _, turned = count_turns(many)
    assert turned >= 20 * 100 // (VALUES_PER_LOOK + 1)


def test_more_than_the_maximum_wait_for_a_place() -> None:
    async def many() -> list[int]:
        return await asyncio.gather(*[turns.call_aside(lambda: walk(30)) for _ in range(100)])

    assert count_turns(many)[0] == [30] * 100


def test_work_aside_ends_if_its_caller_is_cancelled() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            walk(1_000_000)
        finally:
            ended.append("work")

    async def cancelled() -> None:
        task = asyncio.create_task(turns.aside(work()))
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == ["work"]

    count_turns(cancelled)
    assert not PAUSES.may_pause


def test_a_coroutine_that_waits_aside_is_closed_too() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append("work")

    async def cancelled() -> None:
        task = asyncio.create_task(turns.aside(work()))
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    count_turns(cancelled)
    assert ended == ["work"]


def test_aside_within_aside_is_one_work() -> None:
    async def work() -> int:
        return await turns.call_aside(lambda: walk(100)) + await turns.call(lambda: walk(5))

    assert count_turns(lambda: turns.aside(work()))[0] == 105


def test_short_work_is_done_in_the_loop() -> None:
    async def work() -> bool:
        return turns.done_in_time(lambda: spend(VALUES_PER_LOOK))

    assert count_turns(work) == (True, 0)


def test_long_work_in_the_loop_is_left_and_continues_aside() -> None:
    done: list[int] = []

    def work() -> None:
        while len(done) < 50:
            spend(VALUES_PER_LOOK + 1)
            done.append(len(done))

    async def both() -> int:
        assert not turns.done_in_time(work)
        left_at = len(done)
        await turns.call_aside(work)
        return left_at

    left_at, turned = count_turns(both)
    assert left_at < 5
    assert done == list(range(50))
    assert turned >= 40
    assert not PAUSES.may_pause


def test_many_short_works_of_one_turn_do_not_add_up(clock: Clock) -> None:
    """After some, the others are left at their first look, and so give others their turn."""

    async def work() -> list[bool]:
        return [turns.done_in_time(lambda: spend(VALUES_PER_LOOK)) for _ in range(6)]

    found, _ = count_turns(work)
    assert found[0]
    assert not found[-1]


def test_a_call_without_effects_is_made_again() -> None:
    calls: list[int] = []

    def work() -> int:
        calls.append(1)
        return walk(500)

    assert count_turns(lambda: turns.call(work))[0] == 500
    assert len(calls) == 2


def test_a_coroutine_waits_for_its_next_turn() -> None:
    async def work() -> int:
        given = 0
        turn = turns.Turn()
        for _ in range(10):
            if turn.is_over:
                await turn.next()
                given += 1
        return given

    given, turned = count_turns(work)
    assert given == 10
    assert turned >= 10
