"""Backups and restores go on where a killed server has left them."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.history.work import Work, all_works
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.api.clients import client, create
from tests.app.server import start, verified
from tests.waiting import wait_until

ITEMS = 1_500
_KILLS_MAX = 4


def item(number: int, text: str) -> dict[str, Any]:
    """Returns an item of 10 KB."""
    return {"pk": {"S": str(number)}, "text": {"S": text * 2_000}}


def fill(dynamodb: Any, numbers: range, text: str) -> None:
    for first in range(numbers.start, numbers.stop, 25):
        last = min(first + 25, numbers.stop)
        requests = [{"PutRequest": {"Item": item(each, text)}} for each in range(first, last)]
        dynamodb.batch_write_item(RequestItems={"music": requests})


def contents(dynamodb: Any, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in dynamodb.get_paginator("scan").paginate(TableName=name):
        found |= {each["pk"]["S"]: each["text"]["S"][:5] for each in page["Items"]}
    return found


def works(folder: Path) -> list[Work]:
    """Returns the works of a folder that no server has open."""

    async def read() -> list[Work]:
        storage = open_folder(folder)
        try:
            return list(await all_works(storage))
        finally:
            await storage.close()

    return asyncio.run(read())


def is_in_the_middle(work: Work) -> bool:
    """Returns whether a work has done something, and is not done."""
    if work["Kind"] == "restore backup":
        return bool(work["For"]["Block"]) and not work["For"]["IsDone"]
    return bool(work["Partition"]) and not work["IsRead"]


def killed_in_the_middle(folder: Path, begin: Callable[[Any, int], object], kind: str) -> int:
    """Begins some work and kills the server as soon as it has stored something, until a kill is in
    the middle of work of a kind. Returns how often it was tried.
    """
    for at in range(_KILLS_MAX):
        server = start("--data", str(folder), "--workers", "2")
        with client(server.url) as dynamodb:
            begin(dynamodb, at)
            server.kill()
        if any(is_in_the_middle(work) and work["Kind"] == kind for work in works(folder)):
            return at + 1
    raise AssertionError("no kill was in the middle")


def blocks(folder: Path) -> int:
    """Returns how many blocks of backups a folder has, which a server has open."""
    with closing(connect(folder / FILE_NAME, key=None)) as connection:
        query = "SELECT count(*) FROM entry WHERE space = ?"
        found: int = connection.execute(query, (int(Space.BACKUP_BLOCK),)).get
        return found


def test_a_backup_goes_on_after_a_kill(tmp_path: Path) -> None:
    arns: list[str] = []

    def begin(dynamodb: Any, at: int) -> None:
        if not at:
            create(dynamodb, ("pk", "S"), name="music")
            fill(dynamodb, range(ITEMS), "first")
        made = dynamodb.create_backup(TableName="music", BackupName="backup")["BackupDetails"]
        arns.append(made["BackupArn"])
        before = blocks(tmp_path)
        wait_until(lambda: blocks(tmp_path) > before)

    killed_in_the_middle(tmp_path, begin, "backup")
    server = start("--data", str(tmp_path), "--workers", "2")
    with client(server.url) as dynamodb:
        fill(dynamodb, range(100), "later")
        wait_until(lambda: is_made(dynamodb, arns[-1]))
        dynamodb.restore_table_from_backup(BackupArn=arns[-1], TargetTableName="restored")
        wait_until(lambda: is_active(dynamodb, "restored"))
        assert contents(dynamodb, "restored") == {str(each): "first" for each in range(ITEMS)}
    assert server.stop()[0] == 0
    assert verified(tmp_path).endswith("all agree\n")


@pytest.mark.parametrize("kind", ["restore", "restore backup"])
def test_a_restore_goes_on_after_a_kill(tmp_path: Path, kind: str) -> None:
    arns: list[str] = []

    def begin(dynamodb: Any, at: int) -> None:
        if not at:
            create(dynamodb, ("pk", "S"), name="music")
            specification = {"PointInTimeRecoveryEnabled": True}
            dynamodb.update_continuous_backups(
                TableName="music", PointInTimeRecoverySpecification=specification
            )
            fill(dynamodb, range(ITEMS), "first")
            made = dynamodb.create_backup(TableName="music", BackupName="backup")
            arns.append(made["BackupDetails"]["BackupArn"])
            wait_until(lambda: is_made(dynamodb, arns[0]))
            second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
            wait_until(lambda: datetime.now(UTC) >= second + timedelta(seconds=1))
        for before in range(at):
            wait_until(lambda: is_active(dynamodb, f"new-{before}"))  # noqa: B023
        if kind == "restore":
            dynamodb.restore_table_to_point_in_time(
                SourceTableName="music", TargetTableName=f"new-{at}", UseLatestRestorableTime=True
            )
        else:
            dynamodb.restore_table_from_backup(BackupArn=arns[0], TargetTableName=f"new-{at}")
        # More than the first piece, so that the record of the work says how far it is.
        wait_until(lambda: item_count(dynamodb, f"new-{at}") > 250)

    tries = killed_in_the_middle(tmp_path, begin, kind)
    server = start("--data", str(tmp_path), "--workers", "2")
    with client(server.url) as dynamodb:
        fill(dynamodb, range(100), "later")
        for at in range(tries):
            wait_until(lambda: is_active(dynamodb, f"new-{at}"))  # noqa: B023
            found = contents(dynamodb, f"new-{at}")
            assert found == {str(each): "first" for each in range(ITEMS)}
    assert server.stop()[0] == 0
    assert verified(tmp_path).endswith("all agree\n")


def is_made(dynamodb: Any, arn: str) -> bool:
    described = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    return bool(described["BackupStatus"] == "AVAILABLE")


def item_count(dynamodb: Any, name: str) -> int:
    return int(dynamodb.describe_table(TableName=name)["Table"]["ItemCount"])


def is_active(dynamodb: Any, name: str) -> bool:
    return bool(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")
