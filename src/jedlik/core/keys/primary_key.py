"""From the key attributes of an item or a request to the Key of a storage.

Texts: recorded answers, October 2026; of sizes: moto's tests against the service and many reports
of users, up to August 2026.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, VALUES_NOT_VALID, Reject, Scope, invalid
from jedlik.core.keys.encode import HASH_BYTES, encode_partition, encode_scalar
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.space import Space
from jedlik.core.limits import PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.table import Table

TYPE_MISMATCH: Final = REQUEST_INVALID + "Condition parameter type does not match schema type"
KEY_MISMATCH: Final = "The provided key element does not match the schema"


def item_key(table: Table, item: Item) -> Key:
    """The Key of a whole item given to PutItem.

    Raises Reject when a key attribute is missing, of another type, empty or too long.
    """
    hash_value = _item_scalar(item, table.hash_key)
    if table.range_key is None:
        return _key(table, hash_value, None)
    return _key(table, hash_value, _item_scalar(item, table.range_key))


def request_key(table: Table, key: Mapping[str, AttributeValue]) -> Key:
    """The Key of the member `Key` of a request, or of an item in a batch: exactly the attributes
    of the primary key. Raises Reject when it does not fit the schema, is empty or too long.
    """
    if len(key) != (1 if table.range_key is None else 2):
        raise invalid(KEY_MISMATCH)
    return fitting_key(table, key)


def fitting_key(table: Table, attributes: Mapping[str, AttributeValue]) -> Key:
    """The Key of `attributes`, which may hold more than the key (an item of a batch)."""
    hash_value = _key_scalar(attributes, table.hash_key)
    range_key = table.range_key
    if range_key is None:
        return _key(table, hash_value, None)
    return _key(table, hash_value, _key_scalar(attributes, range_key))


def check_distinct(keys: Sequence[Key] | Sequence[str]) -> None:
    """Raise Reject when a batch names an item twice."""
    if len(set(keys)) != len(keys):
        raise invalid("Provided list of item keys contains duplicates")


def check_hash_size(size_bytes: int) -> None:
    """Raise Reject for a partition key, or all HASH values of an index key, of too many bytes."""
    if size_bytes > PARTITION_KEY_BYTES:
        # Without a blank, as the service writes it.
        raise invalid(
            REQUEST_INVALID + "Size of hashkey has exceeded the maximum size limit of"
            f"{PARTITION_KEY_BYTES} bytes"
        )


def check_range_size(size_bytes: int) -> None:
    """Raise Reject for a sort key, or all RANGE values of an index key, of too many bytes."""
    if size_bytes > SORT_KEY_BYTES:
        raise invalid(
            REQUEST_INVALID + "Aggregated size of all range keys has exceeded the size limit "
            f"of {SORT_KEY_BYTES} bytes"
        )


def key_attributes_of(table: Table, item: Item) -> Item:
    """The primary key of an item, as LastEvaluatedKey shows it."""
    return {name: item[name] for name, _ in table.key_attributes}


def _key(table: Table, hash_value: str, range_value: str | None) -> Key:
    partition = encode_partition(table.hash_key.type, hash_value)
    check_hash_size(len(partition) - HASH_BYTES)
    sort = b""
    if range_value is not None and table.range_key is not None:
        sort = encode_scalar(table.range_key.type, range_value)
        check_range_size(len(sort))
    return Key(Space.ITEM, table.id, partition, sort)


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
        raise invalid(KEY_MISMATCH)
    return _not_empty(value, attribute)


def _not_empty(value: AttributeValue, attribute: KeyAttribute) -> str:
    text: str = value[attribute.type]
    if not text:
        raise empty_key(attribute)
    return text


def empty_key(attribute: KeyAttribute) -> Reject:
    """The answer to an empty value of a key attribute."""
    kind = "string" if attribute.type == "S" else "binary"
    return invalid(
        f"{VALUES_NOT_VALID}The AttributeValue for a key attribute cannot contain "
        f"an empty {kind} value. Key: {attribute.name}",
        Scope.REQUEST,
    )
