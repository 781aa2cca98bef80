"""Policies of tables: when a statement for everyone is limited. More rows are in `documents`."""

import json

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import PolicyKind


def parse(*conditions: dict[str, dict[str, str]]) -> None:
    statements = [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "dynamodb:GetItem",
            "Resource": "*",
            "Condition": condition,
        }
        for condition in conditions
    ]
    parse_policy(json.dumps({"Statement": statements}), PolicyKind.TABLE)


def test_one_limiting_condition_is_enough() -> None:
    limiting = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
    parse({**limiting, "StringLike": {"aws:PrincipalArn": "*"}})
    with pytest.raises(Reject, match="unbounded access"):
        parse(limiting, {"StringLike": {"aws:PrincipalArn": "*"}})


def test_a_variable_does_not_limit() -> None:
    with pytest.raises(Reject, match="unbounded access"):
        parse({"StringEquals": {"aws:SourceVpc": "${aws:SourceVpc}"}})
