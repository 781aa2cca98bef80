"""Operations that come later answer a clear refusal."""

import pytest

from jedlik.apis.api import Access
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from tests.engine.in_memory import Caller, result_of
from tests.pipeline.in_memory import pipeline, request

REFUSED = [
    (name, capability) for capability, names in OPERATIONS_BY_CAPABILITY.items() for name in names
]


@pytest.mark.parametrize(("name", "capability"), REFUSED)
def test_it_says_what_is_missing(name: str, capability: str) -> None:
    sentence = f"{name} is not available: this version of Jedlik has no {capability}"
    refusal = Caller().refusal(name, TableName="music")
    assert refusal == f"UnknownOperationException: {sentence}"


def test_what_looks_is_a_read() -> None:
    reading = {name for name, _ in REFUSED if DYNAMODB.operations[name].access is Access.READ}
    assert "DescribeContributorInsights" in reading
    assert "ListGlobalTables" in reading
    assert not reading & {"UpdateContributorInsights", "CreateGlobalTable"}


def test_it_is_refused_after_the_signature() -> None:
    target = b"DynamoDB_20120810.ListGlobalTables"
    answered = result_of(pipeline().respond(request(x_amz_target=target)))
    assert (answered.operation, answered.error_code) == (
        ("DynamoDB", "ListGlobalTables"),
        "UnknownOperationException",
    )
    assert b"has no global tables" in answered.body
    unsigned = result_of(pipeline().respond(request(x_amz_target=target, without="authorization")))
    assert unsigned.error_code == "MissingAuthenticationTokenException"
