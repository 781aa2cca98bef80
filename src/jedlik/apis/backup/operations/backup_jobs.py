"""StartBackupJob, DescribeBackupJob, StopBackupJob and ListBackupJobs."""

from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide
from jedlik.apis.backup.model.backup_jobs import (
    DESCRIBE_BACKUP_JOB,
    LIST_BACKUP_JOBS,
    START_BACKUP_JOB,
    STOP_BACKUP_JOB,
    DescribeBackupJobRequest,
    ListBackupJobsRequest,
    StartBackupJobRequest,
    StopBackupJobRequest,
)
from jedlik.apis.backup.operation import backup_operation, is_wanted_job, list_operation, page
from jedlik.apis.backup.rules import on_vault, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.backup_jobs import (
    backup_job_of,
    start_backup_job,
    stop_backup_job,
)
from jedlik.features.aws_backup.description import shown_backup_job
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.records import BackupJobRecord, backup_job_entry
from jedlik.features.aws_backup.roles import check_passed_role
from jedlik.features.identity.transaction import Transaction

# The members by which the jobs of an answer are chosen, and those of a job that must be equal.
_EQUAL: Final = {
    "ByResourceArn": "ResourceArn",
    "ByState": "State",
    "ByBackupVaultName": "BackupVaultName",
    "ByResourceType": "ResourceType",
    "ByAccountId": "AccountId",
    "ByParentJobId": "ParentJobId",
    "ByMessageCategory": "MessageCategory",
}


async def start(
    request: StartBackupJobRequest, context: Context, transaction: Transaction
) -> Answer:
    """Begins a job. There is no recovery point yet, so the answer names none."""
    place, is_enforced = place_of(context), context.is_authorized
    await check_passed_role(transaction, place, request["IamRoleArn"], is_enforced=is_enforced)
    job = await start_backup_job(transaction, place, request, is_enforced=is_enforced)
    return {
        "BackupJobId": job["Id"],
        "CreationDate": job["CreatedMs"] / 1000,
        "IsParent": False,
    }


async def describe(
    request: DescribeBackupJobRequest, context: Context, transaction: Transaction
) -> Answer:
    """Describes a job."""
    job = await backup_job_of(transaction, place_of(context), request["BackupJobId"])
    return shown_backup_job(job)


async def stop(request: StopBackupJobRequest, context: Context, transaction: Transaction) -> Answer:
    """Stops a job. Its backup is deleted as soon as that is possible."""
    await stop_backup_job(transaction, place_of(context), request["BackupJobId"])
    return None


async def list_jobs(request: ListBackupJobsRequest, context: Context) -> Answer:
    """Lists the jobs of the last 30 days, the newest first."""
    place = place_of(context)

    def fits(job: BackupJobRecord) -> bool:
        return is_wanted_job(request, job, shown_backup_job(job), _EQUAL)

    wanted = Wanted[BackupJobRecord](
        "backup jobs",
        lambda each: backup_job_entry(place, each["Id"]),
        fits,
        (request.get("ByCreatedBefore"), request.get("ByCreatedAfter")),
    )
    return await page(context, request, wanted, "BackupJobs", shown_backup_job)


OPERATIONS: Final = (
    backup_operation(
        "StartBackupJob",
        Access.WRITE,
        START_BACKUP_JOB,
        on_vault("backup:StartBackupJob", passes_role=True),
        start,
    ),
    backup_operation(
        "DescribeBackupJob",
        Access.READ,
        DESCRIBE_BACKUP_JOB,
        account_wide("backup:DescribeBackupJob"),
        describe,
    ),
    backup_operation(
        "StopBackupJob",
        Access.WRITE,
        STOP_BACKUP_JOB,
        account_wide("backup:StopBackupJob"),
        stop,
    ),
    list_operation(
        "ListBackupJobs", LIST_BACKUP_JOBS, account_wide("backup:ListBackupJobs"), list_jobs
    ),
)
