"""How answers show exports. Members: recorded answers, October 2026 (also moto, Alternator)."""

from typing import Any

from jedlik.features.exports.description import export_description, export_summary
from jedlik.features.exports.records import Export, arn_of
from tests.engine.in_memory import arn_of as table_arn
from tests.features.exports.test_records import EXPORT, WINDOW

STARTED: Any = {
    "ExportArn": arn_of(EXPORT),
    "ExportStatus": "IN_PROGRESS",
    "StartTime": 1_791_500_000.123,
    "TableArn": table_arn(),
    "TableId": EXPORT["TableId"],
    "ClientToken": "t",
    "S3SseAlgorithm": "AES256",
    "ExportFormat": "DYNAMODB_JSON",
    "DestinationType": "S3",
    "S3Bucket": "exported",
    "ExportTime": 1_791_500_000.123,
}


def test_a_full_export_under_way() -> None:
    assert export_description(EXPORT) == STARTED


def test_a_completed_one() -> None:
    completed: Export = {
        **EXPORT,
        "Status": "COMPLETED",
        "EndMs": 1_791_500_005_000,
        "Items": 3,
        "BilledBytes": 99,
    }
    assert export_description(completed) == {
        **STARTED,
        "ExportStatus": "COMPLETED",
        "EndTime": 1_791_500_005.0,
        "ExportManifest": f"AWSDynamoDB/{EXPORT['Id']}/manifest-summary.json",
        "ItemCount": 3,
        "BilledSizeBytes": 99,
    }


def test_a_failed_one() -> None:
    failed: Export = {
        **EXPORT,
        "Status": "FAILED",
        "EndMs": 1_791_500_005_000,
        "FailureCode": "S3NoSuchBucket",
        "FailureMessage": "The specified bucket does not exist",
    }
    assert export_description(failed) == {
        **STARTED,
        "ExportStatus": "FAILED",
        "EndTime": 1_791_500_005.0,
        "FailureCode": "S3NoSuchBucket",
        "FailureMessage": "The specified bucket does not exist",
    }


def test_an_incremental_one() -> None:
    request = {
        "S3Bucket": "exported",
        "S3BucketOwner": "123456789012",
        "S3Prefix": "p/",
        "S3SseAlgorithm": "KMS",
        "S3SseKmsKeyId": "key",
        "ExportFormat": "ION",
        "ExportType": "INCREMENTAL_EXPORT",
        "FilterSpecification": {"ProjectionExpression": "a"},
    }
    found = export_description({**WINDOW, "Request": request})
    assert {name: found[name] for name in request} == request
    assert "ExportTime" not in found
    assert found["IncrementalExportSpecification"] == {
        "ExportFromTime": 1_791_400_000.0,
        "ExportToTime": 1_791_500_000.0,
        "ExportViewType": "NEW_IMAGE",
    }


def test_summaries() -> None:
    assert export_summary(WINDOW) == {
        "ExportArn": arn_of(WINDOW),
        "ExportStatus": "IN_PROGRESS",
        "ExportType": "INCREMENTAL_EXPORT",
    }
