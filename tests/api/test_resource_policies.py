"""Resource-based policies, by boto3 over HTTP.

The first part restates moto's test_dynamodb_resource_policy.py, whose tests are marked
aws_verified. They do not run against the service, where a change takes up to 15 seconds.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create
from tests.app.server import serving

pytestmark = pytest.mark.usefixtures("own_server")

MISSING = "Resource-based policy not found for the provided ResourceArn: "
PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
KEY = {"pk": {"S": "a"}}


def document(account_id: str, action: str = "dynamodb:*", **members: Any) -> str:
    statement = {
        "Principal": {"AWS": account_id},
        "Effect": "Allow",
        "Action": [action],
        "Resource": "*",
        **members,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def arn(dynamodb: Any) -> Iterator[str]:
    """The ARN of a table without a policy."""
    name = create(dynamodb, ("pk", "S"))
    table: str = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    yield table
    dynamodb.delete_table(TableName=name)


def account_of(arn: str) -> str:
    return arn.split(":")[4]


def put(dynamodb: Any, arn: str, action: str = "dynamodb:*", **members: str) -> str:
    text = document(account_of(arn), action)
    revision_id: str = dynamodb.put_resource_policy(ResourceArn=arn, Policy=text, **members)[
        "RevisionId"
    ]
    return revision_id


def refusal(call: Any, **members: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**members)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_put_and_get(dynamodb: Any, arn: str) -> None:
    revision_id = put(dynamodb, arn)
    got = dynamodb.get_resource_policy(ResourceArn=arn)
    assert got["RevisionId"] == revision_id
    assert json.loads(got["Policy"])["Statement"][0]["Action"] == "dynamodb:*"


def test_put_several_times(dynamodb: Any, arn: str) -> None:
    first = put(dynamodb, arn)
    assert put(dynamodb, arn) == first
    assert put(dynamodb, arn, "dynamodb:PutItem") > first


def test_expected_revisions(dynamodb: Any, arn: str) -> None:
    name = arn.rpartition("/")[2]
    first = put(dynamodb, arn, ExpectedRevisionId="NO_POLICY")
    second = put(dynamodb, arn, "dynamodb:PutItem", ExpectedRevisionId=first)
    text = document(account_of(arn), "dynamodb:GetItem")
    stale = (
        f"{MISSING}Requested update for policy with revision id {first}, but the policy "
        f"associated to target table {name} has revision id {second}."
    )
    for call, members in (
        (dynamodb.put_resource_policy, {"Policy": text}),
        (dynamodb.delete_resource_policy, {}),
    ):
        refused = refusal(call, ResourceArn=arn, ExpectedRevisionId=first, **members)
        assert refused == ("PolicyNotFoundException", stale)
    refused = refusal(
        dynamodb.put_resource_policy, ResourceArn=arn, Policy=text, ExpectedRevisionId="NO_POLICY"
    )
    assert refused == (
        "PolicyNotFoundException",
        f"{MISSING}Requested policy update expecting none to be present for table {name}, "
        f"but a policy exists with revision id {second}.",
    )
    assert dynamodb.get_resource_policy(ResourceArn=arn)["RevisionId"] == second
    dynamodb.delete_resource_policy(ResourceArn=arn, ExpectedRevisionId=second)
    refused = refusal(dynamodb.get_resource_policy, ResourceArn=arn)
    assert refused == ("PolicyNotFoundException", f"{MISSING}{arn}")


def test_unknown_tables(dynamodb: Any, arn: str) -> None:
    name = arn.rpartition("/")[2]
    text = document(account_of(arn))
    for call, members in (
        (dynamodb.put_resource_policy, {"Policy": text}),
        (dynamodb.get_resource_policy, {}),
        (dynamodb.delete_resource_policy, {}),
    ):
        assert refusal(call, ResourceArn=f"{arn}_", **members) == (
            "ResourceNotFoundException",
            f"Requested resource not found: Table: {name}_ not found",
        )


# --- enforced ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        yield server.url


def user(url: str, name: str) -> tuple[tuple[str, str], str]:
    """Creates a user without policies. Returns a key pair and its ARN."""
    with client(url, keys=PAIR, service="iam") as iam:
        arn = iam.create_user(UserName=name)["User"]["Arn"]
        key = iam.create_access_key(UserName=name)["AccessKey"]
    return (key["AccessKeyId"], key["SecretAccessKey"]), arn


def test_a_table_allows_a_user_and_then_does_not(url: str) -> None:
    pair, anna = user(url, "Anna")
    with client(url, keys=PAIR) as root, client(url, keys=pair) as dynamodb:
        name = create(root, ("pk", "S"))
        arn = root.describe_table(TableName=name)["Table"]["TableArn"]
        root.put_item(TableName=name, Item=KEY)
        members = {"TableName": name, "Key": KEY}
        no_policy = (
            "AccessDeniedException",
            f"User: {anna} is not authorized to perform: dynamodb:GetItem on resource: {arn} "
            "because no identity-based policy allows the dynamodb:GetItem action",
        )
        assert refusal(dynamodb.get_item, **members) == no_policy
        leading = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a"]}}
        text = document("", "dynamodb:GetItem", Principal={"AWS": anna}, Condition=leading)
        root.put_resource_policy(ResourceArn=arn, Policy=text)
        assert dynamodb.get_item(**members)["Item"] == KEY
        other = {"TableName": name, "Key": {"pk": {"S": "b"}}}
        assert refusal(dynamodb.get_item, **other) == no_policy
        text = document("", "dynamodb:GetItem", Principal={"AWS": anna}, Effect="Deny")
        root.put_resource_policy(ResourceArn=arn, Policy=text)
        assert refusal(dynamodb.get_item, **members) == (
            "AccessDeniedException",
            f"User: {anna} is not authorized to perform: dynamodb:GetItem on resource: {arn} "
            "with an explicit deny in a resource-based policy",
        )
        assert root.get_item(**members)["Item"] == KEY
        root.delete_resource_policy(ResourceArn=arn)
        assert refusal(dynamodb.get_item, **members) == no_policy
        absent = {"TableName": "absent", "Key": KEY}
        code, message = refusal(dynamodb.get_item, **absent)
        assert (code, message) == (
            no_policy[0],
            no_policy[1].replace(arn, arn.replace(name, "absent")),
        )
