"""The entries of a data file, with their keys. The same scenarios run on a database."""

import asyncio
from pathlib import Path

import pytest

from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.entry_listing import SqliteEntries
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.storage.listings import SCENARIOS, Scenario


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("key", [None, b"k" * 32], ids=["plain", "encrypted"])
def test_entries_are_listed(scenario: Scenario, key: bytes | None, tmp_path: Path) -> None:
    async def whole() -> None:
        storage = open_folder(tmp_path, key=key)
        entries = SqliteEntries(tmp_path / FILE_NAME, key=key)
        try:
            await scenario(storage, entries)
        finally:
            entries.close()
            await storage.close()

    asyncio.run(whole())
