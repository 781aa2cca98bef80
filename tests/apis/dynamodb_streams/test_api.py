"""The API of DynamoDB Streams, as a row of the registry. Source: botocore's service model."""

import botocore.session

from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS

MODEL = botocore.session.Session().get_service_model("dynamodbstreams")


def test_all_operations_of_the_service_are_built() -> None:
    assert set(DYNAMODB_STREAMS.operations) == set(MODEL.operation_names)


def test_requests_are_recognised_and_signed_as_those_of_the_service() -> None:
    assert DYNAMODB_STREAMS.target_prefix == MODEL.metadata["targetPrefix"]
    assert DYNAMODB_STREAMS.signing_name == MODEL.signing_name
