"""What writes must keep to on a table with vector indexes."""

import asyncio

import pytest

from jedlik.engine.jobs import build_indexes
from tests.engine.in_memory import VE, definitions
from tests.engine.vectors.samples import (
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
# Recorded answers, October 2026, but for the number that is beyond 32 bits.
BAD_VECTORS = [
    (vector(1, 2), "size for parameter embedding, Expected: 3, Actual: 2 IndexName: plain"),
    (
        {"L": [{"N": "1"}, {"S": "x"}, {"N": "1"}]},
        "type for parameter embedding[1], Expected: 32-bit floating point number, Actual: S. "
        "IndexName: plain",
    ),
    (
        vector(1, 2, "1e39"),
        "type for parameter embedding[2], Expected: 32-bit floating point number, Actual: N. "
        "IndexName: plain",
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


# Rules about the values of filters: Alternator, test_vector.
MISMATCH = (
    VE + "One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S "
    "Actual: N IndexName: schema"
)
FILTER = [{"AttributeName": "kind", "SearchSchemaElementType": "INLINE_FILTER"}]


def test_a_filter_of_another_type_is_refused() -> None:
    caller = vector_caller(vector_index("schema", SearchSchema=SCHEMA))
    key, kind = {"pk": {"S": "a"}}, {"N": "1"}
    item = {**key, "kind": kind}
    assert caller.refusal("PutItem", TableName="music", Item=item) == MISMATCH
    updating = caller.refusal(
        "UpdateItem",
        TableName="music",
        Key=key,
        UpdateExpression="SET kind = :k",
        ExpressionAttributeValues={":k": kind},
    )
    assert updating == MISMATCH
    put(caller, "a", n=kind)
    copying = caller.refusal(
        "UpdateItem", TableName="music", Key=key, UpdateExpression="SET kind = n"
    )
    assert copying == (
        VE + "The update expression attempted to update the secondary index key to unsupported type"
    )


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
    asyncio.run(build_indexes.run(caller.node))
    assert sorted(found(search(caller, QUERY, "schema"))) == ["b", "c"]
