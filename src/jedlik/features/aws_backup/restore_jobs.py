"""Restore jobs: RestoreTableFromBackup for a recovery point.

    PENDING -> RUNNING -> COMPLETED, FAILED

A job chooses the TableId of the new table beforehand, so whoever continues it knows the table.

Source: AWS Backup Developer Guide, "Restore an Amazon DynamoDB table". Public programs send the
metadata `targetTableName`; the other names are not recorded.
"""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.core.types.echo import clipped
from jedlik.core.types.structures import SSESpecification
from jedlik.engine.context import Context, Node
from jedlik.engine.table import Table
from jedlik.features.aws_backup.due_queue import put_due
from jedlik.features.aws_backup.job_records import (
    forget_job,
    move,
    pause_ms,
    put_with_token,
    started_by,
)
from jedlik.features.aws_backup.records import (
    RESOURCE_TYPE,
    Place,
    PointRecord,
    RestoreJobRecord,
    point_entry,
    restore_job_entry,
    timed_id,
)
from jedlik.features.aws_backup.recovery_points import parse_point, point_at
from jedlik.features.aws_backup.refusals import invalid_value, missing_value, not_built, not_found
from jedlik.features.aws_backup.roles import RESTORE, WRITE, refusal_of
from jedlik.features.backups.named import BackupArn
from jedlik.features.backups.restore_from_backup import Wanted, restore_from_backup
from jedlik.features.identity.transaction import Transaction, transact

_TARGET: Final = "targetTableName"
_ENCRYPTION: Final = "encryptionType"
_KEY: Final = "kmsMasterKeyArn"
_REQUEST_ID: Final = "aws:backup:request-id"
_ORIGINAL: Final = "originalTableName"
_KMS: Final = "KMS"
_TYPES: Final = ("Default", _KMS)
_NAME_CHARACTERS: Final = range(3, 256)
# The backup is read by another restore, or too many restores are under way.
_FOR_NOW: Final = ("BackupInUseException", "LimitExceededException")
_WAIT_MS: Final = 24 * 3_600_000
_UNFINISHED_MS: Final = 15_000
_FINAL: Final = ("COMPLETED", "FAILED")


async def start_restore_job(
    transaction: Transaction, place: Place, wanted: Mapping[str, Any], *, is_enforced: bool
) -> RestoreJobRecord:
    """Begins a restore job. A request that is sent again finds the job that it has begun.

    wanted: the members of StartRestoreJob. is_enforced: whether policies are enforced. Raises
    Reject.
    """
    earlier = await started_by(transaction, place, "restore", wanted)
    if earlier:
        return await restore_job_of(transaction, place, earlier)
    if wanted.get("ResourceType", RESOURCE_TYPE) != RESOURCE_TYPE:
        raise invalid_value(f"Resource type {clipped(wanted['ResourceType'])} is not supported")
    if wanted.get("CopySourceTagsToRestoredResource"):
        raise not_built("tags of recovery points; omit CopySourceTagsToRestoredResource")
    point = await point_at(transaction, place, wanted["RecoveryPointArn"])
    metadata = wanted["Metadata"]
    name = metadata.get(_TARGET)
    if not name:
        raise missing_value(f"Metadata has no {_TARGET}")
    if len(name) not in _NAME_CHARACTERS:
        raise invalid_value(f"{_TARGET} has 3 to 255 characters")
    now_ms = transaction.node.clock.now_ms()
    job: RestoreJobRecord = {
        "Id": timed_id(now_ms, transaction.node.ids.uuid()).upper(),
        "AccountId": place.account_id,
        "Region": place.region,
        "CreatedMs": now_ms,
        "Token": "",
        "Role": wanted.get("IamRoleArn", ""),
        "IsEnforced": is_enforced,
        "DueMs": now_ms,
        "Tries": 0,
        "State": "PENDING",
        "Point": point["Arn"],
        "PointCreatedMs": point["CreatedMs"],
        "SourceTable": point["TableName"],
        "Vault": point["Vault"],
        "Bytes": point["Bytes"],
        "TableName": name,
        "TableId": transaction.node.ids.uuid(),
        "Encryption": encryption_in(metadata),
    }
    put_due(transaction, place, "restore", job["Id"], now_ms)
    put_with_token(transaction, place, "restore", job, wanted)
    _put(transaction, place, job)
    return job


def encryption_in(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Returns the SSESpecification that metadata describe. Without one the new table is encrypted
    with the key of the service. Raises Reject.
    """
    kind = metadata.get(_ENCRYPTION, _TYPES[0])
    if kind not in _TYPES:
        raise invalid_value(f"{_ENCRYPTION} is one of {', '.join(_TYPES)}")
    for each in metadata:
        if each not in {_TARGET, _ENCRYPTION, _KEY, _REQUEST_ID, _ORIGINAL}:
            raise invalid_value(f"{clipped(each)} is no metadata of a DynamoDB table")
    if kind == _KMS:
        key = {"KMSMasterKeyId": metadata[_KEY]} if _KEY in metadata else {}
        return {"Enabled": True, "SSEType": "KMS", **key}
    if _KEY in metadata:
        raise invalid_value(f"{_KEY} needs {_ENCRYPTION} {_KMS}")
    return {}


def restore_metadata(point: PointRecord) -> dict[str, str]:
    """Returns the metadata with which a recovery point can be restored."""
    return {_ORIGINAL: point["TableName"], _TARGET: point["TableName"], _ENCRYPTION: _TYPES[0]}


async def restore_job_of(transaction: Transaction, place: Place, job_id: str) -> RestoreJobRecord:
    """Returns a job. Raises Reject with ResourceNotFoundException."""
    job = await transaction.get(restore_job_entry(place, job_id))
    if job is None or job["Id"] != job_id.upper():
        raise not_found(f"Cannot find restore job with ID {clipped(job_id)}")
    return job


# --- Steps ----------------------------------------------------------------------------------------


async def step(node: Node, place: Place, job_id: str) -> None:
    """Brings a job a step further. It is due."""
    (stored,) = await node.storage.read([restore_job_entry(place, job_id).key], consistent=True)
    job = restore_job_entry(place, job_id).decoded(stored)
    table = None if job is None else await _table(node, place, job)
    begun = await transact(node, lambda each: _step(each, place, job_id, table), raises_epoch=False)
    if begun is not None:
        await _attempt(node, place, begun)


async def _table(node: Node, place: Place, job: RestoreJobRecord) -> Table | None:
    """Returns the table that a job has made, None if there is none."""
    table = await node.catalog.find(place.region, place.account_id, job["TableName"])
    return table if table is not None and table.record["TableId"] == job["TableId"] else None


async def _step(
    transaction: Transaction, place: Place, job_id: str, table: Table | None
) -> RestoreJobRecord | None:
    """Returns the job if its restore is to begin now. table: what the job has made."""
    entry = restore_job_entry(place, job_id)
    job = await transaction.get(entry)
    if job is None:
        return None
    if job["State"] in _FINAL:
        transaction.delete(entry)
        forget_job(transaction, place, "restore", job)
        return None
    now_ms = transaction.node.clock.now_ms()
    if table is None and job["State"] == "RUNNING":
        text = f"The table {job['TableName']} could not be restored, or was deleted"
        _end(transaction, place, job, text)
    elif table is None:
        job["Tries"] += 1
        move(transaction, place, "restore", job, now_ms + _UNFINISHED_MS)
        _put(transaction, place, job)
        return job
    elif "Restore" in table.record:
        job["Tries"] = job["Tries"] + 1 if job["State"] == "RUNNING" else 0
        job["State"] = "RUNNING"
        move(transaction, place, "restore", job, now_ms + pause_ms(job["Tries"]))
        _put(transaction, place, job)
    else:
        await _note_restored(transaction, place, job)
        job["State"] = "COMPLETED"
        _end(transaction, place, job, "")
    return None


async def _note_restored(transaction: Transaction, place: Place, job: RestoreJobRecord) -> None:
    name = parse_point(place, job["Point"])
    assert name is not None
    entry = point_entry(place, *name)
    point = await transaction.get(entry)
    if point is not None:
        point["RestoredMs"] = job["CreatedMs"]
        transaction.put(entry, point)


async def _attempt(node: Node, place: Place, job: RestoreJobRecord) -> None:
    """Begins the restore of a job."""
    name = parse_point(place, job["Point"])
    assert name is not None
    message, is_final = "", False
    refusal = None
    if job["IsEnforced"]:
        target = place.table_arn(job["TableName"])
        needed = [(RESTORE, job["Point"]), (WRITE, target)]
        refusal = await refusal_of(node, place, job["Role"], needed)
    if refusal is not None:
        message, is_final = refusal, True
    else:
        context = Context(node, place.region, account_root(place.account_id))
        arn = BackupArn(job["Point"], place.region, name.table_name, name.backup_id)
        encryption: SSESpecification = {**job["Encryption"]}  # type: ignore[typeddict-item]
        wanted = Wanted(job["TableName"], job["TableId"], encryption=encryption)
        try:
            await restore_from_backup(context, arn, wanted)
        except Reject as rejected:
            message = rejected.error.message or rejected.error.code
            is_late = node.clock.now_ms() > job["CreatedMs"] + _WAIT_MS
            is_final = rejected.error.code not in _FOR_NOW or is_late

    async def note(transaction: Transaction) -> None:
        current = await transaction.get(restore_job_entry(place, job["Id"]))
        if current is None or current["State"] != "PENDING" or current["Tries"] != job["Tries"]:
            return
        if is_final:
            _end(transaction, place, current, message)
            return
        if message:
            current["Message"] = message
        else:
            current["State"] = "RUNNING"
            current["Tries"] = 0
            current.pop("Message", None)
        next_ms = transaction.node.clock.now_ms() + pause_ms(current["Tries"])
        move(transaction, place, "restore", current, next_ms)
        _put(transaction, place, current)

    await transact(node, note, raises_epoch=False)


def _end(transaction: Transaction, place: Place, job: RestoreJobRecord, message: str) -> None:
    """Ends a job. message: why it has failed, empty if it has not."""
    if message:
        job["State"] = "FAILED"
        job["Message"] = message
    else:
        job.pop("Message", None)
    job["EndedMs"] = transaction.node.clock.now_ms()
    move(transaction, place, "restore", job, None)
    _put(transaction, place, job)


def _put(transaction: Transaction, place: Place, job: RestoreJobRecord) -> None:
    transaction.put(restore_job_entry(place, job["Id"]), job)
