"""From the attributes of an item to the Key of its entry in a secondary index, and their rules.

An entry's partition: the index's prefix, the hash of its HASH values, those values. Its sort key:
its RANGE values, each escaped and closed so that they order one after another, then the key of the
item, which makes it unique.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, VALUES_NOT_VALID, Reject, invalid
from jedlik.core.keys.encode import END, encode_scalar, escaped, hashed
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.limits import INDEX_KEY_ATTRIBUTES_PER_ROLE, PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.table import Index, KeyAttribute
from jedlik.core.types.vector import check_vector

# Values of so few characters cannot be too long, however many attributes make the key.
_SHORT_CHARACTERS: Final = SORT_KEY_BYTES // INDEX_KEY_ATTRIBUTES_PER_ROLE // 4

_UPDATED: Final = "The update expression attempted to update the secondary index key"


def entry_key(index: Index, item: Item, item_key: Key) -> Key | None:
    """The Key of an item's entry; None for an item that is not in the index, because a key
    attribute is missing or, as only items of before the index can be, of no use as a key; or a
    filter has another type.
    """
    hash_values = _encoded(index.hash_key, item)
    range_values = _encoded(index.range_key, item)
    if hash_values is None or range_values is None:
        return None
    for name, tag in index.filters:
        if name in item and tag not in item[name]:
            return None
    if _bytes(hash_values) > PARTITION_KEY_BYTES or _bytes(range_values) > SORT_KEY_BYTES:
        return None
    sort = b""
    for value in range_values:
        sort += escaped(value) + END
    if index.is_global:
        sort += escaped(item_key.partition) + END
    partition = index_partition(index, hash_values)
    return Key(Space.INDEX, item_key.table, partition, sort + item_key.sort)


def index_partition(index: Index, hash_values: Sequence[bytes]) -> bytes:
    """The partition of the entries with these encoded values of the HASH attributes."""
    if len(hash_values) == 1:
        return index.prefix + hashed(hash_values[0])
    return index.prefix + hashed(b"".join([escaped(each) + END for each in hash_values]))


def in_order_of_names(indexes: Sequence[Index]) -> list[Index]:
    """The order in which the service looks for what is wrong (recorded answers, October 2026)."""
    return sorted(indexes, key=attrgetter("name"))


def check_index_keys(indexes: Sequence[Index], item: Item) -> None:
    """Raise Reject when an attribute of `item` cannot be a key of the index it is a key of,
    or the vector or a filter of a vector index.

    Source: recorded answers, October 2026; the sentence about types: dynalite. Filters: Alternator,
    test_vector.
    """
    try:
        for index in indexes:
            _check_index_keys(index, item)
    except Reject:
        for index in in_order_of_names(indexes):
            _check_index_keys(index, item)
        raise


def check_updated_index_keys(indexes: Sequence[Index], item: Item) -> None:
    """The same for an item that an update expression has made.

    Texts: recorded answers, October 2026; the API Reference (TransactWriteItems).
    """
    try:
        for index in indexes:
            _check_updated_index_keys(index, item)
    except Reject:
        for index in in_order_of_names(indexes):
            _check_updated_index_keys(index, item)
        raise


def check_given_index_value(
    index: Index, attribute: KeyAttribute, value: AttributeValue, *, is_expression: bool
) -> None:
    """Raise Reject when `value`, which a request gives, cannot be that attribute: another type, or
    empty where it is no filter. is_expression: it is written by an update expression.
    """
    if attribute.type not in value:
        raise type_mismatch(index, attribute, next(iter(value)))
    if value[attribute.type] or attribute in index.filters:
        return
    if is_expression:
        raise _updated_to_empty(attribute)
    raise invalid(
        f"{VALUES_NOT_VALID}A value specified for a secondary index key is not supported. "
        f"The AttributeValue for a key attribute cannot contain {_empty(attribute)}. "
        f"IndexName: {index.name}, IndexKey: {attribute.name}"
    )


def type_mismatch(index: Index, attribute: KeyAttribute, tag: str) -> Reject:
    """The error for a value of type `tag` as that key attribute."""
    return invalid(
        REQUEST_INVALID + f"Type mismatch for Index Key {attribute.name} Expected: "
        f"{attribute.type} Actual: {tag} IndexName: {index.name}"
    )


def _check_index_keys(index: Index, item: Item) -> None:
    is_long = False
    for attribute in index.typed_attributes:
        value = item.get(attribute.name)
        if value is not None:
            check_given_index_value(index, attribute, value, is_expression=False)
            is_long = is_long or len(value[attribute.type]) > _SHORT_CHARACTERS
    if is_long:
        _check_sizes(index, item)
    if index.vector is not None:
        check_vector(index.vector, index.name, item)


def _check_updated_index_keys(index: Index, item: Item) -> None:
    is_long = False
    for attribute in index.typed_attributes:
        value = item.get(attribute.name)
        if value is None:
            continue
        if attribute.type not in value:
            raise invalid(_UPDATED + " to unsupported type")
        if not value[attribute.type] and attribute not in index.filters:
            raise _updated_to_empty(attribute)
        is_long = is_long or len(value[attribute.type]) > _SHORT_CHARACTERS
    if is_long and _overlong(index, item) is not None:
        raise invalid(_UPDATED + " beyond allowed size limits.")
    if index.vector is not None:
        check_vector(index.vector, index.name, item)


def _updated_to_empty(attribute: KeyAttribute) -> Reject:
    return invalid(
        f"{VALUES_NOT_VALID}The update expression attempted to update a secondary index key to a "
        "value that is not supported. The AttributeValue for a key attribute cannot contain "
        f"{_empty(attribute)}."
    )


def _empty(attribute: KeyAttribute) -> str:
    return "an empty string value" if attribute.type == "S" else "an empty binary value"


def _encoded(attributes: tuple[KeyAttribute, ...], item: Item) -> list[bytes] | None:
    values: list[bytes] = []
    for name, tag in attributes:
        value = item.get(name)
        if value is None:
            return None
        text = value.get(tag)
        if not text:
            return None
        assert isinstance(text, str)
        values.append(encode_scalar(tag, text))
    return values


def _bytes(values: list[bytes]) -> int:
    size_bytes = 0
    for value in values:  # faster than the sum of a map
        size_bytes += len(value)
    return size_bytes


def _check_sizes(index: Index, item: Item) -> None:
    """The text, known for keys of one attribute: reports of users of 2015 and 2018."""
    overlong = _overlong(index, item)
    if overlong is not None:
        names, size_bytes, limit_bytes = overlong
        raise invalid(
            f"{REQUEST_INVALID}Size limit exceeded for Index Key {names} Actual Size: {size_bytes} "
            f"bytes Max Size: {limit_bytes} bytes IndexName: {index.name}"
        )


def _overlong(index: Index, item: Item) -> tuple[str, int, int] | None:
    """The attributes of a key that is too long, its size and the limit, in bytes."""
    for attributes, limit_bytes in (
        (index.hash_key, PARTITION_KEY_BYTES),
        (index.range_key, SORT_KEY_BYTES),
    ):
        values = _encoded(attributes, item)
        size_bytes = 0 if values is None else _bytes(values)
        if size_bytes > limit_bytes:
            return ", ".join([name for name, _ in attributes]), size_bytes, limit_bytes
    return None
