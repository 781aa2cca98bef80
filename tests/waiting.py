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

T = TypeVar("T")


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for a condition that must come to hold."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(_INTERVAL_S)


async def come_true(condition: Callable[[], object]) -> None:
    """Wait for a condition while the event loop goes on."""

    async def found() -> bool:
        return bool(condition())

    await first_of(found)


async def first_of(found: Callable[[], Awaitable[T | None]]) -> T:
    """Ask again until the answer is neither None nor false, and return it."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        answer = await found()
        if answer:
            return answer
        assert time.monotonic() < deadline_s, "it never came"
        await asyncio.sleep(_INTERVAL_S)
