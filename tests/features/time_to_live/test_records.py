"""What counts as a time to live, and where its entries stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.features.time_to_live.records import expired_span, expiry_key, expiry_value, item_key_of
from jedlik.features.time_to_live.rules import expiry_s, is_expired

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
    item: Item = {"at": {"N": str(time_s)}}
    assert is_expired(item, "at", NOW_S) == expired
    key = expiry_key(Key(Space.ITEM, 3, b"partition", b"sort"), time_s)
    assert holds(expired_span(3, NOW_S), (key.partition, key.sort)) == expired


@given(st.binary(max_size=2056), st.binary(max_size=1024))
def test_an_entry_leads_back_to_its_item(partition: bytes, sort: bytes) -> None:
    key = Key(Space.ITEM, 9, partition, sort)
    assert item_key_of(9, expiry_value(key)) == key
