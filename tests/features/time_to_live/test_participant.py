"""What a change of an item does to its expiry entry."""

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.engine.participant import ItemChange
from jedlik.features.time_to_live.participant import (
    ExpiryParticipant,
    expiry_attribute_of,
    expiry_participant,
)
from jedlik.features.time_to_live.records import expiry_key, expiry_value
from jedlik.storage.interface import Delete, Put
from tests.engine.tables import loaded, table_record

KEY = Key(Space.ITEM, 7, b"partition", b"sort")
NO_TIME: Item = {"pk": {"S": "a"}, "at": {"S": "5"}}


def item(time_s: int, text: str = "") -> Item:
    return {"pk": {"S": "a"}, "at": {"N": str(time_s)}, "text": {"S": text}}


def change(old: Item | None, new: Item | None) -> ItemChange:
    images = [None if each is None else Image(item_to_bytes(each, 1)) for each in (old, new)]
    return ItemChange(KEY, *images, by_service=False)


@pytest.mark.parametrize(
    ("old", "new", "deleted_s", "put_s"),
    [
        (None, item(5), None, 5),
        (item(5), None, 5, None),
        (item(5), item(6), 5, 6),
        (item(5), NO_TIME, 5, None),
        (NO_TIME, item(6), None, 6),
    ],
)
def test_the_entry_moves_with_the_time_of_the_item(
    old: Item | None, new: Item | None, deleted_s: int | None, put_s: int | None
) -> None:
    derived = ExpiryParticipant("at").derive(change(old, new), {})
    assert derived is not None
    deleted = [each.key for each in derived.mutations if isinstance(each, Delete)]
    put = [(each.key, each.value) for each in derived.mutations if isinstance(each, Put)]
    assert len(derived.mutations) == len(deleted) + len(put)
    assert deleted == ([] if deleted_s is None else [expiry_key(KEY, deleted_s)])
    assert put == ([] if put_s is None else [(expiry_key(KEY, put_s), expiry_value(KEY))])
    assert not derived.charges


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, None),
        (item(5), item(5)),
        (item(5), item(5, text="other")),
        (None, NO_TIME),
        (NO_TIME, None),
        (NO_TIME, {"pk": {"S": "a"}}),
    ],
)
def test_nothing_is_written_if_the_time_stays(old: Item | None, new: Item | None) -> None:
    assert ExpiryParticipant("at").derive(change(old, new), {}) is None


def test_a_table_with_time_to_live_has_a_participant() -> None:
    participant = expiry_participant(table_record(TimeToLiveAttribute="at"))
    assert participant is not None
    assert participant.attribute == "at"
    assert not participant.reads(KEY)
    assert expiry_participant(table_record()) is None
    assert expiry_attribute_of(loaded(table_record(), (participant,))) == "at"
    assert expiry_attribute_of(loaded(table_record())) is None
