"""What counts as a time to live, and when an item is expired.

Source: Developer Guide, "Using time to live (TTL) in DynamoDB".
"""

import pytest

from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.features.time_to_live.rules import expiry_s, is_expired, stored_expiry_s

NOW_S = 1_791_500_000
FIVE_YEARS_S = 5 * 365 * 86_400


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({}, None),
        ({"at": {"S": "1791500000"}}, None),
        ({"at": {"NS": ["1791500000"]}}, None),
        ({"at": {"N": "1791500000"}}, 1_791_500_000),
        ({"at": {"N": "1791500000.75"}}, 1_791_500_000),
        ({"at": {"N": "0"}}, 0),
        ({"at": {"N": "-1"}}, None),
        ({"at": {"N": "1791500000123"}}, 1_791_500_000_123),
        ({"at": {"N": "1" + "0" * 120}}, None),
    ],
)
def test_a_time_is_a_number_of_seconds(item: Item, expected: int | None) -> None:
    assert expiry_s(item, "at") == expected


@pytest.mark.parametrize(
    ("time_s", "expired"),
    [
        (NOW_S, True),
        (NOW_S + 1, False),
        (NOW_S - FIVE_YEARS_S, True),
        (NOW_S - FIVE_YEARS_S - 1, False),
        (162_777_600, False),
    ],
)
def test_items_expire_for_five_years(time_s: int, expired: bool) -> None:
    assert is_expired({"at": {"N": str(time_s)}}, "at", NOW_S) == expired


def test_an_item_without_a_time_never_expires() -> None:
    assert not is_expired({"other": {"N": str(NOW_S)}}, "at", NOW_S)


def test_the_time_of_a_stored_item() -> None:
    assert stored_expiry_s(item_to_bytes({"at": {"N": "12.5"}}, 8), "at") == 12
    assert stored_expiry_s(item_to_bytes({"at": {"S": "12"}}, 8), "at") is None
    assert stored_expiry_s(None, "at") is None
