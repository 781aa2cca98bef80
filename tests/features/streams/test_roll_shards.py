"""Shards end and have children: by age, and when the table grows."""

from collections import defaultdict

from jedlik.features.streams import roll_shards
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, is_due, result_of, run_once, units
from tests.features.streams.samples import caller_with_stream, records, shards, stream_arn

HOUR_MS = 3_600_000


def roll(caller: Caller) -> int:
    """Rolls until nothing is due; how often."""
    count = 0
    while result_of(is_due(roll_shards.JOB, caller.node)):
        result_of(run_once(roll_shards.JOB, caller.node))
        count += 1
    return count


def test_shards_take_records_for_four_hours() -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    caller.clock.time_ms += 4 * HOUR_MS - 1
    assert roll(caller) == 0
    caller.clock.time_ms += 1
    assert roll(caller) == 1
    all_shards = shards(caller, arn)
    parents = [shard for shard in all_shards if "ParentShardId" not in shard]
    children = [shard for shard in all_shards if "ParentShardId" in shard]
    assert {child["ParentShardId"] for child in children} == {p["ShardId"] for p in parents}
    for child in children:
        assert "EndingSequenceNumber" not in child["SequenceNumberRange"]
    for parent in parents:
        ending = parent["SequenceNumberRange"]["EndingSequenceNumber"]
        assert ending < children[0]["SequenceNumberRange"]["StartingSequenceNumber"]


def test_a_grown_table_has_more_shards() -> None:
    caller = caller_with_stream(BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 5))
    arn = stream_arn(caller)
    assert roll(caller) == 0
    caller.call("UpdateTable", TableName="albums", ProvisionedThroughput=units(5, 2_500))
    assert roll(caller) == 1
    children = [shard for shard in shards(caller, arn) if "ParentShardId" in shard]
    assert len(children) == 3


def test_the_records_of_a_key_stay_in_order() -> None:
    caller = caller_with_stream(BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 5))
    for at in range(60):
        item = {"pk": string(str(at % 7)), "sk": string("s"), "at": {"N": str(at)}}
        caller.call("PutItem", TableName="albums", Item=item)
        if at == 20:
            caller.call("UpdateTable", TableName="albums", ProvisionedThroughput=units(5, 2_500))
        if at % 15 == 0:
            caller.clock.time_ms += 4 * HOUR_MS
            roll(caller)
    seen: dict[str, list[int]] = defaultdict(list)
    for each in records(caller):
        image = each["dynamodb"]["NewImage"]
        seen[image["pk"]["S"]].append(int(image["at"]["N"]))
    assert {pk: len(found) for pk, found in seen.items()} == {
        str(pk): len(range(pk, 60, 7)) for pk in range(7)
    }
    assert all(found == sorted(found) for found in seen.values())


def test_ended_streams_and_gone_tables_stay_as_they_are() -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    caller.call("UpdateTable", TableName="albums", StreamSpecification={"StreamEnabled": False})
    caller.clock.time_ms += 5 * HOUR_MS
    assert roll(caller) == 0
    assert len(shards(caller, arn)) == 4
    caller.call("DeleteTable", TableName="albums")
    assert roll(caller) == 0
    result_of(run_once(roll_shards.JOB, caller.node))
