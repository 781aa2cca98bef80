"""What an exchange knows, and when."""

import pytest

from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.pipeline.exchange import Exchange, Route
from tests.engine.in_memory import Caller, arn_of, result_of


@pytest.mark.parametrize("member", ["api", "operation", "request", "context", "checked"])
def test_a_stage_that_reads_too_early_fails(member: str) -> None:
    with pytest.raises(AttributeError):
        getattr(Exchange(None), member)


def test_a_route_is_labelled_with_the_names_of_api_and_operation() -> None:
    assert Route(DYNAMODB, "GetItem").label == ("DynamoDB", "GetItem")


def test_what_a_request_needs() -> None:
    exchange = Exchange(None)
    exchange.api, exchange.operation = DYNAMODB, DYNAMODB.operations["GetItem"]
    exchange.request = {"TableName": "music", "Key": {}}
    exchange.context = Caller().context
    with pytest.raises(AttributeError):
        result_of(exchange.authorizations())
    exchange.checked = exchange.request
    assert result_of(exchange.authorizations()) == (
        Authorization("dynamodb:GetItem", arn_of("music"), "music"),
    )
