"""Query. Texts, orders and pages: recorded answers, October 2026; dynalite's recorded tests."""

import random
from decimal import Decimal
from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_RETURN_CONSUMED_CAPACITY,
    EMPTY_KEY,
    NOT_FOUND,
    TABLE_NAMES,
    TOO_DEEP,
    Attribute,
    Attributes,
    caller_with,
    nested,
    number,
    put,
    string,
)
from tests.engine.in_memory import ENV, INV, VE, Caller

A = string("a")
ALL: dict[str, Any] = {
    "TableName": "albums",
    "KeyConditionExpression": "pk = :p",
    "ExpressionAttributeValues": {":p": A},
}


LEGACY: dict[str, Any] = {
    **dict.fromkeys(("KeyConditionExpression", "ExpressionAttributeValues")),
    "KeyConditions": {"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [A]}},
}


def query(caller: Caller, condition: str = "", **values: Attribute) -> dict[str, Any]:
    """The answer for the partition `a`, narrowed by a condition on `sk`."""
    expression = f"pk = :p AND {condition}" if condition else "pk = :p"
    named = {f":{name}": value for name, value in values.items()}
    return caller.call(
        "Query",
        TableName="albums",
        KeyConditionExpression=expression,
        ExpressionAttributeValues={":p": A, **named},
    )


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with(range_type="S")
    return caller.refusal("Query", **{**ALL, **members})


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Limit": "x"}, "STRING_VALUE cannot be converted to Integer"),
        ({"Limit": {}}, "Start of structure or map found where not expected"),
        ({"ScanIndexForward": "x"}, "Unexpected token received from parser"),
        ({"KeyConditions": "a"}, "Unexpected field type"),
        ({"ExclusiveStartKey": {"pk": "a"}}, "Unexpected value type in payload"),
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------

KCE = VE + "Invalid KeyConditionExpression: "
OPERAND = "Incorrect operand type for operator or function; operator or function: "
TYPE = INV + "Condition parameter type does not match schema type"


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"Limit": 0},
            ENV + "Value at 'Limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1",
        ),
        (
            {"Select": "INVALID_VALUE"},
            ENV + "Value 'INVALID_VALUE' at 'select' failed to satisfy constraint: Member must "
            "satisfy enum value set: "
            "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        ),
        (
            {
                **LEGACY,
                "TableName": "absent",
                "ConditionalOperator": "XOR",
                "Select": "BOGUS",
                "QueryFilter": {name: {"ComparisonOperator": "NULL"} for name in ("one", "two")},
            },
            VE + "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]",
        ),
        (
            {**LEGACY, "ConditionalOperator": "XOR", "Select": "BOGUS"},
            VE + "ConditionalOperator cannot be used without Filter or Expected",
        ),
        (
            {"ConditionalOperator": "XOR", "Select": "BOGUS"},
            VE + "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {ConditionalOperator} "
            "Expression parameters: {KeyConditionExpression}",
        ),
        ({"ReturnConsumedCapacity": "BOGUS"}, ENV + BAD_RETURN_CONSUMED_CAPACITY),
        (
            {"Select": "BOGUS", "ReturnConsumedCapacity": "BOGUS"},
            ENV + BAD_RETURN_CONSUMED_CAPACITY,
        ),
        (
            {"Select": "SPECIFIC_ATTRIBUTES"},
            ENV + "Must specify the AttributesToGet or ProjectionExpression "
            "when choosing to get SPECIFIC_ATTRIBUTES",
        ),
        (
            {"Select": "ALL_ATTRIBUTES", "ProjectionExpression": "a"},
            ENV + "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES",
        ),
        (
            {"Select": "COUNT", "ProjectionExpression": "a"},
            ENV + "Cannot specify the ProjectionExpression when choosing to get only the Count",
        ),
        (
            {"Select": "ALL_PROJECTED_ATTRIBUTES"},
            ENV + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        ),
        (
            {"Select": "ALL_PROJECTED_ATTRIBUTES", "ProjectionExpression": "a"},
            ENV + "Cannot specify the ProjectionExpression when choosing to get "
            "ALL_PROJECTED_ATTRIBUTES",
        ),
        (
            {"KeyConditionExpression": None, "ExpressionAttributeValues": None},
            VE + "Either the KeyConditions or KeyConditionExpression parameter must be specified "
            "in the request.",
        ),
        (
            {"ExpressionAttributeNames": {"#unused": "a"}},
            VE + "Value provided in ExpressionAttributeNames unused in expressions: "
            "keys: {#unused}",
        ),
        (
            {"ProjectionExpression": "a, a.b"},
            VE + "Invalid ProjectionExpression: Two document paths overlap with each other; must "
            "remove or rewrite one of these paths; path one: [a], path two: [a, b]",
        ),
        (
            {"FilterExpression": "sk = :p"},
            VE + "Filter Expression can only contain non-primary key attributes: "
            "Primary key attribute: sk",
        ),
        (
            {"FilterExpression": "((a = :p))"},
            VE + "Invalid FilterExpression: The expression has redundant parentheses;",
        ),
        ({"TableName": "absent"}, NOT_FOUND),
        (
            {"IndexName": "absent"},
            VE + "The table does not have the specified index: absent",
        ),
    ],
)
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


N1, YES = number(1), {"BOOL": True}


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("", None, KCE + "The expression can not be empty;"),
        ("sk = :v", A, VE + "Query condition missed key schema element: pk"),
        ("a = :v", A, VE + "Query condition missed key schema element: pk"),
        ("pk > :v", A, VE + "Query key condition not supported"),
        (
            "pk = :v AND sk > :v AND sk < :v",
            A,
            KCE + "KeyConditionExpressions must only contain one condition per key",
        ),
        (
            "pk = :v AND sk = :v AND a = :v",
            A,
            VE + "The number of query conditions (3) exceeds the number of key attributes defined "
            "in the schema (2)",
        ),
        (
            "pk = :v AND sk.a = :v",
            A,
            KCE + "KeyConditionExpressions cannot have conditions on nested attributes",
        ),
        ("pk = :p AND begins_with(sk, :v)", N1, KCE + OPERAND + "begins_with, operand type: N"),
        ("pk = :p AND begins_with(sk, :v)", YES, KCE + OPERAND + "begins_with, operand type: BOOL"),
        ("pk = :p AND sk < :v", YES, KCE + OPERAND + "<, operand type: BOOL"),
        ("pk = :p AND :v >= sk", YES, KCE + OPERAND + ">=, operand type: BOOL"),
        (
            "pk = :p AND sk BETWEEN :v AND :v",
            YES,
            KCE + OPERAND + "BETWEEN, operand type: BOOL",
        ),
        ("pk = :p AND sk = :v", YES, TYPE),
        ("pk = :p AND sk = :v", N1, TYPE),
        ("pk = :v", N1, TYPE),
        (
            "begins_with(sk, :v) AND pk = :missing",
            N1,
            KCE + OPERAND + "begins_with, operand type: N",
        ),
        (
            "pk = :missing AND begins_with(sk, :v)",
            N1,
            KCE + "An expression attribute value used in expression is not defined; "
            "attribute value: :missing",
        ),
        ("pk = :v", string(""), VE + EMPTY_KEY.format("string", "pk")),
        ("pk = :p AND sk = :v", number("1e126"), VE + (
            "Number overflow. Attempting to store a number with magnitude larger than "
            "supported range")),
    ],
)  # fmt: skip
def test_key_conditions_that_are_refused(
    condition: str, value: Attribute | None, expected: str
) -> None:
    values: Attributes = {} if value is None else {":v": value}
    if ":p" in condition.split():
        values[":p"] = A
    members = {"ExpressionAttributeValues": values or None}
    assert refusal(KeyConditionExpression=condition, **members) == expected


def test_conditions_are_read_before_the_table_is_looked_up() -> None:
    members = {
        "TableName": "absent",
        "KeyConditionExpression": "pk = :p AND begins_with(sk, :v) AND a = :p",
        "ExpressionAttributeValues": {":p": A, ":v": N1},
    }
    assert refusal(**members) == KCE + OPERAND + "begins_with, operand type: N"


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ({"pk": A}, "The provided starting key is invalid"),
        ({"pk": A, "sk": N1}, "The provided starting key is invalid"),
        ({"pk": A, "sk": A, "a": A}, "The provided starting key is invalid"),
        (
            {"pk": string("b"), "sk": A},
            "The query can return at most one row and cannot be restarted",
        ),
        (
            {"pk": string("b"), "sk": string("z")},
            "The provided starting key does not match the range key predicate",
        ),
    ],
)
def test_starting_keys_that_are_refused(start: Attributes, message: str) -> None:
    members = {
        "KeyConditionExpression": "pk = :p AND sk < :s",
        "ExpressionAttributeValues": {":p": A, ":s": string("m")},
    }
    assert refusal(ExclusiveStartKey=start, **members) == VE + message


@pytest.mark.parametrize(
    ("levels", "prefix"), [(61, ""), (63, "The provided starting key is invalid: ")]
)
def test_a_starting_key_that_is_too_deep(levels: int, prefix: str) -> None:
    # Source: dynoxide's captures, October 2026.
    members = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": A},
        "ExclusiveStartKey": {"pk": nested(levels)},
    }
    assert refusal(**members) == f"{VE}{prefix}{TOO_DEEP}"


@pytest.mark.parametrize(
    ("condition", "limit", "message"),
    [
        ("pk = :v", 2048, "Size of hashkey has exceeded the maximum size limit of2048 bytes"),
        (
            "sk = :v AND pk = :v",
            1024,
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ),
    ],
)
def test_keys_of_too_many_bytes(condition: str, limit: int, message: str) -> None:
    """Partition keys: recorded answers, October 2026, for reads, and posts of users of Query
    (tests/captures/test_reports.py). Sort keys: as GetItem does.
    """

    def asked(length: int) -> dict[str, object]:
        values = {":v": string("x" * length)}
        return {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}

    assert refusal(**asked(limit + 1)) == INV + message
    caller = caller_with(range_type="S")
    assert caller.call("Query", **{**ALL, **asked(limit)})["Count"] == 0


# --- behaviour: order and conditions -------------------------------------------------------------

STRINGS = ["0", "a", "aa", "ab", "b", "\u00e9", "\uffff", "\U0001d11e"]
NUMBERS = ["-1e125", "-100", "-5", "-1.5", "-1", "-1e-130", "0", "1e-130", "1", "1.5", "5", "10"]
BINARIES = ["AQ==", "AQA=", "AQI=", "Ag==", "/w==", "//8="]
SORTED = {"S": STRINGS, "N": NUMBERS, "B": BINARIES}


def partition(tag: str) -> Caller:
    """A table whose partition `a` holds all of SORTED[tag], and whose others hold as much."""
    shuffled = random.Random(1).sample(SORTED[tag], len(SORTED[tag]))
    caller = caller_with(range_type=tag)
    for text in shuffled:
        for hash_value in (A, string("aa"), string("b")):
            put(caller, {"pk": hash_value, "sk": {tag: text}}, name="albums")
    return caller


def sort_keys(answer: dict[str, Any]) -> list[str]:
    return [next(iter(item["sk"].values())) for item in answer["Items"]]


@pytest.mark.parametrize("tag", SORTED)
def test_items_come_in_the_order_of_their_sort_keys(tag: str) -> None:
    caller = partition(tag)
    expected = SORTED[tag]
    if tag == "N":
        expected = [f"{Decimal(text):f}" for text in NUMBERS]
    assert sort_keys(query(caller)) == expected
    backwards = caller.call("Query", **ALL, ScanIndexForward=False)
    assert sort_keys(backwards) == expected[::-1]


@pytest.mark.parametrize(
    ("tag", "condition", "values", "expected"),
    [
        ("S", "sk = :v", ["aa"], ["aa"]),
        ("S", "sk = :v", ["a\0"], []),
        ("S", "sk < :v", ["aa"], ["0", "a"]),
        ("S", "sk <= :v", ["aa"], ["0", "a", "aa"]),
        ("S", "sk > :v", ["ab"], ["b", "\u00e9", "\uffff", "\U0001d11e"]),
        ("S", "sk >= :v", ["b"], ["b", "\u00e9", "\uffff", "\U0001d11e"]),
        ("S", ":v <= sk", ["b"], ["b", "\u00e9", "\uffff", "\U0001d11e"]),
        ("S", "sk BETWEEN :v AND :w", ["a", "ab"], ["a", "aa", "ab"]),
        ("S", "begins_with(sk, :v)", ["a"], ["a", "aa", "ab"]),
        ("S", "(begins_with(sk, :v))", ["\uffff"], ["\uffff"]),
        ("N", "sk BETWEEN :v AND :w", ["-1.5", "0"], ["-1.5", "-1", "-0." + "1".zfill(130), "0"]),
        ("N", "sk > :v", ["1.50"], ["5", "10"]),
        ("B", "begins_with(sk, :v)", ["AQ=="], ["AQ==", "AQA=", "AQI="]),
        ("B", "begins_with(sk, :v)", ["/w=="], ["/w==", "//8="]),
        ("B", "sk > :v", ["Ag=="], ["/w==", "//8="]),
    ],
)
def test_conditions_on_the_sort_key(
    tag: str, condition: str, values: list[str], expected: list[str]
) -> None:
    named = {name: {tag: text} for name, text in zip("vw", values, strict=False)}
    assert sort_keys(query(partition(tag), condition, **named)) == expected


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    answer = refusal(
        KeyConditionExpression="pk = :p AND sk BETWEEN :y AND :x",
        ExpressionAttributeValues={":p": A, ":x": string("x"), ":y": string("y")},
    )
    assert answer == KCE + (
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
        "lower bound operand: AttributeValue: {S:y}, upper bound operand: AttributeValue: {S:x}"
    )
