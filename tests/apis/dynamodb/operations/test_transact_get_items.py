"""TransactGetItems. Sources: recorded answers, October 2026; Alternator's test_transact.py."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    AT,
    BAD_RETURN_CONSUMED_CAPACITY,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    TOO_DEEP,
    Attributes,
    caller_with,
    composite,
    nested,
    number,
    put,
    sized,
    string,
)
from tests.apis.dynamodb.operations.transactions import (
    NONE,
    NOT_A_KEY,
    PK_A,
    PK_B,
    SEVERAL_ON_ONE_ITEM,
    TOO_LARGE,
    A,
    Action,
    B,
    cancelled_by,
    get,
    read,
    reasons,
)
from tests.engine.in_memory import ENV, VE, Caller, arn_of


def refusal(*gets: Action, caller: Caller | None = None, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("TransactGetItems", TransactItems=gets, **members)


# --- serialization and validation ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("a", "Unexpected field type"),
        (["a"], "Unexpected value type in payload"),
        ([{"Get": "a"}], "Unexpected field type"),
        ([get({"pk": {"S": 1}})], "NUMBER_VALUE cannot be converted to String"),
    ],
)
def test_values_of_another_type_are_refused(items: object, message: str) -> None:
    answer = caller_with().refusal("TransactGetItems", TransactItems=items)
    assert answer == f"SerializationException: {message}"


@pytest.mark.parametrize(
    ("gets", "expected"),
    [
        ([], ENV + f"Value '[]' at 'transactItems' {AT}have length greater than or equal to 1"),
        ([{}], ENV + f"Value null at 'transactItems.1.member.get' {AT}not be null"),
        ([get(PK_A), get(PK_B, name="bad!name")],
            ENV + f"Value 'bad!name' at 'transactItems.2.member.get.tableName' {AT}"
            "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        ([get(PK_A, ProjectionExpression="!!!")],
            VE + 'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'),
        ([get(PK_A, ProjectionExpression="a, a.b")],
            VE + "Invalid ProjectionExpression: Two document paths overlap with each other; must "
            "remove or rewrite one of these paths; path one: [a], path two: [a, b]"),
        ([get(PK_A, name="absent"), get({"pk": nested(32)}, ProjectionExpression="")],
            VE + "Invalid ProjectionExpression: The expression can not be empty;"),
        ([get({"pk": nested(32)})], VE + TOO_DEEP),
        ([get({"pk": number("")})], VE + "The parameter cannot be converted to a numeric value"),
        ([get(PK_A, name="absent")], NOT_FOUND),
        ([get(PK_A), get(PK_A)], VE + SEVERAL_ON_ONE_ITEM),
        ([get(PK_A), get(PK_A, name=arn_of())], VE + SEVERAL_ON_ONE_ITEM),
        ([get({}), get({"pk": string("")})], VE + EMPTY_KEY.format("string", "pk")),
    ],
)  # fmt: skip
def test_refusals(gets: list[Action], expected: str) -> None:
    assert refusal(*gets) == expected


@pytest.mark.parametrize("gets", [[get(PK_A, name="absent")], [get(PK_A), get(PK_A)]])
def test_the_enum_comes_first(gets: list[Action]) -> None:
    answer = refusal(*gets, ReturnConsumedCapacity="BOGUS")
    assert answer == ENV + BAD_RETURN_CONSUMED_CAPACITY


def test_101_gets_are_too_many() -> None:
    answer = refusal(*(get({"pk": string(str(at))}) for at in range(101)))
    assert answer.startswith(ENV + "Value '[TransactGetItem(get=Get(key={pk=AttributeValue(s=0, ")
    assert answer.endswith(f"]' at 'transactItems' {AT}have length less than or equal to 100")


@pytest.mark.parametrize("key", [{}, {**PK_A, "sk": B}, *({"pk": each} for each in NOT_A_KEY)])
def test_keys_that_do_not_fit_cancel(key: Attributes) -> None:
    """The first is the only reason."""
    found = reasons(caller_with(), get(PK_A), get(key), get(key), operation="TransactGetItems")
    assert found == [NONE, cancelled_by(MISMATCH), NONE]


def test_a_path_into_a_key_cancels() -> None:
    """Other reads refuse it with this sentence (dynalite's tests); what has to be seen from the
    table's schema cancels a transaction (recorded of keys).
    """
    inside = get(PK_A, ProjectionExpression="a, pk.b")
    found = reasons(caller_with(), get(PK_B), inside, operation="TransactGetItems")
    assert found == [
        NONE,
        cancelled_by(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
            "allowed: Key: pk"
        ),
    ]


# --- behaviour -----------------------------------------------------------------------------------


def test_items_come_in_the_order_of_the_request() -> None:
    item = {**PK_A, "n": number(1)}
    caller = caller_with(item, PK_B)
    caller.call("CreateTable", **composite())
    put(caller, {**PK_A, "sk": B}, name="albums")
    answer = read(
        caller,
        get(PK_B),
        get({"pk": string("c")}),
        get({**PK_A, "sk": B}, name="albums"),
        get(PK_A),
    )
    found: list[dict[str, Any]] = [{"Item": PK_B}, {}, {"Item": {**PK_A, "sk": B}}, {"Item": item}]
    assert answer == {"Responses": found}


def test_projections() -> None:
    """Unlike elsewhere, what finds nothing answers no Item (recorded)."""
    caller = caller_with({**PK_A, "n": number(1), "m": {"M": {"x": A, "y": B}}}, PK_B)
    names = {"#m": "m"}
    answer = read(
        caller,
        get(PK_A, ProjectionExpression="n, #m.x", ExpressionAttributeNames=names),
        get(PK_B, ProjectionExpression="n"),
        get({"pk": string("c")}, ProjectionExpression="n", AttributesToGet=["n"]),
    )
    projected = {"n": number(1), "m": {"M": {"x": A}}}
    assert answer == {"Responses": [{"Item": projected}, {}, {}]}


def test_more_than_4_MB_are_not_read() -> None:  # noqa: N802
    items = [sized(400_000, pk=string(str(at))) for at in range(11)]
    caller = caller_with(*items)
    gets = [get({"pk": each["pk"]}) for each in items]
    assert refusal(*gets, caller=caller) == VE + TOO_LARGE
    assert len(read(caller, *gets[1:])["Responses"]) == 10


def test_every_key_costs_twice_its_units() -> None:
    caller = caller_with(sized(4_097, pk=A))
    caller.create("other")
    gets = get(PK_A), get(PK_B), get(PK_A, name="other")
    total = [
        {"TableName": "music", "CapacityUnits": 6.0, "ReadCapacityUnits": 6.0},
        {"TableName": "other", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0},
    ]
    assert read(caller, *gets, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"] == total
    units = [{"CapacityUnits": each, "ReadCapacityUnits": each} for each in (6.0, 2.0)]
    with_tables = [{**each, "Table": figures} for each, figures in zip(total, units, strict=True)]
    assert read(caller, *gets, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"] == with_tables
    assert "ConsumedCapacity" not in read(caller, *gets, ReturnConsumedCapacity="NONE")
