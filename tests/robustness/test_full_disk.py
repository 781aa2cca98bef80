"""A server on a disk that becomes full, and has space again later. Skipped without namespaces."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create
from tests.app.server import Server, start, verified
from tests.figures import count
from tests.robustness.namespaces import cannot, on_small_disk, seen_by
from tests.waiting import wait_until

SIZE_MIB = 96  # the server reserves a sixteenth for deletes
FREE_BYTES = 8 << 20  # before the first put
# Deletes are promised if less is written in a quarter of a second than the reserve holds, which is
# 6 MiB here (docs/reliability.md). One client cannot write that much in items of this size.
ITEM_BYTES = 8_000
PUTS_MAX = 3_000  # 24 MB
REFUSED = 100
DELETED = range(20)


def put(dynamodb: Any, number: int) -> bool:
    """Puts an item. Returns whether that was acknowledged; if not, an SDK would try again."""
    item = {"pk": {"S": f"{number}"}, "fill": {"S": "f" * ITEM_BYTES}}
    try:
        dynamodb.put_item(TableName="full", Item=item)
    except ClientError as error:
        answer = error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]
        assert answer[0] == 503, answer
        return False
    return True


def fill(disk: Path) -> None:
    """Leaves FREE_BYTES of a disk."""
    free = os.statvfs(disk)
    with (disk / "ballast").open("wb") as file:
        for _ in range((free.f_bavail * free.f_frsize - FREE_BYTES) >> 20):
            file.write(bytes(1 << 20))


def status(server: Server) -> int:
    try:
        with urlopen(server.url, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def stored(dynamodb: Any) -> set[int]:
    pages = dynamodb.get_paginator("scan").paginate(TableName="full", ProjectionExpression="pk")
    return {int(each["pk"]["S"]) for page in pages for each in page["Items"]}


def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    prefix = on_small_disk(disk, size_mib=SIZE_MIB)
    reason = cannot(prefix)
    if reason is not None:
        pytest.skip(reason)
    server = start("--data", str(disk / "data"), prefix=prefix)
    seen = seen_by(server.process.pid, disk)
    try:
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name="full")
            fill(seen)
            acknowledged = set[int]()
            statuses = []
            for number in range(PUTS_MAX):
                if put(dynamodb, number):
                    acknowledged.add(number)
                else:
                    statuses.append(status(server))
                    if len(statuses) == REFUSED:
                        break
            refused = len(statuses)
            assert refused == REFUSED
            assert acknowledged > set(range(50))
            assert 503 in statuses
            assert stored(dynamodb) == acknowledged
            for number in DELETED:
                dynamodb.delete_item(TableName="full", Key={"pk": {"S": f"{number}"}})
            acknowledged -= set(DELETED)
            (seen / "ballast").unlink()
            wait_until(lambda: status(server) == 200)
            assert put(dynamodb, PUTS_MAX)
            assert stored(dynamodb) == acknowledged | {PUTS_MAX}
        # The disk is gone when the server has ended. While it is stopped its files do not change.
        os.killpg(server.process.pid, signal.SIGSTOP)
        subprocess.run(["cp", "-r", str(seen / "data"), str(tmp_path / "copy")], check=True)
        os.killpg(server.process.pid, signal.SIGCONT)
        ended, errors = server.stop()
    finally:
        if server.process.returncode is None:
            server.kill()
    assert ended == 0
    # Whenever the log has been copied there is some space again, until the next writes take it.
    lines = errors.splitlines()
    assert len(lines) < refused / 2
    for begun, over in zip(lines[::2], lines[1::2], strict=True):
        assert begun.startswith("storage outage: The disk is full.")
        assert over.startswith("storage outage over:")
    (tmp_path / "copy" / "jedlik.lock").unlink()
    verified(tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy")
    count(writes_refused_on_a_full_disk=refused)
