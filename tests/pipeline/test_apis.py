"""An operation is asked for by the API it belongs to."""

import pytest

from tests.engine.in_memory import result_of
from tests.pipeline.in_memory import pipeline, request


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"DynamoDB_20120810.ListTables", 200),
        (b"DynamoDBStreams_20120810.ListStreams", 200),
        (b"DynamoDB_20120810.ListStreams", 400),
        (b"DynamoDBStreams_20120810.ListTables", 400),
        (b"DynamoDB_20111205.ListTables", 400),
    ],
)
def test_operations_are_known_by_their_api(target: bytes, status: int) -> None:
    answer = result_of(pipeline().respond(request(x_amz_target=target)))
    assert answer.status == status
    assert answer.error_code == ("" if status == 200 else "UnknownOperationException")
