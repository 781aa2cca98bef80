"""StartBulkPutItems: puts items of objects in a bucket into a table.

Sources: API Reference; Developer Guide, "Bulk put items considerations, quotas, and permissions".
No answer of the service is recorded.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.bulk_operations import (
    START_BULK_PUT_ITEMS,
    OutputS3Configuration,
    StartBulkPutItemsRequest,
)
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.begin import NewOperation, begin_operation
from jedlik.features.bulk_operations.description import operation_description
from jedlik.features.bulk_operations.records import Output
from jedlik.features.tables.name import named_table, refuse_locked
from jedlik.wire.item_files.reader import can_read_ion

_NO_ION: Final = (
    "Invalid Request: this server cannot read the InputFormat ION, because the Python package "
    "amazon.ion is not installed: pip install 'jedlik[ion]'"
)


def check(request: StartBulkPutItemsRequest) -> StartBulkPutItemsRequest:
    """Checks the rules across members."""
    output = request["OutputS3Configuration"]
    # Source of the text: recorded answer of ExportTableToPointInTime, October 2026.
    if "S3SseKmsKeyId" in output and output.get("S3SseAlgorithm") != "KMS":
        raise invalid("Invalid Request: KMS Key Id is not supported for this encryption type")
    if request["InputS3Configuration"]["InputFormat"] == "ION" and not can_read_ion():
        raise invalid(_NO_ION)
    return request


async def run(request: StartBulkPutItemsRequest, context: Context) -> Answer:
    """Begins the operation. A job does it."""
    table = await named_table(context, request["TableName"])
    refuse_locked(table)
    source, output = request["InputS3Configuration"], request["OutputS3Configuration"]
    shown: dict[str, object] = {
        "InputS3Configuration": {
            "S3BucketOwner": context.account_id,
            "InputCompressionType": "NONE",
            **source,
        },
        "OutputS3Configuration": {"S3BucketOwner": context.account_id, **output},
        "PerformanceTier": request.get("PerformanceTier", "STANDARD"),
    }
    if "MaxWriteRequestUnits" in request:
        shown["MaxWriteRequestUnits"] = request["MaxWriteRequestUnits"]
    new = NewOperation(
        request.get("ClientToken") or context.node.ids.uuid(),
        source["S3Bucket"],
        source.get("S3KeyPrefix", ""),
        source["InputFormat"],
        source.get("InputCompressionType", "NONE"),
        _output(output),
        request.get("MaxWriteRequestUnits", 0),
        shown,
    )
    entry = await begin_operation(context, table, new)
    return {"BulkOperationDescription": await operation_description(context, entry)}


def _output(output: OutputS3Configuration) -> Output:
    return {
        "Bucket": output["S3Bucket"],
        "Prefix": output.get("S3KeyPrefix", ""),
        "Types": list(output["OutputType"]),
        "Algorithm": output.get("S3SseAlgorithm", ""),
        "KeyId": output.get("S3SseKmsKeyId"),
    }


def needed(
    request: StartBulkPutItemsRequest, checked: StartBulkPutItemsRequest, context: Context
) -> Sequence[Authorization]:
    """Returns the operation and PutItem on the table, reading one bucket and writing the other,
    which the server does for the caller.
    """
    name = request["TableName"]
    resource = table_resource(name, context)
    source, output = request["InputS3Configuration"], request["OutputS3Configuration"]
    bucket, target = f"arn:aws:s3:::{source['S3Bucket']}", f"arn:aws:s3:::{output['S3Bucket']}"
    return (
        Authorization("dynamodb:StartBulkPutItems", resource, name),
        Authorization("dynamodb:PutItem", resource, name),
        Authorization("s3:ListBucket", bucket),
        Authorization("s3:GetObject", f"{bucket}/{source.get('S3KeyPrefix', '')}*"),
        Authorization("s3:PutObject", f"{target}/{output.get('S3KeyPrefix', '')}*"),
    )


OPERATION: Final = Operation(
    "StartBulkPutItems",
    Access.WRITE,
    Plane.CONTROL,
    START_BULK_PUT_ITEMS,
    check,
    run,
    needed,
)
