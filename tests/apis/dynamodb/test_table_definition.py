"""Rules of CreateTable about keys and indexes, across the members of a request.

Sources: recorded answers, October 2026; dynalite's tests. Rules about one key or one projection:
`features/secondary_indexes/test_definitions.py`.
"""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.table_settings import CreateTableRequest
from jedlik.apis.dynamodb.table_definition import check_index_definitions, check_key_schema
from tests.core.expressions.refusals import refusal
from tests.engine.tables import defined, key_elements

INV = "One or more parameter values were invalid: "
ALL = {"ProjectionType": "ALL"}


def request(attributes: str = "pk:S", key: str = "pk", **members: object) -> CreateTableRequest:
    made: Any = {
        "TableName": "music",
        "AttributeDefinitions": defined(attributes),
        "KeySchema": key_elements(key),
        "BillingMode": "PAY_PER_REQUEST",
        **members,
    }
    checked: CreateTableRequest = made
    return checked


def index(name: str, key: str, **members: object) -> dict[str, object]:
    return {"IndexName": name, "KeySchema": key_elements(key), "Projection": ALL, **members}


def vector(name: str, *elements: tuple[str, str], **members: object) -> dict[str, object]:
    """Returns the definition of a vector index. elements: names and roles of its search schema."""
    schema = [
        {"AttributeName": attribute, "SearchSchemaElementType": role}
        for attribute, role in elements
    ]
    vector_attribute = {"VectorAttribute": {"AttributeName": "v"}, "Projection": ALL}
    return {"IndexName": name, **vector_attribute, "SearchSchema": schema, **members}


@pytest.mark.parametrize(
    ("attributes", "key", "message"),
    [
        ("pk:S pk:S", "pk", "Attribute Name is duplicated: pk"),
        ("pk:S", "pk sk", "Invalid KeySchema: Some index key attribute have no definition"),
        (
            "a:S b:S",
            "pk",
            INV + "Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], "
            "AttributeDefinitions: [a, b]",
        ),
        (
            "pk:S other:S",
            "pk",
            INV + "Number of attributes in KeySchema does not exactly match number of attributes "
            "defined in AttributeDefinitions",
        ),
    ],
)
def test_the_key_of_a_table(attributes: str, key: str, message: str) -> None:
    assert refusal(lambda: check_key_schema(request(attributes, key))) == message


@pytest.mark.parametrize(
    "sound",
    [
        request(),
        request("sk:N pk:S", "pk sk"),
        # With indexes, other attributes may be defined. Whether they are used is checked later.
        request("pk:S other:S", GlobalSecondaryIndexes=[]),
        request("pk:S other:S", VectorIndexes=[]),
    ],
)
def test_keys_that_tables_may_have(sound: CreateTableRequest) -> None:
    check_key_schema(sound)


SK = ("pk:S sk:S other:S", "pk sk")
MANY_PROJECTED = {
    "ProjectionType": "INCLUDE",
    "NonKeyAttributes": [f"a{number}" for number in range(20)],
}
CASES = [
    (request(LocalSecondaryIndexes=[]), "List of LocalSecondaryIndexes is empty"),
    (request(GlobalSecondaryIndexes=[]), "List of GlobalSecondaryIndexes is empty"),
    (
        request(LocalSecondaryIndexes=[index("lsi", "pk sk")]),
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex",
    ),
    (
        request(*SK, LocalSecondaryIndexes=[index("lsi", "pk")]),
        "Index KeySchema does not have a range key for index: lsi",
    ),
    (
        request(*SK, LocalSecondaryIndexes=[index("lsi", "other sk")]),
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
        "lsi. index hash key: other, table hash key: pk",
    ),
    (
        request(*SK, GlobalSecondaryIndexes=[index("gsi", "sk")]),
        "Some AttributeDefinitions are not used. AttributeDefinitions: [sk, other, pk], keys used: "
        "[sk, pk]",
    ),
    (
        request(
            *SK,
            LocalSecondaryIndexes=[index("same", "pk other")],
            GlobalSecondaryIndexes=[index("same", "other")],
        ),
        "Duplicate index name: same",
    ),
    (
        request(
            GlobalSecondaryIndexes=[index("same", "pk")],
            VectorIndexes=[vector("same")],
        ),
        "Duplicate index name: same",
    ),
    (
        request(*SK, LocalSecondaryIndexes=[index(f"lsi{at}", "pk other") for at in range(6)]),
        "Number of LocalSecondaryIndexes exceeds per-table limit of 5",
    ),
    (
        request(GlobalSecondaryIndexes=[index(f"gsi{at}", "pk") for at in range(21)]),
        "GlobalSecondaryIndex count exceeds the per-table limit of 20",
    ),
    (
        request(
            GlobalSecondaryIndexes=[
                index(f"gsi{at}", "pk", Projection=MANY_PROJECTED) for at in range(6)
            ]
        ),
        "Total number of NonKeyAttributes of all indexes exceeds the per-table limit of 100",
    ),
    (
        # A vector and its inline filters count as projected attributes.
        request(
            "pk:S k:S",
            GlobalSecondaryIndexes=[
                index(f"gsi{at}", "pk", Projection=MANY_PROJECTED) for at in range(4)
            ],
            VectorIndexes=[
                vector(
                    "vector",
                    ("k", "INLINE_FILTER"),
                    Projection={
                        **MANY_PROJECTED,
                        "NonKeyAttributes": [str(at) for at in range(19)],
                    },
                )
            ],
        ),
        "Total number of NonKeyAttributes of all indexes exceeds the per-table limit of 100",
    ),
]


@pytest.mark.parametrize(("wrong", "message"), CASES)
def test_indexes_that_are_refused(wrong: CreateTableRequest, message: str) -> None:
    assert refusal(lambda: check_index_definitions(wrong), INV) == message


@pytest.mark.parametrize(
    "sound",
    [
        request(),
        request(
            *SK,
            LocalSecondaryIndexes=[index(f"lsi{at}", "pk other") for at in range(5)],
            GlobalSecondaryIndexes=[index(f"gsi{at}", "other sk") for at in range(20)],
        ),
        request(
            "pk:S t:S k:S",
            VectorIndexes=[vector("v", ("t", "HASH"), ("k", "INLINE_FILTER")), vector("w")],
        ),
        request(
            GlobalSecondaryIndexes=[
                index(f"gsi{at}", "pk", Projection=MANY_PROJECTED) for at in range(5)
            ]
        ),
    ],
)
def test_indexes_that_tables_may_have(sound: CreateTableRequest) -> None:
    check_index_definitions(sound)


def test_all_keys_are_checked_before_everything_else() -> None:
    unknown: Any = {"Projection": {}}
    both = request(
        *SK,
        LocalSecondaryIndexes=[index("same", "pk other", **unknown)],
        GlobalSecondaryIndexes=[index("same", "missing")],
    )
    assert refusal(lambda: check_index_definitions(both), INV).startswith(
        "Some index key attributes"
    )
    local_first = request(
        *SK,
        LocalSecondaryIndexes=[index("l", "pk other", **unknown)],
        GlobalSecondaryIndexes=[index("g", "other", Projection={"ProjectionType": "INCLUDE"})],
    )
    message = refusal(lambda: check_index_definitions(local_first), INV)
    assert message == "Unknown ProjectionType: null"
