"""The member Select of Query and Scan. Texts: recorded answers, October 2026."""

from collections.abc import Callable

import pytest

from jedlik.apis.dynamodb.expressions import check_select
from jedlik.core.errors import Reject, enveloped, invalid


def refusal_of(action: Callable[[], object]) -> str | None:
    with pytest.raises(Reject) as refused:
        action()
    return refused.value.error.message


NEEDS = (
    "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
    "SPECIFIC_ATTRIBUTES"
)
CHOSEN = "Cannot specify the {} when choosing to get {}"


@pytest.mark.parametrize(
    ("request_members", "message"),
    [
        ({}, None),
        ({"Select": "COUNT"}, None),
        ({"Select": "SPECIFIC_ATTRIBUTES"}, NEEDS),
        ({"Select": "SPECIFIC_ATTRIBUTES", "ProjectionExpression": "a"}, None),
        ({"Select": "SPECIFIC_ATTRIBUTES", "AttributesToGet": ["a"]}, None),
        (
            {"Select": "COUNT", "ProjectionExpression": "a"},
            CHOSEN.format("ProjectionExpression", "only the Count"),
        ),
        (
            {"Select": "ALL_ATTRIBUTES", "AttributesToGet": ["a"]},
            CHOSEN.format("AttributesToGet", "ALL_ATTRIBUTES"),
        ),
        (
            {"Select": "ALL_PROJECTED_ATTRIBUTES"},
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        ),
        ({"Select": "ALL_PROJECTED_ATTRIBUTES", "IndexName": "by_g"}, None),
    ],
)
def test_select(request_members: dict[str, object], message: str | None) -> None:
    if message is None:
        check_select(request_members, invalid)
        return
    assert refusal_of(lambda: check_select(request_members, invalid)) == message
    assert refusal_of(lambda: check_select(request_members, enveloped)) == (
        f"1 validation error detected: {message}"
    )
