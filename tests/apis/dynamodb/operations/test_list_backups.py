"""ListBackups. Filters and texts: recorded answers, October 2026; moto tests/test_dynamodb."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.backups import back_up, finish, recovery, with_item
from tests.engine.in_memory import INV, START_MS, VE, Caller, arn_of, result_of
from tests.features.aws_backup.samples import start, with_vault
from tests.features.aws_backup.samples import work as do_all


def names(caller: Caller, **members: object) -> list[str]:
    answer = caller.call("ListBackups", **members)
    assert "LastEvaluatedBackupArn" not in answer
    return [each["BackupName"] for each in answer["BackupSummaries"]]


@pytest.fixture(name="caller")
def _caller() -> Caller:
    """Two tables with backups, one a second."""
    caller = Caller()
    with_item(caller)
    with_item(caller, "other")
    for name, table in (("bk0", "music"), ("bk1", "other"), ("bk2", "music"), ("bk3", "music")):
        back_up(caller, table, backup=name)
        caller.clock.time_ms += 1_000
    return caller


def test_a_summary(caller: Caller) -> None:
    (summary,) = caller.call("ListBackups", TableName="other")["BackupSummaries"]
    arn = summary.pop("BackupArn")
    assert arn.startswith(arn_of("other") + "/backup/")
    assert summary == {
        "BackupCreationDateTime": (START_MS + 1_000) / 1000,
        "BackupName": "bk1",
        "BackupSizeBytes": 6,
        "BackupStatus": "AVAILABLE",
        "BackupType": "USER",
        "TableArn": arn_of("other"),
        "TableId": caller.describe("other")["TableId"],
        "TableName": "other",
    }


def test_by_table_and_by_time(caller: Caller) -> None:
    assert names(caller) == ["bk0", "bk1", "bk2", "bk3"]
    assert names(caller, TableName=arn_of()) == ["bk0", "bk2", "bk3"]
    assert names(caller, TableName="missing") == []
    lower, upper = (START_MS + 1_000) / 1000, (START_MS + 3_000) / 1000
    assert names(caller, TimeRangeLowerBound=lower) == ["bk1", "bk2", "bk3"]
    assert names(caller, TimeRangeUpperBound=upper) == ["bk0", "bk1", "bk2"]
    both = {"TimeRangeLowerBound": lower, "TimeRangeUpperBound": upper}
    assert names(caller, TableName="music", **both) == ["bk2"]
    assert names(caller, TimeRangeLowerBound=lower + 0.001) == ["bk2", "bk3"]
    assert names(caller, TimeRangeLowerBound=1e300) == []
    assert names(caller, TimeRangeLowerBound=-1e300) == ["bk0", "bk1", "bk2", "bk3"]
    swapped = {"TimeRangeLowerBound": upper, "TimeRangeUpperBound": lower}
    assert caller.refusal("ListBackups", **swapped) == (
        INV + "Time range lower bound must be less than or equal to upper bound"
    )


def test_pages(caller: Caller) -> None:
    first: dict[str, Any] = caller.call("ListBackups", Limit=3)
    last = first["LastEvaluatedBackupArn"]
    assert [each["BackupName"] for each in first["BackupSummaries"]] == ["bk0", "bk1", "bk2"]
    assert last == first["BackupSummaries"][-1]["BackupArn"]
    assert names(caller, Limit=3, ExclusiveStartBackupArn=last) == ["bk3"]
    assert names(caller, Limit=4) == ["bk0", "bk1", "bk2", "bk3"]
    caller.call("DeleteBackup", BackupArn=last)
    assert names(caller, ExclusiveStartBackupArn=last) == ["bk3"]
    never = f"{arn_of('x' * 255)}/backup/{START_MS + 500:014d}-00000000"
    assert names(caller, ExclusiveStartBackupArn=never) == ["bk1", "bk3"]
    other = last.replace("us-east-1", "eu-west-1")
    assert caller.refusal("ListBackups", ExclusiveStartBackupArn=other) == (
        VE + "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region"
    )


def test_kinds(caller: Caller) -> None:
    recovery(caller)
    caller.call("DeleteTable", TableName="music")
    finish(caller)
    assert names(caller) == ["bk0", "bk1", "bk2", "bk3"]
    assert names(caller, BackupType="AWS_BACKUP") == []
    (system,) = caller.call("ListBackups", BackupType="SYSTEM")["BackupSummaries"]
    assert system["BackupName"] == "music$DeletedTableBackup"
    assert system["BackupArn"].endswith("-00000000")
    created = system["BackupCreationDateTime"]
    assert system["BackupExpiryDateTime"] == created + 35 * 86_400
    assert names(caller, BackupType="ALL")[-1] == "music$DeletedTableBackup"
    shown = caller.call("DescribeBackup", BackupArn=system["BackupArn"])["BackupDescription"]
    assert shown["SourceTableFeatureDetails"] == {}
    assert shown["SourceTableDetails"]["ItemCount"] == 1


def test_limits_and_words() -> None:
    assert "less than or equal to 100" in Caller().refusal("ListBackups", Limit=101)
    assert "greater than or equal to 1" in Caller().refusal("ListBackups", Limit=0)
    assert "enum value set" in Caller().refusal("ListBackups", BackupType="user")


def test_recovery_points_are_listed_only_if_they_are_asked_for() -> None:
    """Source: the model: USER is the default."""
    caller = with_vault()
    start(caller)
    result_of(do_all(caller))
    back_up(caller, backup="own")
    assert names(caller) == ["own"]
    (found,) = names(caller, BackupType="AWS_BACKUP")
    assert found.startswith("AWSBackup_")
    assert names(caller, BackupType="ALL") == [found, "own"]
    assert names(caller, BackupType="SYSTEM") == []
