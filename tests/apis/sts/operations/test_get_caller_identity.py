"""GetCallerIdentity."""

from jedlik.apis.sts.api import STS
from tests.engine.in_memory import ACCOUNT, Caller, result_of


def test_the_root_of_an_account() -> None:
    assert Caller().call("GetCallerIdentity") == {
        "UserId": ACCOUNT,
        "Account": ACCOUNT,
        "Arn": f"arn:aws:iam::{ACCOUNT}:root",
    }


def test_it_needs_no_permission() -> None:
    operation = STS.operations["GetCallerIdentity"]
    assert result_of(operation.authorizations({}, None, Caller().context)) is None
