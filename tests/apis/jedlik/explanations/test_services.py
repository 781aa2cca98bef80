"""What the APIs add to decisions about their actions."""

import pytest

from jedlik.apis.api import plain_denial
from jedlik.apis.jedlik.explanations.services import action_named, denial_of, is_shared
from jedlik.core.errors import Reject


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("dynamodb:PutItem", "dynamodb:PutItem"),
        ("PutItem", "dynamodb:PutItem"),
        ("GetRecords", "dynamodb:GetRecords"),
        ("CreateUser", "iam:CreateUser"),
        ("AssumeRole", "sts:AssumeRole"),
        ("RunInstances", "ec2:RunInstances"),
        ("Encrypt", "kms:Encrypt"),
        ("s3:GetObject", "s3:GetObject"),
    ],
)
def test_an_action_or_the_name_of_an_operation(text: str, action: str) -> None:
    assert action_named(text) == action


@pytest.mark.parametrize(
    "text", ["Nothing", "dynamodb:", ":GetItem", "a:b:c", "dynamodb:*", "x:Y z"]
)
def test_what_is_no_action(text: str) -> None:
    with pytest.raises(Reject, match="Action must be service:Name"):
        action_named(text)


def test_operations_that_need_other_actions() -> None:
    with pytest.raises(Reject, match="dynamodb:PartiQLSelect or dynamodb:PartiQLInsert or"):
        action_named("ExecuteStatement")
    with pytest.raises(Reject, match="needs dynamodb:GetItem: ask"):
        action_named("dynamodb:TransactGetItems")


def test_what_other_accounts_may_be_allowed() -> None:
    assert is_shared("dynamodb:GetItem")
    assert is_shared("dynamodb:GetRecords")
    assert is_shared("kms:Decrypt")
    assert not is_shared("dynamodb:CreateTable")
    assert not is_shared("iam:GetUser")


def test_who_words_refusals() -> None:
    assert denial_of("dynamodb:GetItem") is plain_denial
    assert denial_of("s3:GetObject") is plain_denial
    assert denial_of("ec2:RunInstances") is not plain_denial
