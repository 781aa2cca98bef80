"""The lines of a data file. Rules of the filter: Developer Guide, "Filtering a table export"."""

import json
from typing import Any

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.position import position_at
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.features.exports.item_filter import EVERYTHING, ItemFilter, parsed
from jedlik.features.exports.lines import Lines, LineWriter
from jedlik.features.history.window import ItemChange

KEY = KeySchema(1, (KeyAttribute("pk", "S"),))
ONE: Any = {"pk": {"S": "a"}, "n": {"N": "1"}}
TWO: Any = {"pk": {"S": "a"}, "n": {"N": "2"}}
PLACE = Key(Space.ITEM, 1, b"a", b"")
IS_TWO = parsed({"FilterExpression": "n = :n", "ExpressionAttributeValues": {":n": {"N": "2"}}})
ONLY_N = parsed({"ProjectionExpression": "n"})


def stored(item: Any, size_bytes: int = 10) -> bytes:
    return item_to_bytes(item, size_bytes)


def writer(item_filter: ItemFilter = EVERYTHING, **members: Any) -> LineWriter:
    return LineWriter(KEY, item_filter, **{"is_ion": False, **members})


def read(lines: Lines) -> list[Any]:
    found = [json.loads(each) for each in lines.data.splitlines()]
    assert lines.lines == len(found)
    return found


def change(old: Any, new: Any) -> ItemChange:
    before, after = (b"" if each is None else stored(each) for each in (old, new))
    return ItemChange(PLACE, before, after, position_at(1_680_109_764_000) + 7)


def test_items() -> None:
    lines = writer().of_items([stored(ONE), stored(TWO)])
    assert read(lines) == [{"Item": ONE}, {"Item": TWO}]
    assert lines.size_bytes == 20
    assert read(writer().of_items([])) == []
    lines = writer(IS_TWO).of_items([stored(ONE), stored(TWO)])
    assert read(lines) == [{"Item": TWO}]
    assert lines.size_bytes == 20  # what was read
    assert read(writer(ONLY_N).of_items([stored(ONE)])) == [{"Item": {"n": {"N": "1"}}}]


def test_items_in_ion() -> None:
    lines = writer(is_ion=True).of_items([stored(ONE), stored(TWO)])
    assert lines.data == b'$ion_1_0 {Item:{pk:"a",n:1.}}\n$ion_1_0 {Item:{pk:"a",n:2.}}\n'
    assert lines.lines == 2
    assert writer(IS_TWO, is_ion=True).of_items([stored(ONE)]) == (b"", 0, 10)


def test_insert_update_and_delete() -> None:
    made = writer()
    lines = read(made.of_changes([change(None, ONE), change(ONE, TWO), change(TWO, None)]))
    written = {"WriteTimestampMicros": {"N": "1680109764000000"}}
    keys = {"Metadata": written, "Keys": {"pk": {"S": "a"}}}
    assert lines == [
        {**keys, "NewImage": ONE},
        {**keys, "NewImage": TWO, "OldImage": ONE},
        {**keys, "OldImage": TWO},
    ]
    assert made.of_changes([change(ONE, TWO)]).size_bytes == 20


def test_new_images_only() -> None:
    made = writer(shows_old=False)
    lines = read(made.of_changes([change(ONE, TWO), change(TWO, None)]))
    assert [list(each) for each in lines] == [
        ["Metadata", "Keys", "NewImage"],
        ["Metadata", "Keys"],
    ]


def test_the_filter_sees_the_latest_image() -> None:
    made = writer(IS_TWO)
    changes = [change(ONE, TWO), change(TWO, ONE), change(TWO, None), change(ONE, None)]
    lines = read(made.of_changes(changes))
    assert [list(each)[2:] for each in lines] == [["NewImage", "OldImage"], ["OldImage"]]


def test_a_projection_applies_to_both_images() -> None:
    (line,) = read(writer(ONLY_N).of_changes([change(ONE, TWO)]))
    assert line["Keys"] == {"pk": {"S": "a"}}
    assert (line["NewImage"], line["OldImage"]) == ({"n": {"N": "2"}}, {"n": {"N": "1"}})


def test_changes_in_ion() -> None:
    lines = writer(ONLY_N, is_ion=True).of_changes([change(ONE, TWO), change(ONE, None)])
    assert lines.data == (
        b'$ion_1_0 {Record:{Keys:{pk:"a"},Metadata:{WriteTimestampMicros:1680109764d6},'
        b"OldImage:{n:1.},NewImage:{n:2.}}}\n"
        b'$ion_1_0 {Record:{Keys:{pk:"a"},Metadata:{WriteTimestampMicros:1680109764d6},'
        b"OldImage:{n:1.}}}\n"
    )
