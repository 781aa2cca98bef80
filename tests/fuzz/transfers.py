"""Valid requests about exports, imports and bulk operations. What they describe does not exist."""

from typing import Any

from tests.engine.in_memory import START_MS, arn_of

_ID = f"{START_MS:014d}-2779fadd"
_JSON_IN = {
    "S3Bucket": "data",
    "S3KeyPrefix": "a/",
    "S3BucketOwner": "123456789012",
    "InputFormat": "DYNAMODB_JSON",
    "InputCompressionType": "GZIP",
}
_NEW_TABLE = {
    "TableName": "imported",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "n", "AttributeType": "N"},
    ],
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_n",
            "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
# An export needs point-in-time recovery: `tests.fuzz.backups` enables it.
TRANSFERS: dict[str, list[dict[str, Any]]] = {
    "ExportTableToPointInTime": [
        {"TableArn": arn_of(), "S3Bucket": "exported"},
        {
            "TableArn": arn_of(),
            "S3Bucket": "exported",
            "S3Prefix": "team",
            "S3BucketOwner": "123456789012",
            "S3SseAlgorithm": "KMS",
            "S3SseKmsKeyId": "alias/key",
            "ExportFormat": "ION",
            "ExportType": "FULL_EXPORT",
            "ClientToken": "token",
            "FilterSpecification": {
                "FilterExpression": "#n > :n",
                "ProjectionExpression": "pk, #n",
                "ExpressionAttributeNames": {"#n": "n"},
                "ExpressionAttributeValues": {":n": {"N": "1"}},
            },
        },
    ],
    "DescribeExport": [{"ExportArn": f"{arn_of()}/export/{_ID}"}],
    "ListExports": [{"TableArn": arn_of(), "MaxResults": 3}],
    "ImportTable": [
        {
            "ClientToken": "token",
            "S3BucketSource": {"S3Bucket": "data", "S3KeyPrefix": "a/"},
            "InputFormat": "CSV",
            "InputFormatOptions": {"Csv": {"Delimiter": ";", "HeaderList": ["pk", "n"]}},
            "InputCompressionType": "ZSTD",
            "TableCreationParameters": _NEW_TABLE,
        }
    ],
    "DescribeImport": [{"ImportArn": f"{arn_of()}/import/{_ID}"}],
    "ListImports": [{"TableArn": arn_of(), "PageSize": 3}],
    "StartBulkPutItems": [
        {
            "TableName": "music",
            "InputS3Configuration": _JSON_IN,
            "OutputS3Configuration": {
                "S3Bucket": "report",
                "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"],
            },
            "MaxWriteRequestUnits": 2048,
            "PerformanceTier": "STANDARD",
            "ClientToken": "token",
        }
    ],
    "DescribeBulkOperation": [{"BulkOperationArn": f"{arn_of()}/bulk-operation/{_ID}"}],
    "ListBulkOperations": [{"MaxResults": 3}],
    "CancelBulkOperation": [{"BulkOperationArn": f"{arn_of()}/bulk-operation/{_ID}"}],
}
# What valid requests are answered, also those about something that does not exist.
ANSWERS = (
    "",
    "ConditionalCheckFailedException",
    "BackupNotFoundException",
    "ExportNotFoundException",
    "ImportNotFoundException",
    "ResourceNotFoundException",
)
