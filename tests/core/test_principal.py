"""Principals."""

from jedlik.core.principal import Principal, PrincipalKind, account_root


def test_the_root_of_an_account() -> None:
    root = account_root("123456789012")
    assert root.kind is PrincipalKind.ROOT
    assert (root.account_id, root.arn) == ("123456789012", "arn:aws:iam::123456789012:root")
    assert root.session == {}


def test_a_session_has_keys_of_its_own() -> None:
    arn = "arn:aws:sts::123456789012:assumed-role/Reader/anna"
    keys = {"aws:TokenIssueTime": "2026-10-08T12:00:00Z"}
    session = Principal("123456789012", arn, PrincipalKind.ROLE_SESSION, keys)
    assert (session.arn, session.session) == (arn, keys)
