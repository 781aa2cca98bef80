"""What a document must satisfy only when it is stored."""

import json

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_new_identity, parse_new_trust, parse_policy
from jedlik.core.iam.new_documents import names_account
from jedlik.core.iam.policy import PolicyKind

LEGACY = "The policy failed legacy parsing"


def identity(resource: str) -> str:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def trust() -> str:
    principal = {"Service": "ec2.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.mark.parametrize(
    "text",
    [
        identity("arn:aws:iam::${aws:PrincipalAccount}:role/workshop-*"),
        identity("arn:aws:sts::ACCOUNT_ID:federated-user/S3UploadWebToken"),
        identity("arn:aws:ssm:us-east-1:<ACCOUNT_ID>:parameter/tokens"),
        identity("arn:aws:dynamodb:${aws:RequestedRegion}:123456789012:table/music"),
        " " + identity("*"),
        "\n" + identity("*"),
    ],
)
def test_an_older_parser_refuses(text: str) -> None:
    with pytest.raises(Reject) as refused:
        parse_new_identity(text)
    assert refused.value.error.message == LEGACY
    # The simulator accepts it, and so does whoever evaluates what is stored.
    assert parse_policy(text, PolicyKind.IDENTITY).statements


@pytest.mark.parametrize(
    "resource",
    [
        *(
            "*",
            "arn:aws:s3:::bucket",
            "arn:aws:dynamodb:*:*:table/music",
            "arn:aws:sns:*:1234*:a:b",
        ),
        *("arn:aws:iam::aws:policy/*", "arn:aws:iam::123456789012:user/${aws:username}"),
    ],
)
def test_accounts(resource: str) -> None:
    assert names_account(resource)
    assert parse_new_identity(identity(resource)).statements


def test_a_trust_policy_does_not_begin_with_white_space() -> None:
    assert parse_new_trust(trust() + "\n").statements
    with pytest.raises(Reject, match="JSON strings must not have leading spaces"):
        parse_new_trust("\t" + trust())
