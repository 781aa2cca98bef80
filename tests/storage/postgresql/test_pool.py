"""Connections that calls take and give back."""

import asyncio

import pytest

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.pool import Pool


class FakeRaw:
    """What a Connection needs of asyncpg."""

    def __init__(self) -> None:
        self.is_over = False

    def is_closed(self) -> bool:
        return self.is_over

    def terminate(self) -> None:
        self.is_over = True

    async def close(self, *, timeout: float) -> None:  # noqa: ASYNC109  (as in asyncpg)
        self.is_over = True


class Opening:
    """Opens connections, or fails."""

    def __init__(self) -> None:
        self.count = 0
        self.fails = False

    async def __call__(self) -> Connection:
        await asyncio.sleep(0)
        if self.fails:
            raise StorageUnavailableError("away", FailureKind.UNREACHABLE)
        self.count += 1
        return Connection(FakeRaw())


def test_connections_are_shared_and_replaced() -> None:
    async def whole() -> None:
        opening = Opening()
        pool = Pool(2, opening)
        one, other = await pool.take(), await pool.take()
        waiting = asyncio.ensure_future(pool.take())
        cancelled = asyncio.ensure_future(pool.take())
        await asyncio.sleep(0)
        cancelled.cancel()
        assert not waiting.done()
        pool.give_back(one)
        assert await waiting is one
        other.terminate()
        pool.give_back(other)
        assert (await pool.take()) not in (one, other)
        assert opening.count == 3

    asyncio.run(whole())


def test_a_failure_wakes_who_waits() -> None:
    async def whole() -> None:
        opening = Opening()
        opening.fails = True
        pool = Pool(1, opening)
        calls = [asyncio.ensure_future(pool.take()) for _ in range(3)]
        for call in calls:
            with pytest.raises(StorageUnavailableError):
                await call
        opening.fails = False
        assert (await pool.take()).is_closed is False

    asyncio.run(whole())


def test_a_place_that_a_cancelled_call_got_is_passed_on() -> None:
    async def whole() -> None:
        pool = Pool(1, Opening())
        taken = await pool.take()
        first, second = (asyncio.ensure_future(pool.take()) for _ in range(2))
        await asyncio.sleep(0)
        pool.give_back(taken)
        first.cancel()
        assert await second is taken

    asyncio.run(whole())


def test_a_closed_pool_gives_nothing() -> None:
    async def whole() -> None:
        pool = Pool(1, Opening())
        used = await pool.take()
        waiting = asyncio.ensure_future(pool.take())
        await asyncio.sleep(0)
        await pool.close()
        with pytest.raises(StorageUnavailableError) as caught:
            await waiting
        assert caught.value.kind is FailureKind.CLOSED
        pool.give_back(used)
        assert used.is_closed

    asyncio.run(whole())


def test_those_who_wait_can_be_refused() -> None:
    async def whole() -> None:
        pool = Pool(1, Opening())
        taken = await pool.take()
        waiting = [asyncio.ensure_future(pool.take()) for _ in range(2)]
        await asyncio.sleep(0)
        pool.refuse_waiting(StorageUnavailableError("away", FailureKind.UNREACHABLE))
        for each in waiting:
            with pytest.raises(StorageUnavailableError):
                await each
        pool.give_back(taken)
        assert await pool.take() is taken

    asyncio.run(whole())
