"""Tests of the stored bytes of an item."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    ENCRYPTED,
    Image,
    item_from_bytes,
    item_to_bytes,
    part_json,
    stored_json,
    stored_json_array,
    stored_json_bytes,
    stored_size_bytes,
)
from jedlik.storage.encrypted import TableCipher

ITEM: Item = {"p": {"S": "é"}, "m": {"M": {"n": {"NS": ["1", "2"]}}}}
JSON = '{"p":{"S":"é"},"m":{"M":{"n":{"NS":["1","2"]}}}}'.encode()


def test_the_layout() -> None:
    assert item_to_bytes(ITEM, 0x01020304) == b"\x01" + b"\x01\x02\x03\x04" + JSON


@given(st.dictionaries(st.text(), st.text().map(lambda text: {"S": text})), st.integers(0, 409600))
def test_an_item_is_read_as_it_was_written(texts: Item, size_bytes: int) -> None:
    stored = item_to_bytes(texts, size_bytes)
    assert item_from_bytes(stored) == texts
    assert stored_size_bytes(stored) == size_bytes
    assert orjson.loads(stored_json_bytes(stored)) == texts


def test_an_answer_contains_the_stored_json() -> None:
    stored = item_to_bytes(ITEM, 1)
    assert orjson.dumps({"Item": stored_json(stored)}) == b'{"Item":' + JSON + b"}"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_answer_contains_a_list_of_items(count: int) -> None:
    array = stored_json_array([item_to_bytes(ITEM, 1)] * count)
    assert orjson.dumps({"Items": array}) == b'{"Items":[' + b",".join([JSON] * count) + b"]}"


def test_an_image_is_decoded_once() -> None:
    image = Image(item_to_bytes(ITEM, 7))
    assert image.item == ITEM
    assert image.item is image.item
    assert image.size_bytes == 7
    assert Image(item_to_bytes(ITEM, 7), ITEM).item is ITEM


@pytest.mark.parametrize("size", [10, 100_000])
def test_the_json_of_a_part(size: int) -> None:
    stored = item_to_bytes({"a": {"S": "x" * size}, "b": {"N": "1"}}, size)
    part = part_json(stored, lambda item: {"b": item["b"]})
    assert orjson.dumps(part) == b'{"b":{"N":"1"}}'
    assert part_json(stored, lambda _: {}) is None


def test_the_size_of_an_encrypted_value_is_refused() -> None:
    encrypted = TableCipher(1, b"k" * 32, allows_plain=False).encrypted(b"value")
    assert encrypted.startswith(ENCRYPTED)
    with pytest.raises(Reject) as refused:
        stored_size_bytes(encrypted)
    assert refused.value.error.code == "ServiceUnavailable"
    assert stored_size_bytes(item_to_bytes({}, 400 * 1024)) == 400 * 1024
