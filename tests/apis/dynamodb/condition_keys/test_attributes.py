"""The attributes that a request names.

Source of the rules: Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

from typing import Any

import pytest

from tests.apis.dynamodb.condition_keys.asked import values

ATTRIBUTES = "dynamodb:attributes"
KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
ON = {"TableName": "music"}
NAMES = {"ExpressionAttributeNames": {"#n": "name"}}
VALUES = {"ExpressionAttributeValues": {":v": {"S": "a"}}}
CONDITION = {
    "ConditionExpression": "size(#n[0].x) > zip OR NOT (a.b IN (:v, c) AND begins_with(d, :v))",
    **NAMES,
    **VALUES,
}
FROM_CONDITION = ["name", "zip", "a", "c", "d"]


@pytest.mark.parametrize(
    ("name", "request_", "found"),
    [
        # Without a projection a read names its key alone, and answers everything.
        ("GetItem", {**ON, "Key": KEY}, ["pk", "sk"]),
        (
            "GetItem",
            {**ON, "Key": KEY, "ProjectionExpression": "Address.City, #n[1]", **NAMES},
            ["pk", "sk", "Address", "name"],
        ),
        ("GetItem", {**ON, "Key": KEY, "AttributesToGet": ["x.y"]}, ["pk", "sk", "x.y"]),
        ("PutItem", {**ON, "Item": {**KEY, "n": {"M": {"inner": {"S": "x"}}}}}, ["pk", "sk", "n"]),
        ("PutItem", {**ON, "Item": KEY, **CONDITION}, ["pk", "sk", *FROM_CONDITION]),
        (
            "PutItem",
            {**ON, "Item": KEY, "Expected": {"x": {"Exists": False}}},
            ["pk", "sk", "x"],
        ),
        ("DeleteItem", {**ON, "Key": KEY, **CONDITION}, ["pk", "sk", *FROM_CONDITION]),
        (
            "UpdateItem",
            {
                **ON,
                "Key": KEY,
                "UpdateExpression": "SET #n.x = if_not_exists(b, :v), e = f + g REMOVE c[0]"
                " ADD d :v DELETE h :v",
                **NAMES,
                "ExpressionAttributeValues": {":v": {"NS": ["1"]}},
            },
            ["pk", "sk", *"bcdefgh", "name"],
        ),
        (
            "UpdateItem",
            {
                **ON,
                "Key": KEY,
                "AttributeUpdates": {"x": {"Value": {"S": "1"}}},
                "Expected": {"y": {"Exists": False}},
            },
            ["pk", "sk", "x", "y"],
        ),
        (
            "Query",
            {
                **ON,
                "KeyConditionExpression": "pk = :v",
                "FilterExpression": "#n = :v",
                "ProjectionExpression": "z",
                **NAMES,
                **VALUES,
            },
            ["pk", "name", "z"],
        ),
        (
            "Query",
            {
                **ON,
                "KeyConditions": {
                    "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}
                },
                "QueryFilter": {"q": {"ComparisonOperator": "NULL"}},
                "AttributesToGet": ["z"],
            },
            ["pk", "q", "z"],
        ),
        ("Scan", ON, []),
        (
            "Scan",
            {**ON, "FilterExpression": "#n = :v", "ProjectionExpression": "z", **NAMES, **VALUES},
            ["name", "z"],
        ),
        (
            "Scan",
            {
                **ON,
                "ScanFilter": {"q": {"ComparisonOperator": "NULL"}},
                "AttributesToGet": ["z"],
            },
            ["q", "z"],
        ),
        (
            "BatchGetItem",
            {"RequestItems": {"music": {"Keys": [KEY], "ProjectionExpression": "z"}}},
            ["pk", "sk", "z"],
        ),
        (
            "BatchWriteItem",
            {
                "RequestItems": {
                    "music": [
                        {"DeleteRequest": {"Key": KEY}},
                        {"PutRequest": {"Item": {"pk": {"S": "b"}, "x": {"S": "1"}}}},
                    ]
                }
            },
            ["pk", "sk", "x"],
        ),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {**ON, "Item": KEY, **CONDITION, "UpdateExpression": 3}},
                    {"Put": {**ON, "Item": {"pk": {"S": "b"}, "x": {"S": "1"}}, "Expected": 3}},
                ]
            },
            ["pk", "sk", "x", *FROM_CONDITION],
        ),
        (
            "TransactGetItems",
            {
                "TransactItems": [
                    {
                        "Get": {
                            **ON,
                            "Key": KEY,
                            "ProjectionExpression": "z",
                            "AttributesToGet": ["w"],
                        }
                    }
                ]
            },
            ["pk", "sk", "z"],
        ),
        # Members that an operation does not have may contain anything.
        ("GetItem", {**ON, "Key": KEY, "FilterExpression": 3, "Item": 4}, ["pk", "sk"]),
        (
            "ExecuteStatement",
            {"Statement": "SELECT x.y, z FROM music WHERE pk = 'a' AND w = 1 ORDER BY sk"},
            ["x", "z", "pk", "w", "sk"],
        ),
        (
            "ExecuteStatement",
            {"Statement": "SELECT * FROM music WHERE pk = 'a' OR (NOT size(w) = 1)"},
            ["pk", "w"],
        ),
        (
            "ExecuteStatement",
            {"Statement": "INSERT INTO music VALUE {'pk': 'a', 'x': {'y': 1}}"},
            ["pk", "x"],
        ),
        (
            "ExecuteStatement",
            {
                "Statement": "UPDATE music SET x.y = list_append(z, ?) REMOVE w"
                " WHERE pk = 'a' AND v > 1",
                "Parameters": [{"L": []}],
            },
            ["x", "z", "w", "pk", "v"],
        ),
        (
            "ExecuteStatement",
            {"Statement": "DELETE FROM music WHERE pk = 'a' AND contains(x, 'b')"},
            ["pk", "x"],
        ),
        (
            "ExecuteTransaction",
            {
                "TransactStatements": [
                    {"Statement": "EXISTS(SELECT * FROM music WHERE pk = 'a' AND x = 1)"}
                ]
            },
            ["pk", "x"],
        ),
    ],
)
def test_the_attributes_that_a_request_names(
    name: str, request_: dict[str, Any], found: list[str]
) -> None:
    (asked,) = values(name, request_, ATTRIBUTES)
    assert asked is not None
    assert sorted(asked) == sorted(found)


def test_attributes_do_not_depend_on_the_table() -> None:
    (asked,) = values("GetItem", {"TableName": "absent", "Key": KEY}, ATTRIBUTES)
    assert set(asked or ()) == {"pk", "sk"}
