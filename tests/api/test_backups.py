"""Backups and point-in-time recovery over HTTP, on disk with two workers.

Cases of moto (tests/test_dynamodb), LocalStack (tests/aws/services/dynamodb) and Alternator
(test_backup.py) that were validated against the service are restated here.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create, unique
from tests.app.server import serving, verified
from tests.waiting import wait_until

ITEMS = 2_000


def wait_for_second() -> datetime:
    """Waits until a second that has not begun yet is over. Returns that second."""
    second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    wait_until(lambda: datetime.now(UTC) >= second + timedelta(seconds=1))
    return second


def fill(dynamodb: Any, name: str, numbers: range, text: str) -> None:
    """Stores items of about 500 bytes."""
    for first in range(numbers.start, numbers.stop, 25):
        requests = [
            {"PutRequest": {"Item": {"pk": {"S": str(each)}, "text": {"S": text * 100}}}}
            for each in range(first, min(first + 25, numbers.stop))
        ]
        left = dynamodb.batch_write_item(RequestItems={name: requests})["UnprocessedItems"]
        assert not left


def contents(dynamodb: Any, name: str) -> dict[str, str]:
    """Returns the items of a table: the beginning of the text, by key."""
    found: dict[str, str] = {}
    for page in dynamodb.get_paginator("scan").paginate(TableName=name):
        found |= {each["pk"]["S"]: each["text"]["S"][:5] for each in page["Items"]}
    return found


def status(dynamodb: Any, name: str) -> str:
    """Returns the status of a table."""
    return str(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"])


def is_available(dynamodb: Any, arn: str) -> bool:
    """Returns whether a backup is AVAILABLE."""
    described = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    return bool(described["BackupStatus"] == "AVAILABLE")


def back_up(dynamodb: Any, name: str) -> str:
    """Begins a backup. Returns its ARN."""
    made = dynamodb.create_backup(TableName=name, BackupName="backup")["BackupDetails"]
    return str(made["BackupArn"])


def enable_recovery(dynamodb: Any, name: str) -> Any:
    """Enables point-in-time recovery. Returns the description."""
    return dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )["ContinuousBackupsDescription"]


@pytest.fixture(name="own", scope="module")
def _own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of a server on disk with two workers."""
    folder = tmp_path_factory.mktemp("data")
    flags = ("--data", str(folder), "--workers", "2")
    with serving(*flags) as server, client(server.url) as dynamodb:
        yield dynamodb
    assert verified(folder).endswith("all agree\n")


def test_to_a_second_while_clients_write(own: Any) -> None:
    name = create(own, ("pk", "S"))
    fill(own, name, range(ITEMS), "first")
    enable_recovery(own, name)
    second = wait_for_second()
    fill(own, name, range(500), "later")
    own.delete_item(TableName=name, Key={"pk": {"S": str(ITEMS - 1)}})
    target = unique("restored")
    own.restore_table_to_point_in_time(
        SourceTableName=name, TargetTableName=target, RestoreDateTime=second
    )
    fill(own, name, range(500, 1_000), "after")
    wait_until(lambda: status(own, target) == "ACTIVE")
    assert contents(own, target) == {str(each): "first" for each in range(ITEMS)}
    assert own.describe_table(TableName=target)["Table"]["ItemCount"] == ITEMS


def test_a_backup_has_the_moment_of_its_request(own: Any) -> None:
    name = create(own, ("pk", "S"))
    fill(own, name, range(ITEMS), "first")
    arn = back_up(own, name)
    fill(own, name, range(0, ITEMS + 100, 3), "later")
    wait_until(lambda: is_available(own, arn))
    own.delete_table(TableName=name)
    own.restore_table_from_backup(BackupArn=arn, TargetTableName=name)
    wait_until(lambda: status(own, name) == "ACTIVE")
    assert contents(own, name) == {str(each): "first" for each in range(ITEMS)}
    own.delete_backup(BackupArn=arn)


def refused(code: str, call: Callable[..., Any], **members: object) -> str:
    """Returns the message of a call that is refused with a code."""
    with pytest.raises(ClientError) as refusal:
        call(**members)
    assert refusal.value.response["Error"]["Code"] == code
    return str(refusal.value.response["Error"]["Message"])


def test_the_life_of_a_backup(own: Any) -> None:
    # moto, test_create_backup and the tests after it.
    missing = unique("missing")
    members = {"TableName": missing, "BackupName": "backup"}
    message = refused("TableNotFoundException", own.create_backup, **members)
    assert message == f"Table not found: {missing}"
    name = create(own, ("pk", "S"))
    before = datetime.now(UTC)
    arn = back_up(own, name)
    wait_until(lambda: is_available(own, arn))
    (summary,) = own.list_backups(TableName=name)["BackupSummaries"]
    assert (summary["BackupArn"], summary["BackupType"]) == (arn, "USER")
    created = summary["BackupCreationDateTime"]
    assert abs(created - before) < timedelta(seconds=10)
    assert own.list_backups(TableName=name, TimeRangeUpperBound=created)["BackupSummaries"] == []
    listed = own.list_backups(TableName=name, TimeRangeLowerBound=created)["BackupSummaries"]
    assert len(listed) == 1
    deleted = own.delete_backup(BackupArn=arn)["BackupDescription"]
    assert deleted["BackupDetails"]["BackupStatus"] == "DELETED"
    for call in (own.describe_backup, own.delete_backup):
        message = refused("BackupNotFoundException", call, BackupArn=arn)
        assert message == f"Backup not found: {arn}"


def test_continuous_backups(own: Any) -> None:
    # Alternator, test_describe_continuous_backups_*; LocalStack, test_continuous_backup_update.
    missing = unique("missing")
    message = refused("TableNotFoundException", own.describe_continuous_backups, TableName=missing)
    assert message == f"Table not found: {missing}"
    refused("ValidationException", own.describe_continuous_backups, TableName="a#b")
    name = create(own, ("pk", "S"))
    described = own.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert described == {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"},
    }
    arn = own.describe_table(TableName=name)["Table"]["TableArn"]
    by_arn = own.describe_continuous_backups(TableName=arn)["ContinuousBackupsDescription"]
    assert by_arn == described
    enabled = enable_recovery(own, name)["PointInTimeRecoveryDescription"]
    assert enabled["PointInTimeRecoveryStatus"] == "ENABLED"
    assert enabled["RecoveryPeriodInDays"] == 35
    assert enabled["EarliestRestorableDateTime"] <= enabled["LatestRestorableDateTime"]
