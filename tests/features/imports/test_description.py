"""How answers show imports."""

from tests.engine.in_memory import ACCOUNT, REGION, START_MS, arn_of, table
from tests.features.imports.samples import (
    MemoryBuckets,
    begin,
    caller_with,
    finish,
    numbered,
    request,
)

GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws-dynamodb/imports:*"
SUMMARY = {
    *("ImportArn", "ImportStatus", "TableArn", "S3BucketSource", "CloudWatchLogGroupArn"),
    *("InputFormat", "StartTime", "EndTime"),
}


def test_an_import_that_has_begun() -> None:
    # Alternator, test_import_table_description; ack-api-quirks, October 2026.
    caller = caller_with(MemoryBuckets())
    source = {"S3Bucket": "data", "S3KeyPrefix": "p/"}
    shown = caller.call("ImportTable", **request(S3BucketSource=source))["ImportTableDescription"]
    assert shown.pop("ImportArn").startswith(arn_of() + "/import/")
    assert len(shown.pop("TableId")) == 36
    assert shown == {
        "ImportStatus": "IN_PROGRESS",
        "TableArn": arn_of(),
        "ClientToken": "token of music",
        "S3BucketSource": {"S3BucketOwner": ACCOUNT, **source},
        "ErrorCount": 0,
        "CloudWatchLogGroupArn": GROUP,
        "InputFormat": "DYNAMODB_JSON",
        "InputCompressionType": "NONE",
        "TableCreationParameters": table(),
        "StartTime": START_MS / 1000,
        "ProcessedItemCount": 0,
        "ImportedItemCount": 0,
    }


def test_options_are_shown_if_they_were_sent() -> None:
    caller = caller_with(MemoryBuckets())
    options = {"Csv": {"Delimiter": ";"}}
    sent = request(InputFormat="CSV", InputFormatOptions=options, InputCompressionType="ZSTD")
    shown = caller.call("ImportTable", **sent)["ImportTableDescription"]
    assert shown["InputFormatOptions"] == options
    assert shown["InputCompressionType"] == "ZSTD"


def test_the_summary_of_an_import_that_has_ended() -> None:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(2))}))
    begin(caller)
    caller.clock.time_ms += 5_000
    finish(caller)
    (summary,) = caller.call("ListImports")["ImportSummaryList"]
    assert set(summary) == SUMMARY
    assert summary["ImportStatus"] == "COMPLETED"
    assert summary["EndTime"] - summary["StartTime"] >= 5
