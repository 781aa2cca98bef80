"""Puts and deletes policies, whatever happens to the table or stream meanwhile.

Source: ack-api-quirks, services/dynamodb, entries 213, 214, 234 and 460, recorded in October 2026.
"""

import pytest

from jedlik.features.resource_policies.change import delete_policy, put_policy
from jedlik.features.resource_policies.lookup import stored_policy
from jedlik.features.resource_policies.resource import Resource, resource_named
from jedlik.features.resource_policies.rules import Document
from jedlik.features.streams.trim_streams import JOB, RETENTION_MS
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.resource_policies.sample import MUSIC, document

STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
DOCUMENT = Document("{}", {}, True)
GONE = "ResourceNotFoundException: Requested resource not found: Table: music not found"


def streamed(caller: Caller) -> Resource:
    arn = caller.create(StreamSpecification=STREAM)["LatestStreamArn"]
    return resource_named(caller.context, arn)


def test_every_process_sees_the_policy_of_a_table_at_once() -> None:
    caller = Caller()
    caller.create()
    other = Caller(storage=caller.storage, clock=caller.clock)
    assert other.describe()["TableStatus"] == "ACTIVE"  # it has cached the table
    revision_id = result_of(
        put_policy(caller.context, Resource(MUSIC, "music", ""), DOCUMENT, None)
    )
    found = result_of(stored_policy(other.context, Resource(MUSIC, "music", "")))
    assert found is not None
    assert found["RevisionId"] == revision_id


def test_a_stream_has_a_policy_of_its_own() -> None:
    caller = Caller()
    stream = streamed(caller)
    table = Resource(MUSIC, "music", "")
    result_of(put_policy(caller.context, stream, DOCUMENT, None))
    assert result_of(stored_policy(caller.context, table)) is None
    assert result_of(stored_policy(caller.context, stream)) is not None
    caller.call("UpdateTable", TableName="music", StreamSpecification={"StreamEnabled": False})
    caller.call("DeleteTable", TableName="music")
    assert result_of(stored_policy(caller.context, stream)) is not None
    assert result_of(delete_policy(caller.context, stream, None)) is not None
    assert result_of(stored_policy(caller.context, stream)) is None


def test_the_policy_goes_with_its_stream() -> None:
    caller = Caller()
    stream = streamed(caller)
    result_of(put_policy(caller.context, stream, DOCUMENT, None))
    caller.call("DeleteTable", TableName="music")
    caller.clock.time_ms += RETENTION_MS + 1
    while result_of(is_due(JOB, caller.node)):
        result_of(run_once(JOB, caller.node))
    assert not [key for key in values(caller) if b"policy" in key.partition]


def test_the_policy_goes_with_its_table() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    caller.call("DeleteTable", TableName="music")
    assert caller.refusal("GetResourcePolicy", ResourceArn=MUSIC) == GONE
    caller.create()
    refusal = caller.refusal("GetResourcePolicy", ResourceArn=MUSIC)
    assert refusal.startswith("PolicyNotFoundException")


def test_a_table_that_is_being_created_is_not_found() -> None:
    caller = Caller(delay_ms=1_000)
    caller.create(ResourcePolicy=document())
    assert caller.refusal("PutResourcePolicy", ResourceArn=MUSIC, Policy=document()) == GONE
    for operation in ("GetResourcePolicy", "DeleteResourcePolicy"):
        assert caller.refusal(operation, ResourceArn=MUSIC) == GONE
    caller.clock.time_ms += 1_000
    assert caller.call("GetResourcePolicy", ResourceArn=MUSIC)["Policy"]


def test_a_table_that_is_being_deleted_keeps_its_policy() -> None:
    caller = Caller(delay_ms=1_000)
    caller.create()
    caller.clock.time_ms += 1_000
    put = caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    caller.clock.time_ms += 1_000
    caller.call("DeleteTable", TableName="music")
    got = caller.call("GetResourcePolicy", ResourceArn=MUSIC)
    assert got["RevisionId"] == put["RevisionId"]
    assert caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document()) == put
    deleting = "Attempt to change a resource which is still in use: Table is being deleted: music"
    other = document("dynamodb:Query")
    refusal = caller.refusal("PutResourcePolicy", ResourceArn=MUSIC, Policy=other)
    assert refusal == f"ResourceInUseException: {deleting}"
    refusal = caller.refusal("DeleteResourcePolicy", ResourceArn=MUSIC)
    assert refusal == f"ResourceInUseException: {deleting}"


def test_another_change_waits_for_the_first() -> None:
    caller = Caller(delay_ms=1_000)
    caller.create()
    caller.clock.time_ms += 1_000
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document())
    other = document("dynamodb:Query")
    refusal = caller.refusal("PutResourcePolicy", ResourceArn=MUSIC, Policy=other)
    assert refusal.endswith("Table is pending previous resource-based policy update: music")
    caller.clock.time_ms += 1_000
    caller.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=other)


@pytest.mark.parametrize("operation", ["GetResourcePolicy", "DeleteResourcePolicy"])
def test_a_stream_that_does_not_exist(operation: str) -> None:
    caller = Caller()
    caller.create()
    refusal = caller.refusal(operation, ResourceArn=f"{MUSIC}/stream/2026-10-08T00:00:00.000")
    assert refusal == (
        "ResourceNotFoundException: Requested resource not found: "
        "Stream: 2026-10-08T00:00:00.000 not found for Table: music"
    )
