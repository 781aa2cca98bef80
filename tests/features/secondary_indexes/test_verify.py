"""A verification finds each entry of an index and each size of a collection that was damaged."""

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.table_record import TableRecord
from jedlik.storage.interface import Add, Put
from tests.features.used_storage import (
    TABLE_ID,
    Damage,
    altered,
    doubled,
    first,
    record,
    removed,
    rewritten,
    sentences_about,
)


def _builds(changed: TableRecord) -> None:
    changed["GlobalSecondaryIndexes"][0]["IsBuilding"] = True


DAMAGED: list[tuple[Damage, str]] = [
    (
        rewritten(Space.ITEM, lambda stored: altered(stored, v={"S": "?"})),
        "index global of table music in us-east-1: an entry is ",
    ),
    (removed(Space.INDEX), "an entry is missing"),
    (doubled(Space.INDEX), "entries: stored is 30, expected 29"),
    (
        rewritten(Space.INDEX, lambda stored: stored[:4] + b"\x00" + stored[5:]),
        "the size that is stored with an entry is not its size",
    ),
    (
        lambda _: [Add(Key(Space.COUNTER, TABLE_ID, b"\x00\x01", b""), (1, 0))],
        "entries and their bytes",
    ),
    (lambda stored: [record(stored, _builds)], "but there is no record of the progress"),
    (
        lambda stored: [Add(first(stored, Space.COUNTER, longest=True), (1,))],
        "item collections of table music in us-east-1: bytes of b",
    ),
    (
        lambda _: [Add(Key(Space.COUNTER, TABLE_ID, b"no such partition", b""), (-1,))],
        "a size is below zero: -1",
    ),
    (
        lambda stored: (
            Put(Key(Space.INDEX, TABLE_ID, b"\x00\x09of none", b""), b""),
            record(stored, lambda changed: changed.update({"LastIndexId": 9})),
        ),
        "has entries of its deleted index number 9",
    ),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    found = sentences_about(damage)
    assert [each for each in found if sentence in each], found
