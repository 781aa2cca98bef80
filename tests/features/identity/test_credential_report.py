"""The report of credentials."""

import csv

from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.credential_report import credential_report
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import populated


def lines(caller: Caller, account_id: str = ACCOUNT) -> dict[str, dict[str, str]]:
    text = result_of(credential_report(caller.node, account_id))
    return {each["user"]: each for each in csv.DictReader(text.splitlines())}


def test_users_are_listed_with_their_credentials() -> None:
    found = lines(populated())
    assert list(found) == ["<root_account>", "anna", "bob"]
    anna, bob = found["anna"], found["bob"]
    assert anna["arn"] == f"arn:aws:iam::{ACCOUNT}:user/anna"
    assert (anna["password_enabled"], bob["password_enabled"]) == ("true", "false")
    assert (anna["access_key_1_active"], bob["access_key_1_active"]) == ("true", "false")
    assert anna["access_key_1_last_rotated"] == "2026-10-08T22:53:20+00:00"
    assert anna["access_key_1_last_used_date"] == "N/A"


def test_the_root_key_of_another_account() -> None:
    caller = Caller()
    result_of(create_account(caller.node, "210987654321"))
    root = lines(caller, "210987654321")["<root_account>"]
    assert root["access_key_1_active"] == "true"
    assert root["user_creation_time"] == "2026-10-08T22:53:20+00:00"
