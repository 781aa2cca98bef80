"""Rules for writes of a table with vector indexes."""

import asyncio
from typing import Any

import pytest

from jedlik.features.secondary_indexes import build_indexes
from tests.engine.in_memory import VE, Caller, definitions, is_due, run_once
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
PARAMETER = VE + "One or more parameter values were invalid. Invalid "
# Recorded answers, October 2026, and dynoxide-rs 3.2.0, tests/vector_indexes.rs (captured).
BAD_VECTORS = [
    (vector(1, 2), "size for parameter embedding, Expected: 3, Actual: 2 IndexName: plain"),
    (
        {"L": [{"N": "1"}, {"S": "x"}, {"N": "1"}]},
        "type for parameter embedding[1], Expected: 32-bit floating point number, Actual: S. "
        "IndexName: plain",
    ),
    (
        vector(1, 2, "1e39"),
        "value for parameter embedding[2], Value: 1E+39 is outside valid range [-3.4028235E38, "
        "3.4028235E38]. IndexName: plain",
    ),
    (
        {"S": "x"},
        "type for parameter embedding, Expected: 32-bit floating point number list "
        "IndexName: plain",
    ),
]


@pytest.mark.parametrize(("embedding", "message"), BAD_VECTORS)
def test_writes_refused(embedding: dict[str, object], message: str) -> None:
    # Not in the order of their names, by which the service looks for what is wrong.
    caller = vector_caller(vector_index("second"), vector_index())
    key = {"pk": {"S": "a"}}
    item = {**key, "embedding": embedding}
    assert caller.refusal("PutItem", TableName="music", Item=item) == PARAMETER + message
    updating = caller.refusal(
        "UpdateItem",
        TableName="music",
        Key=key,
        UpdateExpression="SET embedding = :e",
        ExpressionAttributeValues={":e": embedding},
    )
    assert updating == PARAMETER + message
    writes = {"music": [{"PutRequest": {"Item": item}}]}
    assert caller.refusal("BatchWriteItem", RequestItems=writes) == PARAMETER + message
    refusal = caller.refusal(
        "TransactWriteItems", TransactItems=[{"Put": {"TableName": "music", "Item": item}}]
    )
    assert "[ValidationError]" in refusal


def test_an_empty_hash_value_is_refused() -> None:
    caller = vector_caller(vector_index("schema", SearchSchema=SCHEMA))
    item = {"pk": {"S": "a"}, "embedding": QUERY, "tenant": {"S": ""}}
    assert caller.refusal("PutItem", TableName="music", Item=item) == (
        VE + "One or more parameter values are not valid. A value specified for a secondary index "
        "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
        "string value. IndexName: schema, IndexKey: tenant"
    )


# Rules about the values of filters: Alternator, test_vector; dynoxide-rs 3.2.0,
# tests/vector_indexes.rs (captured in us-east-1, August 2026), which has the text.
MISMATCH = (
    VE + "One or more parameter values were invalid. Attribute '{}' type mismatch. Expected: S, "
    "Actual: N. IndexName: schema"
)
FILTER = [{"AttributeName": "kind", "SearchSchemaElementType": "INLINE_FILTER"}]


def test_a_filter_of_another_type_is_refused() -> None:
    caller = vector_caller(vector_index("schema", SearchSchema=SCHEMA))
    key, kind = {"pk": {"S": "a"}}, {"N": "1"}
    item = {**key, "kind": kind}
    assert caller.refusal("PutItem", TableName="music", Item=item) == MISMATCH.format("kind")
    updating = caller.refusal(
        "UpdateItem",
        TableName="music",
        Key=key,
        UpdateExpression="SET kind = :k",
        ExpressionAttributeValues={":k": kind},
    )
    assert updating == MISMATCH.format("kind")
    put(caller, "a", n=kind)
    copying = caller.refusal(
        "UpdateItem", TableName="music", Key=key, UpdateExpression="SET kind = n"
    )
    assert copying == (
        VE + "The update expression attempted to update the secondary index key to unsupported type"
    )


def test_a_hash_value_of_another_type_is_refused() -> None:
    caller = vector_caller(vector_index("schema", SearchSchema=SCHEMA))
    item = {"pk": {"S": "a"}, "embedding": QUERY, "tenant": {"N": "7"}}
    assert caller.refusal("PutItem", TableName="music", Item=item) == MISMATCH.format("tenant")


def test_a_filter_may_be_empty() -> None:
    caller = vector_caller(
        vector_index("schema", SearchSchema=FILTER), vector_index("other", SearchSchema=SCHEMA)
    )
    put(caller, "a", embedding=QUERY, kind={"S": ""})
    for pk, expression in (("b", "SET kind = :e, embedding = :v"), ("c", "SET embedding = :v")):
        values = {":v": QUERY, **({":e": {"S": ""}} if pk == "b" else {})}
        caller.call(
            "UpdateItem",
            TableName="music",
            Key={"pk": {"S": pk}},
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
        )
    narrowed = search(
        caller,
        QUERY,
        "schema",
        SearchConditionExpression="kind = :e",
        ExpressionAttributeValues={":e": {"S": ""}},
    )
    assert sorted(found(narrowed)) == ["a", "b"]
    assert sorted(found(search(caller, QUERY, "schema"))) == ["a", "b", "c"]


def test_items_of_before_the_index_with_a_filter_of_another_type_are_not_in_it() -> None:
    caller = vector_caller()
    put(caller, "a", embedding=QUERY, kind={"N": "1"})
    put(caller, "b", embedding=QUERY, kind={"S": ""})
    put(caller, "c", embedding=QUERY)
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=definitions("pk", "kind"),
        VectorIndexUpdates=[{"Create": vector_index("schema", SearchSchema=FILTER)}],
    )
    asyncio.run(run_once(build_indexes.JOB, caller.node))
    assert sorted(found(search(caller, QUERY, "schema"))) == ["b", "c"]


def test_capacity_of_writes() -> None:
    caller = vector_caller(
        vector_index(), vector_index("keys", Projection={"ProjectionType": "KEYS_ONLY"})
    )
    wide = {"S": "x" * 2000}
    # name + text, key and name, name + four bytes a dimension: recorded rule
    projected = len("text") + 2000 + len("pk") + 1 + len("embedding") + 12
    consumed = put(caller, "a", text=wide, embedding=QUERY)
    assert consumed["VectorIndexes"] == {
        "plain": {"VectorWriteRequestBytes": projected},
        "keys": {"VectorWriteRequestBytes": 1024},
    }
    assert consumed["CapacityUnits"] == consumed["Table"]["CapacityUnits"] == 2
    assert "VectorIndexes" not in put(caller, "a", text=wide, embedding=QUERY)
    assert put(caller, "a", text={"S": "y"}, embedding=QUERY)["VectorIndexes"] == {
        "plain": {"VectorWriteRequestBytes": projected}
    }
    assert "VectorIndexes" not in put(caller, "b", text=wide)


@pytest.mark.parametrize("component", ["1", "1e-30", "12345678901234567890123456789012345678"])
@pytest.mark.parametrize(("billed_bytes", "units_charged"), [(1024, 1), (1025, 2)])
def test_a_write_counts_four_bytes_a_dimension(
    component: str, billed_bytes: int, units_charged: int
) -> None:
    filler_bytes = billed_bytes - len("pk") - 1 - len("embedding") - 12 - len("text")
    text = {"S": "x" * filler_bytes}
    consumed = put(vector_caller(), "a", embedding=vector(*[component] * 3), text=text)
    assert consumed["CapacityUnits"] == units_charged


READS: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"Key": {"pk": {"S": "a"}}}),
    ("Scan", {}),
    (
        "Query",
        {
            "KeyConditionExpression": "pk = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}},
        },
    ),
]
SELECT = "SELECT pk FROM music WHERE pk = 'a'"
TRANSACTIONS: list[tuple[str, dict[str, Any]]] = [
    ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "music", **READS[0][1]}}]}),
    ("ExecuteTransaction", {"TransactStatements": [{"Statement": SELECT}]}),
]


def charged(caller: Caller, operation: str, **request: object) -> float:
    answer = caller.call(operation, **request, ReturnConsumedCapacity="TOTAL")
    consumed = answer["ConsumedCapacity"]
    units: float = (consumed[0] if isinstance(consumed, list) else consumed)["CapacityUnits"]
    return units


@pytest.mark.parametrize(("indexes", "units"), [((vector_index(),), 4), ((), 5)])
def test_each_read_counts_four_bytes_a_dimension_only_with_an_index(
    indexes: tuple[dict[str, object]], units: int
) -> None:
    """dynoxide-rs 3.2.0, vector_billed_size.rs (captured on 23 October 2026)."""
    caller = vector_caller(*indexes) if indexes else Caller()
    if not indexes:
        caller.create()
    # A Scan visits four partitions, which cost four units at least.
    text = {"S": "x" * (4 * 4096 - len("pk") - 1 - len("embedding") - 12 - len("text"))}
    put(caller, "a", embedding=vector(*["0.1234567"] * 3), text=text)
    statement = {"Statement": SELECT, "ConsistentRead": True}
    for operation, members in READS:
        request = {"TableName": "music", **members}
        assert charged(caller, operation, **request, ConsistentRead=True) == units, operation
        assert charged(caller, operation, **request) == units / 2, operation
    keys = {"Keys": [{"pk": {"S": "a"}}], "ConsistentRead": True}
    assert charged(caller, "BatchGetItem", RequestItems={"music": keys}) == units
    assert charged(caller, "ExecuteStatement", **statement) == units
    scan = {"Statement": "SELECT * FROM music", "ConsistentRead": True}
    assert charged(caller, "ExecuteStatement", **scan) == units
    assert charged(caller, "BatchExecuteStatement", Statements=[statement]) == units
    for operation, members in TRANSACTIONS:
        assert charged(caller, operation, **members) == 2 * units, operation


def change(action: str, index: object) -> dict[str, object]:
    return {"VectorIndexUpdates": [{action: index}]}


def test_a_table_counts_four_bytes_a_dimension() -> None:
    """Recorded answers, October 2026."""
    caller = Caller()
    caller.create()
    long, bare = vector(*["1.234567890123456789"] * 3), len("pk") + 1
    put(caller, "a", embedding=long)
    put(caller, "b", embedding={"S": "no vector"})
    as_list = caller.describe()["TableSizeBytes"]
    caller.call("UpdateTable", TableName="music", **change("Create", vector_index("late")))
    assert caller.describe()["TableSizeBytes"] == as_list
    while asyncio.run(is_due(build_indexes.JOB, caller.node)):
        asyncio.run(run_once(build_indexes.JOB, caller.node))
    indexed = bare + len("embedding") + 12
    assert caller.describe()["TableSizeBytes"] == indexed + bare + len("embedding" + "no vector")
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "b"}})
    put(caller, "a", embedding=vector(1, 2, 3))
    put(caller, "c", embedding=long)
    assert caller.describe()["TableSizeBytes"] == 2 * indexed
    put(caller, "a", embedding=long)
    caller.call("UpdateTable", TableName="music", **change("Delete", {"IndexName": "late"}))
    assert caller.describe()["TableSizeBytes"] == 2 * (as_list - bare - len("embeddingno vector"))


def test_an_index_that_goes_does_not_count_for_its_table() -> None:
    caller = vector_caller(vector_index("first"), vector_index("second"), delay_ms=1000)
    caller.clock.time_ms += 1000
    put(caller, "a", embedding=vector(*["1.234567890123456789"] * 3))
    indexed = caller.describe()["TableSizeBytes"]
    caller.call("UpdateTable", TableName="music", **change("Delete", {"IndexName": "second"}))
    put(caller, "b", embedding=vector(*["1.234567890123456789"] * 3))
    assert [each["IndexStatus"] for each in caller.describe()["VectorIndexes"]] == [
        "ACTIVE",
        "DELETING",
    ]
    assert caller.describe()["TableSizeBytes"] == 2 * indexed
