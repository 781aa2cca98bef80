"""Attempts to get around a fine-grained policy: other partitions, other attributes, other ways.

The policy is that of the Developer Guide, "Using IAM policy conditions for fine-grained access
control" (examples 1 to 4), with the Deny of full table scans of "IAM security policies with PartiQL
for DynamoDB". Anna may use the attributes pk, name and year of the items under pk "a".
"""

from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from tests.engine.in_memory import arn_of
from tests.pipeline.test_authorize import KEY, Server

OWN = {**KEY, "name": {"S": "x"}}
OTHER_KEY = {"pk": {"S": "b"}}
OLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
ON = {"TableName": "fine"}
POLICY = orjson.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    *("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"),
                    *("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
                    *("dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem"),
                    "dynamodb:PartiQL*",
                ],
                "Resource": [arn_of("fine"), arn_of("fine/index/*")],
                "Condition": {
                    "ForAllValues:StringEquals": {
                        "dynamodb:LeadingKeys": ["a"],
                        "dynamodb:Attributes": ["pk", "name", "year"],
                    },
                    "StringEqualsIfExists": {
                        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
                        "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"],
                    },
                },
            },
            {
                "Effect": "Deny",
                "Action": "dynamodb:PartiQLSelect",
                "Resource": [arn_of("fine"), arn_of("fine/index/*")],
                "Condition": {"Bool": {"dynamodb:FullTableScan": "true"}},
            },
        ],
    }
).decode()


@pytest.fixture(scope="module")
def empty() -> Server:
    made = Server(POLICY)
    made.caller.create(
        "fine",
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "year", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_year",
                "KeySchema": [{"AttributeName": "year", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    return made


@pytest.fixture
def server(empty: Server) -> Server:
    """The table with two items."""
    for key in (KEY, OTHER_KEY):
        item = {**key, "name": {"S": "x"}, "year": {"N": "7"}, "secret": {"S": "y"}}
        empty.caller.call("PutItem", TableName="fine", Item=item)
    return empty


def named(text: str, **given: str) -> dict[str, Any]:
    """A projection of the attribute `name`, which is a reserved word, and others."""
    return {
        "ProjectionExpression": text,
        "ExpressionAttributeNames": {"#n": "name", **given},
    }


def when(text: str) -> dict[str, Any]:
    return {"ConditionExpression": text}


def query(value: str, **members: Any) -> dict[str, Any]:
    return {
        **ON,
        "KeyConditionExpression": "pk = :v",
        "ExpressionAttributeValues": {":v": {"S": value}},
        **members,
    }


def statements(*texts: str) -> list[dict[str, str]]:
    return [{"Statement": text} for text in texts]


def root_is_refused(server: Server, name: str, members: dict[str, Any]) -> str | None:
    try:
        server.caller.call(name, **members)
    except Reject as reject:
        return reject.error.code
    return None


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("GetItem", {**ON, "Key": KEY, **named("#n")}),
        ("Query", query("a", **named("#n"))),
        ("PutItem", {**ON, "Item": {**KEY, "name": {"S": "x"}}}),
        (
            "UpdateItem",
            {
                **ON,
                "Key": KEY,
                "UpdateExpression": "SET #n = #n",
                "ExpressionAttributeNames": {"#n": "name"},
                "ReturnValues": "UPDATED_NEW",
            },
        ),
        ("BatchGetItem", {"RequestItems": {"fine": {"Keys": [KEY], **named("#n")}}}),
        ("BatchWriteItem", {"RequestItems": {"fine": [{"PutRequest": {"Item": OWN}}]}}),
        ("TransactGetItems", {"TransactItems": [{"Get": {**ON, "Key": KEY, **named("#n")}}]}),
        ("TransactWriteItems", {"TransactItems": [{"Put": {**ON, "Item": OWN}}]}),
        ("ExecuteStatement", {"Statement": """SELECT "name" FROM fine WHERE pk = 'a'"""}),
        ("ExecuteStatement", {"Statement": """UPDATE fine SET "name" = 'x' WHERE pk = 'a'"""}),
    ],
)
def test_what_the_policy_allows(server: Server, name: str, members: dict[str, Any]) -> None:
    server.call(name, **members)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        # Another partition.
        ("GetItem", {**ON, "Key": OTHER_KEY, **named("#n")}),
        ("GetItem", {**ON, "Key": {"pk": {"S": "A"}}, **named("#n")}),
        ("GetItem", {**ON, "Key": {"pk": {"S": "a "}}, **named("#n")}),
        ("Query", query("b", **named("#n"))),
        ("PutItem", {**ON, "Item": OTHER_KEY}),
        ("DeleteItem", {**ON, "Key": OTHER_KEY}),
        ("BatchGetItem", {"RequestItems": {"fine": {"Keys": [KEY, OTHER_KEY], **named("#n")}}}),
        (
            "BatchGetItem",
            {
                "RequestItems": {
                    "fine": {"Keys": [KEY], **named("#n")},
                    arn_of("fine"): {"Keys": [OTHER_KEY], **named("#n")},
                }
            },
        ),
        (
            "BatchWriteItem",
            {
                "RequestItems": {
                    "fine": [{"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": OTHER_KEY}}]
                }
            },
        ),
        (
            "TransactGetItems",
            {
                "TransactItems": [
                    {"Get": {**ON, "Key": KEY, **named("#n")}},
                    {"Get": {**ON, "Key": OTHER_KEY, **named("#n")}},
                ]
            },
        ),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {**ON, "Item": KEY}},
                    {
                        "ConditionCheck": {
                            **ON,
                            "Key": OTHER_KEY,
                            **when("attribute_exists(pk)"),
                        }
                    },
                ]
            },
        ),
        ("ExecuteStatement", {"Statement": """SELECT "name" FROM fine WHERE pk = 'b'"""}),
        ("ExecuteStatement", {"Statement": """SELECT "name" FROM fine WHERE pk IN ('a', 'b')"""}),
        (
            "ExecuteStatement",
            {"Statement": """SELECT "name" FROM fine WHERE pk = 'a' OR pk = 'b'"""},
        ),
        ("ExecuteStatement", {"Statement": """INSERT INTO fine VALUE {'pk': 'c'}"""}),
        ("ExecuteStatement", {"Statement": """DELETE FROM fine WHERE pk = 'b'"""}),
        (
            "BatchExecuteStatement",
            {
                "Statements": statements(
                    """SELECT "name" FROM fine WHERE pk = 'a'""",
                    """SELECT "name" FROM fine WHERE pk = 'b'""",
                )
            },
        ),
        # Everything, because no partition is named.
        ("Scan", {**ON, **named("#n")}),
        ("ExecuteStatement", {"Statement": """SELECT "name" FROM fine"""}),
        (
            "ExecuteStatement",
            {"Statement": """SELECT "name" FROM fine WHERE pk = 'a' OR "name" = 'x'"""},
        ),
        # The partition of an index is another one.
        (
            "Query",
            {
                **ON,
                "IndexName": "by_year",
                "KeyConditionExpression": "#y = :v",
                "ExpressionAttributeValues": {":v": {"N": "7"}},
                **named("#n", **{"#y": "year"}),
            },
        ),
        (
            "ExecuteStatement",
            {"Statement": """SELECT "name" FROM fine.by_year WHERE "year" = 7"""},
        ),
        # Another attribute, shown or compared.
        ("GetItem", {**ON, "Key": KEY}),
        ("GetItem", {**ON, "Key": KEY, "ProjectionExpression": "secret"}),
        ("GetItem", {**ON, "Key": KEY, **named("#n, #s", **{"#s": "secret"})}),
        ("GetItem", {**ON, "Key": KEY, "ProjectionExpression": "secret.x[0]"}),
        ("GetItem", {**ON, "Key": KEY, "AttributesToGet": ["secret"]}),
        ("Query", query("a", Select="ALL_ATTRIBUTES")),
        ("Query", query("a", Select="COUNT", FilterExpression="secret = :v")),
        ("Query", query("a", FilterExpression="size(secret) = :v", **named("#n"))),
        ("PutItem", {**ON, "Item": KEY, **when("attribute_not_exists(secret)")}),
        ("PutItem", {**ON, "Item": KEY, "Expected": {"secret": {"Exists": False}}}),
        ("UpdateItem", {**ON, "Key": KEY, "UpdateExpression": "REMOVE secret"}),
        (
            "UpdateItem",
            {
                **ON,
                "Key": KEY,
                "UpdateExpression": "SET #n = secret",
                "ExpressionAttributeNames": {"#n": "name"},
                "ReturnValues": "UPDATED_NEW",
            },
        ),
        ("UpdateItem", {**ON, "Key": KEY, "AttributeUpdates": {"secret": {"Action": "DELETE"}}}),
        ("PutItem", {**ON, "Item": KEY, "ReturnValues": "ALL_OLD"}),
        ("DeleteItem", {**ON, "Key": KEY, "ReturnValues": "ALL_OLD"}),
        ("UpdateItem", {**ON, "Key": KEY, "ReturnValues": "ALL_NEW"}),
        ("PutItem", {**ON, "Item": KEY, **when("attribute_not_exists(pk)"), **OLD}),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {**ON, "Item": KEY, **when("attribute_not_exists(pk)"), **OLD}}
                ]
            },
        ),
        ("ExecuteStatement", {"Statement": """SELECT * FROM fine WHERE pk = 'a'"""}),
        ("ExecuteStatement", {"Statement": """SELECT secret FROM fine WHERE pk = 'a'"""}),
        (
            "ExecuteStatement",
            {"Statement": """SELECT "name" FROM fine WHERE pk = 'a' AND secret = 'y'"""},
        ),
        (
            "ExecuteStatement",
            {"Statement": """UPDATE fine SET "name" = secret WHERE pk = 'a'"""},
        ),
        (
            "ExecuteStatement",
            {"Statement": """UPDATE fine SET "name" = 'x' WHERE pk = 'a' RETURNING ALL NEW *"""},
        ),
        ("ExecuteStatement", {"Statement": """DELETE FROM fine WHERE pk = 'a'""", **OLD}),
        (
            "ExecuteTransaction",
            {
                "TransactStatements": statements(
                    """UPDATE fine SET "name" = 'x' WHERE pk = 'a'""",
                    """EXISTS(SELECT "name" FROM fine WHERE pk = 'b' AND "name" = 'x')""",
                )
            },
        ),
    ],
)
def test_what_gets_around_the_policy_is_refused(
    server: Server, name: str, members: dict[str, Any]
) -> None:
    """The root of the account may make each request, so it is refused for no other reason."""
    server.refusal(name, **members)
    assert root_is_refused(server, name, members) in {
        None,
        "ConditionalCheckFailedException",
        "TransactionCanceledException",
    }
