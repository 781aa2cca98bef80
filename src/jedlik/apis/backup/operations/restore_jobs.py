"""StartRestoreJob, DescribeRestoreJob and ListRestoreJobs."""

from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide
from jedlik.apis.backup.model.restore_jobs import (
    DESCRIBE_RESTORE_JOB,
    LIST_RESTORE_JOBS,
    START_RESTORE_JOB,
    DescribeRestoreJobRequest,
    ListRestoreJobsRequest,
    StartRestoreJobRequest,
)
from jedlik.apis.backup.operation import backup_operation, is_wanted_job, list_operation, page
from jedlik.apis.backup.rules import on_point, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.description import shown_restore_job
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.records import RestoreJobRecord, restore_job_entry
from jedlik.features.aws_backup.refusals import missing_value
from jedlik.features.aws_backup.restore_jobs import restore_job_of, start_restore_job
from jedlik.features.aws_backup.roles import check_passed_role
from jedlik.features.identity.transaction import Transaction

# The members by which the jobs of an answer are chosen, and those of a job that must be equal.
_EQUAL: Final = {
    "ByAccountId": "AccountId",
    "ByResourceType": "ResourceType",
    "ByStatus": "Status",
    "ByRestoreTestingPlanArn": "RestoreTestingPlanArn",
    "ByParentJobId": "ParentJobId",
}


async def start(
    request: StartRestoreJobRequest, context: Context, transaction: Transaction
) -> Answer:
    """Begins a restore into a new table."""
    place, is_enforced = place_of(context), context.is_authorized
    if "IamRoleArn" in request:
        await check_passed_role(transaction, place, request["IamRoleArn"], is_enforced=is_enforced)
    elif is_enforced:  # a restore without a role would have no rights
        raise missing_value("IamRoleArn must not be null")
    job = await start_restore_job(transaction, place, request, is_enforced=is_enforced)
    return {"RestoreJobId": job["Id"]}


async def describe(
    request: DescribeRestoreJobRequest, context: Context, transaction: Transaction
) -> Answer:
    """Describes a job."""
    job = await restore_job_of(transaction, place_of(context), request["RestoreJobId"])
    return shown_restore_job(job)


async def list_jobs(request: ListRestoreJobsRequest, context: Context) -> Answer:
    """Lists the jobs of the last 30 days, the newest first."""
    place = place_of(context)

    def fits(job: RestoreJobRecord) -> bool:
        return is_wanted_job(request, job, shown_restore_job(job), _EQUAL)

    wanted = Wanted[RestoreJobRecord](
        "restore jobs",
        lambda each: restore_job_entry(place, each["Id"]),
        fits,
        (request.get("ByCreatedBefore"), request.get("ByCreatedAfter")),
    )
    return await page(context, request, wanted, "RestoreJobs", shown_restore_job)


OPERATIONS: Final = (
    backup_operation(
        "StartRestoreJob",
        Access.WRITE,
        START_RESTORE_JOB,
        on_point("backup:StartRestoreJob"),
        start,
    ),
    backup_operation(
        "DescribeRestoreJob",
        Access.READ,
        DESCRIBE_RESTORE_JOB,
        account_wide("backup:DescribeRestoreJob"),
        describe,
    ),
    list_operation(
        "ListRestoreJobs", LIST_RESTORE_JOBS, account_wide("backup:ListRestoreJobs"), list_jobs
    ),
)
