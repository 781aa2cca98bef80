"""GetItem. Texts, orders and shapes: recorded answers, October 2026; dynalite's recorded tests."""

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_RETURN_CONSUMED_CAPACITY,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    TABLE_NAMES,
    caller_with,
    number,
    sized,
    string,
)
from tests.engine.in_memory import ENV, VE, Caller

A = string("a")
KEY = {"pk": A}
OVERLAP = (
    VE + "Invalid ProjectionExpression: Two document paths overlap with each other; "
    "must remove or rewrite one of these paths; path one: {}, path two: {}"
)

INSIDE_KEY = (
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
    "Key: pk"
)


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("GetItem", **{"TableName": "music", "Key": KEY, **members})


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Key": "a"}, "Unexpected field type"),
        ({"Key": {"pk": {"S": 1}}}, "NUMBER_VALUE cannot be converted to String"),
        ({"AttributesToGet": "a"}, "Unexpected field type"),
        ({"ConsistentRead": "x"}, "Unexpected token received from parser"),
        ({"ProjectionExpression": []}, "Unrecognized collection type class java.lang.String"),
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"ReturnConsumedCapacity": "BOGUS"}, ENV + BAD_RETURN_CONSUMED_CAPACITY),
        (
            {"Key": None},
            ENV + "Value null at 'key' failed to satisfy constraint: Member must not be null",
        ),
        (
            {"ExpressionAttributeNames": {"#a": "a"}},
            VE + "ExpressionAttributeNames can only be specified when using expressions",
        ),
        (
            {"ProjectionExpression": ""},
            VE + "Invalid ProjectionExpression: The expression can not be empty;",
        ),
        (
            {"ProjectionExpression": "!!!"},
            VE + 'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
        ),
        (
            {"ProjectionExpression": "#missing"},
            VE + "Invalid ProjectionExpression: An expression attribute name used in the "
            "document path is not defined; attribute name: #missing",
        ),
        (
            {"ProjectionExpression": "a", "ExpressionAttributeNames": {"#u": "a"}},
            VE + "Value provided in ExpressionAttributeNames unused in expressions: keys: {#u}",
        ),
        ({"Key": {"pk": number("abc")}}, VE + (
            "The parameter cannot be converted to a numeric value: abc")),
        ({"Key": {"pk": number("1e2147483647")}}, VE + (
            "Number overflow. Attempting to store a number with magnitude larger than "
            "supported range")),
        ({"Key": {"pk": {"SS": ["b", "a", "b"]}}}, VE + (
            "One or more parameter values were invalid: "
            'Input collection ["a", "b", "b"] contains duplicates.')),
        ({"Key": {}}, VE + MISMATCH),
        ({"Key": {"pk": number(1)}}, VE + MISMATCH),
        ({"Key": {"pk": {"M": {}}}}, VE + MISMATCH),
        ({"Key": {"id": A}}, VE + MISMATCH),
        ({"Key": {"pk": A, "sk": A}}, VE + MISMATCH),
        ({"Key": {"pk": string("")}}, VE + EMPTY_KEY.format("string", "pk")),
        ({"Key": {"pk": string("x" * 2049)}}, VE + (
            "One or more parameter values were invalid: "
            "Size of hashkey has exceeded the maximum size limit of2048 bytes")),
        ({"ProjectionExpression": "pk.a"}, VE + INSIDE_KEY),
        ({"ProjectionExpression": "a, pk[0]"}, VE + INSIDE_KEY),
        ({"TableName": "absent"}, NOT_FOUND),
        ({"TableName": "absent", "Key": {}}, NOT_FOUND),
    ],
)  # fmt: skip
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


def test_a_key_without_its_sort_key() -> None:
    assert refusal(caller_with(range_type="S"), TableName="albums") == VE + MISMATCH


@pytest.mark.parametrize(
    ("projection", "one", "two"),
    [
        ("a, a", "[a]", "[a]"),
        ("#a, #b", "[a]", "[a]"),
        ("a, #a, b.#b", "[a]", "[a]"),
        ("a, a.b", "[a]", "[a, b]"),
        ("a.b, a", "[a, b]", "[a]"),
        ("l, l[0]", "[l]", "[l, [0]]"),
    ],
)
def test_overlapping_paths_are_refused_where_there_is_no_item(
    projection: str, one: str, two: str
) -> None:
    names = {each: "a" for each in ("#a", "#b") if each in projection}
    members = {"ExpressionAttributeNames": names} if names else {}
    answer = refusal(ProjectionExpression=projection, **members)
    assert answer == OVERLAP.format(one, two)


# --- behaviour -----------------------------------------------------------------------------------

ITEM = {
    **KEY,
    "name": string("x"),
    "m": {"M": {"a": number(1), "b": number(2), "c": {"M": {"d": number(3), "e": number(4)}}}},
    "l": {
        "L": [
            {"M": {"a": number(1), "b": number(2), "n": {"L": [A, string("b")]}}},
            number(5),
            number(6),
        ]
    },
}


def projected(caller: Caller, expression: str, **names: str) -> object:
    members: dict[str, object] = {"ProjectionExpression": expression}
    if names:
        members["ExpressionAttributeNames"] = {f"#{key}": name for key, name in names.items()}
    return caller.call("GetItem", TableName="music", Key=KEY, **members)


def test_an_item_and_nothing() -> None:
    caller = caller_with(ITEM)
    assert caller.call("GetItem", TableName="music", Key=KEY) == {"Item": ITEM}
    assert caller.call("GetItem", TableName="music", Key={"pk": string("b")}) == {}


@pytest.mark.parametrize(
    ("expression", "item"),
    [
        ("pk", KEY),
        ("#n", {"name": string("x")}),
        ("absent", {}),
        ("absent, m.absent, l[7], name0.a", {}),
        ("m[0], l.a", {}),
        ("m.a", {"m": {"M": {"a": number(1)}}}),
        ("m.a, m.c.e", {"m": {"M": {"a": number(1), "c": {"M": {"e": number(4)}}}}}),
        ("m.c.e, m.a", {"m": {"M": {"a": number(1), "c": {"M": {"e": number(4)}}}}}),
        ("l[2], l[1]", {"l": {"L": [number(5), number(6)]}}),
        ("l[0].a, l[0].b", {"l": {"L": [{"M": {"a": number(1), "b": number(2)}}]}}),
        ("l[0].n[1], l[0].n[0]", {"l": {"L": [{"M": {"n": {"L": [A, string("b")]}}}]}}),
        ("l[0].n[1], l[2]", {"l": {"L": [{"M": {"n": {"L": [string("b")]}}}, number(6)]}}),
    ],
)
def test_projections(expression: str, item: dict[str, object]) -> None:
    names = {"n": "name"} if "#n" in expression else {}
    assert projected(caller_with(ITEM), expression, **names) == {"Item": item}


@pytest.mark.parametrize("written", ["5", "+5", "5.0", "005", "0.5e1"])
def test_keys_that_are_one_number_are_one_key(written: str) -> None:
    item = {"pk": A, "sk": number(5)}
    caller = caller_with(item, range_type="N")
    key = {"pk": A, "sk": number(written)}
    assert caller.call("GetItem", TableName="albums", Key=key) == {"Item": item}


@pytest.mark.parametrize(
    ("size_bytes", "consistent", "units"),
    [
        (None, True, 1.0),
        (None, False, 0.5),
        (4096, True, 1.0),
        (4096, False, 0.5),
        (4097, True, 2.0),
        (4097, False, 1.0),
        (409_600, True, 100.0),
    ],
)
def test_capacity(size_bytes: int | None, consistent: bool, units: float) -> None:
    caller = caller_with() if size_bytes is None else caller_with(sized(size_bytes, pk=A))
    for report in ("TOTAL", "INDEXES"):
        answer = caller.call(
            "GetItem",
            TableName="music",
            Key=KEY,
            ConsistentRead=consistent,
            ReturnConsumedCapacity=report,
            ProjectionExpression="pk",  # sizes are those before the projection
        )
        expected: dict[str, object] = {"TableName": "music", "CapacityUnits": units}
        if report == "INDEXES":
            expected["Table"] = {"CapacityUnits": units}
        assert answer["ConsumedCapacity"] == expected
