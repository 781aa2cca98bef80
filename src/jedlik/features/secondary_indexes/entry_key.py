"""From the key attributes of an item to the partition and sort key of its entry in an index.

An entry's partition: the index's prefix, the hash of its HASH values, those values. Its sort key:
its RANGE values, each escaped and closed so that they order one after another, then the key of the
item, which makes it unique.
"""

from collections.abc import Sequence

from jedlik.core.keys.encode import END, encode_scalar, escaped, hashed
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import Item


def encoded_values(attributes: tuple[KeyAttribute, ...], item: Item) -> list[bytes] | None:
    """The encoded values of key attributes; None if one is absent, empty or of another type."""
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


def total_bytes(values: list[bytes]) -> int:
    """Size of all values together."""
    size_bytes = 0
    for value in values:  # faster than the sum of a map
        size_bytes += len(value)
    return size_bytes


def index_partition(prefix: bytes, hash_values: Sequence[bytes]) -> bytes:
    """The partition of the entries with these encoded values of the HASH attributes.

    prefix: that of the index.
    """
    if len(hash_values) == 1:
        return prefix + hashed(hash_values[0])
    return prefix + hashed(b"".join([escaped(each) + END for each in hash_values]))


def entry_sort(range_values: list[bytes], item_key: Key, *, is_global: bool) -> bytes:
    """The sort key of an entry. is_global: the index may hold items of other partitions."""
    sort = b""
    for value in range_values:
        sort += escaped(value) + END
    if is_global:
        sort += escaped(item_key.partition) + END
    return sort + item_key.sort
