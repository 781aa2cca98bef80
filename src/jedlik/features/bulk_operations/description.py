"""How answers show bulk operations. Source: the model of the API.

BulkOperationUsage shows the sizes of the items that were put. Those of indexes are left out: how
the service rounds them is not in the sources that were read.
"""

from jedlik.core.types.arn import table_arn
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.records import (
    NOTHING,
    BulkOperation,
    arn_of,
    work_from_bytes,
    work_key,
)
from jedlik.features.imports.entries import place_of


async def operation_description(context: Context, entry: BulkOperation) -> dict[str, object]:
    """Returns the BulkOperationDescription, with the counts of now."""
    counts, total = entry.get("Counts", NOTHING), entry.get("TotalBytes")
    if "Counts" not in entry:
        key = work_key(entry["WorkId"])
        (stored,) = await context.node.storage.read([key], consistent=True)
        if stored is not None:
            work = work_from_bytes(stored)
            counts, total = work["Counts"], work["TotalBytes"]
    name = table_arn(entry["Region"], entry["AccountId"], entry["TableName"])
    description: dict[str, object] = {
        **operation_summary(entry),
        "TableDetails": [{"TableName": name, "TableId": entry["TableId"]}],
        "ClientToken": entry["ClientToken"],
        **entry["Shown"],
        "ProcessedItemCount": counts["Written"] + counts["Failed"] + counts["Unmet"],
        "ProcessedInputBytes": counts["InputBytes"],
        "FailedItemCount": counts["Failed"],
        "BulkOperationUsage": [
            {
                "TableName": name,
                "BulkPutBytes": counts["PutBytes"],
                "Table": {"BulkPutBytes": counts["PutBytes"]},
            }
        ],
    }
    if total is not None:
        description["TotalInputBytes"] = total
    if "FailureCode" in entry:
        description["FailureCode"] = entry["FailureCode"]
        description["FailureMessage"] = entry["FailureMessage"]
    return description


def operation_summary(entry: BulkOperation) -> dict[str, object]:
    """Returns the BulkOperationSummary, as ListBulkOperations shows an operation."""
    summary: dict[str, object] = {
        "BulkOperationArn": arn_of(place_of(entry)),
        "BulkOperationStatus": entry["Status"],
        "StartTime": entry["StartedMs"] / 1000,
    }
    if "EndedMs" in entry:
        summary["EndTime"] = entry["EndedMs"] / 1000
    return summary
