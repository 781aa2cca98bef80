"""How answers show exports. Pure.

Source: recorded answers, October 2026 (ack-api-quirks, moto, Alternator), also for when a member is
present.
"""

from typing import Any, Final

from jedlik.features.exports.records import Export, arn_of, format_of, table_arn_of, type_of
from jedlik.features.exports.target import manifest_key

# Members of the request that are shown as they were sent, if they were.
_ECHOED: Final = (
    *("S3Bucket", "S3BucketOwner", "S3Prefix", "S3SseKmsKeyId", "ExportType"),
    "FilterSpecification",
)
_DEFAULT_ENCRYPTION: Final = "AES256"


def export_description(export: Export) -> dict[str, object]:
    """Returns the ExportDescription."""
    request = export["Request"]
    described: dict[str, Any] = {
        "ExportArn": arn_of(export),
        "ExportStatus": export["Status"],
        "StartTime": export["CreatedMs"] / 1000,
        "TableArn": table_arn_of(export),
        "TableId": export["TableId"],
        "ClientToken": export["ClientToken"],
        "S3SseAlgorithm": request.get("S3SseAlgorithm", _DEFAULT_ENCRYPTION),
        "ExportFormat": format_of(export),
        "DestinationType": "S3",  # the model does not have it
        **{name: request[name] for name in _ECHOED if name in request},
    }
    if "ExportTimeMs" in export:
        described["ExportTime"] = export["ExportTimeMs"] / 1000
    else:
        described["IncrementalExportSpecification"] = {
            "ExportFromTime": export["FromMs"] / 1000,
            "ExportToTime": export["ToMs"] / 1000,
            "ExportViewType": export["View"],
        }
    if "EndMs" in export:
        described["EndTime"] = export["EndMs"] / 1000
    if export["Status"] == "COMPLETED":
        described["ExportManifest"] = manifest_key(export)
        described["ItemCount"] = export["Items"]
        described["BilledSizeBytes"] = export["BilledBytes"]
    if "FailureCode" in export:
        described["FailureCode"] = export["FailureCode"]
        described["FailureMessage"] = export["FailureMessage"]
    return described


def export_summary(export: Export) -> dict[str, str]:
    """Returns the ExportSummary, as ListExports shows an export."""
    return {
        "ExportArn": arn_of(export),
        "ExportStatus": export["Status"],
        "ExportType": type_of(export),
    }
