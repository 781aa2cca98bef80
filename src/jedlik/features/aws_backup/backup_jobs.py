"""Backup jobs: how they begin, how far they have come, and how they end.

    CREATED -> RUNNING -> COMPLETED, FAILED
    CREATED -> FAILED, EXPIRED
    RUNNING -> ABORTING -> ABORTED, EXPIRED, FAILED        when the backup can be deleted

A job chooses the id of its backup and stores it before it makes the backup, so whoever continues
the job finds the backup. Each attempt first changes the record of the job, and CreateBackup proves
that it is unchanged. So a process that was stopped in between makes nothing afterwards.

Source: API Reference, StartBackupJob and DescribeBackupJob.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context, Node
from jedlik.features.aws_backup.due_queue import put_due
from jedlik.features.aws_backup.job_records import (
    forget_job,
    move,
    pause_ms,
    put_with_token,
    started_by,
)
from jedlik.features.aws_backup.lifecycle import (
    START_MINUTES,
    after_minutes,
    check_windows,
    checked_lifecycle,
    delete_at_ms,
)
from jedlik.features.aws_backup.records import (
    BackupJobRecord,
    BackupState,
    Place,
    PointRecord,
    backup_entry,
    backup_job_entry,
    point_entry,
    timed_id,
)
from jedlik.features.aws_backup.refusals import invalid_request, invalid_value, not_built, not_found
from jedlik.features.aws_backup.roles import CREATE, refusal_of
from jedlik.features.aws_backup.vaults import count_points, vault_named
from jedlik.features.backups.erase_backups import deletion
from jedlik.features.backups.new_backup import Managed, create_backup, new_id
from jedlik.features.backups.records import Backup, arn_of
from jedlik.features.backups.source_table import source_table
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.tables.name import refuse_locked
from jedlik.storage.interface import Fence

_RETRY_MS: Final = 600_000
_UNFINISHED_MS: Final = 15_000  # an attempt that has not ended by then was interrupted
# What CreateBackup answers if it may succeed later.
_FOR_NOW: Final = ("ContinuousBackupsUnavailableException", "LimitExceededException")
_FINAL: Final = ("COMPLETED", "FAILED", "EXPIRED", "ABORTED")
_STOPPED: Final = "The backup job was stopped"
_NAME: Final = "AWSBackup"


async def start_backup_job(
    transaction: Transaction, place: Place, wanted: Mapping[str, Any], *, is_enforced: bool
) -> BackupJobRecord:
    """Begins a backup job. A request that is sent again finds the job that it has begun.

    wanted: the members of StartBackupJob. is_enforced: whether policies are enforced.
    Raises Reject.
    """
    earlier = await started_by(transaction, place, "backup", wanted)
    if earlier:
        return await backup_job_of(transaction, place, earlier)
    if wanted.get("LogicallyAirGappedBackupVaultArn") or wanted.get("Index") == "ENABLED":
        raise not_built("logically air-gapped vaults and indexes of backups")
    await vault_named(transaction, place, wanted["BackupVaultName"])
    table_name = await _table_named(transaction.node, place, wanted["ResourceArn"])
    job = new_job(
        transaction,
        place,
        {
            "Vault": wanted["BackupVaultName"],
            "TableName": table_name,
            "Role": wanted["IamRoleArn"],
            "IsEnforced": is_enforced,
        },
        wanted,
    )
    put_with_token(transaction, place, "backup", job, wanted)
    _put(transaction, place, job)
    return job


def new_job(
    transaction: Transaction,
    place: Place,
    what: Mapping[str, Any],
    wanted: Mapping[str, Any],
    scheduled_ms: int | None = None,
) -> BackupJobRecord:
    """Returns a job, and stores that it is due at once. Raises Reject.

    what: vault, table and role. wanted: windows and lifecycle. scheduled_ms: when the windows
    begin; None for now.
    """
    now_ms = transaction.node.clock.now_ms()
    begin_ms = now_ms if scheduled_ms is None else scheduled_ms
    complete = wanted.get("CompleteWindowMinutes", wanted.get("CompletionWindowMinutes"))
    check_windows(wanted.get("StartWindowMinutes"), complete)
    job: BackupJobRecord = {
        "Id": timed_id(now_ms, transaction.node.ids.uuid()).upper(),
        "AccountId": place.account_id,
        "Region": place.region,
        "CreatedMs": now_ms,
        "Token": "",
        "Role": what["Role"],
        "IsEnforced": what["IsEnforced"],
        "DueMs": now_ms,
        "Tries": 0,
        "Vault": what["Vault"],
        "TableName": what["TableName"],
        "State": "CREATED",
        "StartByMs": after_minutes(begin_ms, wanted.get("StartWindowMinutes", START_MINUTES)),
        "Lifecycle": checked_lifecycle(wanted.get("Lifecycle", {})),
        "BackupId": "",
    }
    if complete is not None:
        job["CompleteByMs"] = after_minutes(begin_ms, complete)
    put_due(transaction, place, "backup", job["Id"], now_ms)
    return job


async def _table_named(node: Node, place: Place, arn: str) -> str:
    """Returns the name of the table with an ARN. Raises Reject."""
    parsed = parse_table_arn(arn)
    if parsed is None or parsed.resource:
        raise invalid_value(f"{clipped(arn)} is no ARN of a DynamoDB table")
    is_here = (parsed.account_id, parsed.region) == place
    context = Context(node, place.region, account_root(place.account_id))
    try:
        if is_here:
            await source_table(context, parsed.table_name)
            return parsed.table_name
    except Reject:
        pass
    raise not_found(f"DynamoDB table {clipped(arn)} does not exist")


async def backup_job_of(transaction: Transaction, place: Place, job_id: str) -> BackupJobRecord:
    """Returns a job. Raises Reject with ResourceNotFoundException."""
    job = await transaction.get(backup_job_entry(place, job_id))
    if job is None or job["Id"] != job_id.upper():
        raise not_found(f"Cannot find backup job with ID {clipped(job_id)}")
    return job


async def stop_backup_job(transaction: Transaction, place: Place, job_id: str) -> None:
    """Ends a job that has not ended. Raises Reject."""
    job = await backup_job_of(transaction, place, job_id)
    if job["State"] in _FINAL:
        raise invalid_request(f"Backup job {job['Id']} is {job['State']} and cannot be stopped")
    if job["State"] != "ABORTING":
        _abort(transaction, place, job, "ABORTED", _STOPPED)


# --- Steps ----------------------------------------------------------------------------------------


async def step(node: Node, place: Place, job_id: str) -> None:
    """Brings a job a step further. It is due."""
    job = await transact(node, lambda each: _step(each, place, job_id), raises_epoch=False)
    if job is not None:
        await _attempt(node, place, job)


async def _step(transaction: Transaction, place: Place, job_id: str) -> BackupJobRecord | None:
    """Returns the job if its backup is to be made now."""
    entry = backup_job_entry(place, job_id)
    job = await transaction.get(entry)
    if job is None:
        return None
    if job["State"] in _FINAL:
        transaction.delete(entry)
        forget_job(transaction, place, "backup", job)
        return None
    backup = None
    if job["BackupId"]:
        backup = await transaction.get(backup_entry(place, job["TableName"], job["BackupId"]))
    if job["State"] != "CREATED":
        await _step_begun(transaction, place, job, backup)
    elif backup is not None:
        _run(transaction, place, job)
    elif transaction.node.clock.now_ms() > job["StartByMs"]:
        text = "The backup job could not begin before the end of its start window"
        _end(transaction, place, job, "EXPIRED", job.get("Message", text))
    else:
        return _begin_attempt(transaction, place, job)
    return None


async def _step_begun(
    transaction: Transaction, place: Place, job: BackupJobRecord, backup: Backup | None
) -> None:
    """Looks at the backup that a job has begun to make."""
    now_ms = transaction.node.clock.now_ms()
    if backup is None:
        _end_without_backup(transaction, place, job)
    elif backup["Status"] == "CREATING":
        if job["State"] == "RUNNING" and now_ms > job.get("CompleteByMs", now_ms):
            text = "The backup job did not end before the end of its completion window"
            _abort(transaction, place, job, "EXPIRED", text)
        else:
            job["Tries"] += 1
            move(transaction, place, "backup", job, now_ms + pause_ms(job["Tries"]))
            _put(transaction, place, job)
    elif job["State"] == "ABORTING":
        transaction.add(deletion(backup))
        _end_without_backup(transaction, place, job)
    elif await count_points(transaction, place, job["Vault"], 1):
        job["Bytes"] = backup["Bytes"]
        _end(transaction, place, job, "COMPLETED", "")
        _put_point(transaction, place, job, arn_of(backup))
    else:
        text = f"Backup vault {job['Vault']} does not exist"
        _abort(transaction, place, job, "FAILED", text)


def _begin_attempt(transaction: Transaction, place: Place, job: BackupJobRecord) -> BackupJobRecord:
    """Stores that an attempt begins. If it does not end, there is another one later."""
    now_ms = transaction.node.clock.now_ms()
    job["Tries"] += 1
    if not job["BackupId"]:
        job["BackupId"] = new_id(now_ms, job["Id"])
        job["BeganMs"] = now_ms
    move(transaction, place, "backup", job, now_ms + _UNFINISHED_MS)
    _put(transaction, place, job)
    return job


async def _attempt(node: Node, place: Place, job: BackupJobRecord) -> None:
    """Makes the backup of a job. Raises FenceLostError if somebody else has changed the job."""
    fence = Fence(backup_job_entry(place, job["Id"]).key, orjson.dumps(job))
    context = Context(node, place.region, account_root(place.account_id))
    message, is_final = "", False
    resource = place.table_arn(job["TableName"])
    refusal = None
    if job["IsEnforced"]:
        refusal = await refusal_of(node, place, job["Role"], [(CREATE, resource)])
    if refusal is not None:
        message, is_final = refusal, True
    else:
        try:
            refuse_locked(await source_table(context, job["TableName"]))
            managed = Managed(job["BackupId"], fence)
            await create_backup(context, job["TableName"], f"{_NAME}_{job['Id']}", managed)
        except Reject as rejected:
            message = rejected.error.message or rejected.error.code
            is_final = rejected.error.code not in _FOR_NOW

    async def note(transaction: Transaction) -> None:
        entry = backup_job_entry(place, job["Id"])
        current = await transaction.get(entry)
        if current is None or current["State"] != "CREATED" or current["Tries"] != job["Tries"]:
            return
        if is_final:
            _end(transaction, place, current, "FAILED", message)
        elif message:
            current["Message"] = message
            retry_ms = transaction.node.clock.now_ms() + _RETRY_MS
            move(transaction, place, "backup", current, min(retry_ms, current["StartByMs"] + 1))
            _put(transaction, place, current)
        else:
            _run(transaction, place, current)

    await transact(node, note, raises_epoch=False)


def _run(transaction: Transaction, place: Place, job: BackupJobRecord) -> None:
    job["State"] = "RUNNING"
    job["Tries"] = 0
    job.pop("Message", None)
    move(transaction, place, "backup", job, transaction.node.clock.now_ms() + pause_ms(0))
    _put(transaction, place, job)


def _abort(
    transaction: Transaction, place: Place, job: BackupJobRecord, end: BackupState, message: str
) -> None:
    """Ends a job as soon as its backup can be deleted."""
    job["State"] = "ABORTING"
    job["EndsAs"] = end
    job["Message"] = message
    move(transaction, place, "backup", job, transaction.node.clock.now_ms())
    _put(transaction, place, job)


def _end_without_backup(transaction: Transaction, place: Place, job: BackupJobRecord) -> None:
    text = "The table could not be read"
    end = job.get("EndsAs", "FAILED")
    _end(transaction, place, job, end, job.get("Message", text))


def _end(
    transaction: Transaction, place: Place, job: BackupJobRecord, state: BackupState, message: str
) -> None:
    now_ms = transaction.node.clock.now_ms()
    job["State"] = state
    job["EndedMs"] = now_ms
    job.pop("EndsAs", None)
    if message:
        job["Message"] = message
    move(transaction, place, "backup", job, None)
    _put(transaction, place, job)


def _put(transaction: Transaction, place: Place, job: BackupJobRecord) -> None:
    transaction.put(backup_job_entry(place, job["Id"]), job)


def _put_point(transaction: Transaction, place: Place, job: BackupJobRecord, arn: str) -> None:
    """Stores the recovery point of a job that is complete, and when its lifecycle ends."""
    ended_ms, created_ms = job["EndedMs"], job["BeganMs"]
    due_ms = delete_at_ms(job["Lifecycle"], created_ms)
    point: PointRecord = {
        "Arn": arn,
        "BackupId": job["BackupId"],
        "TableName": job["TableName"],
        "Vault": job["Vault"],
        "Role": job["Role"],
        "CreatedMs": created_ms,
        "BeganMs": job["CreatedMs"],
        "CompletedMs": ended_ms,
        "Bytes": job["Bytes"],
        "Lifecycle": job["Lifecycle"],
        "DueMs": due_ms,
    }
    if "CreatedBy" in job:
        point["CreatedBy"] = job["CreatedBy"]
    transaction.put(point_entry(place, job["TableName"], job["BackupId"]), point)
    put_due(transaction, place, "point", arn, due_ms)
