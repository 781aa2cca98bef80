"""Indexes that CreateTable declares. Texts: recorded answers, October 2026; dynalite's tests."""

import pytest

from tests.engine.in_memory import INV, Caller, definitions, keys, table, units

NOT_DEFINED = "Some index key attributes are not defined in AttributeDefinitions. Keys: "


def index(name: str, *elements: str, **members: object) -> dict[str, object]:
    projection = {"Projection": {"ProjectionType": "ALL"}}
    return {"IndexName": name, "KeySchema": keys(*elements), **projection, **members}


COMPOSITE = {
    "KeySchema": keys("pk HASH", "sk RANGE"),
    "AttributeDefinitions": definitions("pk", "sk", "other"),
}
INDEX_CASES: list[tuple[dict[str, object], str]] = [
    ({"LocalSecondaryIndexes": []}, "List of LocalSecondaryIndexes is empty"),
    ({"GlobalSecondaryIndexes": []}, "List of GlobalSecondaryIndexes is empty"),
    (
        {"LocalSecondaryIndexes": [index("lsi", "pk HASH", "sk RANGE")]},
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex",
    ),
    (
        {**COMPOSITE, "LocalSecondaryIndexes": [index("lsi", "pk HASH")]},
        "Index KeySchema does not have a range key for index: lsi",
    ),
    (
        {**COMPOSITE, "LocalSecondaryIndexes": [index("lsi", "other HASH", "sk RANGE")]},
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
        "lsi. index hash key: other, table hash key: pk",
    ),
    (
        {**COMPOSITE, "GlobalSecondaryIndexes": [index("gsi", "missing HASH")]},
        NOT_DEFINED + "[missing], AttributeDefinitions: [pk, sk, other]",
    ),
    (
        {"GlobalSecondaryIndexes": [index("gsi", "pk HASH", Projection={})]},
        "Unknown ProjectionType: null",
    ),
    (
        {
            "GlobalSecondaryIndexes": [
                index("gsi", "pk HASH", Projection={"ProjectionType": "INCLUDE"})
            ]
        },
        "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
    ),
    (
        {
            "GlobalSecondaryIndexes": [
                index(
                    "gsi",
                    "pk HASH",
                    Projection={"ProjectionType": "KEYS_ONLY", "NonKeyAttributes": ["a"]},
                )
            ]
        },
        "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified",
    ),
    (
        {"GlobalSecondaryIndexes": [index("gsi", "pk HASH", ProvisionedThroughput=units(1, 1))]},
        "ProvisionedThroughput should not be specified for index: gsi when BillingMode is "
        "PAY_PER_REQUEST",
    ),
    (
        {
            **COMPOSITE,
            "LocalSecondaryIndexes": [index("same", "pk HASH", "other RANGE")],
            "GlobalSecondaryIndexes": [index("same", "other HASH")],
        },
        "Duplicate index name: same",
    ),
    (
        {
            **COMPOSITE,
            "LocalSecondaryIndexes": [
                index(f"lsi{at}", "pk HASH", "other RANGE") for at in range(6)
            ],
        },
        "Number of LocalSecondaryIndexes exceeds per-table limit of 5",
    ),
    (
        {"GlobalSecondaryIndexes": [index(f"gsi{at}", "pk HASH") for at in range(21)]},
        "GlobalSecondaryIndex count exceeds the per-table limit of 20",
    ),
    (
        {**COMPOSITE, "GlobalSecondaryIndexes": [index("gsi", "sk HASH")]},
        "Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, other], "
        "keys used: [pk, sk]",
    ),
    (
        {"GlobalSecondaryIndexes": [index("gsi", "pk HASH")]},
        "Jedlik does not have global secondary indexes yet; omit GlobalSecondaryIndexes",
    ),
    (
        {**COMPOSITE, "GlobalSecondaryIndexes": [index("gsi", "other HASH", "sk HASH")]},
        "Jedlik does not have global secondary indexes yet; omit GlobalSecondaryIndexes",
    ),
    (
        {**COMPOSITE, "LocalSecondaryIndexes": [index("lsi", "pk HASH", "other RANGE")]},
        "Jedlik does not have local secondary indexes yet; omit LocalSecondaryIndexes",
    ),
]


@pytest.mark.parametrize(("members", "refusal"), INDEX_CASES)
def test_refusals_of_indexes(members: dict[str, object], refusal: str) -> None:
    assert Caller().refusal("CreateTable", **{**table(), **members}) == INV + refusal
