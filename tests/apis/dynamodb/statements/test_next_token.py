"""NextToken. Texts: DynamoDB Local 3.3.1; aws-sdk-js-v3 issue 4424."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from jedlik.apis.dynamodb.statements.next_token import Position, next_token, start_of
from jedlik.core.errors import Reject
from tests.engine.tables import table_of

TABLE = table_of()
REQUEST: dict[str, Any] = {"Statement": "SELECT * FROM music", "Parameters": [{"S": "a"}]}


def refusal(request: dict[str, Any]) -> str | None:
    with pytest.raises(Reject) as refused:
        start_of(request, TABLE)
    return refused.value.error.message


@pytest.mark.parametrize(
    "position",
    [Position(0, (b"hash", b"")), Position(3, (b"\x00\xff", b"sort")), Position(7, None)],
)
def test_a_token_contains_its_position(position: Position) -> None:
    token = next_token(REQUEST, TABLE, position)
    assert start_of({**REQUEST, "NextToken": token}, TABLE) == position


@pytest.mark.parametrize("parameter", [{"L": [{"N": "2"}]}, {"M": {}}])
def test_no_token_fits_a_list_or_map(parameter: dict[str, object]) -> None:
    """dynoxide-rs 3.2.0, tests/partiql_next_token.rs (recorded in us-east-1, 2026-10-10)."""
    request = {**REQUEST, "Parameters": [parameter]}
    token = next_token(request, TABLE, Position(7, None))
    assert refusal({**request, "NextToken": token}) == "NextToken does not match request"


def test_without_a_token_a_read_starts_at_the_beginning() -> None:
    assert start_of(REQUEST, TABLE) == Position(0, None)


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "\u00e9",
        urlsafe_b64encode(b"5").decode(),
        urlsafe_b64encode(b'["d", -1]').decode(),
        urlsafe_b64encode(b'["d", "1"]').decode(),
        urlsafe_b64encode(b'["d", 0, "00"]').decode(),
        urlsafe_b64encode(b'["d", 0, "0g", "00"]').decode(),
        urlsafe_b64encode(b'["d", 0, 1, 2]').decode(),
    ],
)
def test_what_is_no_token(token: str) -> None:
    assert refusal({**REQUEST, "NextToken": token}) == "Invalid NextToken"


@pytest.mark.parametrize("changed", [{"Statement": "SELECT a FROM music"}, {"Parameters": []}])
def test_a_token_of_another_statement(changed: dict[str, Any]) -> None:
    token = next_token(REQUEST, TABLE, Position(1, None))
    assert refusal({**REQUEST, **changed, "NextToken": token}) == (
        "NextToken does not match request"
    )


def test_a_token_does_not_depend_on_what_else_a_request_says() -> None:
    token = next_token(REQUEST, TABLE, Position(1, None))
    assert start_of({**REQUEST, "Limit": 5, "NextToken": token}, TABLE) == Position(1, None)
