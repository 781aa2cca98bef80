"""Query and Scan of secondary indexes."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from tests.apis.dynamodb.operations.samples import EMPTY_KEY, number, string
from tests.engine.in_memory import INV, VE, Caller
from tests.features.secondary_indexes.samples import index, indexed_table

Item = dict[str, dict[str, object]]

MUSIC = indexed_table(
    "pk:S sk:S g:S n:N",
    "pk sk",
    GlobalSecondaryIndexes=[
        index("all", "g HASH"),
        index("keys", "g HASH", "n RANGE", projection="KEYS_ONLY"),
        index("some", "g HASH", "sk RANGE", projection="INCLUDE b a"),
    ],
    LocalSecondaryIndexes=[
        index("local", "pk HASH", "n RANGE", projection="KEYS_ONLY"),
        index("whole", "pk HASH", "g RANGE"),
    ],
)


def item(pk: str, sk: str, **attributes: dict[str, object]) -> Item:
    return {"pk": string(pk), "sk": string(sk), **attributes}


ITEMS = [
    item("p", "1", g=string("x"), n=number(3), a=string("a"), c=string("c")),
    item("p", "2", g=string("x"), n=number(-20), b=string("b")),
    item("q", "1", g=string("x"), n=number(3)),
    item("q", "2", g=string("y"), n=number(10)),
    item("q", "3", g=string("x")),
    item("q", "4", n=number(1)),
]


def caller() -> Caller:
    made = Caller()
    made.call("CreateTable", **MUSIC)
    for each in ITEMS:
        made.call("PutItem", TableName="music", Item=each)
    return made


def where(condition: str, **bound: dict[str, object]) -> dict[str, object]:
    return {
        "TableName": "music",
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": {f":{name}": value for name, value in bound.items()},
    }


X = where("g = :g", g=string("x"))
P = where("pk = :pk", pk=string("p"))


def pairs(items: list[Item]) -> list[str]:
    return [f"{each['pk']['S']}{each['sk']['S']}" for each in items]


def test_a_query_finds_the_items_that_have_the_key() -> None:
    found = caller().call("Query", **X, IndexName="all")
    assert sorted(pairs(found["Items"])) == ["p1", "p2", "q1", "q3"]
    assert all(each in ITEMS for each in found["Items"])
    found = caller().call("Query", **X, IndexName="keys")
    assert pairs(found["Items"])[0] == "p2"
    assert found["Items"][0] == {name: ITEMS[1][name] for name in ("pk", "sk", "g", "n")}
    assert found["ScannedCount"] == 3


@pytest.mark.parametrize(
    ("condition", "bound", "expected"),
    [
        ("n = :n", {"n": number(3)}, {"p1", "q1"}),
        ("n < :n", {"n": number(3)}, {"p2"}),
        ("n <= :n", {"n": number(3)}, {"p1", "p2", "q1"}),
        ("n > :n", {"n": number(-20)}, {"p1", "q1"}),
        ("n >= :n", {"n": number(4)}, set()),
        ("n BETWEEN :n AND :m", {"n": number(-30), "m": number(0)}, {"p2"}),
    ],
)
def test_conditions_on_the_range_key(
    condition: str, bound: dict[str, dict[str, object]], expected: set[str]
) -> None:
    query = where(f"g = :g AND {condition}", g=string("x"), **bound)
    assert set(pairs(caller().call("Query", **query, IndexName="keys")["Items"])) == expected


@pytest.mark.parametrize("operation", ["Query", "Scan"])
@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("name", ["all", "keys", "some", "local", "whole"])
def test_pages_show_each_item_once(operation: str, forward: bool, name: str) -> None:
    made = caller()
    request: dict[str, Any] = {"TableName": "music", "IndexName": name}
    if operation == "Query":
        request |= (P if name in ("local", "whole") else X) | {"ScanIndexForward": forward}
    whole = made.call(operation, **request)["Items"]
    keys = {"local": ["pk", "sk", "n"], "all": ["pk", "sk", "g"], "some": ["pk", "sk", "g"]}
    paged: list[Item] = []
    request["Limit"] = 1
    while True:
        page = made.call(operation, **request)
        paged += page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        assert set(page["LastEvaluatedKey"]) >= {"pk", "sk"}
        if name in keys:
            assert sorted(page["LastEvaluatedKey"]) == sorted(keys[name])
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    assert paged == whole


def test_segments_of_a_scan_share_an_index() -> None:
    made = caller()
    scan = {"TableName": "music", "IndexName": "keys"}
    parts = [made.call("Scan", **scan, Segment=at, TotalSegments=3)["Items"] for at in range(3)]
    assert sorted(pairs([each for part in parts for each in part])) == ["p1", "p2", "q1", "q2"]


def test_attributes_that_an_index_holds() -> None:
    made = caller()
    projected = made.call(
        "Query", **where("g = :g AND sk = :s", g=string("x"), s=string("1")), IndexName="some"
    )["Items"]
    assert {"a": string("a"), **item("p", "1", g=string("x"))} in projected
    assert item("q", "1", g=string("x")) in projected
    count = made.call("Query", **X, IndexName="keys", Select="COUNT")
    assert (count["Count"], "Items" in count) == (3, False)
    chosen = made.call("Query", **X, IndexName="some", ProjectionExpression="a, sk")["Items"]
    assert {"a": string("a"), "sk": string("1")} in chosen


@pytest.mark.parametrize("operation", ["Query", "Scan"])
@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        ({"IndexName": "none"}, VE + "The table does not have the specified index: none"),
        (
            {"IndexName": "keys", "ConsistentRead": True},
            VE + "Consistent reads are not supported on global secondary indexes",
        ),
        (
            {"IndexName": "keys", "Select": "ALL_ATTRIBUTES"},
            INV + "Select type ALL_ATTRIBUTES is not supported for global secondary index keys "
            "because its projection type is not ALL",
        ),
        (
            {"IndexName": "keys", "ProjectionExpression": "a, pk, c"},
            INV + "Global secondary index keys does not project [a, c]",
        ),
        (
            {"IndexName": "keys", "ExclusiveStartKey": item("p", "1", g=string("x"))},
            VE + "The provided starting key is invalid",
        ),
        (
            {
                "IndexName": "keys",
                "ExclusiveStartKey": item("p", "1", g=string("x"), z=string("z")),
            },
            VE + "The provided starting key is invalid",
        ),
        (  # in the words in which every other empty key is refused (recorded answers)
            {"IndexName": "all", "ExclusiveStartKey": item("p", "1", g=string(""))},
            VE + EMPTY_KEY.format("string", "g"),
        ),
    ],
)
def test_refusals(operation: str, members: dict[str, object], refusal: str) -> None:
    request = X if operation == "Query" else {"TableName": "music"}
    assert caller().refusal(operation, **request, **members) == refusal


@pytest.mark.parametrize("name", ["keys", "local"])
def test_a_filter_on_what_an_index_does_not_hold(name: str) -> None:
    # A scan takes the attribute as absent: Parity suite's records of PartiQL (October 2026);
    # ElectroDB `ts_connected.crud.spec.ts`.
    made = caller()
    filtered = {"IndexName": name, "FilterExpression": "attribute_exists(a)"}
    assert made.refusal("Query", **(X if name == "keys" else P), **filtered) == (
        INV + f"Secondary index {name} does not project one or more filter attributes: [a]"
    )
    scan = {"TableName": "music", "IndexName": name}
    every = made.call("Scan", **scan)["ScannedCount"]
    found = made.call("Scan", **scan, FilterExpression="attribute_exists(a)")
    assert (found["Items"], found["ScannedCount"]) == ([], every)
    absent = made.call("Scan", **scan, FilterExpression="attribute_not_exists(a)")
    assert absent["Count"] == every > 0


@pytest.mark.parametrize(
    ("condition", "start", "refusal"),
    [
        (
            "g = :g",
            item("p", "1", g=string("y"), n=number(1)),
            "The provided starting key is outside query boundaries based on provided conditions",
        ),
        (
            "g = :g AND n < :n",
            item("p", "1", g=string("x"), n=number(9)),
            "The provided starting key does not match the range key predicate",
        ),
        (
            "g = :g AND n < :n",
            item("p", "1", g=string("y"), n=number(1)),
            "The query can return at most one row and cannot be restarted",
        ),
    ],
)
def test_starting_keys_outside_the_query(condition: str, start: Item, refusal: str) -> None:
    bound = {"g": string("x"), **({"n": number(5)} if ":n" in condition else {})}
    query = where(condition, **bound)
    assert (
        caller().refusal("Query", **query, IndexName="keys", ExclusiveStartKey=start)
        == VE + refusal
    )


def test_a_starting_key_of_another_segment() -> None:
    made = caller()
    starts = [
        item("p", "1", g=string(text), n=number(1)) for text in ("a", "b", "c", "d", "e", "f")
    ]
    scan = {"TableName": "music", "IndexName": "keys", "Segment": 0, "TotalSegments": 2}
    messages = []
    for start in starts:
        try:
            made.call("Scan", **scan, ExclusiveStartKey=start)
        except Reject as reject:
            messages.append(reject.error.message or "")
    assert 0 < len(messages) < len(starts)
    assert all("correct Segment" in message for message in messages)


def test_filters_may_not_use_the_keys_of_the_index() -> None:
    query = where("g = :g", g=string("x"), n=number(1))
    assert caller().refusal("Query", **query, IndexName="keys", FilterExpression="n > :n") == (
        VE + "Filter Expression can only contain non-primary key attributes: "
        "Primary key attribute: n"
    )


def test_a_local_index_fetches_what_it_does_not_hold() -> None:
    made = caller()
    report = {"ReturnConsumedCapacity": "INDEXES", "ConsistentRead": True}
    keys = made.call("Query", **P, IndexName="local", **report)
    assert keys["Items"][1] == {name: ITEMS[0][name] for name in ("pk", "sk", "n")}
    assert keys["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": 1.0,
        "Table": {"CapacityUnits": 0.0},
        "LocalSecondaryIndexes": {"local": {"CapacityUnits": 1.0}},
    }
    whole = made.call("Query", **P, IndexName="local", Select="ALL_ATTRIBUTES", **report)
    assert whole["Items"] == [ITEMS[1], ITEMS[0]]
    assert whole["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": 3.0,
        "Table": {"CapacityUnits": 2.0},
        "LocalSecondaryIndexes": {"local": {"CapacityUnits": 1.0}},
    }
    some = made.call("Query", **P, IndexName="local", ProjectionExpression="a, n")
    assert some["Items"] == [{"n": number(-20)}, {"a": string("a"), "n": number(3)}]
    filtered = made.call(
        "Query",
        **P,
        IndexName="local",
        Select="ALL_ATTRIBUTES",
        FilterExpression="attribute_exists(a)",
    )
    assert (filtered["Items"], filtered["ScannedCount"]) == ([ITEMS[0]], 2)
    nothing = made.call(
        "Query", **where("pk = :p", p=string("-")), IndexName="local", Select="ALL_ATTRIBUTES"
    )
    assert nothing["Items"] == []


def test_capacity_of_reads_of_a_global_index() -> None:
    made = caller()
    answer = made.call("Query", **X, IndexName="all", ReturnConsumedCapacity="INDEXES")
    assert answer["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": 0.5,
        "Table": {"CapacityUnits": 0.0},
        "GlobalSecondaryIndexes": {"all": {"CapacityUnits": 0.5}},
    }
    total = made.call("Query", **X, IndexName="all", ReturnConsumedCapacity="TOTAL")
    assert total["ConsumedCapacity"] == {"TableName": "music", "CapacityUnits": 0.5}


# --- Keys of several attributes. Source: recorded answers, October 2026. -------------------------

SEVERAL = indexed_table(
    "pk:S h:S a:S b:S c:S d:S i:N",
    "pk",
    GlobalSecondaryIndexes=[
        index("gsi", "h HASH", "a RANGE", "b RANGE", "c RANGE", "d RANGE"),
        index("two", "h HASH", "i HASH", "a RANGE"),
    ],
)
ROWS = ["T live b r1", "T live a r2", "T live a r1", "T draft c r1", "F live a r0"]


def caller_of_several() -> Caller:
    made = Caller()
    made.call("CreateTable", **SEVERAL)
    for at, row in enumerate(ROWS, 1):
        values = {name: string(text) for name, text in zip("abcd", row.split(), strict=True)}
        made.call(
            "PutItem",
            TableName="music",
            Item={"pk": string(f"p{at}"), "h": string("h"), "i": number(at % 2), **values},
        )
    lacking = {"pk": string("p6"), "h": string("h"), "a": string("T"), "b": string("live")}
    made.call("PutItem", TableName="music", Item=lacking)
    return made


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("h=:h", "p5 p4 p3 p2 p1"),
        ("h=:h AND a=:T", "p4 p3 p2 p1"),
        ("b=:live AND h=:h AND a=:T", "p3 p2 p1"),
        ("h=:h AND a=:T AND b=:live AND c=:a", "p3 p2"),
        ("h=:h AND a=:T AND b=:live AND c>:a", "p1"),
        ("h=:h AND a=:T AND b=:live AND c=:a AND begins_with(d,:r)", "p3 p2"),
        ("h=:h AND a=:T AND b=:live AND c=:a AND d BETWEEN :r1 AND :r1", "p3"),
        ("h=:h AND a=:T AND b < :live", "p4"),
    ],
)
def test_queries_of_several_range_attributes(condition: str, expected: str) -> None:
    bound = {name: string(name) for name in ("h", "T", "live", "a", "r", "r1")}
    used = {name: value for name, value in bound.items() if uses(condition, name)}
    made = caller_of_several()
    request = where(condition, **used) | {"IndexName": "gsi"}
    names = [each["pk"]["S"] for each in made.call("Query", **request)["Items"]]
    assert " ".join(names) == expected
    back = made.call("Query", **request, ScanIndexForward=False)["Items"]
    assert [each["pk"]["S"] for each in back] == names[::-1]
    page = made.call("Query", **request, Limit=1)
    assert sorted(page["LastEvaluatedKey"]) == ["a", "b", "c", "d", "h", "pk"]
    rest = made.call("Query", **request, ExclusiveStartKey=page["LastEvaluatedKey"])["Items"]
    assert [each["pk"]["S"] for each in rest] == names[1:]


def uses(condition: str, name: str) -> bool:
    words = condition.replace("=", " ").replace(">", " ").replace("<", " ")
    return f":{name}" in words.replace(",", " ").replace(")", " ").split()


@pytest.mark.parametrize(
    ("condition", "missing", "later"),
    [
        ("h=:v AND a=:v AND c=:v", "b", "c"),
        ("h=:v AND a=:v AND b>:v AND c=:v", "b", "c"),
        ("h=:v AND b=:v", "a", "b"),
        ("h=:v AND d=:v", "a, b, c", "d"),
    ],
)
def test_gaps_between_range_attributes(condition: str, missing: str, later: str) -> None:
    query = where(condition, v=string("v"))
    assert caller_of_several().refusal("Query", **query, IndexName="gsi") == (
        VE + f"RANGE key attributes {missing} must have equality conditions specified in the query "
        f"because a condition is present on key attribute {later}"
    )


def test_queries_of_several_hash_attributes() -> None:
    made = caller_of_several()
    query = where("i = :i AND h = :h", h=string("h"), i=number(1))
    found = made.call("Query", **query, IndexName="two")["Items"]
    assert {each["pk"]["S"] for each in found} == {"p1", "p3", "p5"}
    lacking = where("h = :h", h=string("h"))
    assert made.refusal("Query", **lacking, IndexName="two") == (
        VE + "HASH key attributes i must have equality conditions specified in the query"
    )
