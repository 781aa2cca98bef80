"""The summary of an account."""

from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.summary import account_summary
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import populated


def test_counts() -> None:
    found = result_of(account_summary(populated().node, ACCOUNT))
    counts = ("Users", "Groups", "Roles", "Policies", "PolicyVersionsInUse", "InstanceProfiles")
    assert [found[name] for name in counts] == [2, 1, 1, 1, 2, 1]
    assert found["AccountAccessKeysPresent"] == 0


def test_another_account() -> None:
    caller: Caller = populated()
    result_of(create_account(caller.node, "210987654321"))
    found = result_of(account_summary(caller.node, "210987654321"))
    assert (found["Users"], found["AccountAccessKeysPresent"]) == (0, 1)
