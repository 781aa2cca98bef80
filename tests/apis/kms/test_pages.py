"""Pages of lists."""

import pytest

from jedlik.apis.kms.pages import answer_of, page_of, stored_page
from jedlik.features.encryption_keys.records import Place, keys_span
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.features.encryption_keys.kms import key_id


@pytest.mark.parametrize(
    ("request_", "page"),
    [
        ({}, (["a", "b"], True)),
        ({"Limit": 3}, (["a", "b", "c"], False)),
        ({"Marker": "a"}, (["b", "c"], False)),
        ({"Marker": "aa", "Limit": 1}, (["b"], True)),
        ({"Marker": "c"}, ([], False)),
    ],
)
def test_a_page_begins_after_its_marker(
    request_: dict[str, object], page: tuple[list[str], bool]
) -> None:
    assert page_of(["a", "b", "c"], request_, 2) == page


def test_an_answer_has_a_marker_if_more_follow() -> None:
    assert answer_of("Keys", ["a"], "a", is_truncated=False) == {"Keys": ["a"], "Truncated": False}
    more = {"Keys": ["a"], "Truncated": True, "NextMarker": "a"}
    assert answer_of("Keys", ["a"], "a", is_truncated=True) == more


def test_stored_records_in_pages() -> None:
    caller = Caller()
    keys = sorted(key_id(caller) for _ in range(3))
    place = Place(REGION, ACCOUNT)
    records, more = result_of(stored_page(caller.context, keys_span(place, ""), 2))
    assert ([each["Id"] for each in records], more) == (keys[:2], True)
    records, more = result_of(stored_page(caller.context, keys_span(place, keys[1]), 2))
    assert ([each["Id"] for each in records], more) == (keys[2:], False)
