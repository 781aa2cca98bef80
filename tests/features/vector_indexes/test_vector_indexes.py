"""Vector indexes: their definition, their life cycle, and rules for writes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.secondary_indexes import erasure as erase_indexes
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import START_MS, VE, Caller, definitions, is_due, run_once, units
from tests.features.secondary_indexes.samples import verified
from tests.features.vector_indexes.samples import (
    SCHEMA,
    found,
    put,
    search,
    vector,
    vector_caller,
    vector_index,
)

INVALID = VE + "One or more parameter values were invalid: "
QUERY = vector(1, 0, 0)
ONE_AT_A_TIME = (
    "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
    "deleted simultaneously per table"
)


DEFINED = (
    "Conflicting attribute definition for '{}'. An attribute cannot be defined in "
    "AttributeDefinitions when used as a VectorAttribute."
)


def element(name: str, role: str) -> dict[str, str]:
    return {"AttributeName": name, "SearchSchemaElementType": role}


def one(**members: Any) -> dict[str, object]:
    return {"VectorIndexes": [vector_index(**members)]}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(1, 1), **one()},
            "Vector indexes are only supported for PAY_PER_REQUEST tables",
        ),
        (
            one(SearchSchema=SCHEMA),
            "One element in SearchSchema is not defined in attribute definitions",
        ),
        (one(Dimensions=4097), "Number of dimensions must be between 1 and 4096 inclusive."),
        (
            {"VectorIndexes": [vector_index(f"index{n}") for n in range(6)]},
            "VectorIndex count exceeds the per-table limit of 5",
        ),
        (
            {"VectorIndexes": [vector_index("one"), vector_index("two", Dimensions=4)]},
            "Conflicting attribute definition for 'embedding'. All VectorIndexes on the same "
            "vector attribute must use the same dimensions.",
        ),
        ({"VectorIndexes": []}, "List of VectorIndexes is empty"),
        # The following rules are from Alternator, test_vector. The texts are our own.
        (
            {
                "AttributeDefinitions": definitions("pk", "a", "b"),
                **one(SearchSchema=[element("a", "HASH"), element("b", "HASH")]),
            },
            "Value '2' at 'SearchSchema' failed to satisfy constraint: Member must have HASH count "
            "less than or equal to 1",
        ),
        (
            {
                "AttributeDefinitions": definitions("pk", "a"),
                **one(SearchSchema=[element("a", "HASH"), element("a", "INLINE_FILTER")]),
            },
            "SearchSchema contains a duplicate AttributeName",
        ),
        (
            one(
                SearchSchema=[element("pk", "INLINE_FILTER")],
                Projection={
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": [f"a{n}" for n in range(19)],
                },
            ),
            "Number of projected attributes exceeds the per-index limit of 20",
        ),
        (
            {
                "AttributeDefinitions": definitions("pk", *(f"f{n}" for n in range(19))),
                **one(SearchSchema=[element(f"f{n}", "INLINE_FILTER") for n in range(19)]),
            },
            "Value '19' at 'SearchSchema' failed to satisfy constraint: Member must have "
            "INLINE_FILTER count less than or equal to 18",
        ),
        (one(VectorAttribute={"AttributeName": "pk"}), DEFINED.format("pk")),
        (
            {"AttributeDefinitions": definitions("pk", "embedding"), **one()},
            DEFINED.format("embedding"),
        ),
        ({"VectorIndexes": [vector_index()] * 2}, "Duplicate index name: plain"),
        (
            {"AttributeDefinitions": definitions("pk", "unused"), **one()},
            "Some AttributeDefinitions are not used. AttributeDefinitions: [unused, pk], keys "
            "used: [pk]",
        ),
    ],
)
def test_creation_refused(members: dict[str, object], message: str) -> None:
    request = {
        "TableName": "music",
        "AttributeDefinitions": definitions("pk"),
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    caller = Caller()
    assert caller.refusal("CreateTable", **{**request, **members}) == INVALID + message
    assert caller.call("ListTables")["TableNames"] == []


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Dimensions": 0}, "greater than or equal to 1"),
        ({"name": "ab"}, "length greater than or equal to 3"),
    ],
)
def test_creation_refused_by_shape(members: dict[str, object], message: str) -> None:
    name = str(members.pop("name", "plain"))
    index = vector_index(name, **members)
    assert message in Caller().refusal("CreateTable", TableName="music", VectorIndexes=[index])


def test_description() -> None:
    caller = vector_caller(vector_index("schema", SearchSchema=SCHEMA, Dimensions=4096))
    (described,) = caller.describe()["VectorIndexes"]
    assert described.pop("IndexArn").endswith("table/music/index/schema")
    assert described == {
        **vector_index("schema", SearchSchema=SCHEMA, Dimensions=4096),
        "IndexStatus": "ACTIVE",
        "ItemCount": 0,
        "IndexSizeBytes": 0,
    }


def test_an_index_is_created_with_its_table() -> None:
    caller = vector_caller(delay_ms=1000)
    (index,) = caller.describe()["VectorIndexes"]
    assert (index["IndexStatus"], "Backfilling" in index) == ("CREATING", False)
    caller.clock.time_ms += 1000
    assert caller.describe()["VectorIndexes"][0]["IndexStatus"] == "ACTIVE"


def update(**change: object) -> dict[str, object]:
    return {"TableName": "music", "VectorIndexUpdates": [change]}


def statuses(caller: Caller) -> list[tuple[str, object]]:
    return [
        (each["IndexStatus"], each.get("Backfilling"))
        for each in caller.describe().get("VectorIndexes", [])
    ]


def searched(caller: Caller) -> str:
    return caller.refusal(
        "SearchVectors", TableName="music", IndexName="late", SearchVector=QUERY["L"], TopK=3
    )


def test_an_index_added_to_a_table_in_use() -> None:
    """Two phases: recorded answers, October 2026."""
    caller = Caller(delay_ms=1000)
    caller.create()
    caller.clock.time_ms += 1000
    for pk, embedding in (("a", QUERY), ("b", vector(0, 1, 0)), ("c", {"S": "no vector"})):
        put(caller, pk, embedding=embedding)
    create = {"Create": vector_index("late", SearchSchema=SCHEMA[1:])}
    request = {**update(**create), "AttributeDefinitions": definitions("pk", "kind")}
    assert caller.call("UpdateTable", **request)["TableDescription"]["TableStatus"] == "UPDATING"
    assert statuses(caller) == [("CREATING", False)]
    assert searched(caller) == VE + "The table does not have the specified index: late"
    assert caller.refusal("UpdateTable", **update(Delete={"IndexName": "late"})) == (
        "ResourceInUseException: Attempt to change a resource which is still in use: Index "
        "creation is in resource allocation phase. Retry deletion during backfilling phase or "
        "when the index is active. Table: music Index: late"
    )
    assert caller.refusal("UpdateTable", **update(Create=vector_index("more"))) == ONE_AT_A_TIME
    caller.clock.time_ms += 1000
    asyncio.run(run_once(build_indexes.JOB, caller.node))
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert statuses(caller) == [("CREATING", True)]
    assert searched(caller) == VE + "Cannot search backfilling vector index: late"
    assert caller.refusal("UpdateTable", **update(Create=vector_index("more"))) == ONE_AT_A_TIME
    assert "indexes are being created" in caller.refusal("DeleteTable", TableName="music")
    put(caller, "d", embedding=QUERY)
    caller.clock.time_ms += 1000
    asyncio.run(run_once(build_indexes.JOB, caller.node))
    assert statuses(caller) == [("ACTIVE", None)]
    assert sorted(found(search(caller, QUERY, "late"))) == ["a", "b", "d"]
    assert caller.describe()["AttributeDefinitions"] == definitions("kind", "pk")


def test_an_index_goes() -> None:
    caller = vector_caller(vector_index("late", SearchSchema=SCHEMA))
    put(caller, "a", embedding=QUERY, tenant={"S": "t"})
    caller.call("UpdateTable", **update(Delete={"IndexName": "late"}))
    assert statuses(caller) == []
    assert searched(caller) == VE + "The table does not have the specified index: late"
    assert caller.describe()["AttributeDefinitions"] == definitions("pk")
    put(caller, "b", embedding={"S": "free"})
    while asyncio.run(is_due(erase_indexes.JOB, caller.node)):
        asyncio.run(run_once(erase_indexes.JOB, caller.node))
    caller.call("UpdateTable", **update(Create=vector_index("late")))
    asyncio.run(run_once(build_indexes.JOB, caller.node))
    assert found(search(caller, QUERY, "late")) == ["a"]


KEYS = st.sampled_from("abcd")
STEPS = st.lists(
    st.tuples(KEYS, st.one_of(st.none(), st.tuples(*[st.integers(-3, 3)] * 3), st.just("bare")))
)


@given(steps=STEPS)
def test_an_index_holds_the_vectors_of_the_items(steps: list[tuple[str, object]]) -> None:
    caller = vector_caller(vector_index(DistanceFunction="EUCLIDEAN"))
    expected: dict[str, tuple[int, ...]] = {}
    for pk, step in steps:
        expected.pop(pk, None)
        if step is None:
            caller.call("DeleteItem", TableName="music", Key={"pk": {"S": pk}})
        elif isinstance(step, tuple):
            put(caller, pk, embedding=vector(*step))
            expected[pk] = step
        else:
            put(caller, pk)
    shown = {
        each["Item"]["pk"]["S"]: each["Item"]["embedding"]
        for each in search(caller, QUERY, ProjectionExpression="pk, embedding")
    }
    floats = {pk: vector(*map(float, components)) for pk, components in expected.items()}
    assert shown == floats  # `1` is shown as `1.0`
    assert caller.describe()["VectorIndexes"][0]["ItemCount"] == len(expected)
    assert verified(caller).sentences == []


def test_an_index_survives_a_restart(tmp_path: Path) -> None:
    create = {
        "TableName": "music",
        "AttributeDefinitions": definitions("pk"),
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "VectorIndexes": [vector_index()],
    }
    item = {"pk": {"S": "a"}, "embedding": QUERY}

    async def written() -> None:
        storage = open_folder(tmp_path, key=None, now_ms=lambda: START_MS)
        caller = Caller(storage=storage)
        await caller.calls("CreateTable", **create)
        await caller.calls("PutItem", TableName="music", Item=item)
        await storage.close()

    async def read() -> object:
        storage = open_folder(tmp_path, key=None, now_ms=lambda: START_MS)
        answer = await Caller(storage=storage).calls(
            "SearchVectors", TableName="music", IndexName="plain", SearchVector=QUERY["L"], TopK=1
        )
        await storage.close()
        return answer["SearchResults"]

    asyncio.run(written())
    assert asyncio.run(read()) == [{"Item": {"pk": {"S": "a"}}, "Score": 0}]
