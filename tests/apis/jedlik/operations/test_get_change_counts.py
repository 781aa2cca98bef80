"""GetChangeCounts. How changes are counted is in tests/features/history/test_change_counts.py."""

from typing import Any

import pytest

from jedlik.features.history import log_backwards
from tests.apis.ec2.signed_in import Anna, statement
from tests.apis.jedlik.operations.test_get_item_history import prepared
from tests.engine.in_memory import START_MS, VE, Caller, arn_of

ON = {"TableName": "music"}
S = START_MS // 1000
WINDOW = {**ON, "FromTime": S - 60, "ToTime": S + 60, "Period": 60}


def test_changes_are_counted() -> None:
    answer = prepared().call("GetChangeCounts", **WINDOW)
    assert answer == {
        "Counts": [{"StartTime": S, "Created": 2, "Modified": 1, "Deleted": 1}],
        "BeginsAt": START_MS / 1000,
        "ScannedCount": 4,
    }


def test_a_long_log_takes_several_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_backwards, "_PAGE_RECORDS", 1)
    monkeypatch.setattr(log_backwards, "_REQUEST_RECORDS", 1)
    caller = prepared()
    total, more, requests = 0, dict[str, Any](), 0
    while True:
        answer = caller.call("GetChangeCounts", **WINDOW, **more)
        total += sum(each["Created"] + each["Deleted"] for each in answer["Counts"])
        requests += 1
        if "NextToken" not in answer:
            break
        more = {"NextToken": answer["NextToken"]}
    assert total == 3
    assert requests >= 4
    other = {**WINDOW, "Period": 30, **more}
    assert caller.refusal("GetChangeCounts", **other).startswith(VE + "NextToken is not one")


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"FromTime": S, "ToTime": S}, VE + "FromTime must be before ToTime"),
        ({"Period": 1, "ToTime": S + 1_400}, VE + "The window must have at most 1440 periods"),
        ({"Period": 0}, VE + "1 validation error detected: Value '0' at 'period'"),
        ({"FromTime": -1}, VE + "1 validation error detected: Value '-1' at 'fromTime'"),
        ({"ToTime": "now"}, "SerializationException: "),
        ({"TableName": "other"}, "ResourceNotFoundException: Requested resource not found"),
    ],
    ids=str,
)
def test_requests_are_checked(members: dict[str, Any], error: str) -> None:
    assert prepared().refusal("GetChangeCounts", **{**WINDOW, **members}).startswith(error)


def test_it_needs_point_in_time_recovery() -> None:
    caller = Caller()
    caller.create()
    assert caller.refusal("GetChangeCounts", **WINDOW) == (
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table"
        " 'music'"
    )


def test_it_needs_a_permission_of_its_own() -> None:
    caller = prepared()
    anna = Anna(caller, statement("dynamodb:*"))
    assert anna.denied("GetChangeCounts", **WINDOW) == ("jedlik:GetChangeCounts", arn_of())
    anna = Anna(caller, statement("jedlik:GetChangeCounts", arn_of()))
    assert len(anna.call("GetChangeCounts", **WINDOW)["Counts"]) == 1
