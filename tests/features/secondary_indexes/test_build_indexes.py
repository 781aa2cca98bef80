"""An index added to a table with items: built in pieces while writes go on, always exact."""

import asyncio
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.secondary_indexes.build_indexes import JOB
from jedlik.storage.interface import Batch, Delete
from jedlik.storage.memory import MemoryStorage
from tests.apis.dynamodb.operations.samples import number, string
from tests.engine.in_memory import VE, Caller, is_due, result_of, run_once, values
from tests.features.secondary_indexes.samples import (
    check_indexes,
    current,
    defined,
    do_jobs,
    index,
    indexed_table,
)

CREATE = {
    "AttributeDefinitions": defined("x:S"),
    "GlobalSecondaryIndexUpdates": [{"Create": index("byx", "x HASH")}],
}
QUERY_X = {
    "KeyConditionExpression": "x = :x",
    "ExpressionAttributeValues": {":x": {"S": "x"}},
    "IndexName": "byx",
}


def caller_with_items(count: int, **options: Any) -> Caller:
    caller = Caller(**options)
    caller.create()
    caller.clock.time_ms += caller.node.transition_delay_ms

    async def fill() -> None:
        for at in range(count):
            item = {"pk": string(f"{at:05}"), "x": string("x")}
            await caller.calls("PutItem", TableName="music", Item=item)

    result_of(fill())
    return caller


def described(caller: Caller) -> dict[str, Any]:
    found: dict[str, Any] = caller.describe()["GlobalSecondaryIndexes"][0]
    return found


def test_an_index_is_built_in_the_background() -> None:
    caller = caller_with_items(250)
    answer = caller.call("UpdateTable", TableName="music", **CREATE)["TableDescription"]
    assert answer["TableStatus"] == "UPDATING"
    assert answer["AttributeDefinitions"] == defined("pk:S x:S")
    (shown,) = answer["GlobalSecondaryIndexes"]
    assert (shown["IndexStatus"], shown["Backfilling"], shown["ItemCount"]) == (
        "CREATING",
        False,
        0,
    )
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert described(caller)["Backfilling"] is True
    assert caller.refusal("Query", TableName="music", **QUERY_X) == (
        VE + "Cannot read from backfilling global secondary index: byx"
    )
    result_of(run_once(JOB, caller.node))
    assert described(caller)["ItemCount"] == 100
    result_of(run_once(JOB, caller.node))
    result_of(run_once(JOB, caller.node))
    assert described(caller)["IndexStatus"] == "ACTIVE"
    assert "Backfilling" not in described(caller)
    assert described(caller)["ItemCount"] == 250
    assert caller.call("Query", TableName="music", **QUERY_X)["Count"] == 250
    check_indexes(caller)
    do_jobs(caller)
    assert not result_of(is_due(JOB, caller.node))
    assert not [key for key in values(caller) if key.space == 5]


def test_a_build_goes_on_after_a_restart() -> None:
    storage = MemoryStorage()
    caller = caller_with_items(250, storage=storage)
    caller.call("UpdateTable", TableName="music", **CREATE)
    result_of(run_once(JOB, caller.node))
    restarted = Caller(storage=storage)
    do_jobs(restarted)
    assert described(restarted)["ItemCount"] == 250
    check_indexes(restarted)


def test_a_build_waits_for_the_transition_of_the_table_and_lasts_as_long() -> None:
    caller = caller_with_items(1, delay_ms=1000)
    caller.call("UpdateTable", TableName="music", **CREATE)
    assert caller.describe()["TableStatus"] == "UPDATING"
    assert described(caller)["Backfilling"] is False
    assert not result_of(is_due(JOB, caller.node))
    delete = {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "byx"}}]}
    assert caller.refusal("UpdateTable", TableName="music", **delete).startswith(
        "ResourceInUseException"
    )
    caller.clock.time_ms += 1000
    do_jobs(caller)
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert (described(caller)["IndexStatus"], described(caller)["Backfilling"]) == (
        "CREATING",
        True,
    )
    caller.clock.time_ms += 1000
    do_jobs(caller)
    assert described(caller)["IndexStatus"] == "ACTIVE"


def test_items_of_before_that_cannot_be_in_the_index_stay_out() -> None:
    caller = Caller()
    caller.create()
    for at, x in enumerate([number(1), string(""), string("x" * 2049), {"M": {}}, string("fine")]):
        caller.call("PutItem", TableName="music", Item={"pk": string(str(at)), "x": x})
    caller.call("UpdateTable", TableName="music", **CREATE)
    do_jobs(caller)
    assert described(caller)["ItemCount"] == 1
    check_indexes(caller)
    # Such an item can only be put right, or be deleted.
    update = {"UpdateExpression": "SET y = :y", "ExpressionAttributeValues": {":y": string("y")}}
    assert "unsupported type" in caller.refusal(
        "UpdateItem", TableName="music", Key={"pk": string("0")}, **update
    )
    caller.call("DeleteItem", TableName="music", Key={"pk": string("0")})
    check_indexes(caller)


def test_an_index_may_be_deleted_while_it_is_built() -> None:
    caller = caller_with_items(150)
    caller.call("UpdateTable", TableName="music", **CREATE)
    result_of(run_once(JOB, caller.node))
    delete = {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "byx"}}]}
    caller.call("UpdateTable", TableName="music", **delete)
    result_of(run_once(JOB, caller.node))
    do_jobs(caller)
    assert "GlobalSecondaryIndexes" not in caller.describe()
    assert not [key for key in values(caller) if key.space in (5, 6)]


def test_a_build_of_a_table_that_is_gone_is_forgotten() -> None:
    caller = caller_with_items(1)
    caller.call("UpdateTable", TableName="music", **CREATE)
    gone = Batch([Delete(current(caller).catalog_key)], None)
    result_of(caller.storage.transact([], lambda _: gone))
    result_of(run_once(JOB, caller.node))
    assert not [key for key in values(caller) if key.space == 5]
    result_of(run_once(JOB, caller.node))


def test_the_table_may_change_between_the_page_and_its_entry() -> None:
    caller = caller_with_items(5)
    caller.call("UpdateTable", TableName="music", **CREATE)

    async def interleaved() -> None:
        storage = caller.storage
        scan = storage.scan

        async def scan_then_write(*arguments: Any, **options: Any) -> Any:
            page = await scan(*arguments, **options)
            if arguments[0].space == 2:
                await caller.calls("DeleteItem", TableName="music", Key={"pk": string("00001")})
                await caller.calls(
                    "PutItem", TableName="music", Item={"pk": string("new"), "x": string("n")}
                )
                await caller.calls(
                    "PutItem", TableName="music", Item={"pk": string("00002"), "x": string("o")}
                )
                await caller.calls("UpdateTable", TableName="music", BillingMode="PAY_PER_REQUEST")
            return page

        storage.__dict__["scan"] = scan_then_write
        await run_once(JOB, caller.node)
        del storage.__dict__["scan"]

    result_of(interleaved())
    do_jobs(caller)
    assert described(caller)["ItemCount"] == 5
    check_indexes(caller)


NAMES = st.sampled_from(["0", "1", "2", "3", "4", "5"])
VALUES = st.sampled_from(["", "a", "b", "c"])
PUTS = st.tuples(st.just("put"), NAMES, VALUES, VALUES)
DELETES = st.tuples(st.just("delete"), NAMES)
UPDATES = st.tuples(st.just("update"), NAMES, VALUES)
BATCHES = st.tuples(st.just("batch"), st.dictionaries(NAMES, VALUES, min_size=1))
CHANGES = st.sampled_from([("create",), ("remove",), ("build",), ("build",), ("build",)])
HISTORIES = st.lists(st.one_of(PUTS, DELETES, UPDATES, BATCHES, CHANGES), max_size=40)

INDEXED = indexed_table(
    "pk:S sk:S x:S y:S",
    "pk sk",
    GlobalSecondaryIndexes=[
        index("keys", "x HASH", "y RANGE", projection="KEYS_ONLY"),
        index("several", "x HASH", "y HASH", "sk RANGE", projection="INCLUDE z"),
    ],
    LocalSecondaryIndexes=[index("local", "pk HASH", "y RANGE")],
)


def item_of(name: str, x: str, y: str = "") -> dict[str, dict[str, object]]:
    """Returns an item of one of two partitions. An empty text leaves the attribute out."""
    item = {"pk": string("ab"[int(name) % 2]), "sk": string(name), "z": string(x + y)}
    item.update({key: string(text) for key, text in (("x", x), ("y", y)) if text})
    return item


async def step(caller: Caller, action: tuple[Any, ...]) -> None:
    kind, *rest = action
    if kind == "put":
        await caller.calls("PutItem", TableName="music", Item=item_of(*rest))
    elif kind == "delete":
        key = {name: item_of(rest[0], "")[name] for name in ("pk", "sk")}
        await caller.calls("DeleteItem", TableName="music", Key=key)
    elif kind == "update":
        key = {name: item_of(rest[0], "")[name] for name in ("pk", "sk")}
        update: dict[str, object] = {"UpdateExpression": "REMOVE x"}
        if rest[1]:
            update["UpdateExpression"] = "SET x = :x, n = if_not_exists(y, :x)"
            update["ExpressionAttributeValues"] = {":x": string(rest[1])}
        await caller.calls("UpdateItem", TableName="music", Key=key, **update)
    elif kind == "batch":
        puts = [{"PutRequest": {"Item": item_of(name, x)}} for name, x in rest[0].items()]
        await caller.calls("BatchWriteItem", RequestItems={"music": puts})
    elif kind == "build":
        await run_once(JOB, caller.node)
    else:
        await _change_index(caller, kind)


async def _change_index(caller: Caller, kind: str) -> None:
    described = (await caller.calls("DescribeTable", TableName="music"))["Table"]
    added = [each for each in described["GlobalSecondaryIndexes"] if each["IndexName"] == "late"]
    if kind == "create" and not added:
        update = {"Create": index("late", "z HASH", "x RANGE")}
        defining = {"AttributeDefinitions": defined("z:S x:S")}
    elif kind == "remove" and added:
        update, defining = {"Delete": {"IndexName": "late"}}, {}
    else:
        return
    await caller.calls(
        "UpdateTable", TableName="music", GlobalSecondaryIndexUpdates=[update], **defining
    )


@settings(max_examples=60)
@given(HISTORIES)
def test_indexes_hold_what_the_items_say_after_any_history(
    history: list[tuple[Any, ...]],
) -> None:
    # So that writes fall between pages.
    with mock.patch.object(build_indexes, "_PAGE_ITEMS", 2):
        caller = Caller()

        async def played() -> None:
            await caller.calls("CreateTable", **INDEXED)
            for name in "012345":
                await step(caller, ("put", name, "a", "b"))
            for action in [("create",), *history]:
                if action[0] in ("put", "update", "batch") and _spoils(action):
                    continue
                await step(caller, action)

        asyncio.run(played())
        do_jobs(caller)
        check_indexes(caller)


def _spoils(action: tuple[Any, ...]) -> bool:
    """Returns whether an action leaves `z`, which may be a key, empty."""
    if action[0] == "batch":
        return not all(action[1].values())
    return action[0] == "put" and not (action[2] or action[3])


def test_a_clock_that_was_wrong_does_not_delay_a_build() -> None:
    """It was an hour ahead when the index was created, and is right again after a restart."""
    before = caller_with_items(3)
    before.call("UpdateTable", TableName="music", **CREATE)
    after = Caller(storage=before.storage)
    after.clock.time_ms = before.clock.time_ms - 3_600_000
    do_jobs(after)
    assert described(after)["IndexStatus"] == "ACTIVE"
    assert after.call("Query", TableName="music", **QUERY_X)["Count"] == 3
