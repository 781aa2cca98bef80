"""Jobs of AWS Backup are done once, whenever the server is killed.

`make torture` kills it more often. The tests in tests/features/aws_backup kill processes between
two steps, with a clock of their own.
"""

import os
import random
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.api.clients import client, create
from tests.app.server import Server, serving, start, verified
from tests.waiting import wait_until

ROUNDS = int(os.environ.get("JEDLIK_KILL_ROUNDS", "2"))
SEED = os.environ.get("JEDLIK_SEED", "1")
ITEMS = 3_000
VAULT = "vault"
TABLE_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/music"
ROLE = "arn:aws:iam::000000000000:role/backups"
LOOKS = 60


def fill(dynamodb: Any) -> None:
    create(dynamodb, ("pk", "S"), name="music")
    for first in range(0, ITEMS, 25):
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": str(each)}, "text": {"S": "x" * 200}}}}
            for each in range(first, first + 25)
        ]
        dynamodb.batch_write_item(RequestItems={"music": puts})


def clients(server: Server, stack: ExitStack) -> tuple[Any, Any]:
    """Returns clients of AWS Backup and DynamoDB."""
    backup = stack.enter_context(client(server.url, service="backup"))
    return backup, stack.enter_context(client(server.url))


def test_jobs_survive_kills(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    flags = ("--data", str(tmp_path), "--workers", "2")
    jobs: list[str] = []
    for number in range(ROUNDS):
        server = start(*flags)
        with ExitStack() as stack:
            backup, dynamodb = clients(server, stack)
            if number == 0:
                fill(dynamodb)
                backup.create_backup_vault(BackupVaultName=VAULT)
            request = {"BackupVaultName": VAULT, "ResourceArn": TABLE_ARN, "IamRoleArn": ROLE}
            jobs += [backup.start_backup_job(**request)["BackupJobId"] for _ in range(2)]
            for _ in range(chance.randrange(LOOKS)):  # the moment of the kill is random
                backup.describe_backup_job(BackupJobId=jobs[-1])
            server.kill()
        verified(tmp_path)
    with serving(*flags) as server, ExitStack() as stack:
        backup, dynamodb = clients(server, stack)

        def are_done() -> bool:
            states = [backup.describe_backup_job(BackupJobId=each)["State"] for each in jobs]
            return set(states) == {"COMPLETED"}

        wait_until(are_done)
        pages = backup.get_paginator("list_recovery_points_by_backup_vault").paginate(
            BackupVaultName=VAULT
        )
        points = [each["RecoveryPointArn"] for page in pages for each in page["RecoveryPoints"]]
        assert len(points) == len(jobs), SEED
        backups = dynamodb.list_backups(BackupType="AWS_BACKUP")["BackupSummaries"]
        assert {each["BackupArn"] for each in backups} == set(points)
    assert verified(tmp_path).endswith("all agree\n")
