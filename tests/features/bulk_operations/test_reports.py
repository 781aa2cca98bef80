"""The report in the output bucket."""

import orjson

from jedlik.buckets.interface import ServerSideEncryption
from tests.features.bulk_operations.samples import begin, finish, lines, objects, record, with_table
from tests.features.imports.samples import MemoryBuckets

BAD = b'{"Item": {"n": {"N": "1"}}}\n'


class EncryptingBuckets(MemoryBuckets):
    """Notes which encryption objects are to have."""

    def __init__(self, **buckets: dict[str, bytes]) -> None:
        super().__init__(**buckets)
        self.asked: set[ServerSideEncryption | None] = set()

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        self.asked.add(encryption)
        return await super().put(bucket, key, data, encryption=encryption)


def test_parts_and_manifest() -> None:
    caller = with_table(a=BAD + record(1))
    arn = begin(caller)
    finish(caller)
    folder = f"r/AWSDynamoDB/{arn.rpartition('/')[2]}/"
    assert sorted(objects(caller)) == [folder + "data/000001.json", folder + "manifest.json"]
    assert orjson.loads(objects(caller)[folder + "manifest.json"]) == {
        "bulkOperationArn": arn,
        "status": "COMPLETED_WITH_ERRORS",
        "processedItemCount": 2,
        "failedItemCount": 1,
        "conditionCheckFailureCount": 0,
        "outputType": ["ERROR", "CONDITION_CHECK_FAILURE"],
        "dataFileS3Keys": [folder + "data/000001.json"],
    }
    assert lines(caller) == [
        {
            "type": "ERROR",
            "itemS3Pointer": {"bucket": "data", "key": "a", "itemIndex": 0},
            "errorMessages": [
                "One or more parameter values were invalid: Missing the key pk in the item"
            ],
            "item": {"n": {"N": "1"}},
        }
    ]


def test_objects_have_the_encryption_of_the_request() -> None:
    caller = with_table()
    buckets = EncryptingBuckets(data={"a": BAD}, report={})
    caller.node.buckets = buckets
    output = {
        "S3Bucket": "report",
        "OutputType": ["ERROR"],
        "S3SseAlgorithm": "KMS",
        "S3SseKmsKeyId": "key",
    }
    begin(caller, OutputS3Configuration=output)
    finish(caller)
    assert buckets.asked == {ServerSideEncryption("KMS", "key")}
