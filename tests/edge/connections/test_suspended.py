"""A coroutine that runs without a task."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from jedlik.edge.connections.suspended import Suspended


def run(coroutine: Coroutine[Any, Any, object], done: Callable[[], None]) -> Suspended:
    """Takes the first step of `coroutine`, which must suspend it, and leaves the rest."""
    steps = coroutine.__await__()
    return Suspended(steps, next(steps), done)


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
    answers: list[str] = []

    async def work() -> None:
        answers.append(await waiting())

    async def main() -> None:
        ended = asyncio.Event()
        run(work(), ended.set)
        await asyncio.wait_for(ended.wait(), 5)

    asyncio.run(main(), debug=debug)
    assert answers == ["thread task a b queue told"]


@pytest.mark.parametrize("at", ["bare yield", "future"])
def test_close_runs_finally_and_does_not_call_done(at: str) -> None:
    seen: list[str] = []

    async def work() -> None:
        try:
            await (asyncio.sleep(0) if at == "bare yield" else timer(""))
            seen.append("went on")
        finally:
            seen.append("finally")

    async def main() -> None:
        run(work(), lambda: seen.append("done")).close()
        await turns()

    asyncio.run(main())
    assert seen == ["finally"]


def test_exceptions_go_to_the_loop_and_done_is_called() -> None:
    seen: list[object] = []

    async def work() -> None:
        await asyncio.sleep(0)
        raise LookupError

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: seen.append(type(context["exception"]))
        )
        run(work(), lambda: seen.append("done"))
        await turns()

    asyncio.run(main())
    assert seen == ["done", LookupError]


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
            run(coroutine, lambda: None)
        coroutine.close()

    asyncio.run(main())
