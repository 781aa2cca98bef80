"""ARNs of identities."""

import pytest

from jedlik.features.identity.arns import IamArn, arn_of, iam_arn, parse_iam_arn
from tests.engine.in_memory import ACCOUNT
from tests.features.identity.stored import user


def test_an_arn_is_made_and_read() -> None:
    arn = iam_arn(ACCOUNT, "role", "/a/b/", "Reader")
    assert arn == f"arn:aws:iam::{ACCOUNT}:role/a/b/Reader"
    assert parse_iam_arn(arn) == IamArn(ACCOUNT, "role", "/a/b/", "Reader")
    assert parse_iam_arn(arn_of(user(Path="/"), "user")) == IamArn(ACCOUNT, "user", "/", "Anna")


@pytest.mark.parametrize(
    "text",
    [
        *("", "role", "arn:aws:iam::1:role", "arn:aws:iam::1:role/", "arn:aws:iam::1:root"),
        # Second spellings would escape a Deny.
        *("arn:aws:iam::1:role//a", "arn:aws:iam::1:policy//a"),
        *("arn:aws:sts::1:role/a", "arn:aws:iam:us-east-1:1:role/a", "arn:cn:iam::1:role/a"),
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    assert parse_iam_arn(text) is None


@pytest.mark.parametrize("path", ["/", "/a/", "/a//b/", "//", "///", "//a/"])
def test_each_path_has_its_own_arn(path: str) -> None:
    arn = iam_arn(ACCOUNT, "policy", path, "P")
    parsed = parse_iam_arn(arn)
    assert parsed is None or iam_arn(parsed.account_id, "policy", parsed.path, parsed.name) == arn
    assert (parsed is None) == (path == "//")
