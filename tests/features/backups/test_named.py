"""From the ARN in a request to a backup. The answers are in tests/apis, test_describe_backup."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.backups.named import (
    backup_at,
    backup_in_use,
    backup_not_found,
    named_backup,
    parse_backup_arn,
)
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import Caller, arn_of, result_of

ARN = f"{arn_of()}/backup/01791504762511-2779fadd"


def test_the_parts_of_an_arn() -> None:
    parsed = parse_backup_arn(Caller().context, ARN)
    assert parsed == (ARN, "us-east-1", "music", "01791504762511-2779fadd")


def test_a_backup_is_found_with_its_bytes() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    found = result_of(named_backup(caller.context, arn))
    assert found.backup["Name"] == "backup"
    assert found == result_of(backup_at(caller.context, parse_backup_arn(caller.context, arn)))


def test_an_arn_of_another_region_finds_nothing_though_it_can_be_read() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    there = Caller(storage=caller.storage, region="eu-west-1").context
    with pytest.raises(Reject):
        result_of(named_backup(there, arn))
    assert result_of(backup_at(there, parse_backup_arn(there, arn))).backup["Name"] == "backup"


def test_a_region_that_aws_cannot_have() -> None:
    # Recorded, October 2026: ValidationException for xx-fake-1, by which nothing can be found.
    caller = Caller(region="xx-fake-1")
    with_item(caller)
    arn = back_up(caller)
    assert result_of(named_backup(caller.context, arn)).backup["Name"] == "backup"
    with pytest.raises(Reject, match="BackupArn is not valid"):
        result_of(named_backup(Caller(storage=caller.storage).context, arn))


def test_errors() -> None:
    assert backup_not_found("arn").error == (
        "BackupNotFoundException",
        "Backup not found: arn",
        {},
        backup_not_found("x").error.scope,
    )
    assert backup_in_use("why").error.code == "BackupInUseException"
    long = backup_not_found("x" * 100_000).error.message
    assert long is not None
    assert len(long) < 70_000
