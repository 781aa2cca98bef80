"""From the attributes of an item to the Key of its entry in a secondary index, and their rules.

An entry's partition: the index's prefix, the hash of its HASH values, those values. Its sort key:
its RANGE values, each escaped and closed so that they order one after another, then the key of the
item, which makes it unique.
"""

from collections.abc import Sequence

from jedlik.core.keys.encode import END, encode_scalar, escaped, hashed
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.space import Space
from jedlik.core.limits import PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.features.secondary_indexes.index import Index


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
