"""The condition keys of requests against a few tables."""

from typing import Any

import orjson

from jedlik.apis.api import Checked
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.core.errors import Reject
from jedlik.engine.table import Table
from tests.engine.in_memory import Caller, api_of, result_of

CALLER = Caller()


def _create(name: str, tag: str) -> None:
    CALLER.create(
        name,
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": tag},
            {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "year", "AttributeType": "N"},
            {"AttributeName": "city", "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_year",
                "KeySchema": [{"AttributeName": "year", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            },
            {
                "IndexName": "by_place",
                "KeySchema": [
                    {"AttributeName": "city", "KeyType": "HASH"},
                    {"AttributeName": "year", "KeyType": "HASH"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            },
        ],
        Tags=[{"Key": "Team", "Value": "blue"}, {"Key": "a", "Value": "1"}],
    )


_create("music", "S")
_create("numbers", "N")
_create("bytes", "B")
CALLER.call(
    "TagResource",
    ResourceArn=CALLER.describe("bytes")["TableArn"],
    Tags=[{"Key": "team", "Value": "red"}],
)


def all_keys(name: str, request: dict[str, Any]) -> list[tuple[Authorization, ConditionKeys]]:
    """Returns the authorizations of a request with their condition keys, in order."""
    api = api_of(name)
    operation = api.operations[name]
    request = orjson.loads(orjson.dumps(request))
    operation.shape.check(request)
    checked = Checked(operation, request, operation.check(request))
    needed = result_of(operation.authorizations(request, checked.checked, CALLER.context))
    assert needed is not None
    return [
        (each, api.permissions.condition_keys(checked, each, table_named(each.name)))
        for each in needed
    ]


def table_named(name: str) -> Table | None:
    context = CALLER.context
    name = name.rpartition("/")[2]
    return result_of(context.node.catalog.find(context.region, context.account_id, name))


def values(name: str, request: dict[str, Any], key: str) -> list[tuple[str, ...] | None]:
    """Returns the values of a key for each authorization of a request."""
    return [keys.get(key) for _, keys in all_keys(name, request)]


def is_undecidable(name: str, request: dict[str, Any], key: str) -> bool:
    """Returns whether a key of the only authorization of a request cannot be known."""
    ((_, keys),) = all_keys(name, request)
    assert not keys.is_undecidable
    if keys.get(key) is not None:
        return False
    return keys.is_undecidable


def is_refused(name: str, request: dict[str, Any]) -> bool:
    """Returns whether a caller who may do everything is refused."""
    try:
        CALLER.call(name, **request)
    except Reject:
        return True
    return False
