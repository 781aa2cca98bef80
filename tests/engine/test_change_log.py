"""The change log: what a record stores for its readers, and how records are read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.position import position_at, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.change_log import (
    INSERT,
    MODIFY,
    REMOVE,
    LogNeeds,
    LogParticipant,
    LogRecord,
    log_record,
    partition_of,
    union_of,
)
from jedlik.engine.participant import ItemChange
from jedlik.storage.interface import Append

SCHEMA = KeySchema(7, (KeyAttribute("pk", "S"),))
KEY = Key(Space.ITEM, 7, b"\x00\x00\x00\x00rest", b"")
OLD: Item = {"pk": {"S": "a"}, "n": {"N": "1"}}
NEW: Item = {"pk": {"S": "a"}, "n": {"N": "2"}}
BOTH = LogNeeds(new_image=True, old_image=True)


def image(item: Item | None) -> Image | None:
    return None if item is None else Image(item_to_bytes(item, item_size_bytes(item)))


def change(old: Item | None, new: Item | None, *, by_service: bool = False) -> ItemChange:
    return ItemChange(KEY, image(old), image(new), by_service=by_service)


def read_back(made: bytes | None, position: int = 5) -> LogRecord:
    assert made is not None
    return LogRecord(position_to_bytes(position) + made)


@pytest.mark.parametrize("new_image", [False, True])
@pytest.mark.parametrize("old_image", [False, True])
@pytest.mark.parametrize(
    ("old", "new", "event"), [(None, NEW, INSERT), (OLD, NEW, MODIFY), (OLD, None, REMOVE)]
)
def test_a_record_has_the_images_that_are_needed(
    old: Item | None, new: Item | None, event: int, old_image: bool, new_image: bool
) -> None:
    needs = LogNeeds(new_image=new_image, old_image=old_image)
    record = read_back(log_record(SCHEMA, needs, change(old, new)), position_at(9))
    before, after = image(old), image(new)
    assert record.event == event
    assert record.position == position_at(9)
    assert not record.by_service
    assert record.keys == b'{"pk":{"S":"a"}}'
    assert record.keys_size_bytes == 3
    assert record.new == (after.stored if after is not None and new_image else None)
    assert record.old == (before.stored if before is not None and old_image else None)


def test_a_record_says_that_the_service_made_the_change() -> None:
    record = read_back(log_record(SCHEMA, BOTH, change(OLD, None, by_service=True)))
    assert (record.event, record.by_service) == (REMOVE, True)


def test_an_equal_item_in_another_order_is_no_change() -> None:
    turned: Item = dict(reversed(OLD.items()))
    assert not change(OLD, turned).is_same
    assert log_record(SCHEMA, BOTH, change(OLD, turned)) is None


def test_readers_share_one_record() -> None:
    new = LogNeeds(new_image=True, old_image=False)
    old = LogNeeds(new_image=False, old_image=True)
    together = union_of([new, old])
    assert (together.new_image, together.old_image) == (True, True)
    alone = union_of([old])
    assert (alone.new_image, alone.old_image) == (False, True)


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_hashes_are_divided_equally(first: int, count: int) -> None:
    partitions = [bytes([each]) for each in range(count)]
    found = partition_of(partitions, first.to_bytes(4, "big") + b"rest")
    assert found[0] == first * count // 2**32


def test_a_participant_appends_to_the_open_partition_of_the_item() -> None:
    participant = LogParticipant(SCHEMA, [b"first", b"second"], BOTH)
    derived = participant.derive(change(None, NEW), {})
    assert derived is not None
    (append,) = derived.mutations
    assert isinstance(append, Append)
    assert (append.space, append.table, append.partition) == (Space.CHANGE_LOG, 7, b"first")
    assert participant.derive(change(NEW, NEW), {}) is None
    assert participant.derive(change(None, None), {}) is None
