"""Streams and time to live through boto3, read as the Kinesis adapter reads them.

It reads each shard to its end, then the children of the shard.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from tests.api.clients import client, new_table, unique
from tests.waiting import wait_until

STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


@pytest.fixture
def streams(endpoint: str, given_endpoint: str | None) -> Iterator[Any]:
    """A client for the streams of our own server. On AWS streams have another endpoint."""
    if given_endpoint is not None:
        pytest.skip("the given endpoint need not serve streams")
    with client(endpoint, service="dynamodbstreams") as made:
        yield made


class Worker:
    """Reads every shard of a stream to its end, each after its parent."""

    def __init__(self, streams: Any, stream_arn: str) -> None:
        self._streams = streams
        self._arn = stream_arn
        self._iterators: dict[str, str | None] = {}
        self.records: list[dict[str, Any]] = []

    def look(self) -> None:
        """Finds new shards, then reads one page of each open shard."""
        description = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]
        for shard in description["Shards"]:
            shard_id, parent = shard["ShardId"], shard.get("ParentShardId")
            if shard_id in self._iterators or self._iterators.get(parent) is not None:
                continue
            self._iterators[shard_id] = self._streams.get_shard_iterator(
                StreamArn=self._arn, ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
        for shard_id, iterator in list(self._iterators.items()):
            if iterator is not None:
                page = self._streams.get_records(ShardIterator=iterator)
                self.records += page["Records"]
                self._iterators[shard_id] = page.get("NextShardIterator")

    @property
    def is_done(self) -> bool:
        """Returns whether every shard was read to its end."""
        return not any(self._iterators.values())


def arn_of(dynamodb: Any, name: str) -> str:
    arn: str = dynamodb.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    return arn


def test_a_worker_sees_every_change_once(dynamodb: Any, streams: Any) -> None:
    with new_table(dynamodb, ("pk", "S"), StreamSpecification=STREAM) as name:
        arn = arn_of(dynamodb, name)
        worker = Worker(streams, arn)
        worker.look()
        for number in range(30):
            item = {"pk": {"S": str(number % 10)}, "n": {"N": str(number)}}
            dynamodb.put_item(TableName=name, Item=item)
            dynamodb.put_item(TableName=name, Item=item)
            if number % 7 == 0:
                worker.look()
        dynamodb.update_table(TableName=name, StreamSpecification={"StreamEnabled": False})

        def is_done() -> bool:
            worker.look()
            return worker.is_done

        wait_until(is_done)
        seen: dict[str, list[int]] = {}
        for record in worker.records:
            image = record["dynamodb"]["NewImage"]
            seen.setdefault(image["pk"]["S"], []).append(int(image["n"]["N"]))
        assert seen == {str(pk): [pk, pk + 10, pk + 20] for pk in range(10)}
        assert streams.list_streams(TableName=name)["Streams"][0]["StreamArn"] == arn


def test_expired_items_leave_a_record_of_the_service(dynamodb: Any, streams: Any) -> None:
    with new_table(dynamodb, ("pk", "S"), StreamSpecification=STREAM) as name:
        specification = {"Enabled": True, "AttributeName": "until"}
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
        key = {"pk": {"S": unique()}}
        item = {**key, "until": {"N": str(int(time.time()) - 5)}}
        dynamodb.put_item(TableName=name, Item=item)
        worker = Worker(streams, arn_of(dynamodb, name))

        def has_seen_both() -> bool:
            worker.look()
            return len(worker.records) == 2

        wait_until(has_seen_both)
        removed = worker.records[-1]
        assert removed["eventName"] == "REMOVE"
        assert removed["dynamodb"]["OldImage"] == item
        assert removed["userIdentity"] == {
            "Type": "Service",
            "PrincipalId": "dynamodb.amazonaws.com",
        }
        assert "Item" not in dynamodb.get_item(TableName=name, Key=key)


def next_millisecond_s() -> float:
    """Waits until the clock shows another millisecond, and returns its time."""
    began_ms = time.time_ns() // 1_000_000
    wait_until(lambda: time.time_ns() // 1_000_000 > began_ms)
    return (began_ms + 1) / 1000


def keys_read(streams: Any, text: str) -> list[str]:
    records = streams.get_records(ShardIterator=text)["Records"]
    return [each["dynamodb"]["Keys"]["pk"]["S"] for each in records]


def test_a_timestamp_in_milliseconds(dynamodb: Any, streams: Any) -> None:
    """Source: the model of the API, GetShardIteratorInput."""
    with new_table(dynamodb, ("pk", "S"), StreamSpecification=STREAM) as name:
        arn = arn_of(dynamodb, name)
        dynamodb.put_item(TableName=name, Item={"pk": {"S": "a"}})
        between_s = next_millisecond_s()
        next_millisecond_s()
        dynamodb.put_item(TableName=name, Item={"pk": {"S": "b"}})
        description = streams.describe_stream(StreamArn=arn)["StreamDescription"]

        def read_at(timestamp: object) -> list[str]:
            return sorted(
                key
                for shard in description["Shards"]
                for key in keys_read(
                    streams,
                    streams.get_shard_iterator(
                        StreamArn=arn,
                        ShardId=shard["ShardId"],
                        ShardIteratorType="AT_TIMESTAMP",
                        Timestamp=timestamp,
                    )["ShardIterator"],
                )
            )

        between = datetime.fromtimestamp(between_s, UTC)
        assert read_at(between) == read_at(between_s) == ["b"]
        assert read_at(between - timedelta(days=30)) == ["a", "b"]
        with pytest.raises(streams.exceptions.ClientError, match="ValidationException"):
            read_at(between + timedelta(hours=1))


def test_clients_find_the_host_in_an_iterator(dynamodb: Any, streams: Any) -> None:
    """Without an endpoint URL, botocore computes the host of GetRecords from the account in the
    iterator (its endpoint rules, from version 1.44 on).
    """
    with new_table(dynamodb, ("pk", "S"), StreamSpecification=STREAM) as name:
        arn = arn_of(dynamodb, name)
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]
        text = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        following = streams.get_records(ShardIterator=text)["NextShardIterator"]
    assert text.startswith(f"{arn}|")
    assert following.startswith(f"{arn}|")
    account_id = arn.split(":")[4]
    for each in (text, following):
        assert host_computed(each) == f"{account_id}.streams-ddb.us-east-1.amazonaws.com"


class ComputedError(Exception):
    """Stops a client before it sends a request. The text is the host."""


def host_computed(shard_iterator: str) -> str:
    """Returns the host to which a client without an endpoint URL would send GetRecords."""

    def stop(request: Any, **_: object) -> None:
        raise ComputedError(urlsplit(request.url).hostname)

    made = boto3.client(
        "dynamodbstreams", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    made.meta.events.register("before-send.dynamodb-streams.GetRecords", stop)
    with pytest.raises(ComputedError) as computed:
        made.get_records(ShardIterator=shard_iterator)
    return str(computed.value)


def test_a_stream_has_the_key_of_its_table(dynamodb: Any, streams: Any) -> None:
    """The key of a global index may have more elements. A stream shows none of them."""
    index = {
        "IndexName": "wide",
        "KeySchema": [
            *({"AttributeName": name, "KeyType": "HASH"} for name in "abc"),
            *({"AttributeName": name, "KeyType": "RANGE"} for name in "de"),
        ],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    name = unique("jedlik-test")
    dynamodb.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk", *"abcde")
        ],
        GlobalSecondaryIndexes=[index],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )
    try:
        described = dynamodb.describe_table(TableName=name)["Table"]
        stream = streams.describe_stream(StreamArn=described["LatestStreamArn"])
        description = stream["StreamDescription"]
        assert description["KeySchema"] == described["KeySchema"]
        assert len(described["GlobalSecondaryIndexes"][0]["KeySchema"]) == 5
        item = {each: {"S": each} for each in ("pk", "sk", *"abcde")}
        dynamodb.put_item(TableName=name, Item=item)
        found = [
            record["dynamodb"]["Keys"]
            for shard in description["Shards"]
            for record in streams.get_records(
                ShardIterator=streams.get_shard_iterator(
                    StreamArn=described["LatestStreamArn"],
                    ShardId=shard["ShardId"],
                    ShardIteratorType="TRIM_HORIZON",
                )["ShardIterator"]
            )["Records"]
        ]
        assert found == [{"pk": {"S": "pk"}, "sk": {"S": "sk"}}]
    finally:
        dynamodb.delete_table(TableName=name)


def test_refusals_have_their_classes(dynamodb: Any, streams: Any) -> None:
    errors = streams.exceptions
    with new_table(dynamodb, ("pk", "S"), StreamSpecification=STREAM) as name:
        arn = arn_of(dynamodb, name)
        with pytest.raises(errors.ResourceNotFoundException):
            streams.describe_stream(StreamArn=arn.replace(name, "missing"))
        with pytest.raises(errors.ResourceNotFoundException):
            streams.get_shard_iterator(
                StreamArn=arn,
                ShardId="shardId-00000000000000000000-00000000",
                ShardIteratorType="LATEST",
            )
        with pytest.raises(errors.ClientError, match="ValidationException"):
            streams.get_records(ShardIterator=f"{arn}|1|AAAA")
