"""Keys: how items and other entries are addressed in an ordered storage.

A storage knows only bytes in bytewise order. This package turns the key attributes of an item into
bytes whose order is the service's order. So a Query or a segment of a Scan reads one range of
bytes.

In reading order: `space` (the kinds of data), `key` (the address of one entry, and a range of
entries), `encode` (order-preserving bytes of S, N and B), `key_schema` (the key attributes of a
table or index), `primary_key` (from attributes to keys, with the service's errors), `ranges` (the
range that a read needs), `position` (the numbers that order appended entries).
"""
