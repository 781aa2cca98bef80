"""Indexes that CreateTable declares. Texts: recorded answers, October 2026; dynalite's tests."""

import pytest

from tests.engine.in_memory import INV, VE, Caller, definitions, keys, table, units

NOT_DEFINED = "Some index key attributes are not defined in AttributeDefinitions. Keys: "


def index(name: str, *elements: str, **members: object) -> dict[str, object]:
    projection = {"Projection": {"ProjectionType": "ALL"}}
    return {"IndexName": name, "KeySchema": keys(*elements), **projection, **members}


COMPOSITE = {
    "KeySchema": keys("pk HASH", "sk RANGE"),
    "AttributeDefinitions": definitions("pk", "sk", "other"),
}
NINE = {"KeySchema": keys("p HASH"), "AttributeDefinitions": definitions(*"pabcde")}
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
        NOT_DEFINED + "[missing], AttributeDefinitions: [sk, other, pk]",
    ),
    # Source: dynoxide's captures, October 2026.
    (
        {
            **COMPOSITE,
            "LocalSecondaryIndexes": [index("lsi", "pk HASH", "l RANGE")],
        },
        NOT_DEFINED + "[l, pk], AttributeDefinitions: [sk, other, pk]",
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
        "Some AttributeDefinitions are not used. AttributeDefinitions: [sk, other, pk], "
        "keys used: [sk, pk]",
    ),
    (
        {**COMPOSITE, "GlobalSecondaryIndexes": [index("gsi", "other HASH", "other HASH")]},
        "The KeySchema contains multiple key attributes with the same name",
    ),
    (
        {
            **COMPOSITE,
            "GlobalSecondaryIndexes": [index("gsi", "pk HASH", "other RANGE", "other RANGE")],
        },
        "The KeySchema contains multiple key attributes with the same name",
    ),
    (
        {
            **COMPOSITE,
            "GlobalSecondaryIndexes": [index("gsi", "pk HASH", "sk RANGE", "other HASH")],
        },
        "All HASH key attributes must precede RANGE key attributes in the KeySchema",
    ),
    (
        {**NINE, "GlobalSecondaryIndexes": [index("gsi", *(f"{name} HASH" for name in "pabcd"))]},
        "The KeySchema exceeds the maximum allowed number of HASH key attributes",
    ),
    (
        {
            **NINE,
            "GlobalSecondaryIndexes": [
                index("gsi", "p HASH", *(f"{name} RANGE" for name in "abcde"))
            ],
        },
        "The KeySchema exceeds the maximum allowed number of RANGE key attributes",
    ),
    (
        {
            "GlobalSecondaryIndexes": [
                index(
                    "gsi",
                    "pk HASH",
                    Projection={"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "x", "a"]},
                )
            ]
        },
        "Duplicate element in NonKeyAttributes: a",
    ),
    (
        {
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": units(1, 1),
            "GlobalSecondaryIndexes": [index("gsi", "pk HASH")],
        },
        "ProvisionedThroughput is not specified for index: gsi",
    ),
    (
        {
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": units(1, 1),
            "GlobalSecondaryIndexes": [
                index(
                    "gsi",
                    "pk HASH",
                    ProvisionedThroughput=units(1, 1),
                    OnDemandThroughput={"MaxReadRequestUnits": 5},
                )
            ],
        },
        "MaxReadRequestUnits for OnDemandThroughput for index: gsi cannot be specified when table "
        "BillingMode is PROVISIONED.",
    ),
    (
        {
            "GlobalSecondaryIndexes": [
                index("gsi", "pk HASH", OnDemandThroughput={"MaxReadRequestUnits": -1})
            ]
        },
        "Requested MaxReadRequestUnits for OnDemandThroughput for index : gsi is outside of valid "
        "range",
    ),
    (
        {
            "GlobalSecondaryIndexes": [
                index(
                    f"gsi{at}",
                    "pk HASH",
                    Projection={
                        "ProjectionType": "INCLUDE",
                        "NonKeyAttributes": [f"a{number}" for number in range(20)],
                    },
                )
                for at in range(6)
            ]
        },
        "Total number of NonKeyAttributes of all indexes exceeds the per-table limit of 100",
    ),
]


@pytest.mark.parametrize(("members", "refusal"), INDEX_CASES)
def test_refusals_of_indexes(members: dict[str, object], refusal: str) -> None:
    assert Caller().refusal("CreateTable", **{**table(), **members}) == INV + refusal


def test_a_global_key_of_two_attributes_with_the_same_name_is_refused_as_that_of_a_table() -> None:
    """Source: dynoxide-rs 3.2.0, tests/multi_attribute_keys.rs (captured, October 2026)."""
    repeated = [index("gsi", "other HASH", "other RANGE")]
    members = {**table(), **COMPOSITE, "GlobalSecondaryIndexes": repeated}
    assert Caller().refusal("CreateTable", **members) == (
        "ValidationException: Both the Hash Key and the Range Key element in the KeySchema have "
        "the same name"
    )


def test_fewer_definitions_than_key_attributes_of_an_index() -> None:
    # Source: dynoxide's captures, October 2026.
    indexes = [index("gsi", "pk HASH", "m RANGE", "n RANGE")]
    members = {"AttributeDefinitions": definitions("pk", "m"), "GlobalSecondaryIndexes": indexes}
    assert Caller().refusal("CreateTable", **{**table(), **members}) == (
        VE + "Invalid KeySchema: Some index key attribute have no definition"
    )
