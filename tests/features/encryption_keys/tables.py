"""A table under a key, with items that have a text to look for in what is stored."""

from typing import Any

from jedlik.core.keys.key import Key
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, definitions, result_of, values
from tests.features.encryption_keys.kms import key_id

SECRET = "Chaiyya Chaiyya"
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def index(name: str, projection: dict[str, Any]) -> dict[str, Any]:
    """Returns a global index by the attribute `g`."""
    return {
        "IndexName": name,
        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
        "Projection": projection,
    }


INDEXES = [
    index("all", {"ProjectionType": "ALL"}),
    index("some", {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]}),
]


def create_music(caller: Caller, key: str | None = None, **members: Any) -> None:
    """Creates a table with two indexes and a stream, under a key if one is given."""
    if key is not None:
        members["SSESpecification"] = {"SSEType": "KMS", "KMSMasterKeyId": key}
    caller.create(
        AttributeDefinitions=definitions("pk", "g"),
        GlobalSecondaryIndexes=INDEXES,
        StreamSpecification=STREAM,
        **members,
    )


def encrypted_music(caller: Caller) -> str:
    """Creates the table under a new key, and returns the id of the key."""
    key = key_id(caller)
    create_music(caller, key)
    return key


def item(number: int) -> dict[str, Any]:
    """Returns an item."""
    return {
        "pk": {"S": f"key{number}"},
        "g": {"S": "group"},
        "title": {"S": f"{SECRET} {number}"},
    }


def put(caller: Caller, *numbers: int) -> None:
    """Stores items."""
    for number in numbers:
        caller.call("PutItem", TableName="music", Item=item(number))


def get(caller: Caller, number: int) -> dict[str, Any] | None:
    """Returns an item."""
    answer = caller.call("GetItem", TableName="music", Key={"pk": {"S": f"key{number}"}})
    found: dict[str, Any] | None = answer.get("Item")
    return found


def titles(caller: Caller, index_name: str) -> list[str]:
    """Returns the titles that an index has."""
    answer = caller.call(
        "Query",
        TableName="music",
        IndexName=index_name,
        KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": "group"}},
    )
    return sorted(each["title"]["S"] for each in answer["Items"])


def stream_records(caller: Caller, arn: str) -> list[dict[str, Any]]:
    """Returns all records of a stream, in the order of the commits."""
    shards = caller.call("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"]
    found: list[dict[str, Any]] = []
    for shard in shards:
        iterator = caller.call(
            "GetShardIterator",
            StreamArn=arn,
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]
        found += caller.call("GetRecords", ShardIterator=iterator)["Records"]
    return sorted(found, key=lambda each: str(each["dynamodb"]["SequenceNumber"]))


def plain_values(caller: Caller) -> list[bytes]:
    """Returns the stored values that contain the text."""
    return [value for value in values(caller).values() if SECRET.encode() in value]


def replace(caller: Caller, key: Key, value: bytes) -> None:
    """Replaces a stored value, as somebody who can write the data file does."""
    batch = Batch((Put(key, value),), None)
    result_of(caller.storage.transact([], lambda _: batch))
