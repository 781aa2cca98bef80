"""Requests that name a table or nothing: recorded answers, October 2026; dynalite's recorded tests.

`test_table_settings` has the faults of a table's name, which all requests about tables share.
"""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.tables import (
    DELETE_TABLE,
    DESCRIBE_ENDPOINTS,
    DESCRIBE_LIMITS,
    DESCRIBE_TABLE,
    DESCRIBE_TIME_TO_LIVE,
    LIST_TABLES,
)
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

Body = dict[str, object]

AT = "' failed to satisfy constraint: "
SOUND: list[tuple[Request[Any], Body]] = [
    (DESCRIBE_TABLE, {"TableName": "abc"}),
    (DELETE_TABLE, {"TableName": "a" * 255}),
    (LIST_TABLES, {}),
    (LIST_TABLES, {"ExclusiveStartTableName": "abc", "Limit": 100}),
    (DESCRIBE_TIME_TO_LIVE, {"TableName": "abc"}),
    (DESCRIBE_LIMITS, {"Anything": 1}),
    (DESCRIBE_ENDPOINTS, {}),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "body"), SOUND)
def test_sound(shape: Request[Any], body: Body) -> None:
    assert shape.check(body) is body


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            {"ExclusiveStartTableName": "a;", "Limit": 500},
            "3 validation errors detected: "
            f"Value 'a;' at 'exclusiveStartTableName{AT}Member must satisfy regular expression "
            "pattern: [a-zA-Z0-9_.-]+; "
            f"Value 'a;' at 'exclusiveStartTableName{AT}"
            "Member must have length greater than or equal to 3; "
            f"Value '500' at 'limit{AT}Member must have value less than or equal to 100",
        ),
        (
            {"Limit": 0},
            f"1 validation error detected: Value '0' at 'limit{AT}"
            "Member must have value greater than or equal to 1",
        ),
    ],
)
def test_list_tables(body: Body, faults: str) -> None:
    with pytest.raises(Reject) as reject:
        LIST_TABLES.check(body)
    assert (reject.value.error.code, reject.value.error.message) == ("ValidationException", faults)
