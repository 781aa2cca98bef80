"""The system does not release the locks of one of two workers for a while. Both recover."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.server import Server, serving, verified
from tests.robustness import refused_releases
from tests.simulation.ledger import Ledger, check, item
from tests.simulation.traffic import Connection, Refused
from tests.waiting import come_true, first_of

CONNECTIONS = 12  # each goes to one of the workers


async def write(ledger: Ledger, server: Server) -> int:
    """Writes an item over each of some new connections. Returns how many were refused."""

    async def one(number: int) -> int:
        connection = Connection(server.port)
        name = str(number)
        try:
            await ledger.do(connection, name, item(name, ledger.count, 100))
        except (Refused, OSError):  # the server is late, or its worker was replaced
            return 1
        finally:
            await connection.close()
        return 0

    return sum(await asyncio.gather(*map(one, range(CONNECTIONS))))


async def recover(
    server: Server, log: Path, begin: Callable[[], object], end: Callable[[], object]
) -> None:
    """Fails if the workers do not recover. log: of the data file. begin, end: of the fault."""
    ledger = Ledger()
    await check(ledger, server.port, first=True, seed=None)
    begin()

    async def fails() -> bool:
        refused = await write(ledger, server)
        # Without writes, the checkpointer copies the log and empties it, which takes most locks.
        await come_true(lambda: refused or log.stat().st_size == 0)
        return refused > 0

    await first_of(fails)
    end()

    async def works() -> bool:
        return await write(ledger, server) == 0

    await first_of(works)
    await check(ledger, server.port, first=False, seed=None)


@pytest.mark.waits
def test_both_workers_recover(tmp_path: Path) -> None:
    releases, data = tmp_path / "releases", tmp_path / "data"
    releases.mkdir()
    prefix = (sys.executable, "-m", refused_releases.__name__, str(releases))
    with serving("--data", str(data), "--workers", "2", prefix=prefix) as server:
        refused = releases / str(server.workers()[0])
        asyncio.run(recover(server, data / "jedlik.db-wal", refused.touch, refused.unlink))
        status, errors = server.stop()
        assert status == 0
        assert "Traceback" not in errors
    verified(data)
