"""Documents, names and answers for tests of IAM."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import unique

ACCOUNT = "000000000000"
LIST_BUCKET: Mapping[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
}
TRUST_EC2: Mapping[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
DOCUMENT = json.dumps(LIST_BUCKET)
TRUST = json.dumps(TRUST_EC2)
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


def name(kind: str) -> str:
    """Returns a unique name."""
    return unique(kind)[:60]


def arn(kind: str, named: str) -> str:
    """Returns the ARN of an entity with the path `/`."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{named}"


def shown(answer: Mapping[str, Any]) -> Any:
    """Returns an answer without metadata and dates, which are checked for their type."""

    def stripped(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {
                key: stripped(each)
                for key, each in value.items()
                if not key.endswith("Date") and key != "ResponseMetadata"
            }
        return [stripped(each) for each in value] if isinstance(value, list) else value

    return stripped(answer)


def refusal(call: Callable[..., Any], **members: Any) -> tuple[str, str]:
    """Returns code and message of the error of a call that must be refused."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    error = caught.value.response["Error"]
    assert error["Type"] == "Sender"
    return error["Code"], error["Message"]


def status(call: Callable[..., Any], **members: Any) -> int:
    """Returns the HTTP status of a refused call."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    found: int = caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
    return found


def user(iam: Any, **members: Any) -> str:
    """Creates a user. Returns its name."""
    made = name("user")
    iam.create_user(UserName=made, **members)
    return made


def group(iam: Any) -> str:
    """Creates a group. Returns its name."""
    made = name("group")
    iam.create_group(GroupName=made)
    return made


def role(iam: Any, **members: Any) -> str:
    """Creates a role for EC2. Returns its name."""
    made = name("role")
    iam.create_role(**{"RoleName": made, "AssumeRolePolicyDocument": TRUST, **members})
    return made


def policy(iam: Any, **members: Any) -> str:
    """Creates a managed policy. Returns its ARN."""
    made = iam.create_policy(
        **{"PolicyName": name("policy"), "PolicyDocument": DOCUMENT, **members}
    )
    found: str = made["Policy"]["Arn"]
    return found
