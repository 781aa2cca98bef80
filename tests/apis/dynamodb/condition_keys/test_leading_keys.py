"""The values of the partition key that a request addresses.

Source of the rules: Developer Guide, "Using IAM policy conditions for fine-grained access control",
and "IAM security policies with PartiQL for DynamoDB".
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from tests.apis.dynamodb.condition_keys.asked import (
    CALLER,
    all_keys,
    is_refused,
    is_undecidable,
    values,
)

LEADING = "dynamodb:leadingkeys"
KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
B_KEY = {"pk": {"S": "b"}, "sk": {"S": "1"}}
ON = {"TableName": "music"}


def key_query(name: str, *conditions: str, **given: dict[str, str]) -> dict[str, Any]:
    return {
        "TableName": name,
        "KeyConditionExpression": " AND ".join(conditions),
        "ExpressionAttributeValues": {f":{each}": value for each, value in given.items()},
    }


def statement(text: str, *parameters: dict[str, str]) -> dict[str, Any]:
    return {"Statement": text, **({"Parameters": list(parameters)} if parameters else {})}


@pytest.mark.parametrize(
    ("name", "request_", "found"),
    [
        ("GetItem", {**ON, "Key": KEY}, ["a"]),
        ("PutItem", {**ON, "Item": {**KEY, "n": {"S": "x"}}}, ["a"]),
        ("UpdateItem", {**ON, "Key": KEY}, ["a"]),
        ("DeleteItem", {**ON, "Key": KEY}, ["a"]),
        # A member that the operation does not have changes nothing.
        ("PutItem", {**ON, "Item": KEY, "Key": B_KEY}, ["a"]),
        ("DeleteItem", {**ON, "Key": KEY, "Item": B_KEY}, ["a"]),
        # Values are case-sensitive and written as in canonical JSON.
        ("GetItem", {**ON, "Key": {**KEY, "pk": {"S": "A b"}}}, ["A b"]),
        ("GetItem", {"TableName": "numbers", "Key": {**KEY, "pk": {"N": "01.50e1"}}}, ["15"]),
        ("GetItem", {"TableName": "bytes", "Key": {**KEY, "pk": {"B": "YQ=="}}}, ["YQ=="]),
        ("BatchGetItem", {"RequestItems": {"music": {"Keys": [KEY, B_KEY]}}}, ["a", "b"]),
        (
            "BatchWriteItem",
            {
                "RequestItems": {
                    "music": [{"DeleteRequest": {"Key": KEY}}, {"PutRequest": {"Item": B_KEY}}]
                }
            },
            ["a", "b"],
        ),
        ("Query", key_query("music", "pk = :p", p={"S": "a"}), ["a"]),
        ("Query", key_query("music", ":p = pk", "sk > :s", p={"S": "a"}, s={"S": "b"}), ["a"]),
        (
            "Query",
            {
                **ON,
                "KeyConditions": {
                    "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}
                },
            },
            ["a"],
        ),
        (
            "Query",
            {**key_query("music", "#y = :p", p={"N": "7"}), "IndexName": "by_year"}
            | {"ExpressionAttributeNames": {"#y": "year"}},
            ["7"],
        ),
        ("ExecuteStatement", statement("SELECT * FROM music WHERE pk = 'a'"), ["a"]),
        (
            "ExecuteStatement",
            statement("SELECT * FROM music WHERE pk = ? AND sk = '1'", {"S": "a"}),
            ["a"],
        ),
        (
            "ExecuteStatement",
            statement("SELECT * FROM music WHERE pk IN ('a', 'b') AND n = 1"),
            ["a", "b"],
        ),
        (
            "ExecuteStatement",
            statement("SELECT * FROM music WHERE (pk = 'a' AND sk = '1') OR pk = 'b'"),
            ["a", "b"],
        ),
        ("ExecuteStatement", statement('SELECT * FROM music.by_year WHERE "year" = 7.0'), ["7"]),
        ("ExecuteStatement", statement("INSERT INTO music VALUE {'pk': 'a', 'sk': '1'}"), ["a"]),
        (
            "ExecuteStatement",
            statement("UPDATE music SET n = 1 WHERE sk = '1' AND n = 2 AND pk = 'a'"),
            ["a"],
        ),
        ("ExecuteStatement", statement("DELETE FROM music WHERE pk = 'a' AND sk = '1'"), ["a"]),
    ],
)
def test_the_values_that_a_request_addresses(
    name: str, request_: dict[str, Any], found: list[str]
) -> None:
    assert values(name, request_, LEADING) == [tuple(found)]
    assert values(name, request_, "dynamodb:firstpartitionkeyvalues") == [tuple(found)]
    assert values(name, request_, "dynamodb:secondpartitionkeyvalues") == [()]


def test_bytes_have_one_text() -> None:
    """`YR==` has bits at its end that mean nothing. It would be another text for the key `YQ==`."""
    request = {"TableName": "bytes", "Key": {**KEY, "pk": {"B": "YR=="}}}
    assert is_refused("GetItem", request)
    by_statement = statement("SELECT * FROM bytes WHERE pk = ?", {"B": "YQ=="})
    assert values("ExecuteStatement", by_statement, LEADING) == [("YQ==",)]


def test_each_attribute_of_the_key_of_an_index_has_a_condition_key() -> None:
    request = {
        **key_query("music", "city = :c", "#y = :y", c={"S": "Ulm"}, y={"N": "7"}),
        "IndexName": "by_place",
        "ExpressionAttributeNames": {"#y": "year"},
    }
    places = [f"dynamodb:{each}partitionkeyvalues" for each in ("first", "second", "third")]
    assert [values("Query", request, key) for key in places] == [[("Ulm",)], [("7",)], [()]]


def test_actions_of_a_transaction_have_the_keys_of_their_table() -> None:
    request = {
        "TransactItems": [
            {"Delete": {**ON, "Key": KEY}},
            {"Put": {"TableName": "numbers", "Item": {**KEY, "pk": {"N": "1"}}}},
            {"Delete": {**ON, "Key": B_KEY}},
            {"Put": {**ON, "Item": {**KEY, "pk": {"S": "c"}}, "Key": "ignored"}},
        ]
    }
    assert values("TransactWriteItems", request, LEADING) == [("a", "b"), ("1",), ("c",)]


def test_a_statement_that_reads_everything_hides_behind_no_other() -> None:
    texts = ["pk = 'a' AND sk = '1'", "n = 1"]
    for name, member in (
        ("BatchExecuteStatement", "Statements"),
        ("ExecuteTransaction", "TransactStatements"),
    ):
        batch = [statement(f"SELECT * FROM music WHERE {text}") for text in texts]
        assert is_undecidable(name, {member: batch}, LEADING)
        assert values(name, {member: batch}, "dynamodb:fulltablescan") == [("true",)]


def test_a_scan_has_no_leading_keys() -> None:
    assert values("Scan", ON, LEADING) == [None]
    everything = statement("SELECT * FROM music")
    assert values("ExecuteStatement", everything, LEADING) == [()]


@pytest.mark.parametrize(
    "where",
    [
        "pk = 'a' OR n = 1",
        "pk = 'a' OR pk = 'b' OR sk = 'c'",
        "NOT pk = 'a'",
        "pk = 'a' AND pk = 'b'",
        "pk <> 'a'",
        "pk > 'a'",
        "begins_with(pk, 'a')",
        "n = 1 AND (pk = 'a' OR sk = 'b')",
        "contains(pk, 'a')",
    ],
)
def test_a_condition_that_reads_everything_has_no_leading_keys(where: str) -> None:
    request = statement(f"SELECT * FROM music WHERE {where}")
    assert values("ExecuteStatement", request, LEADING) == [()]
    assert values("ExecuteStatement", request, "dynamodb:fulltablescan") == [("true",)]


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("GetItem", {"TableName": "absent", "Key": KEY}),
        ("GetItem", {**ON, "Key": {"other": {"S": "a"}}}),
        ("GetItem", {**ON, "Key": {"pk": {"BOOL": True}, "sk": {"S": "1"}}}),
        ("Query", {**key_query("music", "pk = :p", p={"S": "a"}), "IndexName": "absent"}),
        ("Query", key_query("music", "sk = :p", p={"S": "a"})),
        ("Query", key_query("music", "pk > :p", p={"S": "a"})),
        ("ExecuteStatement", statement("SELECT * FROM absent WHERE pk = 'a'")),
        ("ExecuteStatement", statement("SELECT * FROM music.absent WHERE pk = 'a'")),
        ("ExecuteStatement", statement("SELECT * FROM music.by_place WHERE city = 'a'")),
        ("ExecuteStatement", statement("SELECT * FROM music WHERE pk = 1")),
        ("ExecuteStatement", statement("INSERT INTO music VALUE {'sk': 'a'}")),
        ("ExecuteStatement", statement("UPDATE music SET n = 1 WHERE pk = 'a'")),
        ("ExecuteStatement", statement("DELETE FROM music WHERE pk = 'a' OR pk = 'b'")),
    ],
)
def test_what_does_not_fit_a_key_cannot_be_decided(name: str, request_: dict[str, Any]) -> None:
    """The operation refuses it too, so nobody loses an answer."""
    assert is_undecidable(name, request_, LEADING)
    assert is_refused(name, request_)


# --- statements that nobody thought of -----------------------------------------------------------

_OPERAND = st.sampled_from(["'a'", "'b'", "'c'", "1", "?"])
_LEAF = st.one_of(
    st.tuples(
        st.sampled_from(["pk", "sk", "n", "pk.x"]),
        st.sampled_from(["=", "<>", "<", ">="]),
        _OPERAND,
    ).map(" ".join),
    st.tuples(_OPERAND, st.just("="), st.sampled_from(["pk", "sk"])).map(" ".join),
    st.tuples(st.sampled_from(["pk", "sk"]), st.lists(_OPERAND, min_size=1, max_size=3)).map(
        lambda drawn: f"{drawn[0]} IN ({', '.join(drawn[1])})"
    ),
    st.sampled_from(
        ["begins_with(pk, 'a')", "pk BETWEEN 'a' AND 'b'", "attribute_type(pk, 'S')", "pk IS NULL"]
    ),
)
_WHERE = st.recursive(
    _LEAF,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["AND", "OR"]), part).map(
            lambda drawn: f"({drawn[0]} {drawn[1]} {drawn[2]})"
        ),
        part.map(lambda inner: f"NOT ({inner})"),
    ),
    max_leaves=6,
)
# Random conditions seldom name a partition, so most of these do.
_KEYED = st.tuples(
    st.sampled_from(["pk = 'a'", "pk IN ('a', 'c')", "'b' = pk", "pk = ?"]),
    st.sampled_from(["AND", "AND", "OR"]),
    st.one_of(_WHERE, st.sampled_from(["pk = 'b'", "pk = 'c' AND sk = 'a'", "sk > 'a'"])),
).map(lambda drawn: f"{drawn[0]} {drawn[1]} ({drawn[2]})")
_FILLED = [{"pk": {"S": pk}, "sk": {"S": sk}, "n": {"S": pk}} for pk in "abc" for sk in "abc"]


@pytest.fixture(scope="module")
def filled() -> None:
    puts = [{"PutRequest": {"Item": item}} for item in _FILLED]
    CALLER.call("BatchWriteItem", RequestItems={"music": puts})


@pytest.mark.usefixtures("filled")
@given(st.one_of(_KEYED, _KEYED, _WHERE))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_statement_reads_no_partition_that_it_does_not_report(where: str) -> None:
    request = statement(f"SELECT * FROM music WHERE {where}", *[{"S": "b"}] * where.count("?"))
    try:
        ((_, keys),) = all_keys("ExecuteStatement", request)
        items = CALLER.call("ExecuteStatement", **request)["Items"]
    except Reject:
        return
    leading = keys.get(LEADING)
    assert not keys.is_undecidable, "the statement was executed"
    if keys.get("dynamodb:fulltablescan") == ("true",):
        assert leading == ()
    else:
        assert leading is not None
        assert {item["pk"]["S"] for item in items} <= set(leading)
