"""Principals."""

from jedlik.core.iam.request import Caller, CallerKind
from jedlik.core.principal import Principal, account_root

ACCOUNT = "123456789012"


def test_the_root_of_an_account() -> None:
    root = account_root(ACCOUNT)
    assert root.caller.kind is CallerKind.ROOT
    assert (root.account_id, root.arn) == (ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")
    assert root.is_verified
    assert root.keys == {
        "aws:principalarn": (root.arn,),
        "aws:principalaccount": (ACCOUNT,),
        "aws:principaltype": ("Account",),
        "aws:userid": (ACCOUNT,),
    }


def test_the_root_of_open_mode_is_not_verified() -> None:
    assert not account_root(ACCOUNT, is_verified=False).is_verified


def test_a_session_has_the_arn_of_its_role_as_a_condition_key() -> None:
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/anna"
    role = f"arn:aws:iam::{ACCOUNT}:role/team/Reader"
    caller = Caller(CallerKind.ROLE_SESSION, ACCOUNT, arn, role, "AROA1")
    session = Principal(caller, "AROA1:anna", {"aws:tokenissuetime": ("2026-10-08T12:00:00Z",)})
    assert session.arn == arn
    assert session.keys["aws:principalarn"] == (role,)
    assert session.keys["aws:userid"] == ("AROA1:anna",)
    assert session.keys["aws:tokenissuetime"] == ("2026-10-08T12:00:00Z",)
