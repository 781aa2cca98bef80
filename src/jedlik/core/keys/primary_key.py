"""From the key attributes of an item or a request to a `Key` of the storage.

Sources of the error texts: recorded answers, October 2026. Those about sizes: moto's tests against
the service and many reports of users, up to August 2026.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.core.errors import (
    REQUEST_INVALID,
    VALUES_NOT_VALID,
    Reject,
    Scope,
    ServiceError,
    invalid,
)
from jedlik.core.keys.encode import HASH_BYTES, encode_partition, encode_scalar
from jedlik.core.keys.key import Key, make_key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.space import Space
from jedlik.core.limits import PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import AttributeValue, Item

TYPE_MISMATCH: Final = REQUEST_INVALID + "Condition parameter type does not match schema type"
KEY_MISMATCH: Final = "The provided key element does not match the schema"


class KeyMismatch(Reject):
    """The refusal of a key that does not have the attributes of the schema, with their types."""

    def __init__(self) -> None:
        super().__init__(ServiceError("ValidationException", KEY_MISMATCH))


def item_key(schema: KeySchema, item: Item) -> Key:
    """Returns the key of a whole item, as PutItem receives it.

    Raises Reject if a key attribute is missing, has another type, is empty or is too long.
    """
    hash_value = _item_scalar(item, schema.hash_key)
    if schema.range_key is None:
        return _key(schema, hash_value, None)
    return _key(schema, hash_value, _item_scalar(item, schema.range_key))


def request_key(schema: KeySchema, key: Mapping[str, AttributeValue]) -> Key:
    """Returns the key for the member `Key` of a request, which must be exactly the primary key.

    Raises Reject if it does not fit the schema, is empty or is too long.
    """
    if len(key) != (1 if schema.range_key is None else 2):
        raise KeyMismatch
    return fitting_key(schema, key)


def fitting_key(schema: KeySchema, attributes: Mapping[str, AttributeValue]) -> Key:
    """Returns the key of `attributes`, which may contain other attributes (an item of a batch).

    Raises Reject if a key attribute does not fit the schema, is empty or is too long.
    """
    hash_value = _key_scalar(attributes, schema.hash_key)
    range_key = schema.range_key
    if range_key is None:
        return _key(schema, hash_value, None)
    return _key(schema, hash_value, _key_scalar(attributes, range_key))


def check_distinct(keys: Sequence[Key] | Sequence[str]) -> None:
    """Raises Reject if a batch names an item twice."""
    if len(set(keys)) != len(keys):
        raise invalid("Provided list of item keys contains duplicates")


def check_hash_size(size_bytes: int) -> None:
    """Raises Reject if a partition key is too long.

    size_bytes: the size of the key, or the sum for all HASH values of an index key.
    """
    if size_bytes > PARTITION_KEY_BYTES:
        # The service writes no space before the number.
        raise invalid(
            REQUEST_INVALID + "Size of hashkey has exceeded the maximum size limit of"
            f"{PARTITION_KEY_BYTES} bytes"
        )


def check_range_size(size_bytes: int) -> None:
    """Raises Reject if a sort key is too long.

    size_bytes: the size of the key, or the sum for all RANGE values of an index key.
    """
    if size_bytes > SORT_KEY_BYTES:
        raise invalid(
            REQUEST_INVALID + "Aggregated size of all range keys has exceeded the size limit "
            f"of {SORT_KEY_BYTES} bytes"
        )


def _key(schema: KeySchema, hash_value: str, range_value: str | None) -> Key:
    partition = encode_partition(schema.hash_key.type, hash_value)
    check_hash_size(len(partition) - HASH_BYTES)
    sort = b""
    if range_value is not None and schema.range_key is not None:
        sort = encode_scalar(schema.range_key.type, range_value)
        check_range_size(len(sort))
    return make_key(Space.ITEM, schema.table_id, partition, sort)


def _item_scalar(item: Item, attribute: KeyAttribute) -> str:
    value = item.get(attribute.name)
    if value is None:
        raise invalid(REQUEST_INVALID + f"Missing the key {attribute.name} in the item")
    tag = next(iter(value))
    if tag != attribute.type:
        raise invalid(
            REQUEST_INVALID + f"Type mismatch for key {attribute.name} "
            f"expected: {attribute.type} actual: {tag}"
        )
    return _not_empty(value, attribute)


def _key_scalar(key: Mapping[str, AttributeValue], attribute: KeyAttribute) -> str:
    value = key.get(attribute.name)
    if value is None or next(iter(value)) != attribute.type:
        raise KeyMismatch
    return _not_empty(value, attribute)


def _not_empty(value: AttributeValue, attribute: KeyAttribute) -> str:
    text: str = value[attribute.type]
    if not text:
        raise empty_key(attribute)
    return text


def empty_key(attribute: KeyAttribute) -> Reject:
    """Returns the error for a key attribute with an empty value."""
    kind = "string" if attribute.type == "S" else "binary"
    return invalid(
        f"{VALUES_NOT_VALID}The AttributeValue for a key attribute cannot contain "
        f"an empty {kind} value. Key: {attribute.name}",
        Scope.REQUEST,
    )
