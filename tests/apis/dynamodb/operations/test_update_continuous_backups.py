"""UpdateContinuousBackups. Texts: recorded answers, October 2026."""

from tests.apis.dynamodb.operations.backups import recovery
from tests.engine.in_memory import ENV, START_MS, VE, Caller

SECOND = START_MS // 1000


def refusal(caller: Caller, **members: object) -> str:
    return caller.refusal(
        "UpdateContinuousBackups", TableName="music", PointInTimeRecoverySpecification=members
    )


def test_on_and_off() -> None:
    caller = Caller()
    caller.create()
    assert recovery(caller) == {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": 35,
            "EarliestRestorableDateTime": SECOND,
            "LatestRestorableDateTime": SECOND,
        },
    }
    described = recovery(caller, RecoveryPeriodInDays=7)["PointInTimeRecoveryDescription"]
    assert described["RecoveryPeriodInDays"] == 7
    off = {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"},
    }
    assert recovery(caller, enabled=False) == off
    assert recovery(caller, enabled=False) == off
    caller.clock.time_ms += 5_000
    described = recovery(caller)["PointInTimeRecoveryDescription"]
    assert described["RecoveryPeriodInDays"] == 35
    assert described["EarliestRestorableDateTime"] == SECOND + 5


def test_the_latest_second_is_the_last_full_one() -> None:
    caller = Caller()
    caller.create()
    recovery(caller)
    caller.clock.time_ms += 60_000
    described = recovery(caller)["PointInTimeRecoveryDescription"]
    assert described["EarliestRestorableDateTime"] == SECOND
    assert described["LatestRestorableDateTime"] == SECOND + 59


def test_a_period_of_days_moves_the_earliest_second() -> None:
    caller = Caller()
    caller.create()
    recovery(caller)
    caller.clock.time_ms += 3 * 86_400_000
    described = recovery(caller, RecoveryPeriodInDays=1)["PointInTimeRecoveryDescription"]
    assert described["EarliestRestorableDateTime"] == SECOND + 2 * 86_400 + 1


def test_refusals() -> None:
    caller = Caller(delay_ms=10_000)
    missing = "TableNotFoundException: Table not found: music"
    assert refusal(caller, PointInTimeRecoveryEnabled=True) == missing
    caller.create()
    assert refusal(caller, PointInTimeRecoveryEnabled=True) == (
        "ContinuousBackupsUnavailableException: Backups are being enabled for the table: music. "
        "Please retry later"
    )
    assert refusal(caller, PointInTimeRecoveryEnabled=False, RecoveryPeriodInDays=1) == (
        VE + "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time "
        "recovery."
    )
    path = "pointInTimeRecoverySpecification"
    assert refusal(caller, PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=36) == (
        ENV + f"Value '36' at '{path}.recoveryPeriodInDays' failed to satisfy constraint: "
        "Member must have value less than or equal to 35"
    )
    assert refusal(caller) == (
        ENV + f"Value null at '{path}.pointInTimeRecoveryEnabled' failed to satisfy constraint: "
        "Member must not be null"
    )
