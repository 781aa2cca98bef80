"""The policies that apply to a user or a role."""

import pytest

from jedlik.core.iam.policies import Policies
from jedlik.features.identity.policy_sources import (
    BrokenPolicyError,
    HeldPolicies,
    compiled_policies,
    policies_of_role,
    policies_of_user,
)
from jedlik.features.identity.records import UserRecord
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.stored import ALLOW, group, policy, role, store, user

READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


def held_by(caller: Caller, record: UserRecord) -> HeldPolicies:
    return result_of(policies_of_user(Transaction(caller.node), record))


def test_the_policies_of_a_user_and_his_groups_in_order() -> None:
    caller = Caller()
    readers = group(Inline={"g": ALLOW % "a:G"}, Attached=[READ_ONLY])
    store(caller.node, readers, policy(ALLOW % "a:M", Path="/x/"))
    anna = user(
        Inline={"i": ALLOW % "a:I"},
        Attached=["ANPAONE"],
        Groups=["AGPAREADERS"],
        Boundary="ANPAONE",
    )
    held = held_by(caller, anna)
    shown = [(each.name, each.holder, each.arn) for each in held.identity]
    one = f"arn:aws:iam::{ACCOUNT}:policy/x/One"
    assert shown == [
        ("i", "user", None),
        ("One", "user", one),
        ("g", "group", None),
        ("AmazonDynamoDBReadOnlyAccess", "group", READ_ONLY),
    ]
    assert held.boundary is not None
    assert held.boundary.arn == one


def test_the_policies_of_a_role() -> None:
    record = role(Inline={"i": ALLOW % "a:I"})
    held = result_of(policies_of_role(Transaction(Caller().node), record))
    assert [each.holder for each in held.identity] == ["role"]
    assert held.boundary is None


@pytest.mark.parametrize(
    "members",
    [
        {"Attached": ["ANPAGONE"]},
        {"Attached": ["arn:aws:iam::aws:policy/Gone"]},
        {"Groups": ["AGPAGONE"]},
        {"Boundary": "ANPAGONE"},
    ],
)
def test_what_is_named_and_missing_is_reported(members: dict[str, object]) -> None:
    with pytest.raises(BrokenPolicyError):
        held_by(Caller(), user(**members))


def test_a_document_that_is_not_valid_is_reported() -> None:
    held = held_by(Caller(), user(Inline={"i": "{"}))
    with pytest.raises(BrokenPolicyError):
        compiled_policies(held)


def test_no_session_policies_and_an_empty_list_of_them_differ() -> None:
    nothing = HeldPolicies((), None)
    without: Policies = compiled_policies(nothing)
    assert without.session is None
    limited = compiled_policies(nothing, ()).session
    assert limited is not None
    assert limited.allows == ()
