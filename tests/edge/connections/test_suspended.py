"""A coroutine that runs without a task."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from jedlik.edge.connections.suspended import Suspended


def run(coroutine: Coroutine[Any, Any, str], answers: list[str | None]) -> Suspended[str]:
    """Takes the first step of `coroutine`, which must suspend it, and leaves the rest."""
    return Suspended(coroutine, coroutine.send(None), answers.append)


async def turns() -> None:
    """Let everything happen that can happen without the passing of time."""
    for _ in range(5):
        await asyncio.sleep(0)


async def timer(answer: str) -> str:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str] = loop.create_future()
    loop.call_later(0, future.set_result, answer)
    return await future


async def waiting() -> str:
    loop = asyncio.get_running_loop()
    lock, steps = asyncio.Lock(), []
    await asyncio.sleep(0)
    await timer("")
    steps.append(await loop.run_in_executor(None, lambda: "thread"))
    steps.append(await asyncio.create_task(asyncio.sleep(0, "task")))
    steps += await asyncio.gather(asyncio.sleep(0, "a"), timer("b"))
    async with lock:
        queue: asyncio.Queue[str] = asyncio.Queue()
        loop.call_soon(queue.put_nowait, "queue")
        steps.append(await queue.get())
    failing = loop.create_future()
    loop.call_soon(failing.set_exception, ValueError("told"))
    try:
        await failing
    except ValueError as error:
        steps.append(str(error))
    return " ".join(steps)


@pytest.mark.parametrize("debug", [False, True])
def test_futures_of_all_kinds_are_waited_for(debug: bool) -> None:
    async def main() -> str | None:
        answered: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        coroutine = waiting()
        Suspended(coroutine, coroutine.send(None), answered.set_result)
        return await asyncio.wait_for(answered, 5)

    assert asyncio.run(main(), debug=debug) == "thread task a b queue told"


@pytest.mark.parametrize("at", ["bare yield", "future"])
def test_close_runs_finally_and_answers_nothing(at: str) -> None:
    ended: list[str] = []

    async def work() -> str:
        try:
            await (asyncio.sleep(0) if at == "bare yield" else timer(""))
        finally:
            ended.append("finally")
        return "never"

    async def main() -> list[str | None]:
        answers: list[str | None] = []
        suspended = run(work(), answers)
        suspended.close()
        await turns()
        return answers

    assert asyncio.run(main()) == []
    assert ended == ["finally"]


def test_exceptions_go_to_the_loop_and_the_answer_is_none() -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        raise LookupError

    async def main() -> tuple[list[str | None], list[type]]:
        answers: list[str | None] = []
        failures: list[type] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: failures.append(type(context["exception"]))
        )
        run(work(), answers)
        await turns()
        return answers, failures

    assert asyncio.run(main()) == ([None], [LookupError])


def test_awaiting_what_is_no_future_is_a_defect() -> None:
    class Odd:
        _asyncio_future_blocking = False

        def __await__(self) -> Any:
            yield self

    async def work() -> str:
        await Odd()
        return "never"

    async def main() -> None:
        coroutine = work()
        with pytest.raises(AssertionError):
            run(coroutine, [])
        coroutine.close()

    asyncio.run(main())
