"""The server that accepts writes is found, and an old primary is not used."""

import asyncio
import socket
from collections.abc import Iterator

import asyncpg
import pytest

from jedlik.storage.postgresql.servers import Servers
from tests.storage.postgresql.database import (
    Database,
    address,
    prepare,
    running,
    shared,
    standby_of,
)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never answers, like a machine that hangs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def both(first: int, second: int) -> Servers:
    """Returns the servers at two ports of this machine."""
    return Servers(address(f"postgresql://jedlik@127.0.0.1:{first},127.0.0.1:{second}/postgres"))


def test_a_host_that_does_not_answer_delays_no_other(silent_port: int) -> None:
    prepare()

    async def whole() -> None:
        for first, second in ((silent_port, shared().port), (shared().port, silent_port)):
            connection = await both(first, second).connect()
            assert await connection.fetchval("SELECT 1") == 1
            connection.terminate()

    asyncio.run(whole())


def test_what_a_server_answers_is_reported(silent_port: int) -> None:
    prepare()

    async def whole() -> None:
        url = f"postgresql://nobody@127.0.0.1:1,127.0.0.1:{shared().port}/postgres"
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await Servers(address(url)).connect()
        with pytest.raises(OSError, match=r"Connect|connect"):
            await both(1, 2).connect()

    asyncio.run(whole())


def test_a_cancelled_connect_leaves_nothing(silent_port: int) -> None:
    async def whole() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await both(silent_port, silent_port).connect()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(whole())


async def promoted(primary: Database, standby: Database) -> None:
    servers = both(primary.port, standby.port)
    before = await servers.connect()
    assert await before.fetchval("SELECT NOT pg_is_in_recovery()")
    await asyncio.to_thread(standby.execute, "SELECT pg_promote()")
    # Nobody has stopped the old primary: both accept writes now. The new one is used, and the
    # connection to the old one ends.
    after = await servers.connect()
    assert await after.fetchval("SELECT current_setting('port')::int") == standby.port
    assert before.is_closed()
    assert not after.is_closed()
    await asyncio.to_thread(standby.kill)
    with pytest.raises(asyncpg.TargetServerAttributeNotMatched, match="timeline 1"):
        await servers.connect()
    # A node that has not seen the new one cannot know.
    other = await both(primary.port, standby.port).connect()
    other.terminate()


def test_an_old_primary_is_not_used() -> None:
    with running() as primary, standby_of(primary) as standby:
        asyncio.run(promoted(primary, standby))
