"""Answers that AWS's own integration tests expect from the service.

Source: aws/aws-sdk-java-v2, services-custom/dynamodb-enhanced,
SearchVectorsIntegrationTestBase.java (August to October 2026, us-east-1).
"""

import pytest

from tests.engine.in_memory import VE
from tests.features.vector_indexes.samples import vector, vector_caller

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
