"""Answers that AWS's own integration tests expect from the service.

Source: aws/aws-sdk-java-v2, services-custom/dynamodb-enhanced,
SearchVectorsIntegrationTestBase.java (August to October 2026, us-east-1).
"""

import pytest

from tests.engine.in_memory import INV, VE, Caller, definitions, table
from tests.features.vector_indexes.samples import vector, vector_caller, vector_index

GENERIC = VE + "1 validation error detected: Value at '{}' failed to satisfy constraint: {}"


@pytest.mark.parametrize(
    ("members", "at", "text"),
    [
        ({"TopK": 0}, "TopK", "Member must have value greater than or equal to 1"),
        ({"TopK": -1}, "TopK", "Member must have value greater than or equal to 1"),
        (
            {"SearchVector": []},
            "SearchVector",
            "Member must have length greater than or equal to 1",
        ),
        (
            {"SearchVector": [{"N": "1"}] * 4097},
            "SearchVector",
            "Member must have length less than or equal to 4096",
        ),
    ],
)
def test_bounds_of_search_vectors(members: dict[str, object], at: str, text: str) -> None:
    sound = {"TableName": "music", "IndexName": "plain", "TopK": 1, "SearchVector": vector(1)["L"]}
    refusal = vector_caller().refusal("SearchVectors", **{**sound, **members})
    assert refusal == GENERIC.format(at, text)


@pytest.mark.parametrize("operation", ["CreateTable", "UpdateTable"])
def test_inline_filters_of_a_search_schema(operation: str) -> None:
    names = [f"f{at:02}" for at in range(19)]
    schema = [{"AttributeName": name, "SearchSchemaElementType": "INLINE_FILTER"} for name in names]
    index = vector_index(SearchSchema=schema)
    caller = Caller()
    if operation == "CreateTable":
        members = {"AttributeDefinitions": definitions("pk", *names), "VectorIndexes": [index]}
        refusal = caller.refusal("CreateTable", **{**table(), **members})
    else:
        caller.create()
        refusal = caller.refusal(
            "UpdateTable",
            TableName="music",
            AttributeDefinitions=definitions(*names),
            VectorIndexUpdates=[{"Create": index}],
        )
    assert refusal == (
        INV + "Value '19' at 'SearchSchema' failed to satisfy constraint: Member must have "
        "INLINE_FILTER count less than or equal to 18"
    )
