"""The entries of a database, with their keys. The same scenarios run on a data file."""

import asyncio

import pytest

from tests.storage.listings import SCENARIOS, Scenario
from tests.storage.postgresql.database import open_empty, prepare


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_entries_are_listed(scenario: Scenario) -> None:
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        try:
            await scenario(storage, storage.entries())
        finally:
            await storage.close()

    asyncio.run(whole())
