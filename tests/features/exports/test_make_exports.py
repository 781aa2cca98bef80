"""The job that makes exports. What they contain is in test_proof."""

import gzip
import json
from typing import Any

import pytest

from jedlik.buckets.interface import BucketError
from jedlik.core.keys.space import Space
from jedlik.features.exports import make_exports
from jedlik.features.exports.records import KIND, purpose_of
from jedlik.features.history import reader, window
from jedlik.features.history.work import all_works
from tests.engine.in_memory import ACCOUNT, REGION, Caller, is_due, result_of, run_once, values
from tests.features.exports.samples import (
    SECOND,
    MemoryBuckets,
    begin,
    begin_window,
    delete,
    described,
    exported,
    exporting,
    finish,
    item,
    put,
    recovery,
    with_items,
)

SILENT = BucketError("Unavailable", "no answer", retryable=True)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each data file has one page of two items."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(window, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(window, "_LOG_RECORDS", 2)
    monkeypatch.setattr(make_exports, "_FILE_BYTES", 1)


def items_in(buckets: MemoryBuckets) -> list[Any]:
    found = [each["Item"] for each in buckets.lines()]
    return sorted(found, key=lambda each: str(each["pk"]["S"]))


def piece(caller: Caller) -> None:
    result_of(run_once(make_exports.JOB, caller.node))


def test_a_full_export() -> None:
    caller, buckets = with_items(5)
    description = exported(caller)
    assert description["ExportStatus"] == "COMPLETED"
    assert (description["ItemCount"], description["BilledSizeBytes"]) == (5, 79)
    assert items_in(buckets) == [item(each) for each in range(5)]
    assert len(buckets.data_keys()) == 3
    folder = f"AWSDynamoDB/{description['ExportArn'].rpartition('/')[2]}/"
    others = {key for key in buckets.objects if "/data/" not in key}
    names = ("manifest-files.json", "manifest-files.md5", "manifest-summary.json")
    assert others == {folder + each for each in ("_started", *names, "manifest-summary.md5")}
    assert all(key.startswith(folder + "data/") for key in buckets.data_keys())
    assert all(key.endswith(".json.gz") for key in buckets.data_keys())
    assert buckets.named("_started") == b""
    assert len(buckets.puts) == len(buckets.objects)  # each was put once
    assert buckets.puts[0].endswith("_started")
    summary = json.loads(buckets.named("manifest-summary.json"))
    assert summary["itemCount"] == 5
    assert summary["manifestFilesS3Key"] in buckets.objects
    assert description["ExportManifest"] in buckets.objects


def test_an_empty_table_has_an_empty_data_file() -> None:
    caller, buckets = with_items(0)
    description = exported(caller)
    assert (description["ItemCount"], description["BilledSizeBytes"]) == (0, 0)
    (key,) = buckets.data_keys()
    assert gzip.decompress(buckets.objects[key]) == b""


def test_the_moment_of_the_request_while_others_write() -> None:
    caller, buckets = with_items(6)
    arn = begin(caller)["ExportArn"]
    put(caller, 1, "later")
    delete(caller, 2)
    put(caller, 9)
    for number in range(4):
        piece(caller)
        put(caller, number, "even later")
        delete(caller, 5)
    finish(caller)
    assert described(caller, arn)["ItemCount"] == 6
    assert items_in(buckets) == [item(each) for each in range(6)]


def test_an_incremental_export() -> None:
    caller, buckets = with_items(5)
    caller.clock.time_ms = (SECOND + 100) * 1000
    put(caller, 0, "second")
    put(caller, 0, "third")
    delete(caller, 1)
    put(caller, 7)
    put(caller, 8)
    delete(caller, 8)
    caller.clock.time_ms = (SECOND + 1_100) * 1000
    put(caller, 0, "after the window")
    put(caller, 2, "after the window")
    description = begin_window(caller, SECOND + 100, SECOND + 1_100)
    put(caller, 7, "later still")
    finish(caller)
    description = described(caller, description["ExportArn"])
    assert (description["ItemCount"], description["BilledSizeBytes"]) == (3, 10_000_000)
    lines = {each["Keys"]["pk"]["S"]: each for each in buckets.lines()}
    written = {"WriteTimestampMicros": {"N": str((SECOND + 100) * 1_000_000)}}
    assert all(each["Metadata"] == written for each in lines.values())
    assert (lines["p0"]["OldImage"], lines["p0"]["NewImage"]) == (item(0), item(0, "third"))
    assert "NewImage" not in lines["p1"]
    assert "OldImage" not in lines["p7"]
    assert lines["p7"]["NewImage"] == item(7)
    assert len(lines) == 3
    assert all(key.startswith("AWSDynamoDB/data/") for key in buckets.data_keys())
    assert json.loads(buckets.named("manifest-summary.json"))["version"] == "2023-08-01"


def test_nothing_is_left() -> None:
    caller, _ = with_items(5)
    caller.clock.time_ms += 3_600_000
    for number in range(5):
        put(caller, number, "later")
    begin(caller, ExportTime=SECOND + 1)
    begin_window(caller, SECOND + 10, SECOND + 3_600)
    before = {key for key in values(caller) if key.space is Space.EXPORT}
    finish(caller)
    left = {key for key in values(caller) if key.space is Space.EXPORT}
    assert left == before
    assert Space.OVERLAY not in {key.space for key in values(caller)}
    assert result_of(all_works(caller.node.storage)) == []
    table = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert table is not None
    assert "HistoryReaders" not in table.record


def test_filter_and_format() -> None:
    caller, buckets = with_items(5)
    specification = {
        "FilterExpression": "n > :n",
        "ProjectionExpression": "pk",
        "ExpressionAttributeValues": {":n": {"N": "2"}},
    }
    description = exported(caller, FilterSpecification=specification)
    assert description["ItemCount"] == 2
    assert description["FilterSpecification"] == specification
    assert items_in(buckets) == [{"pk": {"S": "p3"}}, {"pk": {"S": "p4"}}]
    buckets.objects.clear()
    exported(caller, ExportFormat="ION", FilterSpecification=specification)
    data = [gzip.decompress(buckets.objects[key]) for key in buckets.data_keys()]
    lines = sorted(b"".join(data).splitlines())
    assert lines == [b'$ion_1_0 {Item:{pk:"p3"}}', b'$ion_1_0 {Item:{pk:"p4"}}']


def test_a_bucket_that_does_not_exist() -> None:
    caller, buckets = with_items(3)
    description = exported(caller, S3Bucket="missing")
    assert description["ExportStatus"] == "FAILED"
    assert description["FailureCode"] == "S3NoSuchBucket"
    assert description["FailureMessage"].startswith(
        "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: "
        "NoSuchBucket; Request ID: "
    )
    assert "EndTime" in description
    assert buckets.objects == {}
    assert result_of(all_works(caller.node.storage)) == []


@pytest.mark.parametrize(
    ("code", "failure"),
    [("AccessDenied", "S3AccessDenied"), ("KMS.NotFoundException", "KmsNotFoundException")],
)
def test_a_bucket_that_refuses_later(code: str, failure: str) -> None:
    caller, buckets = with_items(5)
    arn = begin(caller)["ExportArn"]
    piece(caller)
    piece(caller)
    buckets.errors.append(BucketError(code, "why"))
    finish(caller)
    description = described(caller, arn)
    assert description["ExportStatus"] == "FAILED"
    assert (description["FailureCode"], description["FailureMessage"]) == (failure, "why")
    assert len(buckets.data_keys()) == 1  # what was put stays


def test_a_bucket_that_does_not_answer_is_tried_for_an_hour() -> None:
    caller, buckets = with_items(3)
    arn = begin(caller)["ExportArn"]

    def fails() -> None:
        buckets.errors.append(SILENT)
        with pytest.raises(BucketError):
            piece(caller)

    fails()
    caller.clock.time_ms += 3_599_000
    fails()
    piece(caller)  # it answers, so the hour begins again
    caller.clock.time_ms += 1_000
    fails()
    caller.clock.time_ms += 3_599_999
    fails()
    assert described(caller, arn)["ExportStatus"] == "IN_PROGRESS"
    caller.clock.time_ms += 1
    buckets.errors.append(SILENT)
    finish(caller)
    description = described(caller, arn)
    assert (description["FailureCode"], description["FailureMessage"]) == (
        "S3Unavailable",
        "no answer",
    )


def test_a_file_that_was_put_before_a_crash_is_replaced_by_another() -> None:
    caller, buckets = with_items(3)
    begin(caller)
    piece(caller)

    class LostError(Exception):
        """The process dies after a put."""

    class Dying(MemoryBuckets):
        async def put(self, *args: Any, **members: Any) -> str:
            await buckets.put(*args, **members)
            raise LostError

    caller.node.buckets = Dying()
    with pytest.raises(LostError):
        piece(caller)
    (orphan,) = buckets.data_keys()
    caller.node.buckets = buckets
    finish(caller)
    assert orphan not in buckets.objects
    assert len(buckets.data_keys()) == 2
    assert items_in(buckets) == [item(each) for each in range(3)]


def test_a_table_that_is_deleted_and_made_again_meanwhile() -> None:
    caller, buckets = with_items(5)
    arn = begin(caller)["ExportArn"]
    piece(caller)
    caller.call("DeleteTable", TableName="music")
    caller.create()
    put(caller, 9)
    finish(caller)
    assert described(caller, arn)["ExportStatus"] == "COMPLETED"
    assert items_in(buckets) == [item(each) for each in range(5)]


def test_recovery_that_is_disabled_meanwhile() -> None:
    caller, buckets = with_items(5)
    begin(caller)
    piece(caller)
    recovery(caller, enabled=False)
    for number in range(5):
        put(caller, number, "later")
    finish(caller)
    assert items_in(buckets) == [item(each) for each in range(5)]
    log = [key for key in values(caller) if key.space is Space.CHANGE_LOG]
    put(caller, 0, "logged no more")
    assert [key for key in values(caller) if key.space is Space.CHANGE_LOG] == log


def test_an_encrypted_table() -> None:
    caller, buckets = exporting()
    key = caller.call("CreateKey")["KeyMetadata"]["KeyId"]
    caller.create(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key})
    recovery(caller)
    for number in range(3):
        put(caller, number, "secret text")
    arn = begin(caller)["ExportArn"]
    put(caller, 1, "another text")
    piece(caller)
    caller.call("DisableKey", KeyId=key)
    with pytest.raises(Exception, match="KMS key disabled error"):
        piece(caller)
    caller.call("EnableKey", KeyId=key)
    piece(caller)
    overlay = [data for key, data in values(caller).items() if key.space is Space.OVERLAY]
    assert overlay
    assert not any(b"secret text" in each for each in overlay)
    finish(caller)
    assert described(caller, arn)["ExportStatus"] == "COMPLETED"
    assert items_in(buckets) == [item(each, "secret text") for each in range(3)]


def test_works_say_how_far_they_are() -> None:
    caller, _ = with_items(5)
    begin(caller)
    piece(caller)
    piece(caller)
    (work,) = result_of(all_works(caller.node.storage))
    purpose = purpose_of(work)
    assert work["Kind"] == KIND
    assert (purpose["Files"], purpose["Items"], purpose["Writing"]) == (1, 2, "")
    assert result_of(is_due(make_exports.JOB, caller.node))


@pytest.mark.parametrize("number", range(0, 40, 7))
def test_a_key_condition_reads_its_partition_alone(number: int) -> None:
    caller, buckets = with_items(40)
    caller.clock.time_ms += 3_600_000
    delete(caller, number)
    put(caller, 41)
    caller.clock.time_ms += 1_000
    specification = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": f"p{number}"}},
    }
    arn = begin(caller, ExportTime=SECOND + 1, FilterSpecification=specification)["ExportArn"]
    assert finish(caller) <= 7
    assert items_in(buckets) == [item(number)]
    assert described(caller, arn)["BilledSizeBytes"] <= 5 * 17
    buckets.objects.clear()
    description = begin_window(
        caller, SECOND + 10, SECOND + 3_601, FilterSpecification=specification
    )
    finish(caller)
    assert described(caller, description["ExportArn"])["ItemCount"] == 1
    (line,) = buckets.lines()
    assert line["OldImage"] == item(number)
    other = {**specification, "ExpressionAttributeValues": {":p": {"S": "absent"}}}
    assert exported(caller, FilterSpecification=other)["ItemCount"] == 0
