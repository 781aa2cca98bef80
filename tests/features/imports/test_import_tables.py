"""The job that fills new tables."""

from typing import Any

import orjson
import pytest

from jedlik.buckets.interface import ACCESS_DENIED, BucketError
from jedlik.core.keys.space import Space
from jedlik.engine.jobs import next_piece, take_lease
from jedlik.features.imports import import_tables, new_items
from jedlik.features.imports.records import all_works
from jedlik.storage.interface import FenceLostError
from tests.engine.in_memory import Caller, definitions, keys, result_of, table, values
from tests.features.encryption_keys.kms import key_id, pass_days
from tests.features.imports.samples import (
    ITEM,
    MemoryBuckets,
    begin,
    caller_with,
    compressed,
    counts,
    described,
    do_piece,
    finish,
    imported,
    items,
    job_of,
    lines,
    numbered,
)
from tests.features.secondary_indexes.samples import verified

BAD = b'{"Item": \n'
NO_KEY = lines({"n": {"N": "1"}})


def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_tables, "_BATCH_ITEMS", 2)
    monkeypatch.setattr(import_tables, "_PIECE_BATCHES", 2)


def works(caller: Caller) -> int:
    return len(result_of(all_works(caller.node.storage)))


def test_a_table_is_made_and_filled() -> None:
    data = numbered(range(1_200))
    caller = caller_with(MemoryBuckets(data={"one": data, "two": lines(ITEM)}))
    arn = begin(caller)
    assert described(caller, arn)["ImportStatus"] == "IN_PROGRESS"
    assert caller.refusal("DescribeTable", TableName="music").startswith("ResourceNotFound")
    do_piece(caller)
    assert caller.describe()["TableStatus"] == "CREATING"
    assert counts(described(caller, arn)) == (0, 0, 0), "they are shown at the end, as recorded"
    finish(caller)
    description = described(caller, arn)
    assert description["ImportStatus"] == "COMPLETED"
    assert counts(description) == (1_201, 1_201, 0)
    assert description["ProcessedSizeBytes"] == len(data) + len(lines(ITEM))
    assert "FailureCode" not in description
    assert len(items(caller)) == caller.describe()["ItemCount"] == 1_201
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert caller.describe()["TableId"] == description["TableId"]
    assert works(caller) == 0
    assert verified(caller).sentences == []


def test_a_bad_item_is_counted_and_the_next_ones_are_stored() -> None:
    # Recorded: one item without a key in 10, October 2026.
    caller = caller_with(
        MemoryBuckets(data={"d": numbered(range(5)) + NO_KEY + numbered(range(5, 9))})
    )
    description = imported(caller)
    assert counts(description) == (10, 9, 1)
    assert description["ImportStatus"] == "FAILED"
    assert description["FailureCode"] == "ItemValidationError"
    assert description["FailureMessage"] == (
        "Some of the items failed validation checks and were not imported. Please check CloudWatch "
        "error logs for more details."
    )
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert len(items(caller)) == 9


def test_a_line_that_cannot_be_read_ends_its_object_only() -> None:
    # Recorded: one unparsable line in 10, October 2026.
    bucket = {"a": numbered(range(5)) + BAD + numbered(range(6, 10)), "b": numbered(range(10, 12))}
    description = imported(caller_with(MemoryBuckets(data=bucket)))
    assert counts(description) == (8, 7, 1)


def test_compressed_objects() -> None:
    # Recorded: GZIP declared on plain files, and compressed files declared as plain.
    buckets = MemoryBuckets(
        data={"d": compressed(numbered(range(10)))}, plain={"d": numbered(range(2))}
    )
    caller = caller_with(buckets)
    assert counts(imported(caller, InputCompressionType="GZIP")) == (10, 10, 0)
    assert counts(imported(caller, "other")) == (1, 0, 1)
    source = {"S3Bucket": "plain"}
    answer = imported(caller, "third", InputCompressionType="GZIP", S3BucketSource=source)
    assert counts(answer) == (1, 0, 1)
    assert answer["FailureCode"] == "ItemValidationError"


def test_a_bucket_that_does_not_exist() -> None:
    caller = caller_with(MemoryBuckets())
    description = imported(caller)
    assert description["ImportStatus"] == "FAILED"
    assert description["FailureCode"] == "S3NoSuchBucket"
    assert description["FailureMessage"].startswith(
        "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: "
        "NoSuchBucket; Request ID: "
    )
    assert "TableArn" in description
    assert "TableId" in description
    assert caller.refusal("DescribeTable", TableName="music").startswith("ResourceNotFound")


def test_no_object_with_the_prefix() -> None:
    # Recorded, October 2026: the table is there and empty.
    caller = caller_with(MemoryBuckets(data={}))
    description = imported(caller)
    assert (description["ImportStatus"], counts(description)) == ("COMPLETED", (0, 0, 0))
    assert items(caller) == []


def test_a_bucket_that_denies_access_in_the_middle_ends_the_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_pieces(monkeypatch)
    buckets = MemoryBuckets(data={"d": numbered(range(50)), "e": numbered(range(50, 60))})
    caller = caller_with(buckets)
    arn = begin(caller)
    for _ in range(3):
        do_piece(caller)
    buckets.failure = BucketError(ACCESS_DENIED, "Access Denied")
    finish(caller)
    description = described(caller, arn)
    assert (description["FailureCode"], description["FailureMessage"]) == (
        "S3AccessDenied",
        "Access Denied",
    )
    stored = counts(description)[1]
    assert 0 < stored < 60
    assert len(items(caller)) == stored


def test_a_bucket_that_cannot_be_reached_delays_the_import() -> None:
    buckets = MemoryBuckets(data={"d": numbered(range(3))})
    caller = caller_with(buckets)
    arn = begin(caller)
    for _ in range(2):
        buckets.failure = BucketError("Unavailable", "", retryable=True)
        with pytest.raises(BucketError):
            do_piece(caller)
        buckets.failure = None
        do_piece(caller)
    assert counts(described(caller, arn)) == (3, 3, 0)


def test_a_key_that_is_lost_in_the_middle_ends_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(50))}))
    key = key_id(caller)
    encryption = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    arn = begin(caller, Table={"SSESpecification": encryption})
    for _ in range(3):
        do_piece(caller)
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 8)
    finish(caller)
    description = described(caller, arn)
    assert (description["ImportStatus"], description["FailureCode"]) == (
        "FAILED",
        "KmsNotFoundException",
    )
    assert 0 < counts(description)[1] < 50
    assert works(caller) == 0


def test_the_first_of_two_imports_of_one_name_goes_on() -> None:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(3))}))
    first = begin(caller)
    second = begin(caller, ClientToken="other")
    finish(caller)
    results = [described(caller, arn) for arn in (first, second)]
    assert sorted(each["ImportStatus"] for each in results) == ["COMPLETED", "FAILED"]
    (failed,) = [each for each in results if each["ImportStatus"] == "FAILED"]
    assert failed["FailureCode"] == "TableAlreadyExists"
    assert len(items(caller)) == 3


@pytest.mark.parametrize("compression", ["NONE", "GZIP"])
def test_another_process_goes_on_after_each_piece(
    monkeypatch: pytest.MonkeyPatch, compression: str
) -> None:
    small_pieces(monkeypatch)
    data = numbered(range(20)) + NO_KEY + numbered(range(20, 31))
    bucket = {key: data if compression == "NONE" else compressed(data) for key in ("a", "b")}
    buckets = MemoryBuckets(data=bucket)
    caller = caller_with(buckets)
    arn = begin(caller, InputCompressionType=compression)
    pieces = 0
    while works(caller):
        # A new process remembers nothing.
        other = caller_with(buckets, storage=caller.storage, clock=caller.clock)
        do_piece(other)
        pieces += 1
    assert pieces > 10
    assert counts(described(caller, arn)) == (64, 62, 2)
    assert len(items(caller)) == 31
    assert [each["itemS3Pointer"]["itemIndex"] for each in error_lines(caller)] == [20, 20]


def error_lines(caller: Caller) -> list[dict[str, Any]]:
    """Returns the lines about errors that are stored."""
    found = [key for key in values(caller) if key.space is Space.IMPORT and key.table]
    stored = values(caller)
    return [orjson.loads(stored[key]) for key in sorted(found)]


def test_lines_about_errors_are_stored_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_items, "IMPORT_ERROR_LINES", 3)
    caller = caller_with(MemoryBuckets(data={"d": NO_KEY * 5 + numbered(range(2)) + BAD}))
    arn = begin(caller)
    finish(caller)
    assert counts(described(caller, arn)) == (8, 2, 6)
    found = error_lines(caller)
    assert len(found) == 3
    assert found[0] == {
        "itemS3Pointer": {"bucket": "data", "key": "d", "itemIndex": 0},
        "importArn": arn,
        "errorMessages": [
            "One or more parameter values were invalid: Missing the key pk in the item"
        ],
    }
    caller.call("DeleteTable", TableName="music")
    finish_erasure(caller)
    assert error_lines(caller) == []
    assert verified(caller).sentences == []
    assert described(caller, arn)["ErrorCount"] == 6, "the import stays"


def finish_erasure(caller: Caller) -> None:
    from tests.features.secondary_indexes.samples import do_jobs

    do_jobs(caller)


def test_a_commit_that_comes_late_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    buckets = MemoryBuckets(data={"d": numbered(range(10))})
    caller = caller_with(buckets)
    begin(caller)
    do_piece(caller)
    late = result_of(next_piece(job_of(caller), caller.node))
    assert late is not None
    other = caller_with(buckets, storage=caller.storage, clock=caller.clock)
    finish(other)
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "0"}, "new": {"S": "x"}})
    lease = result_of(take_lease(job_of(caller), caller.node, "test"))
    assert lease is not None
    with pytest.raises(FenceLostError):
        result_of(late.run(lease))
    assert {"pk": {"S": "0"}, "new": {"S": "x"}} in items(caller)


def test_a_creation_that_comes_late_creates_nothing() -> None:
    buckets = MemoryBuckets(data={"d": numbered(range(10))})
    caller = caller_with(buckets)
    begin(caller)
    late = result_of(next_piece(job_of(caller), caller.node))
    assert late is not None
    other = caller_with(buckets, storage=caller.storage, clock=caller.clock)
    finish(other)
    caller.call("DeleteTable", TableName="music")
    finish_erasure(caller)
    lease = result_of(take_lease(job_of(caller), caller.node, "test"))
    assert lease is not None
    with pytest.raises(FenceLostError):
        result_of(late.run(lease))
    assert caller.refusal("DescribeTable", TableName="music").startswith("ResourceNotFound")


def test_imports_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    monkeypatch.setattr(import_tables, "_TOGETHER", 2)
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(12))}))
    arns = []
    for number in range(3):
        arns.append(begin(caller, f"table-{number}"))
        caller.clock.time_ms += 1
    for _ in range(8):
        do_piece(caller)
    found = [counts(described(caller, arn)) for arn in arns]
    tables = [caller.call("ListTables")["TableNames"]]
    assert tables == [["table-0", "table-1"]], "the third one waits"
    assert found == [(0, 0, 0)] * 3
    assert {caller.describe(f"table-{each}")["ItemCount"] for each in range(2)} == {12}
    finish(caller)
    assert [described(caller, arn)["ImportStatus"] for arn in arns] == ["COMPLETED"] * 3


def test_indexes_are_complete() -> None:
    by_n = {
        "IndexName": "by_n",
        "KeySchema": keys("n HASH"),
        "Projection": {"ProjectionType": "ALL"},
    }
    by_v = {
        "IndexName": "by_v",
        "VectorAttribute": {"AttributeName": "v"},
        "Dimensions": 2,
        "DistanceFunction": "COSINE",
        "Projection": {"ProjectionType": "ALL"},
    }
    vector = {"L": [{"N": "1"}, {"N": "2"}]}
    good = [{"pk": {"S": str(each)}, "n": {"S": "x"}, "v": vector} for each in range(5)]
    bad = [
        {"pk": {"S": "8"}, "n": {"N": "1"}},
        {"pk": {"S": "9"}, "n": {"S": "x"}, "v": {"L": [{"N": "1"}]}},
    ]
    caller = caller_with(MemoryBuckets(data={"d": lines(*good, *bad)}))
    members = {
        "AttributeDefinitions": definitions("pk", "n"),
        "GlobalSecondaryIndexes": [by_n],
        "VectorIndexes": [by_v],
    }
    description = imported(caller, Table={**table(), **members})
    stored = counts(description)[1]
    (index,) = caller.describe()["GlobalSecondaryIndexes"]
    assert index["ItemCount"] == len(items(caller)) == stored
    assert counts(description)[2] >= 1
    assert verified(caller).sentences == []


def test_csv() -> None:
    data = b'pk;n;"text"\n1;2;"a;b"\n2;3;\n'
    caller = caller_with(MemoryBuckets(data={"d": data}))
    options = {"Csv": {"Delimiter": ";"}}
    members = {
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "n", "AttributeType": "N"},
        ],
        "KeySchema": keys("pk HASH", "n RANGE"),
    }
    imported(caller, InputFormat="CSV", InputFormatOptions=options, Table=members)
    assert items(caller) == [
        {"n": {"N": "2"}, "pk": {"S": "1"}, "text": {"S": "a;b"}},
        {"n": {"N": "3"}, "pk": {"S": "2"}, "text": {"S": ""}},
    ]


def test_a_header_list_makes_the_first_line_data() -> None:
    caller = caller_with(MemoryBuckets(data={"d": b"pk,n\n1,2\n"}))
    options = {"Csv": {"HeaderList": ["pk", "other"]}}
    imported(caller, InputFormat="CSV", InputFormatOptions=options)
    assert items(caller) == [
        {"other": {"S": "2"}, "pk": {"S": "1"}},
        {"other": {"S": "n"}, "pk": {"S": "pk"}},
    ]


def test_ion() -> None:
    data = b'$ion_1_0 {Item:{pk:"1",n:2.,s:$dynamodb_NS::[3.,1.]}}\n'
    caller = caller_with(MemoryBuckets(data={"d": compressed(data * 2)}))
    description = imported(caller, InputFormat="ION", InputCompressionType="GZIP")
    assert counts(description) == (2, 2, 0)
    assert items(caller) == [{"n": {"N": "2"}, "pk": {"S": "1"}, "s": {"NS": ["1", "3"]}}]
