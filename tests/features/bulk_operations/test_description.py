"""How answers show bulk operations."""

from tests.engine.in_memory import ACCOUNT, START_MS, arn_of
from tests.features.bulk_operations.samples import (
    begin,
    described,
    do_piece,
    finish,
    record,
    request,
    with_table,
)


def test_an_operation_that_has_begun() -> None:
    caller = with_table(a=record(1))
    answer = caller.call("StartBulkPutItems", **request())["BulkOperationDescription"]
    assert answer.pop("BulkOperationArn").startswith(arn_of() + "/bulk-operation/")
    assert answer.pop("TableDetails")[0]["TableId"] == caller.describe()["TableId"]
    sent = request()
    assert answer == {
        "BulkOperationStatus": "IN_PROGRESS",
        "ClientToken": "token",
        "InputS3Configuration": {
            "S3BucketOwner": ACCOUNT,
            "InputCompressionType": "NONE",
            **sent["InputS3Configuration"],
        },
        "OutputS3Configuration": {"S3BucketOwner": ACCOUNT, **sent["OutputS3Configuration"]},
        "PerformanceTier": "STANDARD",
        "StartTime": START_MS / 1000,
        "ProcessedItemCount": 0,
        "ProcessedInputBytes": 0,
        "FailedItemCount": 0,
        "BulkOperationUsage": [
            {"TableName": arn_of(), "BulkPutBytes": 0, "Table": {"BulkPutBytes": 0}}
        ],
    }


def test_counts_are_those_of_now() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    do_piece(caller)
    found = described(caller, arn)
    assert (found["TotalInputBytes"], found["ProcessedItemCount"]) == (len(record(1)), 0)
    finish(caller)
    found = described(caller, arn)
    assert (found["BulkOperationStatus"], found["ProcessedItemCount"]) == ("COMPLETED", 1)
    assert found["EndTime"] >= found["StartTime"]
