"""The parts of a request that does several things."""

from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.parts import Part, PartsRule, member_part
from tests.engine.in_memory import Caller, arn_of

CONTEXT = Caller().context
ELSEWHERE = arn_of("music", region="eu-west-1", account_id="210987654321")


def needed(*parts: Part) -> list[Authorization] | None:
    found = PartsRule(lambda request, checked: parts)(None, None, CONTEXT)
    return None if found is None else list(found)


def test_actions_of_a_transaction_are_on_the_tables_that_they_name() -> None:
    get = member_part("dynamodb:GetItem", {"TableName": "music", "Key": {}})
    delete = member_part("dynamodb:DeleteItem", {"TableName": ELSEWHERE, "Key": {}})
    assert needed(get, delete) == [
        Authorization("dynamodb:GetItem", arn_of("music"), "music", "ALL_ATTRIBUTES"),
        Authorization("dynamodb:DeleteItem", ELSEWHERE, ELSEWHERE, "NONE"),
    ]


def test_a_request_without_parts_needs_no_permission() -> None:
    assert needed() is None
