"""The job that puts items in bulk."""

import orjson
import pytest

from jedlik.buckets.interface import BucketError
from jedlik.engine.jobs import next_piece, take_lease
from jedlik.features.bulk_operations import put_items
from jedlik.features.bulk_operations.records import all_works
from jedlik.storage.interface import FenceLostError
from tests.engine.in_memory import Caller, is_due, result_of
from tests.features.bulk_operations.samples import (
    begin,
    described,
    do_piece,
    done,
    finish,
    job,
    lines,
    objects,
    record,
    records,
    with_table,
)
from tests.features.imports.samples import MemoryBuckets, caller_with, compressed, items
from tests.features.secondary_indexes.samples import verified

NEW = "attribute_not_exists(pk)"
BAD = b'{"Item": {"n": {"N": "1"}}}\n'


def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put_items, "_BATCH_ITEMS", 3)
    monkeypatch.setattr(put_items, "_PIECE_BATCHES", 1)


def works(caller: Caller) -> int:
    return len(result_of(all_works(caller.node.storage)))


def test_items_are_put_into_a_table_that_exists() -> None:
    caller = with_table(a=records(range(300)), b=records(range(300, 310)))
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "5"}, "old": {"S": "x"}})
    found = done(caller)
    assert found["BulkOperationStatus"] == "COMPLETED"
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (310, 0)
    total = len(records(range(310)))
    assert found["TotalInputBytes"] == found["ProcessedInputBytes"] == total
    assert found["BulkOperationUsage"][0]["BulkPutBytes"] == caller.describe()["TableSizeBytes"]
    assert len(items(caller)) == 310
    assert {"pk": {"S": "5"}, "n": {"N": "5"}} in items(caller), "it was replaced"
    assert works(caller) == 0
    assert verified(caller).sentences == []
    (manifest,) = objects(caller)
    assert manifest.startswith("r/AWSDynamoDB/")
    assert orjson.loads(objects(caller)[manifest])["processedItemCount"] == 310


def test_records_that_are_no_items_are_reported() -> None:
    caller = with_table(a=record(1) + BAD + record(2) + b"{\n" + record(3), b=record(4))
    found = done(caller)
    assert found["BulkOperationStatus"] == "COMPLETED_WITH_ERRORS"
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (5, 2)
    assert len(items(caller)) == 3
    assert [(each["type"], each["itemS3Pointer"]["itemIndex"]) for each in lines(caller)] == [
        ("ERROR", 1),
        ("ERROR", 3),
    ]
    assert lines(caller)[0]["item"] == {"n": {"N": "1"}}


def test_a_condition_decides_about_its_item_alone() -> None:
    caller = with_table(a=records(range(10), NEW))
    old = {"pk": {"S": "3"}, "old": {"S": "x"}}
    caller.call("PutItem", TableName="music", Item=old)
    found = done(caller)
    assert found["BulkOperationStatus"] == "COMPLETED", "a condition is no error"
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (10, 0)
    assert old in items(caller)
    assert len(items(caller)) == 10
    (line,) = lines(caller)
    assert line["type"] == "CONDITION_CHECK_FAILURE"
    assert (line["item"]["n"], line["existingItem"]) == ({"N": "3"}, old)


def test_only_the_wanted_types_are_reported() -> None:
    caller = with_table(a=record(1, NEW) + record(1, NEW) + BAD)
    output = {"S3Bucket": "report", "OutputType": ["ERROR"]}
    found = done(caller, OutputS3Configuration=output)
    assert [each["type"] for each in lines(caller)] == ["ERROR"]
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (3, 1)
    assert all(key.startswith("AWSDynamoDB/") for key in objects(caller))


def test_a_condition_sees_the_record_before_it() -> None:
    newer = "n < :n"
    data = b"".join(
        record(
            1,
            f"{NEW} OR {newer}",
            Item={"pk": {"S": "1"}, "n": {"N": str(each)}},
            ExpressionAttributeValues={":n": {"N": str(each)}},
        )
        for each in (1, 5, 3, 7)
    )
    caller = with_table(a=record(0) + data + record(9), b=records(range(20, 23)))
    found = done(caller)
    assert {"pk": {"S": "1"}, "n": {"N": "7"}} in items(caller)
    assert (found["ProcessedItemCount"], len(lines(caller))) == (9, 1)
    assert found["ProcessedInputBytes"] == found["TotalInputBytes"]


def test_another_process_goes_on_after_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    data = compressed(records(range(20), NEW) + record(3, NEW) + BAD + records(range(20, 25), NEW))
    caller = with_table(a=data, b=compressed(records(range(30, 34), NEW)))
    source = {"S3Bucket": "data", "InputFormat": "DYNAMODB_JSON", "InputCompressionType": "GZIP"}
    arn = begin(caller, InputS3Configuration=source)
    while works(caller):
        other = caller_with(MemoryBuckets(), storage=caller.storage, clock=caller.clock)
        other.node.buckets = caller.node.buckets
        do_piece(other)
    found = described(caller, arn)
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (31, 1)
    assert len(items(caller)) == 29
    assert sorted(each["type"] for each in lines(caller)) == ["CONDITION_CHECK_FAILURE", "ERROR"]


def test_a_cancelled_operation_ends_and_what_it_wrote_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_pieces(monkeypatch)
    caller = with_table(a=records(range(50)))
    arn = begin(caller)
    do_piece(caller)
    do_piece(caller)
    late = result_of(next_piece(job(caller), caller.node))
    assert late is not None
    answer = caller.call("CancelBulkOperation", BulkOperationArn=arn)
    assert answer == {"BulkOperationArn": arn, "BulkOperationStatus": "CANCELLING"}
    lease = result_of(take_lease(job(caller), caller.node, "test"))
    assert lease is not None
    with pytest.raises(FenceLostError):
        result_of(late.run(lease))
    finish(caller)
    found = described(caller, arn)
    assert (found["BulkOperationStatus"], found["ProcessedItemCount"]) == ("CANCELLED", 3)
    assert len(items(caller)) == 3
    assert verified(caller).sentences == []
    again = caller.call("CancelBulkOperation", BulkOperationArn=arn)
    assert again["BulkOperationStatus"] == "CANCELLED"


def test_a_limit_of_write_units_makes_pauses() -> None:
    caller = with_table(a=records(range(400)))
    arn = begin(caller, MaxWriteRequestUnits=1024)
    do_piece(caller)
    do_piece(caller)
    assert not result_of(is_due(job(caller), caller.node))
    assert caller.describe()["ItemCount"] == 128
    caller.clock.time_ms += 125
    assert result_of(is_due(job(caller), caller.node))
    caller.clock.time_ms -= 3_600_000
    assert result_of(is_due(job(caller), caller.node)), "the clock was wrong"
    while described(caller, arn)["BulkOperationStatus"] == "IN_PROGRESS":
        do_piece(caller)
        caller.clock.time_ms += 125
    assert len(items(caller)) == 400


@pytest.mark.parametrize("missing", ["InputS3Configuration", "OutputS3Configuration"])
def test_a_bucket_that_does_not_exist(missing: str) -> None:
    caller = with_table(a=record(1))
    configuration = {"S3Bucket": "missing", "InputFormat": "DYNAMODB_JSON", "OutputType": []}
    found = done(caller, **{missing: configuration})
    assert (found["BulkOperationStatus"], found["FailureCode"]) == ("FAILED", "S3NoSuchBucket")
    assert items(caller) == []


def test_a_bucket_that_cannot_be_reached_delays_the_operation() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    buckets = caller.node.buckets
    assert isinstance(buckets, MemoryBuckets)
    for _ in range(2):
        buckets.failure = BucketError("Unavailable", "", retryable=True)
        with pytest.raises(BucketError):
            do_piece(caller)
        buckets.failure = None
        do_piece(caller)
    assert described(caller, arn)["BulkOperationStatus"] == "COMPLETED"


def test_a_table_that_is_deleted_ends_the_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    caller = with_table(a=records(range(9)))
    arn = begin(caller)
    do_piece(caller)
    caller.call("DeleteTable", TableName="music")
    caller.create()
    finish(caller)
    found = described(caller, arn)
    assert (found["BulkOperationStatus"], found["FailureCode"]) == ("FAILED", "TableNotFound")
    assert items(caller) == [], "the new table is another one"
