"""How answers show imports. Pure.

Source: recorded answers, October 2026, and Alternator's test_import.py (September 2026), also for
when a member is present: counts are zero until the end, and the size is absent until then.
"""

from jedlik.core.types.arn import table_arn
from jedlik.features.imports.entries import place_of
from jedlik.features.imports.records import Import, arn_of


def import_description(entry: Import) -> dict[str, object]:
    """Returns the ImportTableDescription."""
    description: dict[str, object] = {
        **import_summary(entry),
        **entry["Request"],
        "TableId": entry["TableId"],
        "ClientToken": entry["ClientToken"],
        "InputCompressionType": entry["InputCompressionType"],
        "ProcessedItemCount": entry["Processed"],
        "ImportedItemCount": entry["Imported"],
        "ErrorCount": entry["Errors"],
    }
    if "EndedMs" in entry:
        description["ProcessedSizeBytes"] = entry["Bytes"]
    if "FailureCode" in entry:
        description["FailureCode"] = entry["FailureCode"]
        description["FailureMessage"] = entry["FailureMessage"]
    return description


def import_summary(entry: Import) -> dict[str, object]:
    """Returns the ImportSummary, as ListImports shows an import."""
    region, account_id = entry["Region"], entry["AccountId"]
    summary: dict[str, object] = {
        "ImportArn": arn_of(place_of(entry)),
        "ImportStatus": entry["Status"],
        "TableArn": table_arn(region, account_id, entry["TableName"]),
        "S3BucketSource": entry["S3BucketSource"],
        "CloudWatchLogGroupArn": (
            f"arn:aws:logs:{region}:{account_id}:log-group:/aws-dynamodb/imports:*"
        ),
        "InputFormat": entry["InputFormat"],
        "StartTime": entry["StartedMs"] / 1000,
    }
    if "EndedMs" in entry:
        summary["EndTime"] = entry["EndedMs"] / 1000
    return summary
