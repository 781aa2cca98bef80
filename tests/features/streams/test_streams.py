"""What every write leaves in the stream of its table."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.features.streams import roll_shards
from tests.apis.dynamodb.operations.samples import Attributes, number, string
from tests.engine.in_memory import START_MS, Caller, result_of, run_once
from tests.features.secondary_indexes.samples import verified
from tests.features.streams.samples import (
    caller_with_stream,
    changes,
    records,
    records_of,
    shards,
    stream_arn,
)

FOUR_HOURS_MS = 4 * 3_600_000


def key(pk: str, sk: str) -> Attributes:
    return {"pk": string(pk), "sk": string(sk)}


def put(caller: Caller, sk: str, *, pk: str = "a", **attributes: dict[str, object]) -> None:
    caller.call("PutItem", TableName="albums", Item={**key(pk, sk), **attributes})


def update(caller: Caller, sk: str, expression: str, **values: dict[str, object]) -> None:
    members: dict[str, object] = {}
    if values:
        members["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
    caller.call(
        "UpdateItem",
        TableName="albums",
        Key=key("a", sk),
        UpdateExpression=expression,
        **members,
    )


def test_each_change_leaves_one_record() -> None:
    caller = caller_with_stream()
    put(caller, "1", x=number(1))
    put(caller, "1", x=number(2))
    update(caller, "1", "SET x = :x", x=number(3))
    caller.call("DeleteItem", TableName="albums", Key=key("a", "1"))
    images = [
        (
            each["eventName"],
            each["dynamodb"].get("OldImage", {}).get("x"),
            each["dynamodb"].get("NewImage", {}).get("x"),
        )
        for each in records(caller)
    ]
    assert images == [
        ("INSERT", None, number(1)),
        ("MODIFY", number(1), number(2)),
        ("MODIFY", number(2), number(3)),
        ("REMOVE", number(3), None),
    ]


def test_writes_that_change_nothing_leave_none() -> None:
    caller = caller_with_stream()
    put(caller, "1", x=number(1), s={"SS": ["a", "b"]}, m={"M": {"a": number(1), "b": number(2)}})
    before = len(records(caller))
    put(
        caller,
        "1",
        x=number("1.0"),
        m={"M": {"b": number(2), "a": number(1)}},
        s={"SS": ["b", "a"]},
    )
    update(caller, "1", "ADD x :x", x=number(0))
    update(caller, "1", "REMOVE gone")
    update(caller, "2", "REMOVE gone")
    caller.call("DeleteItem", TableName="albums", Key=key("a", "3"))
    with pytest.raises(Reject):
        caller.call(
            "PutItem",
            TableName="albums",
            Item=key("a", "4"),
            ConditionExpression="attribute_exists(pk)",
        )
    assert (before, len(records(caller))) == (1, 1)


def test_a_batch_leaves_a_record_for_each_change() -> None:
    caller = caller_with_stream("KEYS_ONLY")
    put(caller, "old")
    caller.call(
        "BatchWriteItem",
        RequestItems={
            "albums": [
                {"PutRequest": {"Item": key("a", "new")}},
                {"DeleteRequest": {"Key": key("a", "missing")}},
                {"DeleteRequest": {"Key": key("a", "old")}},
            ]
        },
    )
    assert changes(records(caller)) == [("INSERT", "old"), ("INSERT", "new"), ("REMOVE", "old")]


def test_a_transaction_leaves_a_record_for_each_change() -> None:
    caller = caller_with_stream("KEYS_ONLY")
    put(caller, "old")
    on = {"TableName": "albums"}
    members = {
        "ClientRequestToken": "once",
        "TransactItems": [
            {"Put": {**on, "Item": key("a", "new")}},
            {"Delete": {**on, "Key": key("a", "missing")}},
            {"Delete": {**on, "Key": key("a", "old")}},
            {
                "ConditionCheck": {
                    **on,
                    "Key": key("a", "other"),
                    "ConditionExpression": "attribute_not_exists(pk)",
                }
            },
        ],
    }
    caller.call("TransactWriteItems", **members)
    caller.call("TransactWriteItems", **members)
    assert changes(records(caller)) == [("INSERT", "old"), ("INSERT", "new"), ("REMOVE", "old")]


def test_sequence_numbers_and_ids_are_of_their_own() -> None:
    caller = caller_with_stream()
    for at in range(50):
        put(caller, str(at), pk=str(at))
    found = records(caller)
    numbers = {each["dynamodb"]["SequenceNumber"] for each in found}
    assert len(found) == len(numbers) == len({each["eventID"] for each in found}) == 50
    in_order = sorted(found, key=lambda each: str(each["dynamodb"]["SequenceNumber"]))
    assert [each["dynamodb"]["Keys"]["sk"]["S"] for each in in_order] == list(map(str, range(50)))


def test_no_record_before_the_stream_and_none_after_it() -> None:
    caller = Caller()
    caller.create()
    item = {"pk": string("a")}
    caller.call("PutItem", TableName="music", Item=item)
    on = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    arn = caller.call("UpdateTable", TableName="music", StreamSpecification=on)["TableDescription"][
        "LatestStreamArn"
    ]
    caller.call("DeleteItem", TableName="music", Key=item)
    off = {"StreamEnabled": False}
    caller.call("UpdateTable", TableName="music", StreamSpecification=off)
    caller.call("PutItem", TableName="music", Item=item)
    assert [each["eventName"] for each in records(caller, arn)] == ["REMOVE"]
    again = caller.call("UpdateTable", TableName="music", StreamSpecification=on)[
        "TableDescription"
    ]["LatestStreamArn"]
    assert again != arn
    assert records(caller, again) == []
    assert [each["eventName"] for each in records(caller, arn)] == ["REMOVE"]


def test_a_write_that_was_under_way_when_its_table_was_deleted_is_refused() -> None:
    """Nobody could see it, neither in the table nor in the stream, so it is not acknowledged."""
    caller = caller_with_stream(delay_ms=100)
    caller.clock.time_ms += 100
    arn = stream_arn(caller)
    real_transact = caller.storage.transact

    async def delete_first(reads: object, decide: object) -> object:
        caller.storage.transact = real_transact  # type: ignore[method-assign]
        await caller.calls("DeleteTable", TableName="albums")
        return await real_transact(reads, decide)  # type: ignore[arg-type]

    caller.storage.transact = delete_first  # type: ignore[method-assign, assignment]
    with pytest.raises(Reject) as refused:
        put(caller, "1")
    assert refused.value.error.code == "ResourceNotFoundException"
    assert caller.describe("albums")["ItemCount"] == 0
    assert records(caller, arn) == []
    assert verified(caller).sentences == []


def test_every_record_follows_the_start_of_its_shard_when_the_clock_goes_back() -> None:
    caller = caller_with_stream()
    caller.clock.time_ms -= FOUR_HOURS_MS
    put(caller, "1")
    arn = stream_arn(caller)
    (shard,) = [each for each in shards(caller, arn) if records_of(caller, arn, each["ShardId"])]
    (record,) = records(caller)
    starting = shard["SequenceNumberRange"]["StartingSequenceNumber"]
    assert starting < record["dynamodb"]["SequenceNumber"]
    assert verified(caller).sentences == []


PKS, SKS = st.sampled_from(["a", "b", "c", "d", "e"]), st.sampled_from(["1", "2"])
STEPS = st.one_of(
    st.tuples(st.just("put"), PKS, SKS, st.integers(0, 3)),
    st.tuples(st.just("add"), PKS, SKS, st.integers(0, 3)),
    st.tuples(st.just("delete"), PKS, SKS, st.just(0)),
    st.tuples(st.just("batch"), PKS, SKS, st.integers(0, 3)),
    st.tuples(st.just("roll"), PKS, SKS, st.just(0)),
)


@given(st.lists(STEPS, max_size=40))
@settings(max_examples=40)
def test_replaying_the_stream_gives_the_table(history: list[tuple[str, str, str, int]]) -> None:
    caller = caller_with_stream()
    for step, pk, sk, value in history:
        _do(caller, step, key(pk, sk), value)
    replayed: dict[tuple[str, str], Attributes] = {}
    for each in records(caller):
        keys, images = each["dynamodb"]["Keys"], each["dynamodb"]
        at = (keys["pk"]["S"], keys["sk"]["S"])
        assert replayed.get(at) == images.get("OldImage")
        assert images.get("OldImage") != images.get("NewImage")
        replayed.pop(at, None)
        if "NewImage" in images:
            replayed[at] = images["NewImage"]
    items: list[dict[str, Any]] = caller.call("Scan", TableName="albums")["Items"]
    assert {(item["pk"]["S"], item["sk"]["S"]): item for item in items} == replayed


def _do(caller: Caller, step: str, at: Attributes, value: int) -> None:
    item = {**at, "x": number(value)}
    if step == "put":
        caller.call("PutItem", TableName="albums", Item=item)
    elif step == "add":
        caller.call(
            "UpdateItem",
            TableName="albums",
            Key=at,
            UpdateExpression="ADD x :x",
            ExpressionAttributeValues={":x": number(value)},
        )
    elif step == "delete":
        caller.call("DeleteItem", TableName="albums", Key=at)
    elif step == "batch":
        other = {**at, "sk": string("3")}
        caller.call(
            "BatchWriteItem",
            RequestItems={
                "albums": [{"PutRequest": {"Item": item}}, {"DeleteRequest": {"Key": other}}]
            },
        )
    elif caller.clock.time_ms < START_MS + 5 * FOUR_HOURS_MS:  # else the first records go
        caller.clock.time_ms += FOUR_HOURS_MS
        result_of(run_once(roll_shards.JOB, caller.node))
