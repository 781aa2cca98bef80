"""Tables, items and sentences that the tests of several data operations need."""

from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from tests.engine.in_memory import Caller, table

# One value above each name: what the members of every data operation are refused for.
AT = "failed to satisfy constraint: Member must "
BAD_NAME = "have length less than or equal to 255"
BAD_RETURN_CONSUMED_CAPACITY = (
    f"Value 'BOGUS' at 'returnConsumedCapacity' {AT}satisfy enum value set: [INDEXES, TOTAL, NONE]"
)
BAD_RETURN_VALUES = (
    "Failed to satisfy constraint: Member must "
    "satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
)
BAD_METRICS = (
    f"Value 'BOGUS' at 'returnItemCollectionMetrics' {AT}satisfy enum value set: [SIZE, NONE]"
)
MISMATCH = "The provided key element does not match the schema"
EMPTY_KEY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute "
    "cannot contain an empty {} value. Key: {}"
)
NOT_FOUND = "ResourceNotFoundException: Requested resource not found"
CONDITION_FAILED = "ConditionalCheckFailedException: The conditional request failed"
TOO_DEEP = (
    "Nesting Levels have exceeded supported limits: "
    "Attributes in the item have nested levels beyond supported limit"
)
DUPLICATES = "Provided list of item keys contains duplicates"

Attribute = dict[str, Any]
Attributes = dict[str, Any]  # of Attributes, by name

# What a table name may not be, and the sentence about it.
TABLE_NAMES: list[tuple[str | None, str]] = [
    (None, f"Value null at 'tableName' {AT}not be null"),
    (
        "ab",
        f"Value 'ab' at 'tableName' {AT}have length greater than or equal to 3",
    ),
    ("x" * 256, f"Value '{'x' * 256}' at 'tableName' {AT}{BAD_NAME}"),
    (
        "bad table!@#",
        f"Value 'bad table!@#' at 'tableName' {AT}"
        "satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ),
]


def string(text: str) -> Attribute:
    """Returns an S."""
    return {"S": text}


def number(value: object) -> Attribute:
    """Returns an N."""
    return {"N": str(value)}


def nested(levels: int) -> Attribute:
    """Returns a string in `levels` maps."""
    value: Attribute = {"S": "leaf"}
    for _ in range(levels):
        value = {"M": {"m": value}}
    return value


def sized(size_bytes: int, **attributes: Attribute) -> Attributes:
    """Returns an item of strings of `size_bytes` by the service's rules. `fill` fills it up."""
    used = sum(len(name) + len(str(value["S"])) for name, value in attributes.items())
    return {**attributes, "fill": {"S": "x" * (size_bytes - used - len("fill"))}}


def composite(name: str = "albums", range_type: str = "S") -> dict[str, object]:
    """Returns a request for a table of `pk` (S) and `sk`."""
    return {
        **table(name),
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": range_type},
        ],
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    }


def caller_with(*items: Attributes, range_type: str | None = None) -> Caller:
    """Returns a caller with a table of `items`: `music`, or with a sort key `albums`."""
    caller = Caller()
    if range_type is None:
        caller.create()
    else:
        caller.call("CreateTable", **composite(range_type=range_type))
    for item in items:
        put(caller, item, name="music" if range_type is None else "albums")
    return caller


def put(caller: Caller, item: Attributes, *, name: str = "music") -> None:
    """Puts one item."""
    caller.call("PutItem", TableName=name, Item=item)


def stored(caller: Caller, name: str = "music", **key: Attribute) -> Attributes | None:
    """Returns the item under a key."""
    item: Attributes | None = caller.call(
        "GetItem", TableName=name, Key=key, ConsistentRead=True
    ).get("Item")
    return item


def item_of_failed_condition(caller: Caller, operation: str, **members: object) -> object:
    """Returns what a failed condition on `music` shows of the item if it is asked to, or None."""
    asked = {**members, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with pytest.raises(Reject) as refused:
        caller.call(operation, TableName="music", **asked)
    assert refused.value.error[:2] == tuple(CONDITION_FAILED.split(": "))
    return orjson.loads(orjson.dumps(refused.value.error.fields)).get("Item")
