"""All APIs together: every operation is reached in every protocol, and none hides another."""

import botocore.session
import pytest

from jedlik.apis.api import Api
from jedlik.apis.dynamodb.operations.refused import OPERATIONS as REFUSED
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import ServiceError
from tests.engine.in_memory import result_of
from tests.pipeline.in_memory import pipeline, request, services

CONTENT_TYPES = (b"application/x-amz-json-1.0", b"application/json")
OPERATIONS = [(api, name) for api in APIS for name in api.operations]
SERVICE_BY_API = {"DynamoDB": "dynamodb", "DynamoDBStreams": "dynamodbstreams"}


def named(value: object) -> str:
    return value.name if isinstance(value, Api) else str(value)


def test_every_api_has_a_name_of_its_own() -> None:
    assert {api.name for api in APIS} == SERVICE_BY_API.keys()
    assert len(APIS) == len(SERVICE_BY_API)


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: CONTENT_TYPES[
    PROTOCOLS.index(protocol)].decode())  # fmt: skip
def test_no_two_operations_have_one_target(protocol: object) -> None:
    targets = [
        target
        for api in APIS
        for each in api.protocols
        if each is protocol
        for target, _ in each.targets(api)
    ]
    assert targets
    assert len(set(targets)) == len(targets)


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
@pytest.mark.parametrize(("api", "name"), OPERATIONS, ids=named)
def test_every_operation_is_reached(api: Api, name: str, content_type: bytes) -> None:
    to = pipeline(services(authorizer=lambda _: ServiceError("AccessDeniedException", "no")))
    sent = request(name, b'{"Odd":1}', content_type=content_type)
    answer = result_of(to.respond(sent))
    assert answer.operation == (api.name, name)
    assert answer.headers == b"Content-Type: %b\r\n" % content_type
    refused = name in {each.name for each in REFUSED}
    codes = (
        {"UnknownOperationException"}
        if refused
        else {"AccessDeniedException", "ValidationException"}
    )
    assert answer.error_code in codes


@pytest.mark.parametrize("api", APIS, ids=named)
def test_an_api_has_the_operations_of_the_model(api: Api) -> None:
    model = botocore.session.get_session().get_service_model(SERVICE_BY_API[api.name])
    assert list(api.operations) == sorted(model.operation_names)
    assert api.target_prefix == model.metadata["targetPrefix"]
    assert api.signing_name == model.metadata.get("signingName", model.endpoint_prefix)
