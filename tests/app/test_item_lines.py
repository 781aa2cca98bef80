"""What lines say, also if attributes have the names that lines use."""

from typing import Any

import orjson
import pytest

from jedlik.app.data_files import DataError
from jedlik.app.item_lines import End, end_in, header_in, key_bytes, write_in

A = {"S": "a"}


def read(line: Any, *keys: str) -> Any:
    return orjson.loads(write_in(orjson.dumps(line), keys or ("pk",), "line 1").request)


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ({"Item": {"pk": A}}, {"PutRequest": {"Item": {"pk": A}}}),
        ({"pk": A, "Item": A}, {"PutRequest": {"Item": {"pk": A, "Item": A}}}),
        ({"pk": A, "Keys": A}, {"PutRequest": {"Item": {"pk": A, "Keys": A}}}),
        (
            {"Metadata": {}, "Keys": {"pk": A}, "NewImage": {"pk": A, "x": A}},
            {"PutRequest": {"Item": {"pk": A, "x": A}}},
        ),
        (
            {"Metadata": {}, "Keys": {"pk": A}, "OldImage": {"pk": A, "x": A}},
            {"DeleteRequest": {"Key": {"pk": A}}},
        ),
    ],
)
def test_lines(line: Any, request_: Any) -> None:
    assert read(line) == request_


def test_a_key_attribute_may_be_named_item() -> None:
    assert read({"Item": A}, "Item") == {"PutRequest": {"Item": {"Item": A}}}
    assert read({"Item": {"Item": A}}, "Item") == {"PutRequest": {"Item": {"Item": A}}}


@pytest.mark.parametrize("line", [b"", b"[1]", b"no JSON", b'{"pk": {"S": "a"}', b"\xff\xfe"])
def test_what_is_no_json_object(line: bytes) -> None:
    with pytest.raises(DataError, match=r"line 1: it is no JSON object.*Nothing is skipped"):
        write_in(line, ("pk",), "line 1")


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"Item": {"other": A}},
        {"pk": A},  # without the sort key
        {"pk": "a", "sk": A},
        {"pk": {"S": "a", "N": "1"}, "sk": A},
        {"pk": {}, "sk": A},
        {"Keys": {"pk": A}, "NewImage": {"pk": A}},
    ],
)
def test_lines_without_the_key_of_the_table(line: Any) -> None:
    with pytest.raises(DataError, match="it has no key of the table, which is pk and sk"):
        read(line, "pk", "sk")


def test_equal_keys_have_equal_bytes() -> None:
    one, other = {"pk": {"N": "1"}}, {"pk": {"N": "1.00"}, "x": A}
    assert key_bytes(one, ["pk"]) == key_bytes(other, ["pk"])
    assert key_bytes(one, ["pk"]) != key_bytes({"pk": {"S": "1"}}, ["pk"])
    assert key_bytes({"pk": {"N": "x"}}, ["pk"])  # the server refuses it


def test_begin_and_end_of_a_dump() -> None:
    table: dict[str, Any] = {"KeySchema": [], "AttributeDefinitions": []}
    header = header_in(orjson.dumps({"Table": table, "Items": 3}))
    assert header == (table, 3)
    assert header_in(orjson.dumps({"Table": table, "Items": "x"})) == (table, 0)
    for text in (b"", b'{"Table": {"S": "a"}}', b'{"Table": {"M": {"KeySchema": {}}}}', b"[]"):
        assert header_in(text) is None
    assert end_in(b'{"End": {"Items": 2}}') == End(2)
    for text in (b"", b'{"End": {"S": "a"}}', b'{"End": {"Items": 2}, "pk": 1}', b'{"End": 2}'):
        assert end_in(text) is None
