"""Waiting for what another thread, process or server does.

A test that waits names a condition. It never waits for a time that should be long enough: a busy
machine makes such a test fail, and an idle one makes it slow.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

PATIENCE_S: Final = 60.0  # long enough for the slowest machine; only a failure waits for so long
_INTERVAL_S: Final = 0.001
_INTERVAL_MAX_S: Final = 0.05

T = TypeVar("T")


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for a condition that must come to hold."""
    began_s = time.monotonic()
    while not condition():
        time.sleep(_pause_s(began_s))


async def come_true(condition: Callable[[], object]) -> None:
    """Wait for a condition while the event loop goes on."""

    async def found() -> bool:
        return bool(condition())

    await first_of(found)


async def first_of(found: Callable[[], Awaitable[T | None]]) -> T:
    """Ask again until the answer is neither None nor false, and return it."""
    began_s = time.monotonic()
    while True:
        answer = await found()
        if answer:
            return answer
        await asyncio.sleep(_pause_s(began_s))


def _pause_s(began_s: float) -> float:
    """Returns how long to wait before the next question.

    It is a tenth of the time waited so far: to ask is work, which a busy machine has no time for.
    """
    waited_s = time.monotonic() - began_s
    assert waited_s < PATIENCE_S, "it never came"
    return min(max(waited_s / 10, _INTERVAL_S), _INTERVAL_MAX_S)
