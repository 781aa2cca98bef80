"""Who may assume a role: see also tests/apis/sts/operations/test_assume_role.py."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.features.identity.assume_role import (
    SessionPolicies,
    Wanted,
    assume_role,
    check_session_policies,
    tags_in,
)
from jedlik.features.identity.principals import user_principal
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.features.identity.calls import arn, trusting
from tests.features.identity.stored import user


def wanted(role: str) -> Wanted:
    return Wanted(role, "session", SessionPolicies(None, []), None, {}, [], None, {})


def test_whose_policies_cannot_be_read_may_assume_nothing() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna")
    trust = trusting(arn("user", "anna"))
    caller.call("CreateRole", RoleName="app", AssumeRolePolicyDocument=trust)
    broken: Principal = user_principal(user(Name="anna", Path="/"))
    assert broken.policies is None
    context = Context(caller.node, REGION, broken)
    with pytest.raises(Reject) as caught:
        result_of(assume_role(Transaction(caller.node), context, wanted(arn("role", "app"))))
    assert caught.value.error.code == "AccessDeniedException"


def test_an_arn_of_something_else_is_refused_as_an_absent_role() -> None:
    anna, node = user_principal(user()), Caller().node
    for text in (f"arn:aws:iam::{ACCOUNT}:user/anna", "arn:aws:s3:::role/app"):
        with pytest.raises(Reject) as caught:
            result_of(assume_role(Transaction(node), Context(node, REGION, anna), wanted(text)))
        assert caught.value.error.message == (
            f"User: {anna.arn} is not authorized to perform: sts:AssumeRole on resource: {text}"
        )


def test_session_policies_are_compiled() -> None:
    assert check_session_policies(SessionPolicies(None, [])) is None
    assert not SessionPolicies(None, []).are_given
    assert SessionPolicies(None, ["arn"]).are_given


def test_tags() -> None:
    assert tags_in([("a", "1"), ("b", "2")]) == {"a": "1", "b": "2"}
    with pytest.raises(Reject):
        tags_in([("a", "1"), ("A", "2")])
