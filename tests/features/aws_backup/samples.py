"""Vaults, plans and jobs on a node in memory, whose clock the test sets."""

from typing import Any, Final

from jedlik.features.aws_backup import due_work
from jedlik.features.aws_backup.records import Place
from jedlik.features.backups import erase_backups, make_backups, restore_tables
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, REGION, Caller, arn_of, is_due, run_once

ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/backups"
PLACE: Final = Place(ACCOUNT, REGION)
VAULT: Final = "daily"
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
JOBS: Final = (due_work.JOB, make_backups.JOB, restore_tables.JOB, erase_backups.JOB)
_LOOKS: Final = 12


def with_vault(items: int = 3) -> Caller:
    """Returns a node with a vault, and a table with items."""
    caller = Caller()
    caller.create()
    for number in range(items):
        caller.call("PutItem", TableName="music", Item={"pk": {"S": f"p{number}"}})
    caller.call("CreateBackupVault", BackupVaultName=VAULT)
    return caller


def start(caller: Caller, table: str = "music", **members: Any) -> str:
    """Begins a backup job. Returns its id."""
    request = {"BackupVaultName": VAULT, "ResourceArn": arn_of(table), "IamRoleArn": ROLE}
    return str(caller.call("StartBackupJob", **{**request, **members})["BackupJobId"])


async def work(caller: Caller) -> None:
    """Does all jobs until nothing is due for some seconds."""
    for _ in range(_LOOKS):
        for job in JOBS:
            while await is_due(job, caller.node):
                await run_once(job, caller.node)
        caller.clock.time_ms += 500


async def do_due(caller: Caller) -> None:
    """Does what is due of AWS Backup now, and nothing else."""
    while await is_due(due_work.JOB, caller.node):
        await run_once(due_work.JOB, caller.node)


def job(caller: Caller, job_id: str) -> dict[str, Any]:
    """Returns a backup job as clients see it."""
    return caller.call("DescribeBackupJob", BackupJobId=job_id)


def points(caller: Caller, vault: str = VAULT) -> list[dict[str, Any]]:
    """Returns the recovery points of a vault, the newest first."""
    found: list[dict[str, Any]] = caller.call(
        "ListRecoveryPointsByBackupVault", BackupVaultName=vault
    )["RecoveryPoints"]
    return found


def rule(**members: Any) -> dict[str, Any]:
    """Returns a rule that runs each hour."""
    return {
        "RuleName": "hourly",
        "TargetBackupVaultName": VAULT,
        "ScheduleExpression": "cron(0 * * * ? *)",
        **members,
    }


def plan(caller: Caller, *rules: dict[str, Any], name: str = "plan", **members: Any) -> str:
    """Creates a plan. Returns its id."""
    document = {"BackupPlanName": name, "Rules": list(rules) or [rule()]}
    made = caller.call("CreateBackupPlan", BackupPlan=document, **members)
    return str(made["BackupPlanId"])


def select(caller: Caller, plan_id: str, **members: Any) -> str:
    """Adds a selection to a plan, by default one of all tables. Returns its id."""
    wanted = members or {"Resources": ["*"]}
    selection = {"SelectionName": "tables", "IamRoleArn": ROLE, **wanted}
    made = caller.call("CreateBackupSelection", BackupPlanId=plan_id, BackupSelection=selection)
    return str(made["SelectionId"])


def transaction(caller: Caller) -> Transaction:
    """Returns a transaction that only reads."""
    return Transaction(caller.node)
