"""The members of answers, from records."""

from jedlik.apis.iam.answers import (
    encoded,
    in_path,
    listed_user,
    paging,
    sent_tag_members,
    tag_members,
)
from tests.features.identity.stored import user


def test_documents_are_encoded_as_parts_of_urls() -> None:
    assert encoded('{"a b": "+/é"}') == "%7B%22a%20b%22%3A%20%22%2B%2F%C3%A9%22%7D"


def test_pages() -> None:
    assert paging(None) == {"IsTruncated": False}
    assert paging("m") == {"IsTruncated": True, "Marker": "m"}


def test_the_order_of_tags() -> None:
    tags = {"b": "1", "a": "2", "A": "3"}
    assert [each["Key"] for each in tag_members(tags)] == ["A", "a", "b"]
    assert [each["Key"] for each in sent_tag_members(tags)] == ["b", "a", "A"]


def test_a_listed_user_has_no_tags() -> None:
    members = listed_user(user(PasswordLastUsedS=7))
    assert "Tags" not in members
    assert members["PasswordLastUsed"] == 7


def test_paths() -> None:
    assert in_path(user(), "/te")
    assert not in_path(user(), "/other/")
