"""A node on a data folder without a server: operations, jobs, and leases of servers that died."""

import asyncio
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from jedlik.app.offline_node import finish, offline_node
from jedlik.app.settings import settings_from
from jedlik.core.principal import account_root
from jedlik.engine.context import Context
from jedlik.engine.jobs import take_lease
from jedlik.features.backups import make_backups
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.records import all_backups
from tests.app.backup_folders import ACCOUNT, make_folder


def test_it_does_the_work_of_a_server_that_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder(tmp_path, items=3)
    monkeypatch.setattr("jedlik.engine.jobs.LEASE_MS", 50)

    settings = settings_from(Namespace(data=str(tmp_path)), {})

    async def run() -> list[Any]:
        async with offline_node(settings, None, "test") as offline:
            node = offline.node
            context = Context(node, "us-east-1", account_root(ACCOUNT))
            await create_backup(context, "music-0", "second")
            assert await take_lease(make_backups.JOB, node, "a server that died") is not None
            seen: list[int] = []

            async def progress() -> None:
                seen.append(len(seen))

            await finish(make_backups.JOB, node, progress)
            assert seen
            return [each async for each in all_backups(node.storage)]

    found = asyncio.run(run())
    assert [(each["Name"], each["Status"], each["Items"]) for each in found] == [
        ("b-0", "AVAILABLE", 3),
        ("second", "AVAILABLE", 3),
    ]
