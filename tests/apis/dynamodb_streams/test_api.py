"""The API of DynamoDB Streams, as a row of the registry. Source: botocore's service model."""

from typing import cast

import botocore.session
import pytest

from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.engine.context import Context

MODEL = botocore.session.Session().get_service_model("dynamodbstreams")
NOBODY = cast(Context, None)


def test_all_operations_of_the_service_are_built() -> None:
    assert set(DYNAMODB_STREAMS.operations) == set(MODEL.operation_names)


def test_requests_are_recognised_and_signed_as_those_of_the_service() -> None:
    assert DYNAMODB_STREAMS.target_prefix == MODEL.metadata["targetPrefix"]
    assert DYNAMODB_STREAMS.signing_name == MODEL.signing_name


@pytest.mark.parametrize(
    ("request_", "resource"),
    [({"StreamArn": "arn:x"}, "arn:x"), ({"TableName": "t"}, "*"), ({}, "*")],
)
def test_a_request_is_about_the_stream_that_it_names(
    request_: dict[str, object], resource: str
) -> None:
    assert DYNAMODB_STREAMS.resource_of(request_, NOBODY) == resource
