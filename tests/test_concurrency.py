"""Work that is shared, and work in threads."""

import asyncio
import threading

import pytest

from jedlik.concurrency import Flights, FullError, OneThread, begun, in_thread, with_ticks
from tests.engine.in_memory import result_of


def test_work_in_a_thread_does_not_block_the_loop() -> None:
    assert result_of(in_thread(threading.get_ident)) != threading.get_ident()


def test_work_that_has_begun_goes_on_meanwhile() -> None:
    async def ask() -> list[int]:
        done: list[int] = []

        async def work(number: int) -> int:
            await asyncio.sleep(0)
            done.append(number)
            return number

        first = begun(work(1))
        second = await work(2)
        assert await first + second == 3
        return done

    assert sorted(result_of(ask())) == [1, 2]


def test_those_who_ask_at_the_same_time_share_one_result() -> None:
    async def ask() -> list[int]:
        flights: Flights[str, int] = Flights()
        runs: list[int] = []

        async def work() -> int:
            runs.append(1)
            await asyncio.sleep(0)
            return len(runs)

        found = await asyncio.gather(*(flights.share("a", work) for _ in range(5)))
        return [*found, await flights.share("a", work)]

    assert result_of(ask()) == [1, 1, 1, 1, 1, 2]


def test_others_continue_if_the_one_who_works_is_cancelled() -> None:
    async def ask() -> int:
        flights: Flights[str, int] = Flights()
        begun = asyncio.Event()

        async def never() -> int:
            begun.set()
            await asyncio.Event().wait()
            return 0

        async def work() -> int:
            return 7

        first = asyncio.create_task(flights.share("a", never))
        await begun.wait()
        second = asyncio.create_task(flights.share("a", work))
        third = asyncio.create_task(flights.share("a", work))
        await asyncio.sleep(0)
        third.cancel()
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert result_of(ask()) == 7


def test_a_failure_reaches_the_one_who_worked() -> None:
    async def ask() -> None:
        flights: Flights[str, int] = Flights()

        async def fail() -> int:
            raise ValueError("no result")

        await flights.share("a", fail)

    with pytest.raises(ValueError, match="no result"):
        result_of(ask())


def test_one_thread_does_one_piece_after_the_other() -> None:
    thread = OneThread(1)

    async def ask() -> list[int]:
        return await asyncio.gather(*(thread.run(threading.get_ident) for _ in range(5)))

    found = result_of(ask())
    assert len(set(found)) == 1
    assert found[0] != threading.get_ident()
    assert result_of(ask()) == found  # in another loop too


def test_the_places_of_a_thread_are_few_and_given_back() -> None:
    thread = OneThread(1)
    with thread.place(), thread.place(), pytest.raises(FullError), thread.place():
        pass
    with pytest.raises(ValueError, match="oops"), thread.place():
        raise ValueError("oops")
    with thread.place(), thread.place():
        pass


def test_work_of_a_caller_who_is_gone_does_not_begin() -> None:
    thread = OneThread(8)
    begun: list[str] = []
    gate = threading.Event()

    def wait() -> None:
        begun.append("first")
        gate.wait(20)

    async def ask() -> None:
        first = asyncio.ensure_future(thread.run(wait))
        second = asyncio.ensure_future(thread.run(lambda: begun.append("second")))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait({second})  # it has left the queue of the thread
        gate.set()
        await first
        await thread.run(lambda: begun.append("third"))

    result_of(ask())
    assert begun == ["first", "third"]


def test_ticks_while_work_takes_long() -> None:
    async def scenario() -> tuple[str, int]:
        enough, ticks = asyncio.Event(), 0

        async def work() -> str:
            await enough.wait()
            return "done"

        async def tick() -> None:
            nonlocal ticks
            ticks += 1
            if ticks == 3:
                enough.set()

        return await with_ticks(work(), 0.001, tick), ticks

    assert result_of(scenario()) == ("done", 3)


def test_work_is_cancelled_if_a_tick_fails() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def tick() -> None:
        raise FullError

    async def scenario() -> None:
        with pytest.raises(FullError):
            await with_ticks(work(), 0.001, tick)
        await asyncio.sleep(0)

    result_of(scenario())
    assert ended == [True]


def test_the_failure_of_work_with_ticks() -> None:
    async def work() -> None:
        raise FullError

    async def tick() -> None:
        raise AssertionError

    with pytest.raises(FullError):
        result_of(with_ticks(work(), 60.0, tick))
