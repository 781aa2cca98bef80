"""The resource of a request, as the Service Authorization Reference has it."""

import pytest

from jedlik.apis.dynamodb.resource import named_table
from tests.engine.in_memory import Caller, arn_of

ELSEWHERE = arn_of("music", region="eu-west-1", account_id="210987654321")


@pytest.mark.parametrize(
    ("request_", "resource"),
    [
        ({"TableName": "music"}, arn_of("music")),
        ({"TableName": arn_of("music")}, arn_of("music")),
        ({"TableName": ELSEWHERE}, ELSEWHERE),
        ({}, "*"),
    ],
)
def test_the_table_of_a_request(request_: dict[str, object], resource: str) -> None:
    assert named_table(request_, Caller().context) == resource
