"""Tags: which keys are the same, and how many there may be."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.tags import add_tags, checked_tags, remove_tags
from tests.features.identity.stored import policy, user


def test_keys_of_users_are_the_same_in_any_case() -> None:
    record = user(Tags={"Team": "red", "Cost": "1"})
    add_tags(record, "user", {"TEAM": "blue"})
    assert record["Tags"] == {"Cost": "1", "TEAM": "blue"}
    remove_tags(record, "user", ["cost", "absent"])
    assert record["Tags"] == {"TEAM": "blue"}


def test_keys_of_policies_are_not() -> None:
    record = policy("", Tags={"Team": "red"})
    add_tags(record, "policy", {"TEAM": "blue"})
    assert record["Tags"] == {"Team": "red", "TEAM": "blue"}
    assert checked_tags([("a", "1"), ("A", "2")], "policy") == {"a": "1", "A": "2"}


@pytest.mark.parametrize("key", ["aws:a", "AWS:a"])
def test_reserved_keys(key: str) -> None:
    with pytest.raises(Reject):
        checked_tags([(key, "")], "policy")


def test_fifty_tags() -> None:
    record = user(Tags={str(number): "" for number in range(50)})
    with pytest.raises(Reject):
        add_tags(record, "user", {"one more": ""})
