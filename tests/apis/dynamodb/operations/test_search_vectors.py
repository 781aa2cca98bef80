"""SearchVectors: scores, order, narrowing, what is shown and what is refused."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.dynamodb.model.search import SEARCH_VECTORS
from jedlik.core.errors import Reject
from tests.engine.in_memory import VE, Caller
from tests.features.vector_indexes.samples import (
    SCHEMA,
    found,
    put,
    search,
    vector,
    vector_caller,
    vector_index,
)

QUERY = vector(1, 0, 0)
KEY_CONDITION = {
    "KeyConditionExpression": "pk = :p",
    "ExpressionAttributeValues": {":p": {"S": "a"}},
}
# Recorded answers, October 2026: the scores of these four for QUERY.
VECTORS = {"a": (1, 0, 0), "b": (0.6, 0.8, 0), "c": (0, 1, 0), "d": (-1, 0, 0)}
SCORES = {
    "COSINE": [0, 0.4, 1, 2],
    "EUCLIDEAN": [0, math.sqrt(0.8), math.sqrt(2), 2],
    "DOT_PRODUCT": [1, 0.6, 0, -1],
}


def filled(**members: Any) -> Caller:
    caller = vector_caller(vector_index(**members))
    for pk, components in VECTORS.items():
        put(caller, pk, embedding=vector(*components), title={"S": pk})
    return caller


def tenants() -> Caller:
    caller = vector_caller(
        vector_index("schema", SearchSchema=SCHEMA, Projection={"ProjectionType": "KEYS_ONLY"})
    )
    for pk, tenant, kind in (("a", "t", "x"), ("b", "t", "y"), ("c", "u", "x")):
        put(caller, pk, embedding=QUERY, tenant={"S": tenant}, kind={"S": kind}, n={"N": "1"})
    put(caller, "homeless", embedding=QUERY, kind={"S": "x"})
    put(caller, "kindless", embedding=vector(0, 1, 0), tenant={"S": "t"})
    return caller


def values(**given_values: str) -> dict[str, dict[str, str]]:
    return {f":{name}": {"S": text} for name, text in given_values.items()}


@pytest.mark.parametrize("function", SCORES)
def test_scores(function: str) -> None:
    results = search(filled(DistanceFunction=function), QUERY)
    assert found(results) == list(VECTORS)
    assert [each["Score"] for each in results] == pytest.approx(SCORES[function], abs=1e-6)


@pytest.mark.parametrize("function", ["COSINE", "EUCLIDEAN"])
def test_a_vector_is_at_no_distance_from_itself(function: str) -> None:
    caller = vector_caller(vector_index(DistanceFunction=function))
    same = vector("0.1", "-0.7", "1e-3")
    put(caller, "a", embedding=same)
    assert search(caller, same)[0]["Score"] == 0


def test_a_vector_of_zeros_is_at_right_angles_to_all() -> None:
    caller = vector_caller()
    put(caller, "a", embedding=vector(0, 0, 0))
    assert search(caller, QUERY)[0]["Score"] == 1


COMPONENTS = st.tuples(*[st.integers(-50, 50)] * 3)


@given(vectors=st.lists(COMPONENTS, max_size=12), query=COMPONENTS, top_k=st.integers(1, 5))
def test_the_nearest_are_those_of_a_sort(
    vectors: list[tuple[int, ...]], query: tuple[int, ...], top_k: int
) -> None:
    caller = vector_caller(vector_index(DistanceFunction="EUCLIDEAN"))
    for at, components in enumerate(vectors):
        put(caller, str(at), embedding=vector(*components))
    distances = sorted(math.dist(each, query) for each in vectors)[:top_k]
    scores = [each["Score"] for each in search(caller, vector(*query), top_k=top_k)]
    assert scores == pytest.approx(distances, rel=1e-6)


def test_the_nearest_of_many_pages() -> None:
    caller = vector_caller(vector_index(DistanceFunction="EUCLIDEAN"))
    for start in range(0, 2_100, 25):
        items = [
            {"PutRequest": {"Item": {"pk": {"S": str(n)}, "embedding": vector(n, 0, 0)}}}
            for n in range(start, start + 25)
        ]
        caller.call("BatchWriteItem", RequestItems={"music": items})
    assert found(search(caller, vector(1234.2, 0, 0), top_k=3)) == ["1234", "1235", "1233"]


def test_the_vector_is_shown_when_asked_for_alone() -> None:
    caller = vector_caller()
    put(caller, "a", embedding=vector("1.000000059604644775390625", "0.1", "16777217"))
    assert search(caller, QUERY)[0]["Item"] == {"pk": {"S": "a"}}
    shown = search(caller, QUERY, ProjectionExpression="pk, embedding")[0]["Item"]
    assert shown == {"pk": {"S": "a"}, "embedding": vector("1.0", "0.1", "16777216.0")}
    assert search(caller, QUERY, ProjectionExpression="pk")[0]["Item"] == {"pk": {"S": "a"}}
    item = caller.call("GetItem", TableName="music", Key={"pk": {"S": "a"}})["Item"]
    assert item["embedding"] == vector("1.000000059604644775390625", "0.1", "16777217")


def test_what_an_index_does_not_project_is_left_out() -> None:  # Alternator, test_vector
    caller = vector_caller(vector_index(Projection={"ProjectionType": "KEYS_ONLY"}))
    put(caller, "a", embedding=QUERY, n={"N": "1"})
    (result,) = search(caller, QUERY, ProjectionExpression="n")
    assert result == {"Item": {}, "Score": 0}


def test_a_search_sees_one_partition() -> None:
    results = search(
        tenants(),
        QUERY,
        "schema",
        SearchConditionExpression="tenant = :t",
        ExpressionAttributeValues=values(t="t"),
    )
    assert found(results) in (["a", "b", "kindless"], ["b", "a", "kindless"])
    assert results[2]["Item"] == {"pk": {"S": "kindless"}, "tenant": {"S": "t"}}


def test_a_filter_narrows_further() -> None:
    results = search(
        tenants(),
        QUERY,
        "schema",
        SearchConditionExpression=":y = kind AND #t = :t",
        ExpressionAttributeNames={"#t": "tenant"},
        ExpressionAttributeValues=values(t="t", y="y"),
    )
    assert found(results) == ["b"]
    assert results[0]["Item"].keys() == {"pk", "tenant", "kind"}


def test_changes_of_items_are_followed() -> None:
    caller = filled()
    key = {"pk": {"S": "a"}}
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "b"}})
    caller.call("UpdateItem", TableName="music", Key=key, UpdateExpression="REMOVE embedding")
    put(caller, "d", embedding=QUERY)
    assert found(search(caller, QUERY)) == ["d", "c"]


def test_capacity() -> None:
    caller = filled()
    members = {"TableName": "music", "IndexName": "plain", "SearchVector": QUERY["L"], "TopK": 1}
    for report in ("TOTAL", "INDEXES"):
        consumed = caller.call("SearchVectors", **members, ReturnConsumedCapacity=report)
        assert consumed["ConsumedCapacity"] == {"VectorSearchRequestBytes": 1024}
    assert "ConsumedCapacity" not in caller.call("SearchVectors", **members)


NOT_NUMBERS = (
    "Search vector contains invalid values. All values in the search vector must be a 32-bit "
    "floating-point number attribute"
)
OUTSIDE = (
    "SearchConditionExpression must not contain any attributes that is not in SearchSchema. "
    "Invalid attribute: "
)
COMPARATOR = (
    "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression"
)
# ExtendDB, measured August 2026.
INCOMPLETE = "SearchConditionExpression must have all HASH attributes in configured SearchSchema"
NEEDED = "SearchConditionExpression must be provided when SearchSchema has a HASH key"


def condition(text: str, **given_values: str) -> dict[str, object]:
    return {
        "SearchConditionExpression": text,
        "ExpressionAttributeValues": values(**given_values),
    }


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"TopK": 101},
            "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 "
            "inclusive",
        ),
        (
            {"TopK": 0},
            "1 validation error detected: Value at 'TopK' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1",
        ),
        ({"SearchVector": [{"L": [{"N": "1"}]}]}, NOT_NUMBERS),
        ({"SearchVector": [{"N": "1e39"}, {"N": "1"}, {"N": "1"}]}, NOT_NUMBERS),
        *[
            ({"SearchVector": [{"N": text}]}, NOT_NUMBERS)
            for text in ("inf", "", "abc", "1_0", "1e400", "1" * 42, "1" * 200_000 + "x")
        ],
        ({"SearchVector": [{"INT": "1"}]}, NOT_NUMBERS),
        (
            {"SearchVector": vector(1, 2)["L"]},
            "Input search vector dimension 2 does not match vector index dimension 3",
        ),
        ({"IndexName": "other"}, "The table does not have the specified index: other"),
        ({}, NEEDED),
        (condition("kind = :k", k="x"), INCOMPLETE),
        (condition("tenant > :t", t="t"), COMPARATOR),
        (condition("tenant = :t AND kind <> :k", t="t", k="x"), COMPARATOR),
        (condition("tenant = :t OR kind = :k", t="t", k="x"), COMPARATOR),
        (condition("tenant = kind AND kind = :k", k="x"), COMPARATOR),
        (condition("stray = :t", t="t"), OUTSIDE + "stray"),
        (
            condition("tenant = :t AND stray.x = :t", t="t"),
            "Invalid SearchConditionExpression: SearchConditionExpression cannot have conditions "
            "on nested attributes",
        ),
        (
            condition("tenant = :t AND tenant = :u", t="t", u="u", unused="x"),
            "Invalid SearchConditionExpression: SearchConditionExpression must only contain one "
            "condition per attribute",
        ),
        (
            {"ExpressionAttributeValues": {":v": {"INT": "1"}}},
            "This type mapping is not supported",
        ),
        (
            {"ExpressionAttributeValues": {"v": {"SS": []}}},
            "One or more parameter values were invalid: An string set  may not be empty",
        ),
        (
            {"ExpressionAttributeValues": {}},
            "ExpressionAttributeValues must not be empty",
        ),
        (
            {"ExpressionAttributeNames": {"#a": "a"}, "ExpressionAttributeValues": values(v="a")},
            "ExpressionAttributeNames can only be specified when using expressions",
        ),
        (
            {"ProjectionExpression": "a", "ExpressionAttributeValues": values(v="a")},
            "ExpressionAttributeValues can only be specified when using expressions",
        ),
        (
            {"TableName": "a!", "ReturnConsumedCapacity": "BAD"},
            "Value 'a!' at 'tableName' failed to satisfy constraint: Member must have length "
            "greater than or equal to 3",
        ),
        (
            {"TopK": 101, "ReturnConsumedCapacity": "BAD"},
            "Value 'BAD' at 'returnConsumedCapacity' failed to satisfy constraint: Member must "
            "satisfy enum value set: [INDEXES, TOTAL, NONE]",
        ),
        (
            {"TableName": "a!", "IndexName": "ab", "TopK": 0},
            "2 validation errors detected: Value at 'IndexName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3; Value at 'TopK' failed to satisfy "
            "constraint: Member must have value greater than or equal to 1",
        ),
        (
            {
                "SearchConditionExpression": "tenant = :t AND kind = :k",
                "ExpressionAttributeValues": {":t": {"S": "t"}, ":k": {"N": "1"}},
            },
            "One or more parameter values were invalid: Condition parameter type does not match "
            "schema type",
        ),
        (
            {
                "SearchConditionExpression": "tenant = :t",
                "ExpressionAttributeValues": {":t": {"N": "1"}},
            },
            "One or more parameter values were invalid: Condition parameter type does not match "
            "schema type",
        ),
    ],
)
def test_refusals(members: dict[str, object], message: str) -> None:
    request = {"TableName": "music", "IndexName": "schema", "SearchVector": QUERY["L"], "TopK": 3}
    assert tenants().refusal("SearchVectors", **{**request, **members}) == VE + message


def test_a_condition_on_an_index_without_a_schema() -> None:
    request = {"TableName": "music", "IndexName": "plain", "SearchVector": QUERY["L"], "TopK": 3}
    refusal = filled().refusal("SearchVectors", **request, **condition("tenant = :t", t="t"))
    assert refusal == VE + OUTSIDE + "tenant"


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("TableName", "a string"),
        ("IndexName", "a string"),
        ("SearchVector", "a sequence"),
        ("TopK", "i32"),
    ],
)
def test_null_is_not_absent(member: str, expected: str) -> None:
    refusal = Caller().refusal("SearchVectors", **{member: None})
    column = len(member) + len('{"":null')
    assert refusal == (
        f"SerializationException: invalid type: null, expected {expected} at line 1 column {column}"
    )


# Source: dynoxide's captures, October 2026.
@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"TopK": 1.5}, "type: floating point `1.5`, expected i32 at line 1 column 11"),
        ({"TopK": "1"}, 'type: string "1", expected i32 at line 1 column 11'),
        ({"TopK": True}, "type: boolean `true`, expected i32 at line 1 column 12"),
        ({"SearchVector": {"L": []}}, "type: map, expected a sequence at line 1 column 16"),
        ({"TableName": ["a"]}, "type: sequence, expected a string at line 1 column 13"),
        ({"X": 1, "IndexName": 5}, "type: integer `5`, expected a string at line 1 column 20"),
    ],
)
def test_other_types_are_not_converted(members: dict[str, object], message: str) -> None:
    refusal = Caller().refusal("SearchVectors", **members)
    assert refusal == f"SerializationException: invalid {message}"


def test_a_number_may_be_as_small_as_it_likes() -> None:
    assert found(search(filled(), {"L": [{"N": "1"}, {"N": "1e-400"}, {"N": "0"}]}, top_k=1)) == [
        "a"
    ]


def test_what_is_absent_is_missed_first() -> None:
    refusal = Caller().refusal("SearchVectors", IndexName="x")
    assert refusal == VE + "missing field `TableName` at line 1 column 17"


def test_a_missing_table() -> None:
    request = {"TableName": "none", "IndexName": "plain", "SearchVector": QUERY["L"], "TopK": 3}
    assert Caller().refusal("SearchVectors", **request) == (
        "ResourceNotFoundException: Requested resource not found"
    )


@pytest.mark.parametrize(
    ("operation", "members", "message"),
    [
        ("Scan", {}, "Scan operation not supported on this index type"),
        ("Scan", {"ConsistentRead": True}, "Scan operation not supported on this index type"),
        ("Query", KEY_CONDITION, "Query operation not supported on this index type."),
        (
            "Query",
            {**KEY_CONDITION, "ConsistentRead": True},
            "Consistent reads are not supported on global secondary indexes",
        ),
        (
            "Query",
            {"ConsistentRead": True},
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
            "request.",
        ),
    ],
)
def test_a_vector_index_is_not_queried(
    operation: str, members: dict[str, object], message: str
) -> None:
    """Whole answers and their order: ExtendDB, test_vector_index_query_scan.py, August 2026."""
    refusal = filled().refusal(operation, TableName="music", IndexName="plain", **members)
    assert refusal == VE + message


def test_a_body_that_is_no_object() -> None:
    with pytest.raises(Reject, match="Unexpected value type"):
        SEARCH_VECTORS.check([])


def test_partiql_does_not_scan_a_vector_index() -> None:
    refusal = filled().refusal("ExecuteStatement", Statement='SELECT * FROM "music"."plain"')
    assert "Scan operation not supported on this index type" in refusal


def test_partiql_writes_are_followed() -> None:
    caller = vector_caller()
    statement = "INSERT INTO music VALUE {'pk': 'a', 'embedding': [1, 0, 0]}"
    caller.call("ExecuteStatement", Statement=statement)
    assert found(search(caller, QUERY)) == ["a"]
    bad = "UPDATE music SET embedding = [1] WHERE pk = 'a'"
    assert "Expected: 3, Actual: 1 IndexName: plain" in caller.refusal(
        "ExecuteStatement", Statement=bad
    )
