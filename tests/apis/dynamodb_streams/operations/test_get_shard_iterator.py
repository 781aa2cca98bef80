"""GetShardIterator. Source: API Reference; Alternator test_streams.py."""

import pytest

from jedlik.features.streams.records import sequence_number
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import ENV, INV, START_MS, VE, Caller
from tests.features.streams.samples import (
    caller_with_stream,
    iterator,
    read_on,
    records,
    shards,
    stream_arn,
)

DAY_MS = 24 * 3_600_000
SHARD = "shardId-00000000000000000000-00000000"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/albums/stream/2026-10-08T22:53:20.123"

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members", [{"StreamArn": 1}, {"ShardId": []}, {"SequenceNumber": 1}, {"Timestamp": "now"}]
)
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    request = {"StreamArn": ARN, "ShardId": SHARD, "ShardIteratorType": "LATEST", **members}
    refused = Caller().refusal("GetShardIterator", **request)
    assert refused.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

FAILED = "failed to satisfy constraint: Member must "


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"ShardId": None}, f"Value null at 'shardId' {FAILED}not be null"),
        (
            {"ShardId": "x"},
            f"Value 'x' at 'shardId' {FAILED}have length greater than or equal to 28",
        ),
        (
            {"SequenceNumber": "1"},
            f"Value '1' at 'sequenceNumber' {FAILED}have length greater than or equal to 21",
        ),
        (
            {"ShardIteratorType": "bulle"},
            f"Value 'bulle' at 'shardIteratorType' {FAILED}satisfy enum value set: "
            "[AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
        ),
    ],
)
def test_refusals_of_members(members: dict[str, object], expected: str) -> None:
    request = {"StreamArn": ARN, "ShardId": SHARD, "ShardIteratorType": "LATEST", **members}
    assert Caller().refusal("GetShardIterator", **request) == ENV + expected


@pytest.mark.parametrize(
    ("kind", "members", "expected"),
    [
        ("AT_SEQUENCE_NUMBER", {}, INV + "SequenceNumber cannot be null"),
        ("AFTER_SEQUENCE_NUMBER", {}, INV + "SequenceNumber cannot be null"),
        (
            "LATEST",
            {"SequenceNumber": "1" * 21},
            INV + "SequenceNumber should not be passed for this iterator type",
        ),
        ("AT_TIMESTAMP", {}, INV + "Timestamp must be specified for AT_TIMESTAMP"),
        (
            "TRIM_HORIZON",
            {"Timestamp": 1.5},
            INV + "Timestamp must not be specified for TRIM_HORIZON",
        ),
        (
            "AT_SEQUENCE_NUMBER",
            {"SequenceNumber": "x" * 21},
            VE + "Invalid SequenceNumber for the shard",
        ),
    ],
)
def test_a_position_is_given_once(kind: str, members: dict[str, object], expected: str) -> None:
    refused = Caller().refusal(
        "GetShardIterator", StreamArn=ARN, ShardId=SHARD, ShardIteratorType=kind, **members
    )
    assert refused == expected


def test_stream_and_shard_must_be_there() -> None:
    caller = caller_with_stream()
    request = {"ShardId": SHARD, "ShardIteratorType": "LATEST"}
    missing = ARN.replace("albums", "missing")
    assert caller.refusal("GetShardIterator", StreamArn=missing, **request) == (
        f"ResourceNotFoundException: Requested resource not found: Stream: {missing} not found"
    )
    assert caller.refusal("GetShardIterator", StreamArn=stream_arn(caller), **request) == (
        "ResourceNotFoundException: Requested resource not found: Shard does not exist"
    )


# --- behaviour -----------------------------------------------------------------------------------


def caller_with_records() -> tuple[Caller, str, str]:
    """Returns a caller with records 0 to 3, a second apart, and the stream and shard of them."""
    caller = caller_with_stream("KEYS_ONLY")
    for at in range(4):
        item = {"pk": string("a"), "sk": string(str(at))}
        caller.call("PutItem", TableName="albums", Item=item)
        caller.clock.time_ms += 1_000
    arn = stream_arn(caller)
    (shard_id,) = (
        shard["ShardId"]
        for shard in shards(caller, arn)
        if any(read_on(caller, iterator(caller, arn, shard["ShardId"])))
    )
    return caller, arn, shard_id


def found(caller: Caller, text: str) -> list[str]:
    return [each["dynamodb"]["Keys"]["sk"]["S"] for page in read_on(caller, text) for each in page]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("TRIM_HORIZON", ["0", "1", "2", "3"]),
        ("AT_SEQUENCE_NUMBER", ["2", "3"]),
        ("AFTER_SEQUENCE_NUMBER", ["3"]),
        ("AT_TIMESTAMP", ["1", "2", "3"]),
        ("LATEST", []),
    ],
)
def test_each_type_begins_at_its_place(kind: str, expected: list[str]) -> None:
    caller, arn, shard_id = caller_with_records()
    members: dict[str, object] = {}
    if "SEQUENCE" in kind:
        members["SequenceNumber"] = records(caller)[2]["dynamodb"]["SequenceNumber"]
    if "TIMESTAMP" in kind:
        members["Timestamp"] = (START_MS + 1) / 1000
    assert found(caller, iterator(caller, arn, shard_id, kind, **members)) == expected


def test_latest_sees_what_comes_after_it() -> None:
    caller, arn, shard_id = caller_with_records()
    latest = iterator(caller, arn, shard_id, "LATEST")
    item = {"pk": string("a"), "sk": string("new")}
    caller.call("PutItem", TableName="albums", Item=item)
    assert found(caller, latest) == ["new"]


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        (-1, "0123"),  # older than the trim horizon
        (0, "0123"),
        (START_MS / 1000, "0123"),
        (START_MS / 1000 + 0.001, "123"),
        (START_MS / 1000 + 3, "3"),
        (START_MS / 1000 + 3.001, ""),
        (START_MS / 1000 + 4, ""),  # now
    ],
)
def test_a_timestamp_has_milliseconds(timestamp: float, expected: str) -> None:
    caller, arn, shard_id = caller_with_records()
    text = iterator(caller, arn, shard_id, "AT_TIMESTAMP", Timestamp=timestamp)
    assert "".join(found(caller, text)) == expected


@pytest.mark.parametrize(
    ("later_s", "shown_ms"),
    [(0.001, START_MS + 4_001), (60, START_MS + 64_000), (1e300, 4_294_967_296_000)],
)
def test_a_timestamp_in_the_future_is_no_place(later_s: float, shown_ms: int) -> None:
    """Source: the model of the API. The sentence is that of Kinesis."""
    caller, arn, shard_id = caller_with_records()
    now_ms = caller.clock.time_ms
    refused = caller.refusal(
        "GetShardIterator",
        StreamArn=arn,
        ShardId=shard_id,
        ShardIteratorType="AT_TIMESTAMP",
        Timestamp=now_ms / 1000 + later_s,
    )
    assert refused == (
        f"{VE}The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
        f"timestampInMillis: {shown_ms}, "
        f"currentTimestampInMillis: {now_ms}"
    )


def test_a_trimmed_timestamp_reads_from_the_trim_horizon() -> None:
    caller, arn, shard_id = caller_with_records()
    caller.clock.time_ms = START_MS + DAY_MS + 1
    at_first = {"Timestamp": START_MS / 1000}
    assert found(caller, iterator(caller, arn, shard_id, "AT_TIMESTAMP", **at_first)) == list("123")


def test_the_start_of_a_shard_is_a_place() -> None:
    caller, arn, shard_id = caller_with_records()
    for shard in shards(caller, arn):
        if shard["ShardId"] == shard_id:
            start = shard["SequenceNumberRange"]["StartingSequenceNumber"]
            text = iterator(caller, arn, shard_id, "AT_SEQUENCE_NUMBER", SequenceNumber=start)
            assert len(found(caller, text)) == 4
    earlier = sequence_number(5)
    text = iterator(caller, arn, shard_id, "AFTER_SEQUENCE_NUMBER", SequenceNumber=earlier)
    assert len(found(caller, text)) == 4


def test_a_trimmed_record_is_no_place() -> None:
    caller, arn, shard_id = caller_with_records()
    first = records(caller)[0]["dynamodb"]["SequenceNumber"]
    caller.clock.time_ms = START_MS + DAY_MS + 1
    refused = caller.refusal(
        "GetShardIterator",
        StreamArn=arn,
        ShardId=shard_id,
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=first,
    )
    assert refused == (
        "TrimmedDataAccessException: The data you are trying to access has been trimmed"
    )
    assert found(caller, iterator(caller, arn, shard_id)) == ["1", "2", "3"]
