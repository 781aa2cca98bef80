"""What a client reads of everything in a folder, with version 0.1 and with later ones.

It imports nothing of the project, so that `make_1_and_2` can use it in earlier checkouts.
"""

from collections.abc import Awaitable, Callable
from typing import Any

Calls = Callable[..., Awaitable[dict[str, Any]]]


async def answers(calls: Calls) -> dict[str, Any]:
    """Return what a client reads of everything."""
    tables, streams = {}, {}
    for name in (await calls("ListTables"))["TableNames"]:
        tables[name] = await table_answers(calls, name)
    for stream in (await calls("ListStreams"))["Streams"]:
        streams[stream["StreamArn"]] = await stream_answers(calls, stream["StreamArn"])
    found: dict[str, Any] = {"tables": tables, "streams": streams}
    if "recovered" in tables:  # not in folders of the formats before 5
        found["backups"] = (await calls("ListBackups", BackupType="ALL"))["BackupSummaries"]
        found["recovery"] = await calls("DescribeContinuousBackups", TableName="recovered")
    if "exported" in tables:  # not in folders of the formats before 6
        found["exports"] = await export_answers(calls)
    imports = await calls("ListImports")
    if imports["ImportSummaryList"]:  # not in folders of the formats before 6
        found["imports"] = [
            (await calls("DescribeImport", ImportArn=each["ImportArn"]))["ImportTableDescription"]
            for each in imports["ImportSummaryList"]
        ]
        operations = (await calls("ListBulkOperations"))["BulkOperationsSummaryList"]
        found["bulk operations"] = [
            await calls("DescribeBulkOperation", BulkOperationArn=each["BulkOperationArn"])
            for each in operations
        ]
    if "planned" in tables:  # not in folders of the formats before 7
        found["backup plans"] = await plan_answers(calls)
    return found


async def plan_answers(calls: Calls) -> dict[str, Any]:
    """Return what a client reads of AWS Backup."""
    found: dict[str, Any] = {
        "vaults": (await calls("ListBackupVaults"))["BackupVaultList"],
        "backup jobs": (await calls("ListBackupJobs"))["BackupJobs"],
        "restore jobs": (await calls("ListRestoreJobs"))["RestoreJobs"],
        "plans": [],
        "selections": [],
        "points": [],
    }
    for plan in (await calls("ListBackupPlans"))["BackupPlansList"]:
        plan_id = {"BackupPlanId": plan["BackupPlanId"]}
        found["plans"].append(await calls("GetBackupPlan", **plan_id))
        page = await calls("ListBackupSelections", **plan_id)
        for each in page["BackupSelectionsList"]:
            selection = await calls(
                "GetBackupSelection", **plan_id, SelectionId=each["SelectionId"]
            )
            found["selections"].append(selection)
    for vault in found["vaults"]:
        name = {"BackupVaultName": vault["BackupVaultName"]}
        page = await calls("ListRecoveryPointsByBackupVault", **name)
        for each in page["RecoveryPoints"]:
            arn = each["RecoveryPointArn"]
            point = await calls("DescribeRecoveryPoint", **name, RecoveryPointArn=arn)
            found["points"].append(point)
    return found


async def export_answers(calls: Calls) -> list[Any]:
    """Return the descriptions of all exports."""
    return [
        (await calls("DescribeExport", ExportArn=each["ExportArn"]))["ExportDescription"]
        for each in (await calls("ListExports"))["ExportSummaries"]
    ]


async def table_answers(calls: Calls, name: str) -> dict[str, Any]:
    """Return what a client reads of a table."""
    described = (await calls("DescribeTable", TableName=name))["Table"]
    found = {"described": described}
    if described["TableStatus"] == "DELETING" or "RestoreSummary" in described:
        return found
    found["time to live"] = await calls("DescribeTimeToLive", TableName=name)
    found["tags"] = await calls("ListTagsOfResource", ResourceArn=described["TableArn"])
    found["items"] = (await calls("Scan", TableName=name, ConsistentRead=True))["Items"]
    indexes = [
        *described.get("GlobalSecondaryIndexes", ()),
        *described.get("LocalSecondaryIndexes", ()),
    ]
    for index in indexes:
        if index.get("IndexStatus", "ACTIVE") == "ACTIVE":
            page = await calls("Scan", TableName=name, IndexName=index["IndexName"])
            found[index["IndexName"]] = page["Items"]
    for index in described.get("VectorIndexes", ()):
        if index["IndexStatus"] == "ACTIVE":
            found[index["IndexName"]] = await search_answers(calls, name, index)
    return found


async def search_answers(calls: Calls, name: str, index: dict[str, Any]) -> Any:
    """Return the items of a vector index, or of one of its partitions."""
    request = {"TableName": name, "IndexName": index["IndexName"], "TopK": 100}
    for element in index.get("SearchSchema", ()):
        if element["SearchSchemaElementType"] == "HASH":
            request["SearchConditionExpression"] = f"{element['AttributeName']} = :hash"
            request["ExpressionAttributeValues"] = {":hash": {"S": "g0"}}
    vector = [{"N": "1"}] * index["Dimensions"]
    return (await calls("SearchVectors", **request, SearchVector=vector))["SearchResults"]


async def stream_answers(calls: Calls, arn: str) -> dict[str, Any]:
    """Return what a client reads of a stream: its description, and the records of its shards."""
    described = (await calls("DescribeStream", StreamArn=arn))["StreamDescription"]
    records = {}
    for shard in described["Shards"]:
        start = {"StreamArn": arn, "ShardId": shard["ShardId"]}
        answer = await calls("GetShardIterator", **start, ShardIteratorType="TRIM_HORIZON")
        page = await calls("GetRecords", ShardIterator=answer["ShardIterator"])
        if page["Records"]:
            records[shard["ShardId"]] = page["Records"]
    return {"described": described, "records": records}
