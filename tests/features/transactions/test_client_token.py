"""Idempotency and capacity of TransactWriteItems, and the job that erases old tokens.

Sources: recorded answers, October 2026; API Reference; Alternator's test_transact.py.
"""

from typing import Any

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.features.transactions import client_token
from tests.apis.dynamodb.operations.samples import caller_with, number, sized, stored, string
from tests.apis.dynamodb.operations.transactions import (
    A,
    Action,
    B,
    condition_check,
    delete,
    put,
    update,
    write,
)
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.features.secondary_indexes.samples import index, indexed_table

PK_A, PK_B = {"pk": A}, {"pk": B}


def refusal(*actions: Action, caller: Caller, **members: object) -> str:
    return caller.refusal("TransactWriteItems", TransactItems=actions, **members)


# --- capacity ------------------------------------------------------------------------------------


def consumed(*actions: Action, caller: Caller, report: str = "TOTAL", **members: Any) -> Any:
    return write(caller, *actions, ReturnConsumedCapacity=report, **members)["ConsumedCapacity"]


def written(units: float, name: str = "music") -> dict[str, object]:
    return {"TableName": name, "CapacityUnits": units, "WriteCapacityUnits": units}


def test_every_action_costs_twice_its_units() -> None:
    caller = caller_with(sized(1_500, pk=A))
    caller.create("other")
    actions = [
        put(PK_B),
        put(PK_B, name="other", ConditionExpression="attribute_not_exists(pk)"),
        condition_check({"pk": string("c")}, "attribute_not_exists(pk)"),
        delete(PK_A),
    ]
    assert consumed(*actions, caller=caller) == [written(2 + 2 + 4), written(2, "other")]


def test_a_check_of_a_large_item_costs_its_size() -> None:
    caller = caller_with(sized(1_500, pk=A))
    assert consumed(condition_check(PK_A), caller=caller) == [written(4)]


def test_indexes_show_the_arm_of_the_table() -> None:
    caller = caller_with()
    arm = {"CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}
    assert consumed(put(PK_A), caller=caller, report="INDEXES") == [{**written(2), "Table": arm}]
    assert write(caller, put(PK_A), ReturnConsumedCapacity="NONE") == {}


def test_the_units_of_indexes_are_not_doubled() -> None:
    """Captured from the service in August 2026: dynoxide issue 178 and its tests."""
    caller = Caller()
    only_key = index("gsi", "g HASH", projection="KEYS_ONLY")
    caller.call("CreateTable", **indexed_table("pk:S g:S", "pk", GlobalSecondaryIndexes=[only_key]))
    moved = update(PK_A, "SET g = :n", ExpressionAttributeValues={":n": B})
    for action, of_index in ((put({**PK_A, "g": A}), 1.0), (moved, 2.0), (delete(PK_A), 1.0)):
        (total,) = consumed(action, caller=caller, report="INDEXES")
        assert total["CapacityUnits"] == total["WriteCapacityUnits"] == 2.0 + of_index
        assert total["Table"] == {"CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}
        arm = {"CapacityUnits": of_index, "WriteCapacityUnits": of_index}
        assert total["GlobalSecondaryIndexes"] == {"gsi": arm}


# --- idempotency ---------------------------------------------------------------------------------

ADD = update(PK_A, "ADD n :n")
MINUTES_10 = 600_000


def counted(caller: Caller) -> object:
    return (stored(caller, pk=A) or {}).get("n")


def test_without_token_a_transaction_is_done_again() -> None:
    caller = caller_with()
    write(caller, ADD)
    write(caller, ADD)
    assert counted(caller) == number(2)


def test_a_token_belongs_to_its_request() -> None:
    caller = caller_with()
    for _ in range(3):
        assert write(caller, ADD, put(PK_B), ClientRequestToken="t") == {}
    write(caller, ADD, ClientRequestToken="u")
    assert counted(caller) == number(2)


@pytest.mark.parametrize("period_ms", [0, 1, 300_000, MINUTES_10 - 1])
def test_a_token_is_valid_for_ten_minutes(period_ms: int) -> None:
    """The token may have arrived at any moment of its period."""
    caller = caller_with()
    caller.clock.time_ms += period_ms - caller.clock.time_ms % MINUTES_10
    write(caller, ADD, ClientRequestToken="t")
    caller.clock.time_ms += MINUTES_10 - 1
    write(caller, ADD, ClientRequestToken="t")
    assert counted(caller) == number(1)
    caller.clock.time_ms += 1
    write(caller, ADD, ClientRequestToken="t")
    assert counted(caller) == number(2)
    write(caller, ADD, ClientRequestToken="t")
    assert counted(caller) == number(2)


def test_a_token_of_a_process_whose_clock_is_ahead() -> None:
    caller = caller_with()
    other = Caller(storage=caller.storage)
    caller.clock.time_ms += MINUTES_10 - 1 - caller.clock.time_ms % MINUTES_10
    other.clock.time_ms = caller.clock.time_ms + 1
    write(other, ADD, ClientRequestToken="t")
    write(caller, ADD, ClientRequestToken="t")
    assert counted(caller) == number(1)


def test_another_request_with_the_token_is_refused() -> None:
    caller = caller_with()
    write(caller, ADD, ClientRequestToken="t")
    mismatch = (
        "IdempotentParameterMismatchException: DynamoDB rejected the request because you retried a "
        "request with a different payload but with an idempotent token that was already used."
    )
    for action in (update(PK_A, "ADD m :n"), put(PK_B)):
        assert refusal(action, caller=caller, ClientRequestToken="t") == mismatch
    capacity: dict[str, object] = {"ReturnConsumedCapacity": "TOTAL"}
    assert refusal(ADD, caller=caller, ClientRequestToken="t", **capacity) == mismatch
    assert counted(caller) == number(1)


def test_the_order_of_members_and_of_sets_does_not_matter() -> None:
    """LocalStack issue 6529: verified on the service for the members of an item."""
    caller = caller_with()
    write(caller, put({**PK_A, "s": {"SS": ["x", "y"]}}), ClientRequestToken="t")
    caller.call("DeleteItem", TableName="music", Key=PK_A)
    write(caller, put({"s": {"SS": ["y", "x"]}, **PK_A}), ClientRequestToken="t")
    assert caller.call("Scan", TableName="music")["Count"] == 0  # the second was a replay


def test_a_cancelled_transaction_leaves_its_token_unused() -> None:
    caller = caller_with()
    check = condition_check(PK_B)
    with_token = {"ClientRequestToken": "t"}
    cancelled = refusal(ADD, check, caller=caller, **with_token)
    assert cancelled.endswith("[None, ConditionalCheckFailed]")
    write(caller, put(PK_B))
    write(caller, ADD, check, **with_token)
    assert counted(caller) == number(1)


def test_a_token_outlives_the_process_and_belongs_to_its_region() -> None:
    caller = caller_with()
    write(caller, ADD, ClientRequestToken="t")
    write(Caller(storage=caller.storage), ADD, ClientRequestToken="t")
    assert counted(caller) == number(1)
    abroad = Caller(storage=caller.storage, region="eu-west-2")
    abroad.create()
    write(abroad, ADD, ClientRequestToken="t")
    assert counted(abroad) == number(1)


def test_a_replay_is_charged_as_reads() -> None:
    """Recorded: an item of 1.5 KB costs four write units, its replay two read units."""
    caller = caller_with()
    actions = [put(sized(1_500, pk=A)), put(sized(4_097, pk=B))]
    first = consumed(*actions, caller=caller, ClientRequestToken="t")
    assert first == [written(4 + 10)]
    again = consumed(*actions, caller=caller, ClientRequestToken="t")
    assert again == [{"TableName": "music", "CapacityUnits": 6.0, "ReadCapacityUnits": 6.0}]


def test_a_table_that_changed_since_the_plan_was_made() -> None:
    """Another process changes the table's record, so the transaction is planned again."""
    caller = caller_with()
    other = Caller(storage=caller.storage)
    other.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    assert write(caller, put(PK_A), put(PK_B), ClientRequestToken="t") == {}
    assert write(caller, put(PK_A), put(PK_B), ClientRequestToken="t") == {}
    assert caller.describe()["ItemCount"] == 2


# --- old tokens -----------------------------------------------------------------------------------

MINUTES_10 = 600_000


def tokens(caller: Caller) -> int:
    span = Span(Space.TOKEN, 0)
    page = result_of(caller.storage.scan(span, limit_items=10_000, limit_bytes=1 << 30))
    return len(page.values)


def test_tokens_are_erased_once_none_of_their_period_is_valid() -> None:
    caller = Caller()
    caller.create()
    caller.clock.time_ms -= caller.clock.time_ms % MINUTES_10
    for _ in range(4):
        for at in range(300):
            write(caller, put({"pk": A}), ClientRequestToken=str(at))
        caller.clock.time_ms += MINUTES_10
    left = [tokens(caller)]
    while result_of(is_due(client_token.JOB, caller.node)):
        result_of(run_once(client_token.JOB, caller.node))
        left.append(tokens(caller))
    assert left == [1_200, 700, 300]
    caller.clock.time_ms += MINUTES_10
    assert result_of(is_due(client_token.JOB, caller.node))
