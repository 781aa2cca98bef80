"""Operations that come later: the table has all of the API, and those answer a clear refusal."""

import botocore.session
import pytest

from jedlik.apis.api import Access, Api
from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from jedlik.apis.registry import OPERATION_BY_NAME, OPERATIONS
from tests.engine.in_memory import Caller, result_of
from tests.pipeline.in_memory import pipeline, request

UNDER_WAY = {"SearchVectors"}  # being built; it is in the table as soon as it works
REFUSED = [
    (name, capability) for capability, names in OPERATIONS_BY_CAPABILITY.items() for name in names
]


@pytest.mark.parametrize(
    ("service", "api"),
    [("dynamodb", Api.DYNAMODB), ("dynamodbstreams", Api.DYNAMODB_STREAMS)],
)
def test_the_table_has_every_operation_of_the_model(service: str, api: Api) -> None:
    model = set(botocore.session.get_session().get_service_model(service).operation_names)
    known = {each.name for each in OPERATIONS if each.api is api}
    assert known <= model
    assert model - known <= UNDER_WAY


@pytest.mark.parametrize(("name", "capability"), REFUSED)
def test_it_says_what_is_missing(name: str, capability: str) -> None:
    sentence = f"{name} is not available: this version of Jedlik has no {capability}"
    refusal = Caller().refusal(name, TableName="music")
    assert refusal == f"UnknownOperationException: {sentence}"


def test_what_looks_is_a_read() -> None:
    reading = {name for name, _ in REFUSED if OPERATION_BY_NAME[name].access is Access.READ}
    assert "GetResourcePolicy" in reading
    assert "ListBackups" in reading
    assert not reading & {"CreateBackup", "ExportTableToPointInTime", "ImportTable"}


def test_it_is_refused_after_the_signature() -> None:
    target = b"DynamoDB_20120810.ListBackups"
    answered = result_of(pipeline().respond(request(x_amz_target=target)))
    assert (answered.operation, answered.error_code) == (
        "ListBackups",
        "UnknownOperationException",
    )
    assert b"has no backups" in answered.body
    unsigned = result_of(pipeline().respond(request(x_amz_target=target, without="authorization")))
    assert unsigned.error_code == "MissingAuthenticationTokenException"
