"""CreateBackup. Texts: recorded answers, October 2026; moto tests/test_dynamodb."""

import re

import pytest

from tests.apis.dynamodb.operations.backups import back_up, finish, with_item
from tests.engine.in_memory import ENV, START_MS, Caller, arn_of


def test_the_answer_is_creating_and_the_backup_available_soon() -> None:
    caller = Caller()
    with_item(caller)
    answer = caller.call("CreateBackup", TableName="music", BackupName="backup")
    details = answer["BackupDetails"]
    arn = details["BackupArn"]
    digits = f"{START_MS:014d}"
    assert re.fullmatch(re.escape(f"{arn_of()}/backup/{digits}-") + "[0-9a-f]{8}", arn)
    assert details == {
        "BackupArn": arn,
        "BackupName": "backup",
        "BackupSizeBytes": 0,
        "BackupStatus": "CREATING",
        "BackupType": "USER",
        "BackupCreationDateTime": START_MS / 1000,
    }
    finish(caller)
    described = caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]["BackupDetails"]
    assert described == {**details, "BackupStatus": "AVAILABLE", "BackupSizeBytes": 6}


def test_names_are_not_unique_and_many_can_be_made_at_once() -> None:
    caller = Caller()
    with_item(caller)
    arns = [
        caller.call("CreateBackup", TableName=arn_of(), BackupName="same")["BackupDetails"][
            "BackupArn"
        ]
        for _ in range(24)
    ]
    finish(caller)
    found = caller.call("ListBackups", TableName="music")["BackupSummaries"]
    assert {each["BackupArn"] for each in found} == set(arns)
    assert {each["BackupStatus"] for each in found} == {"AVAILABLE"}


def test_a_table_that_is_missing_or_being_created() -> None:
    caller = Caller(delay_ms=1_000)
    missing = "TableNotFoundException: Table not found: music"
    assert caller.refusal("CreateBackup", TableName="music", BackupName="backup") == missing
    caller.create()
    assert caller.refusal("CreateBackup", TableName="music", BackupName="backup") == missing
    caller.clock.time_ms += 1_000
    back_up(caller)


def test_a_table_that_is_being_deleted_can_be_backed_up() -> None:
    caller = Caller()
    with_item(caller)
    caller.node.transition_delay_ms = 1_000
    caller.call("DeleteTable", TableName="music")
    arn = back_up(caller)
    described = caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]
    assert described["SourceTableDetails"]["ItemCount"] == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ab", "have length greater than or equal to 3"),
        ("a" * 256, "have length less than or equal to 255"),
        ("a b c", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
    ],
)
def test_names_that_are_refused(name: str, text: str) -> None:
    refusal = Caller().refusal("CreateBackup", TableName="music", BackupName=name)
    assert refusal == (
        f"{ENV}Value '{name}' at 'backupName' failed to satisfy constraint: Member must {text}"
    )
