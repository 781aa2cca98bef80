"""Filters: values are alternatives, filters are not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.ec2.filters import FILTERS_MAX, VALUES_MAX, Values, filtered, flag, of
from jedlik.core.errors import Reject

FOUND = [
    {"name": "web-1", "team": "red"},
    {"name": "web-2", "team": "blue"},
    {"name": "db", "team": "red"},
]
NAMES: dict[str, Values[dict[str, str]]] = {
    "name": of(lambda each: each["name"]),
    "team": of(lambda each: each["team"]),
}


def names(*filters: tuple[str, list[str]]) -> list[str]:
    given_filters = [{"Name": name, "Values": values} for name, values in filters]
    found = filtered(FOUND, given_filters, NAMES, lambda each: {"Team": each["team"], "X": ""})
    return [each["name"] for each in found]


def test_values_are_alternatives_and_filters_must_all_pass() -> None:
    assert names() == ["web-1", "web-2", "db"]
    assert names(("name", ["web-1", "db"])) == ["web-1", "db"]
    assert names(("name", ["web-1", "db"]), ("team", ["red"])) == ["web-1", "db"]
    assert names(("name", ["web-*"]), ("team", ["red"])) == ["web-1"]
    assert names(("name", [])) == []


def test_wildcards() -> None:
    """Source: EC2 User Guide, "Filter your resources": values are case-sensitive."""
    assert names(("name", ["web-?"])) == ["web-1", "web-2"]
    assert names(("name", ["*"])) == ["web-1", "web-2", "db"]
    assert names(("name", ["WEB-1"])) == []


def test_tags() -> None:
    assert names(("tag:Team", ["red"])) == ["web-1", "db"]
    assert names(("tag:Other", ["*"])) == []
    assert names(("tag-key", ["X"])) == ["web-1", "web-2", "db"]
    assert names(("tag-value", ["blue"])) == ["web-2"]


def test_other_names_are_refused() -> None:
    with pytest.raises(Reject) as refused:
        filtered(FOUND, [{"Name": "tag:Team", "Values": ["red"]}], NAMES)
    assert refused.value.error.message == "The filter 'tag:Team' is invalid"
    with pytest.raises(Reject):
        names(("colour", ["red"]))


def test_their_number_has_a_limit() -> None:
    with pytest.raises(Reject):
        names(*[("name", ["db"])] * (FILTERS_MAX + 1))
    with pytest.raises(Reject):
        names(("name", ["db"] * (VALUES_MAX + 1)))


def test_how_a_boolean_is_compared() -> None:
    assert (flag(True), flag(False)) == ("true", "false")


@given(st.lists(st.dictionaries(st.sampled_from(["Name", "Values"]), st.nothing()), max_size=2))
def test_filters_without_members_find_nothing_or_are_refused(filters: list[Any]) -> None:
    try:
        found = filtered(FOUND, filters, NAMES)
    except Reject:
        return
    assert found == (FOUND if not filters else [])
