"""Jobs use a share of the loop while clients are served. The clock counts what steps take."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import pytest

from jedlik.engine.breaks import Breaks


class FakeLoop:
    """A clock that moves when a job works or sleeps. rate: how many requests are answered in a
    second.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.now = 100.0
        self.slept = 0.0
        self.longest = 0.0
        self.worked = 0.0
        self.breaks = Breaks(self.answers, self.sleep, lambda: self.now, lambda: self.worked)

    def answers(self) -> int:
        return int(self.rate * self.now)

    def work(self, seconds: float, *, machine_s: float = 0.0) -> None:
        """Works for some time, in which the machine does something else for `machine_s`."""
        self.worked += seconds
        self.now += seconds + machine_s

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds
        self.longest = max(self.longest, seconds)
        await asyncio.sleep(0)

    async def waits(self, seconds: float = 0.0) -> None:
        """Waits for something else than a break."""
        asyncio.get_running_loop().call_soon(self._pass, seconds)
        await asyncio.sleep(0)

    def _pass(self, seconds: float) -> None:
        self.now += seconds


async def steps(loop: FakeLoop, count: int, step: float, wait: float = 0.0) -> str:
    for _ in range(count):
        loop.work(step)
        await loop.waits(wait)
    return "done"


def run(make: Callable[[], Awaitable[Any]]) -> Any:
    async def within() -> Any:
        return await make()

    return asyncio.run(within())


def test_a_job_uses_a_fifth_of_the_loop_while_clients_are_served() -> None:
    loop = FakeLoop(rate=500)
    assert run(lambda: loop.breaks.within(steps(loop, 1000, 0.001))) == "done"
    assert loop.slept == pytest.approx(4 * 0.9, abs=0.02)  # it notices after 0.1 s that they are
    assert loop.longest < 0.005


@pytest.mark.parametrize("rate", [0, 20])
def test_a_job_goes_on_at_once_while_nobody_is_served(rate: float) -> None:
    loop = FakeLoop(rate)
    run(lambda: loop.breaks.within(steps(loop, 1000, 0.001)))
    assert loop.slept == 0


def test_what_a_job_waits_for_is_its_break() -> None:
    loop = FakeLoop(rate=500)
    run(lambda: loop.breaks.within(steps(loop, 500, 0.001, wait=0.0045)))
    assert loop.slept == 0


def test_what_the_machine_does_meanwhile_is_no_work() -> None:
    loop = FakeLoop(rate=500)

    async def job() -> None:
        for _ in range(500):
            loop.work(0.001, machine_s=0.004)
            await loop.waits()

    run(lambda: loop.breaks.within(job()))
    assert loop.slept == pytest.approx(4 * 0.5, abs=0.1)


def test_no_break_lasts_longer_than_a_lease_allows() -> None:
    loop = FakeLoop(rate=500)
    run(lambda: loop.breaks.within(steps(loop, 5, 3.0)))
    assert loop.longest == pytest.approx(0.2)


def test_several_jobs_share_the_breaks() -> None:
    loop = FakeLoop(rate=500)

    async def both() -> None:
        await asyncio.gather(*(loop.breaks.within(steps(loop, 500, 0.001)) for _ in range(2)))

    began = loop.now
    run(both)
    assert loop.now - began >= 4.5


def test_a_failure_and_a_cancellation_reach_the_job() -> None:
    loop = FakeLoop(rate=500)
    seen: list[type[BaseException]] = []

    async def fails() -> NoReturn:
        try:
            await asyncio.get_running_loop().create_future()
        except BaseException as error:
            seen.append(type(error))
            raise
        raise AssertionError

    async def waits_for_failure() -> str:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        future.set_exception(OSError())
        try:
            await future
        except OSError:
            return "caught"
        raise AssertionError

    async def scenario() -> None:
        assert await loop.breaks.within(waits_for_failure()) == "caught"
        task = asyncio.create_task(loop.breaks.within(fails()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen == [asyncio.CancelledError]

    run(scenario)


def test_a_job_is_cancelled_during_a_break() -> None:
    loop = FakeLoop(rate=500)
    entered = asyncio.Event()
    ended: list[bool] = []

    async def sleep(_: float) -> None:
        entered.set()
        await asyncio.get_running_loop().create_future()

    loop.breaks.sleep = sleep

    async def job() -> None:
        try:
            await steps(loop, 1000, 0.001)
        finally:
            ended.append(True)

    async def scenario() -> None:
        task = asyncio.create_task(loop.breaks.within(job()))
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == [True]

    run(scenario)
