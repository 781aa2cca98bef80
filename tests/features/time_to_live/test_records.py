"""Where the entries of time to live are stored, and what their values contain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space
from jedlik.features.time_to_live.records import expired_span, expiry_key, expiry_value, item_key_of

NOW_S = 1_791_500_000
FIVE_YEARS_S = 5 * 365 * 86_400


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
def test_the_entries_of_five_years_are_read(time_s: int, expired: bool) -> None:
    key = expiry_key(Key(Space.ITEM, 3, b"partition", b"sort"), time_s)
    assert holds(expired_span(3, NOW_S), (key.partition, key.sort)) == expired


@given(st.binary(max_size=2056), st.binary(max_size=1024))
def test_an_entry_leads_back_to_its_item(partition: bytes, sort: bytes) -> None:
    key = Key(Space.ITEM, 9, partition, sort)
    assert item_key_of(9, expiry_value(key)) == key
