"""The operations on restore jobs. Their rules are in tests/features/aws_backup."""

from typing import Any

import pytest

from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.aws_backup.samples import points, start, with_vault, work


def two_jobs() -> tuple[Caller, str, str, float]:
    """Returns a node with a job that has ended and a later one, and a time between them."""
    caller = with_vault()
    start(caller)
    result_of(work(caller))
    arn = points(caller)[0]["RecoveryPointArn"]
    ids = []
    for name in ("one", "two"):
        request = {"RecoveryPointArn": arn, "Metadata": {"targetTableName": name}}
        ids.append(caller.call("StartRestoreJob", **request)["RestoreJobId"])
        if name == "one":
            result_of(work(caller))
            caller.clock.time_ms += 60_000
    return caller, ids[0], ids[1], caller.clock.time_ms / 1000 - 30


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, "21"),
        ({"ByStatus": "COMPLETED"}, "1"),
        ({"ByStatus": "PENDING"}, "2"),
        ({"ByAccountId": ACCOUNT}, "21"),
        ({"ByResourceType": "EBS"}, ""),
        ({"ByRestoreTestingPlanArn": "x"}, ""),
        ({"ByCreatedBefore": None}, "1"),
        ({"ByCreatedAfter": None}, "2"),
        ({"ByCompleteBefore": None}, "1"),
        ({"ByCompleteAfter": None}, ""),
    ],
)
def test_jobs_are_chosen(request_: dict[str, Any], expected: str) -> None:
    caller, first, second, between = two_jobs()
    request = {name: between if value is None else value for name, value in request_.items()}
    found = caller.call("ListRestoreJobs", **request)["RestoreJobs"]
    numbers = {first: "1", second: "2"}
    assert "".join(numbers[each["RestoreJobId"]] for each in found) == expected
