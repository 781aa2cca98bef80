"""The requests that every principal of `explained_world` sends, with their condition keys."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from tests.api.explained_world import (
    ABSENT,
    ACCOUNT,
    ROLES,
    SCORES,
    SHARED,
    TABLES,
    TAGGED,
    Actor,
    World,
)

Context = Mapping[str, list[str]]
# The condition keys that all requests have.
COMMON: Context = {"aws:SourceIp": ["127.0.0.1"], "aws:SecureTransport": ["false"]}
NO_CONTEXT: Context = {}
_REFUSALS = ("AccessDeniedException", "AccessDenied", "InvalidClientTokenId")
_READS: Context = {
    "dynamodb:Select": ["ALL_ATTRIBUTES"],
    "dynamodb:ReturnConsumedCapacity": ["NONE"],
}
_WRITES: Context = {
    "dynamodb:ReturnValues": ["NONE"],
    "dynamodb:ReturnConsumedCapacity": ["NONE"],
}
_KEY = {"pk": {"S": "anna"}}
_QUERY = {
    "KeyConditionExpression": "pk = :v",
    "ExpressionAttributeValues": {":v": {"S": "anna"}},
}


class Sent(NamedTuple):
    """A request and what ExplainAccess is asked about it."""

    service: str
    method: str
    members: Mapping[str, Any]
    action: str
    resource: str
    context: Context = NO_CONTEXT


def send(world: World, actor: Actor, sent: Sent) -> str | None:
    """Sends a request. Returns the text of the refusal, None if it was allowed: errors of other
    kinds come after the decision.
    """
    service = world.client(sent.service, actor)
    try:
        getattr(service, sent.method)(**sent.members)
    except ClientError as error:
        found = error.response["Error"]
        if found["Code"] in _REFUSALS:
            text: str = found["Message"]
            return text
    return None


def requests(world: World) -> list[Sent]:
    """Returns the requests."""
    return [*_item_requests(), *_other_requests(world)]


def keyed(
    *leading: str, attributes: tuple[str, ...] = ("pk",), also: Context = NO_CONTEXT
) -> Context:
    """Returns the keys of a request for items: values of the partition key, and attributes."""
    own = {"dynamodb:LeadingKeys": list(leading), "dynamodb:Attributes": list(attributes)}
    return {**own, **also}


def on(arn: str, method: str, action: str, context: Context, **members: Any) -> Sent:
    """Returns a request for a table, which it names."""
    table = {"TableName": arn.rpartition("/")[2]}
    return Sent("dynamodb", method, {**table, **members}, f"dynamodb:{action}", arn, context)


def _item_requests() -> list[Sent]:
    specific: Context = {"dynamodb:Select": ["SPECIFIC_ATTRIBUTES"]}
    secret = keyed("anna", attributes=("pk", "secret"), also=specific)
    scored = keyed("anna", attributes=("pk", "score"), also=_WRITES)
    projected: Context = {"dynamodb:Select": ["ALL_PROJECTED_ATTRIBUTES"]}
    index = {"TableName": "scores", "IndexName": "by-score", **_QUERY}
    reads, writes = keyed("anna", also=_READS), keyed("anna", also=_WRITES)
    bob = {"pk": {"S": "bob"}}
    return [
        on(SCORES, "get_item", "GetItem", reads, Key=_KEY),
        on(SCORES, "get_item", "GetItem", keyed("bob", also=_READS), Key=bob),
        on(SCORES, "get_item", "GetItem", secret, Key=_KEY, ProjectionExpression="secret"),
        on(SCORES, "put_item", "PutItem", scored, Item={**_KEY, "score": {"N": "1"}}),
        on(SCORES, "delete_item", "DeleteItem", writes, Key=_KEY),
        on(SCORES, "query", "Query", reads, **_QUERY),
        on(SCORES, "scan", "Scan", _READS),
        on(SHARED, "get_item", "GetItem", reads, Key=_KEY),
        on(SHARED, "put_item", "PutItem", writes, Item=_KEY),
        on(TAGGED, "get_item", "GetItem", reads, Key=_KEY),
        Sent(
            "dynamodb",
            "query",
            index,
            "dynamodb:Query",
            f"{SCORES}/index/by-score",
            keyed("anna", also=projected),
        ),
        # By ARN, so that principals of another account name the same table.
        Sent(
            "dynamodb",
            "get_item",
            {"TableName": SHARED, "Key": _KEY},
            "dynamodb:GetItem",
            SHARED,
            reads,
        ),
    ]


def _other_requests(world: World) -> list[Sent]:
    key = {"KeyId": world.key_arn}
    users = f"arn:aws:iam::{ACCOUNT}:user/"
    return [
        on(TAGGED, "describe_table", "DescribeTable", NO_CONTEXT),
        on(ABSENT, "describe_table", "DescribeTable", NO_CONTEXT),
        Sent("dynamodb", "list_tables", {}, "dynamodb:ListTables", f"{TABLES}/*"),
        Sent("kms", "describe_key", key, "kms:DescribeKey", world.key_arn),
        Sent("iam", "list_users", {}, "iam:ListUsers", users),
        *(
            Sent(
                "sts",
                "assume_role",
                {"RoleArn": role, "RoleSessionName": "again"},
                "sts:AssumeRole",
                role,
            )
            for role in (f"{ROLES}/reader", f"{ROLES}/closed")
        ),
    ]
