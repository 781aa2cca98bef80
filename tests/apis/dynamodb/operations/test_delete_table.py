"""DeleteTable. Texts: recorded answers, October 2026."""

import asyncio

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.jobs import work
from jedlik.features.tables import erasure
from tests.engine.in_memory import VE, Caller, arn_of, result_of, units, values

IN_USE = "ResourceInUseException: Attempt to change a resource which is still in use: "
NOT_FOUND = "ResourceNotFoundException: Requested resource not found: Table: music not found"

# --- serialization -------------------------------------------------------------------------------


def test_a_name_must_be_a_string() -> None:
    assert Caller().refusal("DeleteTable", TableName=[]).startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


def test_a_table_that_is_not_there() -> None:
    assert Caller().refusal("DeleteTable", TableName="music") == NOT_FOUND


def test_a_protected_table() -> None:
    caller = Caller()
    caller.create(DeletionProtectionEnabled=True)
    assert caller.refusal("DeleteTable", TableName="music") == (
        VE + "Resource cannot be deleted as it is currently protected against deletion. "
        "Disable deletion protection first."
    )
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=False)
    caller.call("DeleteTable", TableName="music")


def test_a_table_that_is_changing() -> None:
    caller = Caller(delay_ms=100)
    caller.create()
    creating = IN_USE + "Table is being created: music"
    assert caller.refusal("DeleteTable", TableName="music") == creating
    caller.clock.time_ms += 100
    caller.call(
        "UpdateTable",
        TableName="music",
        BillingMode="PROVISIONED",
        ProvisionedThroughput=units(1, 1),
    )
    updating = IN_USE + "Table: music is in the process of being updated."
    assert caller.refusal("DeleteTable", TableName="music") == updating
    caller.clock.time_ms += 100
    caller.call("DeleteTable", TableName="music")
    deleting = IN_USE + "Table is being deleted: music"
    assert caller.refusal("DeleteTable", TableName="music") == deleting
    caller.clock.time_ms += 100
    assert caller.refusal("DeleteTable", TableName="music") == NOT_FOUND


# --- behaviour -----------------------------------------------------------------------------------


def test_the_answer_leaves_out_the_schema() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
    described = caller.describe()
    deleted = caller.call("DeleteTable", TableName=arn_of())["TableDescription"]
    missing = {"AttributeDefinitions", "KeySchema", "CreationDateTime", "WarmThroughput"}
    assert described.keys() - deleted.keys() == missing
    assert deleted == {
        **{name: value for name, value in described.items() if name not in missing},
        "TableStatus": "DELETING",
    }
    assert deleted["ItemCount"] == 1


def test_a_deleted_table_is_gone_at_once() -> None:
    caller = Caller()
    caller.create()
    caller.call("DeleteTable", TableName="music")
    assert caller.refusal("DescribeTable", TableName="music") == NOT_FOUND
    assert caller.call("ListTables") == {"TableNames": []}


def test_a_deletion_that_takes_time() -> None:
    caller = Caller(delay_ms=100)
    caller.create()
    caller.clock.time_ms += 100
    caller.call("DeleteTable", TableName="music")
    assert caller.describe()["TableStatus"] == "DELETING"
    assert caller.call("ListTables") == {"TableNames": ["music"]}
    caller.clock.time_ms += 100
    assert caller.refusal("DescribeTable", TableName="music") == NOT_FOUND
    assert caller.call("ListTables") == {"TableNames": []}


@pytest.mark.parametrize("delay_ms", [0, 100])
def test_nothing_is_left_behind(delay_ms: int) -> None:
    caller = Caller(delay_ms=delay_ms)
    before = values(caller)
    caller.create()
    caller.clock.time_ms += delay_ms
    for number in range(10):
        caller.call("PutItem", TableName="music", Item={"pk": {"S": str(number)}})
    caller.call("DeleteTable", TableName="music")
    caller.clock.time_ms += delay_ms
    result_of(work(erasure.JOB, caller.node, "me"))
    left = values(caller).keys() - before.keys()
    assert [key.sort for key in left] == [b"table id"]


def test_of_many_at_once_one_deletes_the_table() -> None:
    caller = Caller()
    caller.create()

    async def attempt() -> str:
        try:
            await caller.calls("DeleteTable", TableName="music")
        except Reject as rejected:
            return rejected.error.code
        return "deleted"

    async def race() -> list[str]:
        return list(await asyncio.gather(*(attempt() for _ in range(10))))

    outcomes = result_of(race())
    assert sorted(outcomes) == ["ResourceNotFoundException"] * 9 + ["deleted"]
