"""Statements of compiled policies."""

import json
from typing import Any

from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import Policy, PolicyKind, Position
from jedlik.core.iam.request import FixedContext, Request
from tests.core.iam.requests import ANNA, TABLE


def policy_of(*statements: dict[str, Any], kind: PolicyKind = PolicyKind.IDENTITY) -> Policy:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return parse_policy(json.dumps(document), kind)


def applies(statement: dict[str, Any], action: str, resource: str) -> bool:
    found = policy_of(statement).statements[0]
    return found.applies(Request(ANNA, action, resource, FixedContext({"a:b": ("1",)})))


def test_action_resource_and_conditions_must_fit() -> None:
    statement = {"Effect": "Allow", "Action": ["dynamodb:GetItem", "s3:*"], "Resource": TABLE}
    assert applies(statement, "dynamodb:getItem", TABLE)
    assert not applies(statement, "dynamodb:PutItem", TABLE)
    assert not applies(statement, "dynamodb:GetItem", TABLE + "2")
    assert applies({**statement, "Condition": {"NumericEquals": {"a:b": 1}}}, "s3:Get", TABLE)
    assert not applies({**statement, "Condition": {"NumericEquals": {"a:b": 2}}}, "s3:Get", TABLE)


def test_negated_elements() -> None:
    statement = {
        "Effect": "Deny",
        "NotAction": ["s3:*", "iam:Get"],
        "NotResource": [TABLE, "arn:aws:s3:::x*"],
    }
    assert applies(statement, "dynamodb:GetItem", TABLE + "2")
    assert not applies(statement, "iam:get", TABLE + "2")
    assert not applies(statement, "s3:Get", TABLE + "2")
    assert not applies(statement, "dynamodb:GetItem", TABLE)
    assert not applies(statement, "dynamodb:GetItem", "arn:aws:s3:::xyz")


def test_a_policy_knows_its_statements_by_effect() -> None:
    allow = {"Effect": "Allow", "Action": "*", "Resource": "*", "Sid": "a"}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    policy = policy_of(allow, deny, allow | {"Sid": "b"})
    assert [each.sid for each in policy.statements] == ["a", None, "b"]
    assert [each.sid for each in policy.allows] == ["a", "b"]
    assert [each.sid for each in policy.denies] == [None]
    assert policy.kind is PolicyKind.IDENTITY
    assert policy.version == "2012-10-17"
    assert policy.canonical_text == ""


def test_places_are_those_of_the_simulator() -> None:
    # Both documents and their places are in examples of the AWS CLI.
    text = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"'
        ',"Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
    )
    statement = parse_policy(text, PolicyKind.IDENTITY).statements[0]
    assert (statement.start, statement.end) == (Position(1, 38), Position(1, 167))
    lines = (
        "{",
        '    "Version": "2012-10-17",',
        '    "Statement": {',
        '        "Sid": "a",',
        '        "Effect": "Allow",',
        '        "Action": ["codecommit:ListRepositories"],',
        '        "Resource": "*",',
        '        "Condition": {}',
        "        }",
        "}",
    )
    statement = parse_policy("\n".join(lines), PolicyKind.IDENTITY).statements[0]
    assert (statement.start, statement.end) == (Position(3, 19), Position(9, 10))
