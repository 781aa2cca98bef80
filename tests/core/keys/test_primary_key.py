"""From attributes to keys. Source of the error texts: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.encode import encode_partition, encode_scalar
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.primary_key import (
    KeyMismatch,
    fitting_key,
    item_key,
    request_key,
)
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import ScalarType

INV = "One or more parameter values were invalid: "
MISMATCH = "The provided key element does not match the schema"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute "
    "cannot contain an empty {} value. Key: {}"
)


def schema_of(hash_type: ScalarType, range_type: ScalarType | None = None) -> KeySchema:
    attributes = [KeyAttribute("h", hash_type)]
    if range_type is not None:
        attributes.append(KeyAttribute("r", range_type))
    return KeySchema(7, tuple(attributes))


def refusal(kind: Any, schema: KeySchema, attributes: Any) -> str | None:
    with pytest.raises(Reject) as refused:
        kind(schema, attributes)
    assert refused.value.error.code == "ValidationException"
    return refused.value.error.message


@pytest.mark.parametrize("kind", [item_key, request_key, fitting_key])
@pytest.mark.parametrize("hash_value", [{"S": "a"}, {"N": "1"}, {"B": "AQ=="}])
@pytest.mark.parametrize("range_value", [None, {"S": "b"}, {"N": "-2"}, {"B": "/w=="}])
def test_keys_are_hash_and_sort(kind: Any, hash_value: Any, range_value: Any) -> None:
    ((hash_type, hash_text),) = hash_value.items()
    if range_value is None:
        found = kind(schema_of(hash_type), {"h": hash_value})
        sort = b""
    else:
        ((range_type, range_text),) = range_value.items()
        found = kind(schema_of(hash_type, range_type), {"r": range_value, "h": hash_value})
        sort = encode_scalar(range_type, range_text)
    assert found == Key(Space.ITEM, 7, encode_partition(hash_type, hash_text), sort)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"r": {"N": "1"}}, INV + "Missing the key h in the item"),
        ({"h": {"S": "a"}}, INV + "Missing the key r in the item"),
        ({}, INV + "Missing the key h in the item"),
        (
            {"h": {"N": "1"}, "r": {"N": "1"}},
            INV + "Type mismatch for key h expected: S actual: N",
        ),
        (
            {"h": {"S": "a"}, "r": {"L": []}},
            INV + "Type mismatch for key r expected: N actual: L",
        ),
        ({"h": {"S": ""}, "r": {"N": "1"}}, EMPTY.format("string", "h")),
    ],
)
def test_items_whose_key_does_not_fit(item: Any, message: str) -> None:
    assert refusal(item_key, schema_of("S", "N"), item) == message


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({}, MISMATCH),
        ({"h": {"S": "a"}}, MISMATCH),
        ({"h": {"S": "a"}, "x": {"B": "AQ=="}}, MISMATCH),
        ({"h": {"S": "a"}, "r": {"S": "b"}}, MISMATCH),
        ({"h": {"SS": ["a"]}, "r": {"B": "AQ=="}}, MISMATCH),
        ({"h": {"S": ""}, "r": {"B": "AQ=="}}, EMPTY.format("string", "h")),
        ({"h": {"S": "a"}, "r": {"B": ""}}, EMPTY.format("binary", "r")),
    ],
)
def test_requests_whose_key_does_not_fit(key: Any, message: str) -> None:
    assert refusal(request_key, schema_of("S", "B"), key) == message
    assert refusal(fitting_key, schema_of("S", "B"), key) == message


def test_only_an_item_may_hold_more_than_its_key() -> None:
    more: Any = {"h": {"S": "a"}, "n": {"N": "1"}}
    assert fitting_key(schema_of("S"), more) == item_key(schema_of("S"), more)
    assert refusal(request_key, schema_of("S"), more) == MISMATCH


@pytest.mark.parametrize("kind", [item_key, request_key, fitting_key])
def test_lengths_are_those_of_the_bytes(kind: Any) -> None:
    """\u00e9 has two bytes in UTF-8; a B is measured decoded."""
    table = schema_of("S", "S")
    kind(table, {"h": {"S": "\u00e9" * 1024}, "r": {"S": "\u00e9" * 512}})
    long_hash = INV + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
    message = refusal(kind, table, {"h": {"S": "x" * 2049}, "r": {"S": "a"}})
    assert message == long_hash
    message = refusal(kind, table, {"h": {"S": "a"}, "r": {"S": "\u00e9" * 513}})
    assert message == (
        INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
    )
    kind(schema_of("B"), {"h": {"B": "AAAA" * 682 + "AAA="}})
    message = refusal(kind, schema_of("B"), {"h": {"B": "AAAA" * 683}})
    assert message == long_hash


def test_attributes_that_do_not_fit_the_schema_are_a_mismatch() -> None:
    fault: Any
    for fault in ({}, {"h": {"N": "1"}}, {"h": {"S": "a"}, "x": {"S": "a"}}):
        with pytest.raises(KeyMismatch):
            request_key(schema_of("S"), fault)
    with pytest.raises(Reject) as refused:
        request_key(schema_of("S"), {"h": {"S": ""}})
    assert not isinstance(refused.value, KeyMismatch)
