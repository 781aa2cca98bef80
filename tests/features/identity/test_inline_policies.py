"""Inline policies."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.inline_policies import (
    characters_of,
    check_document,
    inline_policy,
)
from tests.features.identity.calls import ALLOW_GET
from tests.features.identity.stored import user


def test_white_space_does_not_count() -> None:
    assert characters_of(' { "a" :\n\t1 } ') == 7


def test_documents_are_checked() -> None:
    check_document(ALLOW_GET)
    with pytest.raises(Reject) as caught:
        check_document("{}")
    assert caught.value.error.code == "MalformedPolicyDocument"


def test_a_policy_by_name() -> None:
    record = user(Inline={"p": ALLOW_GET})
    assert inline_policy(record, "user", "p") == ALLOW_GET
    with pytest.raises(Reject) as caught:
        inline_policy(record, "user", "P")
    assert caught.value.error.message == "The user policy with name P cannot be found."
