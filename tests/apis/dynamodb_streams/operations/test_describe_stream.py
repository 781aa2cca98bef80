"""DescribeStream. Source: API Reference; Alternator test_streams.py."""

import pytest

from jedlik.features.streams import roll_shards
from tests.engine.in_memory import ENV, START_MS, VE, Caller, result_of, run_once, units
from tests.features.streams.samples import caller_with_stream, described, shards, stream_arn

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
NO_SHARD = "shardId-00000000000000000000-00000000"

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize("members", [{"StreamArn": 1}, {"Limit": "1"}, {"ShardFilter": "x"}])
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    refused = Caller().refusal("DescribeStream", **{"StreamArn": "x" * 37, **members})
    assert refused.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

FAILED = "failed to satisfy constraint: Member must "


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, f"Value null at 'streamArn' {FAILED}not be null"),
        (
            {"StreamArn": "short"},
            f"Value 'short' at 'streamArn' {FAILED}have length greater than or equal to 37",
        ),
        (
            {"StreamArn": "x" * 37, "Limit": 101},
            f"Value '101' at 'limit' {FAILED}have value less than or equal to 100",
        ),
        (
            {"StreamArn": "x" * 37, "ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": "x"}},
            f"Value 'x' at 'shardFilter.shardId' {FAILED}have length greater than or equal to 28",
        ),
        (
            {"StreamArn": "x" * 37, "ShardFilter": {"Type": "foo", "ShardId": NO_SHARD}},
            f"Value 'foo' at 'shardFilter.type' {FAILED}satisfy enum value set: [CHILD_SHARDS]",
        ),
    ],
)
def test_refusals_of_members(members: dict[str, object], expected: str) -> None:
    assert Caller().refusal("DescribeStream", **members) == ENV + expected


@pytest.mark.parametrize("given", ["Type", "ShardId"])
def test_a_filter_has_both_members(given: str) -> None:
    shard_filter = {"Type": "CHILD_SHARDS", "ShardId": NO_SHARD}
    refused = Caller().refusal(
        "DescribeStream", StreamArn="x" * 37, ShardFilter={given: shard_filter[given]}
    )
    assert refused.startswith(VE + "ShardFilter.")


def test_what_is_no_stream() -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    assert caller.refusal("DescribeStream", StreamArn="x" * 37) == VE + "Invalid StreamArn"
    for other in (
        arn.replace("albums", "missing"),
        arn.replace("2026", "2025"),
        arn.replace("us-east-1", "eu-west-1"),
        arn.replace("123456789012", "999999999999"),
    ):
        assert caller.refusal("DescribeStream", StreamArn=other) == (
            f"ResourceNotFoundException: Requested resource not found: Stream: {other} not found"
        )


# --- behaviour -----------------------------------------------------------------------------------


def test_a_new_stream() -> None:
    caller = caller_with_stream("KEYS_ONLY")
    description = described(caller, stream_arn(caller))
    open_shards = description.pop("Shards")
    assert description == {
        "StreamArn": stream_arn(caller),
        "StreamLabel": "2026-10-08T22:53:20.123",
        "StreamStatus": "ENABLED",
        "StreamViewType": "KEYS_ONLY",
        "CreationRequestDateTime": START_MS / 1000,
        "TableName": "albums",
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    }
    assert len(open_shards) == 4  # one for each partition that serves 4,000 writes a second
    for shard in open_shards:
        assert list(shard["SequenceNumberRange"]) == ["StartingSequenceNumber"]
        assert "ParentShardId" not in shard
    ids = [shard["ShardId"] for shard in open_shards]
    assert ids == sorted(set(ids))


def test_a_small_provisioned_table_has_one_shard() -> None:
    caller = caller_with_stream(BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 5))
    assert len(shards(caller, stream_arn(caller))) == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 100])
def test_pages_of_shards_join(limit: int) -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    ids: list[str] = []
    start: dict[str, object] = {}
    while True:
        description = described(caller, arn, Limit=limit, **start)
        page = [shard["ShardId"] for shard in description["Shards"]]
        assert len(page) <= limit
        ids += page
        if "LastEvaluatedShardId" not in description:
            break
        assert description["LastEvaluatedShardId"] == page[-1]
        start = {"ExclusiveStartShardId": page[-1]}
    assert ids == [shard["ShardId"] for shard in shards(caller, arn)]
    assert described(caller, arn, ExclusiveStartShardId="z" * 40)["Shards"] == []


def test_states_last_as_long_as_the_tables() -> None:
    caller = caller_with_stream(delay_ms=100)
    arn = stream_arn(caller)
    assert described(caller, arn)["StreamStatus"] == "ENABLING"
    caller.clock.time_ms += 100
    assert described(caller, arn)["StreamStatus"] == "ENABLED"
    caller.call("UpdateTable", TableName="albums", StreamSpecification={"StreamEnabled": False})
    assert described(caller, arn)["StreamStatus"] == "DISABLING"
    caller.clock.time_ms += 100
    assert described(caller, arn)["StreamStatus"] == "DISABLED"


@pytest.mark.parametrize("how", ["disabled", "table deleted"])
def test_an_ended_stream_can_be_read_for_a_day(how: str) -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    if how == "disabled":
        off = {"StreamEnabled": False}
        caller.call("UpdateTable", TableName="albums", StreamSpecification=off)
    else:
        caller.call("DeleteTable", TableName="albums")
    description = described(caller, arn)
    assert description["StreamStatus"] == "DISABLED"
    for shard in description["Shards"]:
        numbers = shard["SequenceNumberRange"]
        assert numbers["StartingSequenceNumber"] <= numbers["EndingSequenceNumber"]
    caller.clock.time_ms += DAY_MS
    assert caller.refusal("DescribeStream", StreamArn=arn).startswith("ResourceNotFound")


def test_children_of_a_shard() -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    parents = shards(caller, arn)
    caller.clock.time_ms += 4 * HOUR_MS
    result_of(run_once(roll_shards.JOB, caller.node))
    for parent in parents:
        only = {"Type": "CHILD_SHARDS", "ShardId": parent["ShardId"]}
        (child,) = described(caller, arn, ShardFilter=only)["Shards"]
        assert child["ParentShardId"] == parent["ShardId"]
        none = {"Type": "CHILD_SHARDS", "ShardId": child["ShardId"]}
        assert described(caller, arn, ShardFilter=none)["Shards"] == []
    assert len(shards(caller, arn)) == 8
