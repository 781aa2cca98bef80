"""What tests of turns share: a clock that goes on with each look, and a count of turns."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from jedlik.turns import TUNING

T = TypeVar("T")

VALUES_PER_LOOK = 10


class Clock:
    """Goes on by one turn at each look."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += TUNING.turn_s * 1.01
        return self.now_s


@contextmanager
def stepped_clock() -> Iterator[Clock]:
    """Lets each look at the clock end the turn."""
    before = TUNING.now_s, TUNING.values_per_look
    clock = Clock()
    TUNING.now_s, TUNING.values_per_look = clock, VALUES_PER_LOOK
    try:
        yield clock
    finally:
        TUNING.now_s, TUNING.values_per_look = before


def count_turns(work: Callable[[], Awaitable[T]]) -> tuple[T, int]:
    """Returns the result of work, and how many turns the loop had meanwhile."""

    async def counted() -> tuple[T, int]:
        loop, turned = asyncio.get_running_loop(), 0

        def turn() -> None:
            nonlocal turned
            turned += 1
            loop.call_soon(turn)

        loop.call_soon(turn)
        result = await work()
        return result, turned

    return asyncio.run(counted())
