"""RestoreTableToPointInTime. Texts and their order: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.backups import restore_tables
from jedlik.features.history import reader
from tests.apis.dynamodb.operations.backups import ITEM, finish, items, recovery, with_item
from tests.engine.in_memory import START_MS, VE, Caller, arn_of, result_of, run_once, values

SECOND = START_MS // 1000
OTHER = {"pk": {"S": "b"}}


def restore_to(caller: Caller, name: str = "restored", **members: object) -> Any:
    members = {"SourceTableName": "music", "TargetTableName": name, **members}
    return caller.call("RestoreTableToPointInTime", **members)["TableDescription"]


def refusal(caller: Caller, **members: object) -> str:
    members = {"TargetTableName": "restored", **members}
    return caller.refusal("RestoreTableToPointInTime", **members)


def changing(caller: Caller) -> None:
    """Enables recovery of a table with an item, and changes the table 10 s later."""
    with_item(caller)
    recovery(caller)
    caller.clock.time_ms += 10_000
    caller.call("PutItem", TableName="music", Item=OTHER)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "a"}})
    caller.clock.time_ms += 10_000


def test_to_a_second_and_to_the_latest() -> None:
    caller = Caller()
    changing(caller)
    description = restore_to(caller, RestoreDateTime=SECOND + 9.9)
    assert description["RestoreSummary"] == {
        "SourceTableArn": arn_of(),
        "RestoreDateTime": SECOND + 9,
        "RestoreInProgress": True,
    }
    restore_to(caller, "at-once", UseLatestRestorableTime=True, SourceTableName="music")
    finish(caller)
    restore_to(caller, "then", RestoreDateTime=SECOND + 10)
    finish(caller)
    assert items(caller, "restored") == [ITEM]
    assert items(caller, "at-once") == items(caller, "then") == [OTHER]
    assert "RestoreSummary" not in caller.describe("then")


def test_the_moment_at_which_recovery_was_enabled() -> None:
    caller = Caller()
    with_item(caller)
    recovery(caller)
    restore_to(caller, UseLatestRestorableTime=True)
    finish(caller)
    assert items(caller, "restored") == [ITEM]


def test_recovery_that_is_disabled_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    caller = Caller()
    caller.create()
    recovery(caller)
    before = [{"pk": {"S": f"p{number}"}, "text": {"S": "before"}} for number in range(6)]
    for item in before:
        caller.call("PutItem", TableName="music", Item=item)
    caller.clock.time_ms += 5_000
    restore_to(caller, UseLatestRestorableTime=True)
    result_of(run_once(restore_tables.JOB, caller.node))
    recovery(caller, enabled=False)
    for item in before:
        caller.call("PutItem", TableName="music", Item={**item, "text": {"S": "later"}})
    finish(caller)
    assert sorted(items(caller, "restored"), key=str) == before
    log = [key for key in values(caller) if key.space is Space.CHANGE_LOG]
    caller.call("PutItem", TableName="music", Item=before[0])
    assert [key for key in values(caller) if key.space is Space.CHANGE_LOG] == log


def test_by_arn_and_in_another_region() -> None:
    caller = Caller()
    changing(caller)
    members = {"SourceTableArn": arn_of(), "TargetTableName": "restored"}
    caller.call("RestoreTableToPointInTime", UseLatestRestorableTime=True, **members)
    there = Caller(storage=caller.storage, clock=caller.clock, region="eu-west-1")
    there.node.ids = caller.node.ids
    latest = {**members, "UseLatestRestorableTime": True}
    assert refusal(there, **latest) == (
        VE + "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"
    )
    sse = {"Enabled": True, "SSEType": "KMS"}
    there.call("RestoreTableToPointInTime", SSESpecificationOverride=sse, **latest)
    finish(there)
    assert items(caller, "restored") == items(there, "restored") == [OTHER]
    key = there.describe("restored")["SSEDescription"]["KMSMasterKeyArn"]
    assert key.startswith("arn:aws:kms:eu-west-1:")


LATEST: Any = {"UseLatestRestorableTime": True}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"SourceTableName": "music", "SourceTableArn": arn_of(), **LATEST},
            "Must provide exactly one of: sourceTableArn, sourceTableName",
        ),
        (LATEST, "The parameter 'TableName' is required but was not present in the request"),
        (
            {"SourceTableName": "music", "RestoreDateTime": 1, **LATEST},
            "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for "
            "point-in-time restore request. Please specify either RestoreDateTime time or "
            "UseLatestRestorableTime",
        ),
        (
            {"SourceTableName": "music", "UseLatestRestorableTime": False},
            "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be "
            "specified, but not both",
        ),
        (
            {"SourceTableName": "music"},
            "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be "
            "specified, but not both",
        ),
        (
            {"SourceTableArn": "music", **LATEST},
            "One or more parameter values were invalid: sourceTableArn is not a valid ARN",
        ),
        (
            {"SourceTableArn": arn_of(account_id="999999999999"), **LATEST},
            "This action is only supported by accounts that match the resource owner\u2019s "
            "account.",
        ),
    ],
)
def test_requests_that_are_refused(members: dict[str, object], expected: str) -> None:
    assert refusal(Caller(), **members) == VE + expected


def test_the_order_of_the_rules() -> None:
    caller = Caller()
    members = {"SourceTableName": "music", "TargetTableName": "music", "RestoreDateTime": 0}
    assert refusal(caller, **members) == "TableNotFoundException: Table not found: music"
    caller.create()
    assert refusal(caller, **members) == (
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
        "'music'"
    )
    recovery(caller)
    assert refusal(caller, **members) == (
        "InvalidRestoreTimeException: RestoreDateTime '1970-01-01T00:00:00Z' must be within "
        "EarliestRestorableDateTime '2026-10-08T22:53:20Z' and LatestRestorableDateTime "
        "'2026-10-08T22:53:20Z'"
    )
    for time in (SECOND - 1, SECOND + 1, 1e300, -1e300, 10**17):
        assert "InvalidRestoreTimeException" in refusal(
            caller, **{**members, "RestoreDateTime": time}
        )
    members["RestoreDateTime"] = SECOND
    override = {"BillingModeOverride": "PROVISIONED"}
    assert "Must override ProvisionedThroughput" in refusal(caller, **members, **override)
    exists = "TableAlreadyExistsException: Table already exists: music"
    assert refusal(caller, **members) == exists


def test_a_second_restore_into_the_same_name() -> None:
    caller = Caller()
    with_item(caller)
    recovery(caller)
    restore_to(caller, **LATEST)
    assert refusal(caller, SourceTableName="music", **LATEST) == (
        "TableInUseException: Table: restored is already being restored from backup: " + arn_of()
    )


def test_fifty_restores_at_a_time() -> None:
    caller = Caller()
    with_item(caller)
    recovery(caller)
    for number in range(50):
        restore_to(caller, f"restored-{number}", **LATEST)
    assert refusal(caller, SourceTableName="music", **LATEST) == (
        "LimitExceededException: Subscriber limit exceeded: Only 50 restore operations can be done "
        "simultaneously"
    )
    finish(caller)
    assert items(caller, "restored-49") == [ITEM]
    restore_to(caller, **LATEST)


def test_warm_throughput_of_an_index_is_refused() -> None:
    caller = Caller()
    with_item(caller)
    recovery(caller)
    index = {
        "IndexName": "by_n",
        "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
        "WarmThroughput": {"ReadUnitsPerSecond": 1},
    }
    refused = refusal(
        caller, SourceTableName="music", GlobalSecondaryIndexOverride=[index], **LATEST
    )
    assert "WarmThroughput" in refused
