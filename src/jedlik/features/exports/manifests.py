"""The manifests of an export. Pure: whoever makes them gets the same bytes.

Source: recorded answers, October 2026 (Alternator); Developer Guide, "DynamoDB table export output
format". For incremental exports: the sample of a real one in a public test.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from jedlik.features.exports.records import (
    DataFile,
    Export,
    arn_of,
    format_of,
    table_arn_of,
    type_of,
)
from jedlik.features.exports.target import folder_of

_FULL_VERSION: Final = "2020-06-30"
_INCREMENTAL_VERSION: Final = "2023-08-01"


def manifests(export: Export, files: Iterable[DataFile]) -> list[tuple[str, bytes]]:
    """Returns the manifests and their checksums: keys and contents, in the order of their puts.

    export: with the time of its end and its counts.
    """
    folder = folder_of(export)
    files_key = folder + "manifest-files.json"
    listed = b"".join([_file_line(each) for each in files])
    summary = orjson.dumps(_summary(export, files_key))
    return [
        (files_key, listed),
        (folder + "manifest-files.md5", md5_of(listed).encode()),
        (folder + "manifest-summary.json", summary),
        (folder + "manifest-summary.md5", md5_of(summary).encode()),
    ]


def md5_of(data: bytes) -> str:
    """Returns the MD5 of an object in base64."""
    return b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def time_of(ms: int) -> str:
    """Returns a time as manifests show it: `2020-11-04T07:28:34.028Z`."""
    seconds, millis = divmod(ms, 1000)
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}.{millis:03}Z"


def _file_line(file: DataFile) -> bytes:
    line = {
        "itemCount": file["Items"],
        "md5Checksum": file["Md5"],
        "etag": file["ETag"],
        "dataFileS3Key": file["Key"],
    }
    return orjson.dumps(line) + b"\n"


def _summary(export: Export, files_key: str) -> dict[str, Any]:
    request = export["Request"]
    is_full = "ExportTimeMs" in export
    if is_full:
        times = {"exportTime": time_of(export["ExportTimeMs"])}
    else:
        times = {
            "exportFromTime": time_of(export["FromMs"]),
            "exportToTime": time_of(export["ToMs"]),
        }
    summary = {
        "version": _FULL_VERSION if is_full else _INCREMENTAL_VERSION,
        "exportArn": arn_of(export),
        "startTime": time_of(export["CreatedMs"]),
        "endTime": time_of(export["EndMs"]),
        "tableArn": table_arn_of(export),
        "tableId": export["TableId"],
        **times,
        "s3Bucket": request["S3Bucket"],
        "s3Prefix": request.get("S3Prefix"),
        "s3SseAlgorithm": request.get("S3SseAlgorithm", "AES256"),
        "s3SseKmsKeyId": request.get("S3SseKmsKeyId"),
        "manifestFilesS3Key": files_key,
        "billedSizeBytes": export["BilledBytes"],
        "itemCount": export["Items"],
        "outputFormat": format_of(export),
    }
    if not is_full:
        summary["outputView"] = export["View"]
        summary["exportType"] = type_of(export)
    return summary
