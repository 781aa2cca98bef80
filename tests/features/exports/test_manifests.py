"""Manifests. Members: recorded answers, October 2026 (Alternator); Developer Guide."""

import hashlib
import json
from base64 import b64encode
from typing import Any

from jedlik.features.exports.manifests import manifests, md5_of, time_of
from jedlik.features.exports.records import Export, arn_of
from tests.engine.in_memory import arn_of as table_arn
from tests.features.exports.test_records import EXPORT, FILE, WINDOW

END: Any = {"EndMs": 1_791_500_009_005, "Items": 3, "BilledBytes": 77}
FOLDER = f"AWSDynamoDB/{EXPORT['Id']}/"


def made(export: Export, **request: object) -> dict[str, bytes]:
    whole: Any = {**export, **END, "Request": {**export["Request"], **request}}
    return dict(manifests(whole, [FILE, {**FILE, "Items": 0}]))


def test_a_full_export() -> None:
    found = made(EXPORT)
    assert list(found) == [
        FOLDER + "manifest-files.json",
        FOLDER + "manifest-files.md5",
        FOLDER + "manifest-summary.json",
        FOLDER + "manifest-summary.md5",
    ]
    lines = found[FOLDER + "manifest-files.json"].splitlines()
    assert json.loads(lines[0]) == {
        "itemCount": 3,
        "md5Checksum": "m",
        "etag": "e",
        "dataFileS3Key": "data/a.json.gz",
    }
    assert len(lines) == 2
    for name in ("manifest-files", "manifest-summary"):
        digest = hashlib.md5(found[f"{FOLDER}{name}.json"]).digest()
        assert found[f"{FOLDER}{name}.md5"] == b64encode(digest)
    assert json.loads(found[FOLDER + "manifest-summary.json"]) == {
        "version": "2020-06-30",
        "exportArn": arn_of(EXPORT),
        "startTime": "2026-10-08T22:53:20.123Z",
        "endTime": "2026-10-08T22:53:29.005Z",
        "tableArn": table_arn(),
        "tableId": EXPORT["TableId"],
        "exportTime": "2026-10-08T22:53:20.123Z",
        "s3Bucket": "exported",
        "s3Prefix": None,
        "s3SseAlgorithm": "AES256",
        "s3SseKmsKeyId": None,
        "manifestFilesS3Key": FOLDER + "manifest-files.json",
        "billedSizeBytes": 77,
        "itemCount": 3,
        "outputFormat": "DYNAMODB_JSON",
    }


def test_an_incremental_export() -> None:
    encryption = {"S3SseAlgorithm": "KMS", "S3SseKmsKeyId": "key"}
    found = made(WINDOW, S3Prefix="p", ExportFormat="ION", **encryption)
    summary = json.loads(found[f"p/{FOLDER}manifest-summary.json"])
    assert "exportTime" not in summary
    assert {name: summary[name] for name in summary if name.startswith(("s3", "output"))} == {
        "s3Bucket": "exported",
        "s3Prefix": "p",
        "s3SseAlgorithm": "KMS",
        "s3SseKmsKeyId": "key",
        "outputFormat": "ION",
        "outputView": "NEW_IMAGE",
    }
    assert summary["version"] == "2023-08-01"
    assert summary["exportType"] == "INCREMENTAL_EXPORT"
    assert summary["exportFromTime"] == "2026-10-07T19:06:40.000Z"
    assert summary["exportToTime"] == "2026-10-08T22:53:20.000Z"


def test_whoever_makes_them_gets_the_same_bytes() -> None:
    assert made(EXPORT) == made(EXPORT)


def test_forms() -> None:
    assert time_of(1_604_474_914_028) == "2020-11-04T07:28:34.028Z"
    assert md5_of(b"") == "1B2M2Y8AsgTpgAmY7PhCfg=="
