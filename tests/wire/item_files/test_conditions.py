"""Conditions next to items, in both formats."""

import orjson
import pytest

from jedlik.wire.item_files import ion_values, json_lines
from jedlik.wire.item_files.conditions import WrittenCondition, condition_of
from jedlik.wire.item_files.faults import UnreadableError

WRITTEN = WrittenCondition("#n < :n", {"#n": "n"}, {":n": {"N": "1"}})
ITEM = {"pk": {"S": "a"}}


def test_a_condition_in_json() -> None:
    line = {
        "Item": ITEM,
        "ConditionExpression": "#n < :n",
        "ExpressionAttributeNames": {"#n": "n"},
        "ExpressionAttributeValues": {":n": {"N": "1"}},
    }
    assert json_lines.decode_both(orjson.dumps(line)) == (ITEM, WRITTEN)
    assert json_lines.decode_both(orjson.dumps({"Item": ITEM})) == (ITEM, None)


def test_a_condition_in_ion() -> None:
    text = b"""{Item:{pk:"a"},ConditionExpression:"#n < :n",
      ExpressionAttributeNames:{'#n':"n"},ExpressionAttributeValues:{':n':1.}}"""
    assert ion_values.decode_both(text) == (ITEM, WRITTEN)
    assert ion_values.decode_both(b'{Item:{pk:"a"}}') == (ITEM, None)
    assert ion_values.decode_both(b"$ion_1_0") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ConditionExpression", 1),
        ("ExpressionAttributeNames", []),
        ("ExpressionAttributeNames", {"#n": 1}),
        ("ExpressionAttributeValues", []),
        ("ExpressionAttributeValues", {":n": 1}),
    ],
)
def test_members_of_wrong_types(name: str, value: object) -> None:
    line = orjson.dumps({"Item": ITEM, "ConditionExpression": "a = a", name: value})
    with pytest.raises(UnreadableError):
        json_lines.decode_both(line)


@pytest.mark.parametrize(
    "text",
    [b"ConditionExpression:1", b'ConditionExpression:"a",ExpressionAttributeNames:1'],
)
def test_members_of_wrong_types_in_ion(text: bytes) -> None:
    with pytest.raises(UnreadableError):
        ion_values.decode_both(b"{Item:{}," + text + b"}")


def test_a_condition_without_names_and_values() -> None:
    assert condition_of("a = a", None, None) == WrittenCondition("a = a", None, None)
