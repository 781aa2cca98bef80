"""Principals with policies of every kind, who send the requests of `explained_requests`."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import boto3

from tests.api.clients import REGION
from tests.app.server import serving
from tests.app.test_accounts import OTHER, PAIR, ROOT, created

ACCOUNT = "000000000000"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
TABLES = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table"
SCORES, SHARED, TAGGED, ABSENT = (f"{TABLES}/{n}" for n in ("scores", "shared", "tagged", "absent"))
ROLES = f"arn:aws:iam::{ACCOUNT}:role/jobs"


class Actor(NamedTuple):
    """Somebody who sends requests. session_policies: those of the session, if it has any.

    asks_itself: whether nobody else can ask about it.
    """

    arn: str
    credentials: Mapping[str, str]
    session_policies: list[str]
    asks_itself: bool = False
    account_id: str = ACCOUNT


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def to(principal: Any, action: Any, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    named = principal if principal == "*" else {"AWS": principal}
    return {"Effect": effect, "Principal": named, "Action": action, "Resource": "*", **more}


class World:
    """A server with tables, keys, principals, and clients for them."""

    def __init__(self, url: str, clients: ExitStack, other: tuple[str, str]) -> None:
        self.url = url
        self._clients = clients
        self._made: dict[tuple[str, str], Any] = {}  # clients, by service and access key
        self.actors: dict[str, Actor] = {}
        self.root = self.actor("root", f"arn:aws:iam::{ACCOUNT}:root", _credentials(*PAIR))
        self.iam = self.client("iam", self.root)
        self.other_root = self.actor(
            "root of another account", f"arn:aws:iam::{OTHER}:root", _credentials(*other)
        )._replace(account_id=OTHER)
        self.actors["root of another account"] = self.other_root
        self.key_arn = self.client("kms", self.root).create_key()["KeyMetadata"]["Arn"]

    def client(self, service: str, actor: Actor) -> Any:
        """Returns a client, which takes longer to make than to send a request with."""
        whose = service, actor.credentials["aws_access_key_id"]
        if whose not in self._made:
            self._made[whose] = made = boto3.client(
                service, endpoint_url=self.url, region_name=REGION, **dict(actor.credentials)
            )
            self._clients.callback(made.close)
        return self._made[whose]

    def actor(self, name: str, arn: str, credentials: Mapping[str, str], **more: Any) -> Actor:
        made = Actor(arn, credentials, more.pop("session_policies", []), **more)
        self.actors[name] = made
        return made

    def user(self, name: str, *statements: Mapping[str, Any], by: Actor | None = None) -> Actor:
        """Creates a user with an inline policy, in the account of `by`."""
        owner = self.root if by is None else by
        iam = self.client("iam", owner)
        user_name = name.replace(" ", "-")
        made = iam.create_user(UserName=user_name, Path="/people/")["User"]["Arn"]
        if statements:
            policy = {"PolicyName": "own", "PolicyDocument": document(*statements)}
            iam.put_user_policy(UserName=user_name, **policy)
        key = iam.create_access_key(UserName=user_name)["AccessKey"]
        credentials = _credentials(key["AccessKeyId"], key["SecretAccessKey"])
        return self.actor(name, made, credentials, account_id=owner.account_id)

    def role(
        self, name: str, *statements: Mapping[str, Any], trusted: str = ACCOUNT, **members: Any
    ) -> None:
        """Creates a role. trusted: who may assume it, all in the account if nobody is named."""
        trust = {"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": "sts:AssumeRole"}
        self.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=document(trust), Path="/jobs/", **members
        )
        if statements:
            policy = {"PolicyName": "own", "PolicyDocument": document(*statements)}
            self.iam.put_role_policy(RoleName=name, **policy)

    def assume(self, name: str, role: str, policy: str = "", **members: Any) -> Actor:
        """Returns a session of a role."""
        if policy:
            members["Policy"] = policy
        sts = self.client("sts", self.actors["who assumes roles"])
        arn = f"{ROLES}/{role}"
        made = sts.assume_role(RoleArn=arn, RoleSessionName="session", **members)
        return self.actor(
            name,
            made["AssumedRoleUser"]["Arn"],
            _session(made["Credentials"]),
            session_policies=[policy] if policy else [],
        )


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A server with everything."""
    other = created(folder)
    with (
        serving("--auth", "enforce", "--data", str(folder), extra=ROOT) as server,
        ExitStack() as clients,
    ):
        made = World(server.url, clients, other)
        _make_tables(made)
        _make_users(made)
        _make_sessions(made)
        _make_policies_of_resources(made)
        yield made


def _make_tables(made: World) -> None:
    dynamodb = made.client("dynamodb", made.root)
    index = {
        "IndexName": "by-score",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    for arn in (SCORES, SHARED, TAGGED):
        members: dict[str, Any] = {"GlobalSecondaryIndexes": [index]} if arn == SCORES else {}
        if arn == TAGGED:
            members["Tags"] = [{"Key": "team", "Value": "blue"}]
        dynamodb.create_table(
            TableName=arn.rpartition("/")[2],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            **members,
        )


def _make_users(made: World) -> None:
    own_keys = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["anna"]}}
    own_attributes = {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "score"]},
        "StringEqualsIfExists": {"dynamodb:ReturnValues": ["NONE"]},
    }
    made.user("nobody")
    made.user("all", allow("*"))
    made.user("who assumes roles", allow("sts:*"))
    made.user("one table", allow("dynamodb:*Item", SCORES), allow("dynamodb:Query", f"{SCORES}/*"))
    made.user("denied deletes", allow("dynamodb:*"), deny("dynamodb:DeleteItem"))
    made.user(
        "not action",
        allow("dynamodb:*"),
        {"Effect": "Deny", "NotAction": "dynamodb:Get*", "Resource": "*"},
    )
    made.user("leading keys", allow("dynamodb:*", Condition=own_keys))
    made.user("attributes", allow("dynamodb:*", Condition=own_attributes))
    made.user("by tag", allow("dynamodb:*", Condition=_equals("aws:ResourceTag/team", "blue")))
    made.user("from elsewhere", allow("*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    made.user("by tls", allow("*"), deny("*", Condition={"Bool": {"aws:SecureTransport": "false"}}))
    made.user("variable", allow("dynamodb:*", f"{TABLES}/${{aws:PrincipalTag/table}}"))
    made.iam.tag_user(UserName="variable", Tags=[{"Key": "table", "Value": "scores"}])
    made.user("later", allow("*", Condition={"DateGreaterThan": {"aws:CurrentTime": "2100-01-01"}}))
    _make_bounded(made)
    _make_members(made)
    made.user("theirs", allow("dynamodb:*"), by=made.other_root)
    made.user("theirs without policies", by=made.other_root)


def _make_bounded(made: World) -> None:
    made.user("bounded", allow("*"))
    made.iam.put_user_permissions_boundary(UserName="bounded", PermissionsBoundary=READ_ONLY)
    made.user("bounded by a deny", allow("*"))
    text = document(allow("*"), deny("dynamodb:PutItem"), deny("iam:*"))
    arn = made.iam.create_policy(PolicyName="edge", PolicyDocument=text)["Policy"]["Arn"]
    made.iam.put_user_permissions_boundary(UserName="bounded-by-a-deny", PermissionsBoundary=arn)
    made.user("boundary alone")
    made.iam.put_user_permissions_boundary(UserName="boundary-alone", PermissionsBoundary=READ_ONLY)


def _make_members(made: World) -> None:
    made.iam.create_group(GroupName="readers")
    made.iam.attach_group_policy(GroupName="readers", PolicyArn=READ_ONLY)
    made.iam.create_group(GroupName="careful")
    text = document(deny("dynamodb:Scan"), deny("dynamodb:*", SHARED))
    made.iam.put_group_policy(GroupName="careful", PolicyName="no", PolicyDocument=text)
    for name, groups in (("member", ["readers"]), ("careful member", ["readers", "careful"])):
        made.user(name)
        for group in groups:
            made.iam.add_user_to_group(GroupName=group, UserName=name.replace(" ", "-"))


def _make_sessions(made: World) -> None:
    made.role("reader")
    made.role("closed", trusted=made.actors["nobody"].arn)
    made.iam.attach_role_policy(RoleName="reader", PolicyArn=READ_ONLY)
    made.role("writer", allow("dynamodb:*"), allow("kms:*"))
    made.role("edged", allow("*"), PermissionsBoundary=READ_ONLY)
    tagged = _equals("aws:PrincipalTag/team", "blue")
    made.role(
        "tagged", allow("dynamodb:*", Condition=tagged), Tags=[{"Key": "team", "Value": "blue"}]
    )
    made.assume("session", "reader")
    made.assume("session of a writer", "writer")
    made.assume("session within a boundary", "edged")
    made.assume("session with a tag of its role", "tagged")
    some = document(allow("dynamodb:GetItem"), deny("dynamodb:GetItem", TAGGED))
    made.assume("limited session", "writer", some)
    made.assume("limited reader", "reader", document(allow("dynamodb:*", SCORES)))
    explains = allow("jedlik:ExplainAccess")
    made.user("who makes tokens", allow("dynamodb:*"), allow("iam:*"), allow("sts:*"), explains)
    sts = made.client("sts", made.actors["who makes tokens"])
    token = _session(sts.get_session_token()["Credentials"])
    arn = made.actors["who makes tokens"].arn
    made.actor("session token", arn, token, asks_itself=True)
    federated = sts.get_federation_token(
        Name="fred", Policy=document(allow("dynamodb:GetItem"), explains)
    )
    made.actor(
        "federated user",
        federated["FederatedUser"]["Arn"],
        _session(federated["Credentials"]),
        asks_itself=True,
    )
    made.role("self", allow("dynamodb:*"), explains, Tags=[{"Key": "team", "Value": "red"}])
    limited = made.assume("limited session itself", "self", document(allow("*:Get*"), explains))
    made.actors["limited session itself"] = limited._replace(asks_itself=True, session_policies=[])


def _make_policies_of_resources(made: World) -> None:
    dynamodb = made.client("dynamodb", made.root)
    role = f"{ROLES}/edged"
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/session"
    actors = made.actors
    text = document(
        to(actors["nobody"].arn, "dynamodb:GetItem"),
        to([actors["bounded"].arn, actors["boundary alone"].arn], "dynamodb:PutItem"),
        to(role, "dynamodb:PutItem"),
        to(session, "dynamodb:PutItem"),
        to(actors["denied deletes"].arn, "dynamodb:GetItem", "Deny"),
        to([actors["theirs"].arn, actors["theirs without policies"].arn], "dynamodb:GetItem"),
        to(
            actors["member"].arn,
            "dynamodb:PutItem",
            Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["bob"]}},
        ),
    )
    dynamodb.put_resource_policy(ResourceArn=SHARED, Policy=text)
    key_policy = document(
        to(f"arn:aws:iam::{ACCOUNT}:root", "kms:*"),
        to(actors["nobody"].arn, "kms:DescribeKey"),
        to(actors["denied deletes"].arn, "kms:*", "Deny"),
    )
    made.client("kms", made.root).put_key_policy(
        KeyId=made.key_arn, PolicyName="default", Policy=key_policy
    )


def _equals(key: str, value: str) -> dict[str, Any]:
    return {"StringEquals": {key: value}}


def _credentials(access_key_id: str, secret: str) -> dict[str, str]:
    return {"aws_access_key_id": access_key_id, "aws_secret_access_key": secret}


def _session(made: Mapping[str, str]) -> dict[str, str]:
    return {
        **_credentials(made["AccessKeyId"], made["SecretAccessKey"]),
        "aws_session_token": made["SessionToken"],
    }
