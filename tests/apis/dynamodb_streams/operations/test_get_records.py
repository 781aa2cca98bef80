"""GetRecords. Source: API Reference; Alternator test_streams.py."""

import pytest

from jedlik.apis.dynamodb_streams.shard_iterator import iterator_from_text, iterator_to_text
from tests.apis.dynamodb.operations.samples import Attributes, string
from tests.engine.in_memory import ENV, START_MS, VE, Caller, units
from tests.features.streams.samples import caller_with_stream, iterator, read_on, shards, stream_arn

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize("members", [{"ShardIterator": 1}, {"Limit": "1"}])
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    refused = Caller().refusal("GetRecords", **{"ShardIterator": "x", **members})
    assert refused.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

FAILED = "failed to satisfy constraint: Member must "


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"ShardIterator": None}, f"Value null at 'shardIterator' {FAILED}not be null"),
        ({"Limit": 0}, f"Value '0' at 'limit' {FAILED}have value greater than or equal to 1"),
        ({"Limit": 1001}, f"Value '1001' at 'limit' {FAILED}have value less than or equal to 1000"),
    ],
)
def test_refusals_of_members(members: dict[str, object], expected: str) -> None:
    assert Caller().refusal("GetRecords", **{"ShardIterator": "x", **members}) == ENV + expected


def test_what_was_never_given_out() -> None:
    refused = Caller().refusal("GetRecords", ShardIterator="sdfsdfsgagaddaf")
    assert refused == VE + "Invalid ShardIterator"


# --- behaviour -----------------------------------------------------------------------------------


def put(caller: Caller, sk: str, **attributes: dict[str, object]) -> None:
    item: Attributes = {"pk": string("a"), "sk": string(sk), **attributes}
    caller.call("PutItem", TableName="albums", Item=item)


def caller_with_one_shard() -> tuple[Caller, str, str]:
    """Returns a caller whose stream has one shard, the stream, and the shard."""
    caller = caller_with_stream(BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 5))
    arn = stream_arn(caller)
    (shard,) = shards(caller, arn)
    return caller, arn, shard["ShardId"]


def sort_keys(page: list[dict[str, object]]) -> list[str]:
    return [each["dynamodb"]["Keys"]["sk"]["S"] for each in page]  # type: ignore[index]


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_pages_join_to_the_whole(limit: int) -> None:
    caller, arn, shard_id = caller_with_one_shard()
    for at in range(5):
        put(caller, str(at))
    pages = list(read_on(caller, iterator(caller, arn, shard_id), Limit=limit))
    assert [key for page in pages for key in sort_keys(page)] == list("01234")
    assert max(map(len, pages)) == min(limit, 5)


def test_a_page_ends_at_1000_records_or_1_mb() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    for at in range(1_001):
        put(caller, f"{at:04}")
    sizes = [len(page) for page in read_on(caller, iterator(caller, arn, shard_id))]
    assert sizes == [1_000, 1, 0]
    latest = iterator(caller, arn, shard_id, "LATEST")
    for at in range(4):
        put(caller, f"large{at}", fill=string("x" * 380_000))
    assert [len(page) for page in read_on(caller, latest)] == [3, 1, 0]


def test_an_open_shard_goes_on() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    text = iterator(caller, arn, shard_id)
    for at in range(3):
        answer = caller.call("GetRecords", ShardIterator=text)
        assert answer["Records"] == []
        text = answer["NextShardIterator"]
        put(caller, str(at))
        answer = caller.call("GetRecords", ShardIterator=text)
        assert sort_keys(answer["Records"]) == [str(at)]
        text = answer["NextShardIterator"]


def test_a_shard_that_ended_ends() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    for at in range(3):
        put(caller, str(at))
    off = {"StreamEnabled": False}
    caller.call("UpdateTable", TableName="albums", StreamSpecification=off)
    first = caller.call("GetRecords", ShardIterator=iterator(caller, arn, shard_id), Limit=2)
    assert len(first["Records"]) == 2
    last = caller.call("GetRecords", ShardIterator=first["NextShardIterator"])
    assert len(last["Records"]) == 1
    assert "NextShardIterator" not in last
    latest = caller.call("GetRecords", ShardIterator=iterator(caller, arn, shard_id, "LATEST"))
    assert latest == {"Records": []}


def test_an_iterator_is_good_for_15_minutes() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    text = iterator(caller, arn, shard_id)
    caller.clock.time_ms += 15 * MINUTE_MS
    text = caller.call("GetRecords", ShardIterator=text)["NextShardIterator"]
    caller.clock.time_ms += 15 * MINUTE_MS + 1
    refused = caller.refusal("GetRecords", ShardIterator=text)
    assert refused.startswith("ExpiredIteratorException: ")


def test_a_record_trimmed_before_it_was_read_is_reported() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    put(caller, "0")
    caller.clock.time_ms = START_MS + DAY_MS
    text = iterator(caller, arn, shard_id)
    put(caller, "1")
    caller.clock.time_ms += 1
    assert caller.refusal("GetRecords", ShardIterator=text) == (
        "TrimmedDataAccessException: The data you are trying to access has been trimmed"
    )
    fresh = caller.call("GetRecords", ShardIterator=iterator(caller, arn, shard_id))
    assert sort_keys(fresh["Records"]) == ["1"]


def test_nothing_is_missed_where_nothing_was() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    caller.clock.time_ms = START_MS + DAY_MS
    text = iterator(caller, arn, shard_id)
    caller.clock.time_ms += MINUTE_MS
    put(caller, "1")
    assert sort_keys(caller.call("GetRecords", ShardIterator=text)["Records"]) == ["1"]


def test_an_iterator_is_of_its_account_and_stream() -> None:
    caller, arn, shard_id = caller_with_one_shard()
    text = iterator(caller, arn, shard_id)
    other = Caller(storage=caller.storage, account_id="999999999999")
    assert other.refusal("GetRecords", ShardIterator=text) == (
        f"ResourceNotFoundException: Requested resource not found: Stream: {arn} not found"
    )


def test_an_iterator_from_the_future_has_expired() -> None:
    """It was made by hand, or the clock was set back. The clocks of two processes may be a minute
    apart.
    """
    caller, arn, shard_id = caller_with_one_shard()
    text = iterator(caller, arn, shard_id)
    caller.clock.time_ms -= MINUTE_MS
    assert caller.call("GetRecords", ShardIterator=text)["Records"] == []
    caller.clock.time_ms -= 1
    refused = caller.refusal("GetRecords", ShardIterator=text)
    assert refused == (
        "ExpiredIteratorException: The provided iterator exceeds the maximum age allowed."
    )


def test_an_iterator_by_hand_leads_to_no_other_stream() -> None:
    """Who may read one stream must not read the shards of another that began at the same moment."""
    caller, arn, _ = caller_with_one_shard()
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    other = caller.create("secret", StreamSpecification=stream)["LatestStreamArn"]
    assert other.rpartition("/")[2] == arn.rpartition("/")[2]
    caller.call("PutItem", TableName="secret", Item={"pk": string("a")})
    for shard in shards(caller, other):
        begun = iterator_from_text(iterator(caller, other, shard["ShardId"]))
        assert begun is not None
        by_hand = iterator_to_text(begun._replace(stream_arn=arn))
        refused = caller.refusal("GetRecords", ShardIterator=by_hand)
        assert refused.endswith("Shard does not exist")
