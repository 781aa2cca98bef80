"""DescribeContinuousBackups. Texts: recorded answers, October 2026; Alternator test_backup.py."""

from tests.apis.dynamodb.operations.backups import recovery
from tests.engine.in_memory import ENV, Caller, arn_of

OFF = {"PointInTimeRecoveryStatus": "DISABLED"}


def test_a_new_table_can_be_backed_up_and_has_no_recovery() -> None:
    caller = Caller(delay_ms=1_000)
    caller.create()
    creating = caller.call("DescribeContinuousBackups", TableName="music")
    description = {"ContinuousBackupsStatus": "DISABLED", "PointInTimeRecoveryDescription": OFF}
    assert creating == {"ContinuousBackupsDescription": description}
    caller.clock.time_ms += 1_000
    active = caller.call("DescribeContinuousBackups", TableName=arn_of())
    description = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": OFF}
    assert active == {"ContinuousBackupsDescription": description}


def test_it_describes_the_setting() -> None:
    caller = Caller()
    caller.create()
    expected = recovery(caller, RecoveryPeriodInDays=3)
    answer = caller.call("DescribeContinuousBackups", TableName="music")
    assert answer == {"ContinuousBackupsDescription": expected}


def test_refusals() -> None:
    caller = Caller()
    assert caller.refusal("DescribeContinuousBackups", TableName="music") == (
        "TableNotFoundException: Table not found: music"
    )
    assert caller.refusal("DescribeContinuousBackups") == (
        "ValidationException: The parameter 'TableName' is required but was not present in the "
        "request"
    )
    shown = caller.refusal("DescribeContinuousBackups", TableName="a#b")
    assert shown.startswith(f"{ENV}Value 'a#b' at 'tableName' failed to satisfy constraint: ")
