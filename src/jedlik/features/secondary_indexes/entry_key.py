"""From the key attributes of an item to the partition and sort key of its entry in an index.

- The partition of an entry: the prefix of the index, the hash of the HASH values, the HASH values.
- Its sort key: the RANGE values, then the key of the item, which makes the entry unique. Each value
  is escaped and has an end sign, so that entries are sorted by the first value, then by the second.
"""

from collections.abc import Sequence

from jedlik.core.keys.encode import END, encode_scalar, escaped, hashed
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import Item


def encoded_values(attributes: tuple[KeyAttribute, ...], item: Item) -> list[bytes] | None:
    """Returns the encoded values of key attributes, or None if one is absent, empty or of another
    type.
    """
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
    """Returns the size of all values together."""
    size_bytes = 0
    for value in values:  # faster than the sum of a map
        size_bytes += len(value)
    return size_bytes


def index_partition(prefix: bytes, hash_values: Sequence[bytes]) -> bytes:
    """Returns the partition of the entries with these encoded HASH values.

    prefix: that of the index.
    """
    if len(hash_values) == 1:
        return prefix + hashed(hash_values[0])
    return prefix + hashed(b"".join([escaped(each) + END for each in hash_values]))


def entry_sort(range_values: list[bytes], item_key: Key, *, is_global: bool) -> bytes:
    """Returns the sort key of an entry.

    is_global: whether the index is global. Its partitions contain items of several partitions of
    the table, so the sort key contains the partition of the item too.
    """
    sort = b""
    for value in range_values:
        sort += escaped(value) + END
    if is_global:
        sort += escaped(item_key.partition) + END
    return sort + item_key.sort
