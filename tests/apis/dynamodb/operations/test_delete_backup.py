"""DeleteBackup. Texts: recorded answers, October 2026."""

from jedlik.core.keys.space import Space
from tests.apis.dynamodb.operations.backups import back_up, finish, recovery, with_item
from tests.engine.in_memory import VE, Caller, result_of, values
from tests.features.aws_backup.samples import start, with_vault
from tests.features.aws_backup.samples import work as do_all


def test_it_is_gone_at_once_and_its_blocks_soon() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    assert Space.BACKUP_BLOCK in {key.space for key in values(caller)}
    deleted = caller.call("DeleteBackup", BackupArn=arn)["BackupDescription"]
    assert deleted["BackupDetails"]["BackupStatus"] == "DELETED"
    assert deleted["SourceTableDetails"]["ItemCount"] == 1
    missing = f"BackupNotFoundException: Backup not found: {arn}"
    assert caller.refusal("DescribeBackup", BackupArn=arn) == missing
    assert caller.refusal("DeleteBackup", BackupArn=arn) == missing
    target = {"BackupArn": arn, "TargetTableName": "restored"}
    assert caller.refusal("RestoreTableFromBackup", **target) == missing
    finish(caller)
    spaces = {key.space for key in values(caller)}
    assert not spaces & {Space.BACKUP, Space.BACKUP_BLOCK}


def test_while_it_is_made_or_read() -> None:
    caller = Caller()
    with_item(caller)
    made = caller.call("CreateBackup", TableName="music", BackupName="backup")
    arn = made["BackupDetails"]["BackupArn"]
    assert caller.refusal("DeleteBackup", BackupArn=arn) == (
        f"BackupInUseException: Backup is being created: {arn}"
    )
    finish(caller)
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
    assert caller.refusal("DeleteBackup", BackupArn=arn) == (
        f"BackupInUseException: Backup is being used to restore table: {arn}"
    )
    finish(caller)
    caller.call("DeleteBackup", BackupArn=arn)


def test_a_system_backup_expires_by_itself() -> None:
    caller = Caller()
    with_item(caller)
    recovery(caller)
    caller.call("DeleteTable", TableName="music")
    finish(caller)
    (backup,) = caller.call("ListBackups", BackupType="SYSTEM")["BackupSummaries"]
    arn = backup["BackupArn"]
    assert caller.refusal("DeleteBackup", BackupArn=arn) == (
        VE + "Invalid Request: User is not allowed to delete the system backup with arn "
        f"{arn}. It will automatically expire on 2026-11-12T22:53:20Z"
    )
    caller.clock.time_ms += 35 * 86_400_000
    finish(caller)
    assert caller.call("ListBackups", BackupType="ALL") == {"BackupSummaries": []}


def test_a_recovery_point_is_deleted_by_aws_backup_only() -> None:
    """Source: Developer Guide, "Backup and restore: how it works". The text is ours."""
    caller = with_vault()
    start(caller)
    result_of(do_all(caller))
    (backup,) = caller.call("ListBackups", BackupType="AWS_BACKUP")["BackupSummaries"]
    arn = backup["BackupArn"]
    assert caller.refusal("DeleteBackup", BackupArn=arn) == (
        VE + f"Invalid Request: User is not allowed to delete the backup with arn {arn}. It is"
        " managed by AWS Backup"
    )
    described = caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]
    assert described["BackupDetails"]["BackupType"] == "AWS_BACKUP"
