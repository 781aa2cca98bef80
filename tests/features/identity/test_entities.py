"""Entities by name."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.entities import (
    Named,
    entity_named,
    own_policy_at,
    policy_at,
    policy_name_in,
    reference_to,
)
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import ALLOW_GET, READ_ONLY, arn


def test_a_name_is_exact_and_unique_whatever_the_case() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="Anna")
    found = result_of(entity_named(Transaction(caller.node), Named(ACCOUNT, "user", "Anna")))
    assert found["Name"] == "Anna"
    with pytest.raises(Reject):
        result_of(entity_named(Transaction(caller.node), Named(ACCOUNT, "user", "anna")))
    assert caller.refusal("CreateUser", UserName="ANNA").startswith("EntityAlreadyExists")
    assert caller.call("CreateRole", RoleName="Anna", AssumeRolePolicyDocument=TRUST)


TRUST = (
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"ec2.amazonaws.com"}}}'
)


def test_a_rename_in_the_case_alone() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna")
    caller.call("UpdateUser", UserName="anna", NewUserName="Anna")
    assert caller.call("GetUser", UserName="Anna")["User"]["UserName"] == "Anna"
    caller.call("CreateUser", UserName="bob")
    taken = caller.refusal("UpdateUser", UserName="bob", NewUserName="ANNA")
    assert taken == "EntityAlreadyExists: User with name ANNA already exists."


def test_a_policy_is_found_by_its_whole_arn() -> None:
    caller = Caller()
    caller.call("CreatePolicy", PolicyName="get", Path="/team/", PolicyDocument=ALLOW_GET)
    transaction = Transaction(caller.node)
    found = result_of(policy_at(transaction, ACCOUNT, arn("policy", "team/get")))
    assert reference_to(found).startswith("ANPA")
    assert reference_to(result_of(policy_at(transaction, ACCOUNT, READ_ONLY))) == READ_ONLY
    for wrong in ("get", "team/GET", "other/get"):
        with pytest.raises(Reject) as caught:
            result_of(policy_at(transaction, ACCOUNT, arn("policy", wrong)))
        assert caught.value.error.code == "NoSuchEntity"
    other = "arn:aws:iam::210987654321:policy/team/get"
    with pytest.raises(Reject):
        result_of(policy_at(transaction, ACCOUNT, other))
    with pytest.raises(Reject):
        result_of(own_policy_at(transaction, ACCOUNT, READ_ONLY))


@pytest.mark.parametrize("text", ["get", arn("user", "anna"), "arn:aws:s3:::policy/get"])
def test_texts_that_name_no_policy(text: str) -> None:
    with pytest.raises(Reject) as caught:
        policy_name_in(text)
    assert caught.value.error.code == "InvalidInput"
