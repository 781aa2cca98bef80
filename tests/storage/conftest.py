"""A fixture that plays a scenario on every kind of storage."""

import asyncio
from pathlib import Path

import pytest

from tests.storage.postgresql import cluster, database
from tests.storage.scenarios import KINDS, Play, Scenario, opened


@pytest.fixture(params=KINDS)
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """Plays a scenario on an empty storage of each kind."""

    if request.param == "postgresql":
        database.prepare()
    if request.param == "citus":
        cluster.prepare()

    async def whole(scenario: Scenario) -> None:
        storage = await opened(request.param, tmp_path)
        try:
            await scenario(storage)
        finally:
            await storage.close()

    return lambda scenario: asyncio.run(whole(scenario))
