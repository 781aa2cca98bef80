"""The principals of users and sessions, with their condition keys."""

from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import is_temporary, may_not_use_iam
from jedlik.features.identity.principals import (
    federated_principal,
    role_principal,
    root_principal,
    user_principal,
)
from tests.engine.in_memory import ACCOUNT
from tests.features.identity.stored import role, session, user

USER_ARN = f"arn:aws:iam::{ACCOUNT}:user/team/Anna"


def test_a_user() -> None:
    principal = user_principal(user())
    assert principal.arn == USER_ARN
    assert principal.caller.kind is CallerKind.USER
    assert principal.caller.entity_id == "AIDAANNA"
    assert principal.keys["aws:username"] == ("Anna",)
    assert principal.keys["aws:userid"] == ("AIDAANNA",)
    assert principal.keys["aws:principaltag/team"] == ("red",)
    assert not is_temporary(principal)


def test_a_user_with_temporary_credentials_is_the_same_user() -> None:
    principal = user_principal(user(), session(Kind="user", EntityId="AIDAANNA"))
    assert principal.arn == USER_ARN
    assert is_temporary(principal)
    assert principal.keys["aws:tokenissuetime"] == ("2026-10-08T22:53:20Z",)
    assert principal.keys["aws:multifactorauthpresent"] == ("false",)


def test_a_user_who_has_signed_in_may_use_iam() -> None:
    made = session(Kind="user", EntityId="AIDAANNA")
    assert may_not_use_iam(user_principal(user(), made))
    signed_in = user_principal(user(), {**made, "Password": "1a2b"})
    assert is_temporary(signed_in)
    assert not may_not_use_iam(signed_in)
    assert signed_in.keys == user_principal(user(), made).keys


def test_the_path_of_a_role_is_not_in_the_arn_of_its_session() -> None:
    made = session(
        Tags={"TEAM": "green", "Cost": "1"},
        TransitiveTags=["cost"],
        SourceIdentity="anna",
        Keys={"sts:ExternalId": "x"},
    )
    principal = role_principal(role(), made)
    assert principal.arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/anna"
    assert principal.caller.entity_arn == f"arn:aws:iam::{ACCOUNT}:role/apps/Reader"
    assert principal.caller.entity_id == "AROAREADER"
    assert principal.user_id == "AROAREADER:anna"
    assert principal.keys["aws:principalarn"] == (principal.caller.entity_arn,)
    assert principal.keys["aws:principaltag/team"] == ("green",)  # replaces that of the role
    assert principal.keys["aws:principaltag/kind"] == ("app",)
    assert principal.keys["aws:sourceidentity"] == ("anna",)
    assert principal.keys["sts:externalid"] == ("x",)
    assert principal.transitive_tags == {"Cost": "1"}
    assert "aws:username" not in principal.keys


def test_a_federated_user() -> None:
    made = session(Kind="federated", EntityId="AIDAANNA", Name="bob")
    principal = federated_principal(user(), made)
    assert principal.arn == f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
    assert principal.user_id == f"{ACCOUNT}:bob"
    assert principal.caller.entity_arn == USER_ARN
    of_root = federated_principal(None, made)
    assert of_root.caller.entity_arn == f"arn:aws:iam::{ACCOUNT}:root"


def test_the_root() -> None:
    assert root_principal(ACCOUNT).user_id == ACCOUNT
    assert is_temporary(root_principal(ACCOUNT, session(Kind="user", EntityId="")))
