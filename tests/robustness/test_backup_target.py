"""A server with a target of backups is killed and started again; its data folder is lost."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.api.clients import client, create
from tests.app.server import run, serving, start, verified
from tests.waiting import wait_until

ITEMS = 300


def fill(dynamodb: Any) -> None:
    create(dynamodb, ("pk", "S"), name="music")
    for first in range(0, ITEMS, 25):
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": str(each)}, "text": {"S": "x" * 20_000}}}}
            for each in range(first, first + 25)
        ]
        dynamodb.batch_write_item(RequestItems={"music": puts})


def count(dynamodb: Any, name: str) -> int:
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, Select="COUNT")
    return sum(int(page["Count"]) for page in pages)


def entries(target: Path) -> list[Path]:
    return [each for each in target.rglob("backup") if each.is_file()]


def test_a_lost_data_folder_comes_back(tmp_path: Path) -> None:
    data, target, new = tmp_path / "data", tmp_path / "mount" / "target", tmp_path / "new"
    target.parent.mkdir()
    flags = ("--data", str(data), "--backup-target", f"file:{target}")
    server = start(*flags)
    with client(server.url) as dynamodb:
        fill(dynamodb)
        answer = dynamodb.create_backup(TableName="music", BackupName="first")
        arn = answer["BackupDetails"]["BackupArn"]

        def status() -> str:
            found: str = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"][
                "BackupDetails"
            ]["BackupStatus"]
            return found

        wait_until(lambda: status() == "AVAILABLE")  # the target is away: its folder is missing
    server.kill()
    target.mkdir()
    with serving(*flags):
        wait_until(lambda: bool(entries(target)))
    assert "all agree" in verified(data, "--backup-target", f"file:{target}")
    shutil.rmtree(data)
    listed = run("backup", "list", "--from", str(target), "--json")
    assert json.loads(listed.stdout)["BackupArn"] == arn
    restored = ("restore", "first", "--table", "again", "--from", str(target), "--data", str(new))
    done = run("backup", *restored)
    assert (done.returncode, done.stderr) == (0, "")
    with serving("--data", str(new)) as server, client(server.url) as dynamodb:
        assert count(dynamodb, "again") == ITEMS
    assert verified(new)


def test_a_deleted_backup_leaves_its_target(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "target"
    target.mkdir()
    flags = ("--data", str(data), "--backup-target", f"file:{target}", "--workers", "2")
    with serving(*flags) as server, client(server.url) as dynamodb:
        fill(dynamodb)
        answer = dynamodb.create_backup(TableName="music", BackupName="first")
        arn = answer["BackupDetails"]["BackupArn"]
        wait_until(lambda: bool(entries(target)))
        dynamodb.restore_table_from_backup(BackupArn=arn, TargetTableName="again")
        dynamodb.get_waiter("table_exists").wait(TableName="again", WaiterConfig={"Delay": 1})
        assert count(dynamodb, "again") == ITEMS
        dynamodb.delete_backup(BackupArn=arn)
        wait_until(lambda: not [each for each in target.rglob("*") if each.is_file()])
