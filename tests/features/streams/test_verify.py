"""A verification finds each record and each shard of a stream that was damaged."""

from collections.abc import Sequence

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import LAST_APPEND, Delete, Mutation, Put
from tests.engine.in_memory import values
from tests.features.used_storage import (
    ITEMS,
    Damage,
    Stored,
    altered,
    first,
    moved,
    record,
    rewritten,
    sentences,
    sentences_about,
    used_storage,
    write,
)


def shard(stored: Stored, **members: object) -> Put:
    """Changes the shard of the stream."""
    at = first(stored, Space.STREAM)
    return Put(at, orjson.dumps({**orjson.loads(stored[at]), **members}))


def records_of(stored: Stored) -> list[Key]:
    """Returns the keys of all stream records, in the order of their commits."""
    found = [each for each in stored if each.space == Space.CHANGE_LOG]
    return sorted(found, key=lambda each: each.sort)


def last_record_gone(stored: Stored) -> Sequence[Mutation]:
    return [Delete(records_of(stored)[-1])]


def middle_record_changed(stored: Stored) -> Sequence[Mutation]:
    """Changes the record that follows the first records of all items: that of the second write of
    item 0."""
    at = records_of(stored)[ITEMS]
    return [Put(at, stored[at].replace(b"other", b"oth3r"))]


DAMAGED: list[tuple[Damage, str]] = [
    (
        rewritten(Space.ITEM, lambda stored: altered(stored, v={"S": "?"})),
        "the last image of an item is not what the table has",
    ),
    (last_record_gone, "the last record of an item is not what the table has"),
    (middle_record_changed, "the last image of an item is not what the table has"),
    (lambda _: [Put(LAST_APPEND, bytes(8))], "a record of shard "),
    (lambda stored: [shard(stored, Starting=1 << 62)], "is out of order"),
    (lambda stored: [shard(stored, Ending=1)], "open shards: stored is {"),
    (
        lambda stored: [record(stored, lambda changed: changed.pop("LogPartitions"))],
        "expected set()",
    ),
    (
        lambda stored: [Delete(record(stored, lambda _: None).key)],
        "is enabled, and its table does not exist",
    ),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    found = sentences_about(damage)
    assert [each for each in found if sentence in each], found


def test_a_deletion_after_a_deletion_is_found() -> None:
    caller = used_storage()
    stored = values(caller)
    deletion = records_of(stored)[-1]
    again = moved(deletion, (int.from_bytes(deletion.sort, "big") + 1).to_bytes(8, "big"))
    write(caller, [Put(again, again.sort + stored[deletion][8:]), Put(LAST_APPEND, again.sort)])
    assert "REMOVE cannot follow the record before it" in sentences(caller)[0]


def test_an_old_image_that_was_never_new_is_found() -> None:
    caller = used_storage()
    stored = values(caller)
    at = records_of(stored)[ITEMS]
    before_old_image, _, rest = stored[at].rpartition(b'{"pk"')
    write(caller, [Put(at, before_old_image + b'{"pq"' + rest)])
    (sentence,) = sentences(caller)
    assert "the old image is not that of the record before it" in sentence
