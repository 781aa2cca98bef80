"""The managed policies of AWS."""

import json

import pytest

from jedlik.core.iam.decision import decide
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NamedPolicy, Policies
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request
from jedlik.features.identity.aws_policies import aws_policies, aws_policy
from tests.engine.in_memory import ACCOUNT, arn_of

READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


@pytest.mark.parametrize("arn", aws_policies())
def test_every_policy_is_valid(arn: str) -> None:
    policy = aws_policies()[arn]
    parse_policy(policy.document, PolicyKind.IDENTITY)
    assert json.loads(policy.document)["Version"] == "2012-10-17"
    assert len(policy.id) == 21
    assert policy.created_s <= policy.updated_s


def test_no_two_policies_have_one_id() -> None:
    assert len({each.id for each in aws_policies().values()}) == len(aws_policies())


def test_an_unknown_policy() -> None:
    assert aws_policy("arn:aws:iam::aws:policy/Nothing") is None


# Source: the document itself, and Service Authorization Reference of DynamoDB.
@pytest.mark.parametrize(
    ("action", "is_allowed"),
    [
        *(("GetItem", True), ("Query", True), ("Scan", True), ("PartiQLSelect", True)),
        *(("DescribeTable", True), ("ListTables", True), ("DescribeStream", True)),
        *(("PutItem", False), ("ConditionCheckItem", False), ("PartiQLInsert", False)),
        *(("GetRecords", False), ("GetShardIterator", False), ("SearchVectors", False)),
        *(("CreateTable", False), ("TagResource", False), ("GetAbacStatus", True)),
    ],
)
def test_what_the_read_only_policy_allows(action: str, is_allowed: bool) -> None:
    policy = aws_policy(READ_ONLY)
    assert policy is not None
    parsed = parse_policy(policy.document, PolicyKind.IDENTITY)
    caller = Caller(CallerKind.USER, ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/Anna")
    request = Request(caller, f"dynamodb:{action}", arn_of(), FixedContext({}))
    policies = Policies([NamedPolicy(parsed, policy.name, policy.arn)])
    assert decide(request, policies).is_allowed is is_allowed
