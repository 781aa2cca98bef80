"""ExportTableToPointInTime. Texts and their order: recorded answers, October 2026."""

from typing import Any

import pytest

from tests.engine.in_memory import VE, Caller, arn_of
from tests.features.exports.samples import BUCKET, SECOND, begin, recovery, with_items

WINDOW = {"ExportFromTime": SECOND, "ExportToTime": SECOND + 1_000}
INCREMENTAL: dict[str, Any] = {
    "ExportType": "INCREMENTAL_EXPORT",
    "IncrementalExportSpecification": WINDOW,
}


def refusal(caller: Caller, **members: object) -> str:
    request = {"TableArn": arn_of(), "S3Bucket": BUCKET, **members}
    given = {name: member for name, member in request.items() if member is not None}
    return caller.refusal("ExportTableToPointInTime", **given)


def test_the_answer_of_a_full_export() -> None:
    caller, _ = with_items(1)
    caller.clock.time_ms += 5_000
    found = begin(caller, ClientToken="t")
    arn = found.pop("ExportArn")
    assert arn.startswith(f"{arn_of()}/export/{caller.clock.time_ms:014d}-")
    assert len(arn.rpartition("-")[2]) == 8
    assert found == {
        "ClientToken": "t",
        "ExportStatus": "IN_PROGRESS",
        "StartTime": caller.clock.time_ms / 1000,
        "ExportTime": caller.clock.time_ms / 1000,
        "ExportFormat": "DYNAMODB_JSON",
        "DestinationType": "S3",
        "S3Bucket": BUCKET,
        "S3SseAlgorithm": "AES256",
        "TableArn": arn_of(),
        "TableId": caller.describe()["TableId"],
    }
    assert begin(caller, ExportType="FULL_EXPORT")["ExportType"] == "FULL_EXPORT"
    assert begin(caller, ExportTime=SECOND + 2)["ExportTime"] == SECOND + 2


def test_the_answer_of_an_incremental_export() -> None:
    caller, _ = with_items(1)
    caller.clock.time_ms += 3_600_000
    found = begin(caller, **INCREMENTAL)
    assert found["IncrementalExportSpecification"] == {
        **WINDOW,
        "ExportViewType": "NEW_AND_OLD_IMAGES",
    }
    assert "ExportTime" not in found
    from_only = {**INCREMENTAL, "IncrementalExportSpecification": {"ExportFromTime": SECOND}}
    shown = begin(caller, **from_only)["IncrementalExportSpecification"]
    assert shown["ExportToTime"] == caller.clock.time_ms / 1000


# An empty text, and other values outside of the model (ack-api-quirks; Alternator,
# test_export_setting_fields_to_weird_values_or_skipping_fail).
@pytest.mark.parametrize(
    ("member", "value", "shown"),
    [
        ("ExportType", "QWERTY", "exportType"),
        ("ExportType", "", "exportType"),
        ("ClientToken", "", "clientToken"),
        ("ClientToken", "a$b", "clientToken"),
        ("ClientToken", "a" * 1_025, "clientToken"),
        ("ExportFormat", "", "exportFormat"),
        ("ExportFormat", "CSV", "exportFormat"),
        ("S3Prefix", "", "s3Prefix"),
        ("S3Bucket", "", "s3Bucket"),
        ("S3Bucket", "a", "s3Bucket"),
        ("S3Bucket", "-ab", "s3Bucket"),
        ("S3Bucket", "a/b", "s3Bucket"),
        ("S3Bucket", "a" * 256, "s3Bucket"),
        ("S3Bucket", "a" * 100_000 + "/", "s3Bucket"),
        ("S3Bucket", None, "s3Bucket"),
        ("TableArn", None, "tableArn"),
        ("S3BucketOwner", "", "s3BucketOwner"),
        ("S3SseAlgorithm", "", "s3SseAlgorithm"),
        ("S3SseAlgorithm", "QWERTY", "s3SseAlgorithm"),
        ("S3SseKmsKeyId", "", "s3SseKmsKeyId"),
    ],
)
def test_members_outside_of_the_model(member: str, value: object, shown: str) -> None:
    refused = refusal(Caller(), **{member: value})
    assert refused.startswith(VE)
    assert "failed to satisfy constraint" in refused
    assert f"'{shown}'" in refused


def test_an_empty_table_arn() -> None:
    """Source: ack-api-quirks, DDB-TABLE-457, October 2026."""
    assert refusal(Caller(), TableArn="") == VE + "Invalid TableArn: Invalid Table ARN"


def test_the_view_type_of_the_prose_is_refused() -> None:
    specification = {**WINDOW, "ExportViewType": "NEW_IMAGES"}
    refused = refusal(
        Caller(), ExportType="INCREMENTAL_EXPORT", IncrementalExportSpecification=specification
    )
    assert "exportViewType" in refused
    assert "[NEW_IMAGE, NEW_AND_OLD_IMAGES]" in refused


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"IncrementalExportSpecification": WINDOW},
            "Invalid Request: Export Type expected to be Incremental Export when incremental "
            "export specification is provided",
        ),
        (
            {"IncrementalExportSpecification": WINDOW, "ExportType": "FULL_EXPORT"},
            "Invalid Request: When Export Type is Full Export , Incremental Export Specification "
            "should not be provided",
        ),
        (
            {"ExportType": "INCREMENTAL_EXPORT"},
            "Invalid Request: Incremental Export Specification expected when export type is set as "
            "Incremental Export",
        ),
        (
            {"ExportType": "INCREMENTAL_EXPORT", "IncrementalExportSpecification": {}},
            "Invalid Request: ExportFromTime must be provided in IncrementalExportSpecification",
        ),
        (
            {"S3SseKmsKeyId": "key"},
            "Invalid Request: KMS Key Id is not supported for this encryption type",
        ),
        (
            {"S3SseKmsKeyId": "key", "S3SseAlgorithm": "AES256"},
            "Invalid Request: KMS Key Id is not supported for this encryption type",
        ),
        (
            {"FilterSpecification": {}},
            "Invalid Request: Invalid FilterSpecification: The specification can not be empty",
        ),
        (
            {"TableArn": "music"},
            "One or more parameter values were invalid: tableArn is not a valid ARN",
        ),
        (
            {"TableArn": "\t"},
            "One or more parameter values were invalid: tableArn is not a valid ARN",
        ),
        ({"TableArn": f"{arn_of()}/index/by_n"}, "Invalid Request: Table ARN is invalid."),
    ],
)
def test_requests_that_are_refused(members: dict[str, object], expected: str) -> None:
    assert refusal(Caller(), **members) == VE + expected


def test_the_order_of_the_rules() -> None:
    caller = Caller()
    denied = refusal(caller, TableArn=arn_of(account_id="999999999999"))
    assert denied == "AccessDeniedException: Access is denied"
    elsewhere = arn_of(region="eu-west-1")
    for arn in (arn_of(), elsewhere):
        missing = f"TableNotFoundException: Table not found: {arn}"
        assert refusal(caller, TableArn=arn, ExportTime=-1) == missing
    caller.create()
    key = {
        "KeyConditionExpression": "nothing = :v",
        "ExpressionAttributeValues": {":v": {"S": "a"}},
    }
    assert "Query condition missed key schema" in refusal(caller, FilterSpecification=key)
    early = {**INCREMENTAL, "IncrementalExportSpecification": {**WINDOW, "ExportFromTime": 1}}
    assert "less than the table creation time : 1970-01-01T00:00:01Z" in refusal(caller, **early)
    off = (
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
        "'music'"
    )
    assert refusal(caller, ExportTime=-1) == refusal(caller, **INCREMENTAL) == off
    recovery(caller)
    invalid = "InvalidExportTimeException: Export Time is invalid"
    assert refusal(caller, ExportTime=-1) == refusal(caller, ExportTime=SECOND + 60) == invalid
    future = {**INCREMENTAL, "IncrementalExportSpecification": WINDOW}
    assert "to time cannot be greater than the current time" in refusal(caller, **future)


def test_a_table_that_is_deleted_or_restored() -> None:
    caller = Caller(delay_ms=60_000)
    caller.create()
    caller.clock.time_ms += 60_000
    recovery(caller)
    caller.call("DeleteTable", TableName="music")
    assert refusal(caller) == f"TableNotFoundException: Table not found: {arn_of()}"


# Alternator, test_export_client_token_some_value_changed.
@pytest.mark.parametrize(
    "changed",
    [
        {"ExportFormat": "ION"},
        {"S3Bucket": "another"},
        {"S3BucketOwner": "000000000000"},
        {"S3Prefix": "prefix"},
        {"S3SseAlgorithm": "KMS"},
        {"TableArn": arn_of("other")},
        {"ExportTime": SECOND},
    ],
)
def test_a_token_with_another_request(changed: dict[str, Any]) -> None:
    caller, _ = with_items(0)
    caller.create("other")
    recovery(caller, "other")
    begin(caller, ClientToken="t")
    assert refusal(caller, ClientToken="t", **changed) == (
        "ExportConflictException: Export conflict: Duplicate request detected with conflicting "
        "parameters"
    )
