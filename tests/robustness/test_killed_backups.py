"""Backups and restores go on where a killed server has left them."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jedlik.features.history.work import Work, all_works
from jedlik.storage.sqlite import open_folder
from tests.api.clients import client, create
from tests.app.server import start, verified
from tests.waiting import wait_until

ITEMS = 600
_KILLS_MAX = 20


def pass_s(seconds: float) -> None:
    """Lets some time pass, so that kills are at different moments."""
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() >= until)


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


def run_with_kills(folder: Path, is_done: Callable[[Any], bool]) -> set[str]:
    """Kills a server again and again until something is done. Returns the kinds of work that were
    not complete, and had done something, when it was killed.
    """
    found: set[str] = set()
    for at in range(_KILLS_MAX):
        server = start("--data", str(folder), "--workers", "2")
        with client(server.url) as dynamodb:
            done = is_done(dynamodb)
            if not done:
                pass_s(0.1 + 0.04 * at)
        server.kill()
        found |= {work["Kind"] for work in works(folder) if is_in_the_middle(work)}
        if done:
            return found
    raise AssertionError("it goes on for ever")


def test_kills_in_the_middle_of_backups_and_restores(tmp_path: Path) -> None:
    server = start("--data", str(tmp_path), "--workers", "2")
    with client(server.url) as dynamodb:
        create(dynamodb, ("pk", "S"), name="music")
        fill(dynamodb, range(ITEMS), "first")
        specification = {"PointInTimeRecoveryEnabled": True}
        dynamodb.update_continuous_backups(
            TableName="music", PointInTimeRecoverySpecification=specification
        )
        fill(dynamodb, range(50), "later")
        made = dynamodb.create_backup(TableName="music", BackupName="backup")["BackupDetails"]
        arn = made["BackupArn"]
        fill(dynamodb, range(50, 100), "after")
        server.kill()

    def is_available(dynamodb: Any) -> bool:
        described = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]
        return bool(described["BackupDetails"]["BackupStatus"] == "AVAILABLE")

    assert "backup" in run_with_kills(tmp_path, is_available)
    targets = begun_restores(tmp_path, arn)

    def are_active(dynamodb: Any) -> bool:
        found = [dynamodb.describe_table(TableName=each)["Table"] for each in targets]
        return {each["TableStatus"] for each in found} == {"ACTIVE"}

    server = start("--data", str(tmp_path), "--workers", "2")
    with client(server.url) as dynamodb:
        wait_until(lambda: are_active(dynamodb))  # the lease of the killed worker lasts 15 s
        expected = {str(each): "later" if each < 50 else "first" for each in range(ITEMS)}
        changed = {str(each): "after" for each in range(50, 100)}
        assert contents(dynamodb, targets[0]) == expected
        assert contents(dynamodb, targets[1]) == expected | changed
    assert server.stop()[0] == 0
    assert verified(tmp_path).endswith("all agree\n")


def begun_restores(folder: Path, arn: str) -> list[str]:
    """Begins restores of the backup and of the table, and kills the server in the middle of one.
    Returns the names of the new tables.
    """
    for at in range(8):
        targets = [f"from-backup-{at}", f"latest-{at}"]
        server = start("--data", str(folder), "--workers", "2")
        with client(server.url) as dynamodb:
            pass_s(16 if at else 0)  # until the lease of the killed worker has ended
            dynamodb.restore_table_from_backup(BackupArn=arn, TargetTableName=targets[0])
            dynamodb.restore_table_to_point_in_time(
                SourceTableName="music", TargetTableName=targets[1], UseLatestRestorableTime=True
            )
            pass_s(0.1 + 0.15 * at)
            server.kill()
        if any(is_in_the_middle(work) for work in works(folder)):
            return targets
    raise AssertionError("no kill was in the middle of a restore")
