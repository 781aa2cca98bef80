"""Pages of lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.features.identity.listing import (
    DEFAULT_ITEMS,
    Wanted,
    list_entities,
    marker_after,
    page_of,
    wanted,
)
from jedlik.features.identity.records import UserRecord, user_entry
from jedlik.storage.interface import Batch, Delete
from tests.engine.in_memory import ACCOUNT, Caller, result_of


@given(st.text())
def test_a_marker_is_read_again(text: str) -> None:
    text = text.encode(errors="replace").decode()
    assert wanted(marker_after(text), 7) == Wanted(text, 7)


@pytest.mark.parametrize("marker", ["é", "a", "====", "!"])
def test_bad_markers(marker: str) -> None:
    with pytest.raises(Reject):
        page_of([1, 2], wanted(marker, None))


def test_the_default_of_max_items() -> None:
    assert wanted(None, None) == Wanted("", DEFAULT_ITEMS)


@given(st.lists(st.integers()), st.integers(1, 5))
def test_the_pages_of_a_list_are_the_list(items: list[int], limit: int) -> None:
    found: list[int] = []
    page = Wanted("", limit)
    while True:
        listed = page_of(items, page)
        found += listed.items
        assert len(listed.items) <= limit
        if listed.marker is None:
            break
        page = wanted(listed.marker, limit)
    assert found == items


def names(caller: Caller, page: Wanted, prefix: str = "/") -> tuple[list[str], str | None]:
    listed = result_of(list_entities(caller.node, (ACCOUNT, "user"), user_entry, page, prefix))
    found: list[UserRecord] = listed.items
    return [each["Name"] for each in found], listed.marker


def test_entities_are_listed_by_name_whatever_the_case() -> None:
    caller = Caller()
    for name in ("b", "C", "a", "D"):
        caller.call("CreateUser", UserName=name, Path="/x/" if name in "ab" else "/")
    assert names(caller, Wanted("", 10)) == (["a", "b", "C", "D"], None)
    first, marker = names(caller, Wanted("", 3))
    assert first == ["a", "b", "C"]
    assert names(caller, wanted(marker, 3)) == (["D"], None)
    assert names(caller, Wanted("", 2), "/x/") == (["a", "b"], None)


def test_an_entity_that_is_deleted_meanwhile_is_left_out() -> None:
    caller = Caller()
    made = caller.call("CreateUser", UserName="a")["User"]["UserId"]
    caller.call("CreateUser", UserName="b")
    # Its name was read before, its record is read after.
    gone = Batch([Delete(user_entry(ACCOUNT, made).key)], None)
    result_of(caller.storage.transact([], lambda _: gone))
    assert names(caller, Wanted("", 10)) == (["b"], None)


def test_more_names_than_one_scan_returns() -> None:
    caller = Caller()
    for number in range(501):
        caller.call("CreateUser", UserName=f"u{number:04}", Path="/x/" if number > 498 else "/")
    found, marker = names(caller, Wanted("", 1), "/x/")
    assert found == ["u0499"]
    assert names(caller, wanted(marker, 5), "/x/") == (["u0500"], None)
