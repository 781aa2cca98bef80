"""Vaults, plans, jobs and recovery points of AWS Backup in the folders, from format 7 on."""

from typing import Any

from tests.folders.answers import Calls
from tests.folders.content import ACCOUNT, Content, Maker, key

ROLE = f"arn:aws:iam::{ACCOUNT}:role/backups"
VAULT = {"BackupVaultName": "weekly"}
LIFECYCLE = {"DeleteAfterDays": 35}
LOOK_MS = 60_000  # a job that waits for a backup is looked at again within this time
BEFORE = [f"{number:03}" for number in range(5)]
AFTER = [each for each in BEFORE if each != "003"]


async def make_plans(maker: Maker) -> None:
    """Make a vault, a plan with a rule and a selection, and a job that is complete."""
    content = Content(maker)
    await content.create("planned")
    await content.fill("planned", *range(5))
    table = (await content.calls("DescribeTable", TableName="planned"))["Table"]["TableArn"]
    await content.calls("CreateBackupVault", **VAULT, BackupVaultTags={"team": "music"})
    rule = {
        "RuleName": "hourly",
        "TargetBackupVaultName": VAULT["BackupVaultName"],
        "ScheduleExpression": "cron(0 * * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Budapest",
        "StartWindowMinutes": 24 * 60,
        "Lifecycle": LIFECYCLE,
    }
    plan = await content.calls(
        "CreateBackupPlan", BackupPlan={"BackupPlanName": "plan", "Rules": [rule]}
    )
    selection = {"SelectionName": "one", "IamRoleArn": ROLE, "Resources": [table]}
    await content.calls(
        "CreateBackupSelection", BackupPlanId=plan["BackupPlanId"], BackupSelection=selection
    )
    await start_backup(content, table, Lifecycle=LIFECYCLE)
    await content.do("AWS_Backup")
    await content.do("make_backups")
    content.clock.time_ms += LOOK_MS
    await content.do("AWS_Backup")
    await content.calls("DeleteItem", TableName="planned", Key=key(3))


async def begin_jobs(maker: Maker) -> None:
    """Begin a backup job and a restore job. Nothing of their work is done."""
    content = Content(maker)
    found = await content.calls("ListRecoveryPointsByBackupVault", **VAULT)
    (point,) = found["RecoveryPoints"]
    await start_backup(content, point["ResourceArn"], IdempotencyToken="begun")
    await content.calls(
        "StartRestoreJob",
        RecoveryPointArn=point["RecoveryPointArn"],
        IamRoleArn=ROLE,
        Metadata={"targetTableName": "from-point"},
    )


async def start_backup(content: Content, table: str, **members: Any) -> None:
    """Begin a backup job."""
    await content.calls("StartBackupJob", **VAULT, ResourceArn=table, IamRoleArn=ROLE, **members)


async def check_plans(calls: Calls) -> None:
    """The jobs that had begun are complete, and so are those of the two times when the plan ran."""
    (restore,) = (await calls("ListRestoreJobs"))["RestoreJobs"]
    assert restore["Status"] == "COMPLETED"
    assert await sort_keys(calls, "from-point") == BEFORE
    jobs = (await calls("ListBackupJobs"))["BackupJobs"]
    points = (await calls("ListRecoveryPointsByBackupVault", **VAULT))["RecoveryPoints"]
    assert [job["State"] for job in jobs] == ["COMPLETED"] * 4
    arns = [point["RecoveryPointArn"] for point in points]
    assert [job["RecoveryPointArn"] for job in jobs] == arns
    plans = [job.get("CreatedBy", {}).get("BackupPlanName") for job in jobs]
    assert plans == ["plan", "plan", None, None]
    assert await sort_keys(calls, "planned") == AFTER
    backups = (await calls("ListBackups", BackupType="AWS_BACKUP"))["BackupSummaries"]
    assert {each["BackupArn"] for each in backups} == set(arns)


async def sort_keys(calls: Calls, table: str) -> list[str]:
    """Return the sort keys of the items of a table, in order."""
    return sorted(each["sk"]["S"] for each in (await calls("Scan", TableName=table))["Items"])
