"""The tables of every target: items of 1 KB, 25 in each partition.

Both tables have a partition key `singer` and a sort key `song`, and contain the same items. The
second has a stream with new and old images, and two global indexes that project all attributes.
Each partition of `by-album` contains 25 items of 25 singers. In `by-plays` nearly every put moves
the entry of its item.
"""

import json
import random
from collections.abc import Iterator
from typing import NamedTuple

PLAIN_TABLE = "BenchmarkMusic"
INDEXED_TABLE = "BenchmarkMusicIndexed"
ITEM_BYTES = 1024  # names and values in UTF-8; the number `plays` counts as 2
SONGS_PER_SINGER = 25
SONGS_PER_ALBUM = 25
BLOCK_ITEMS = SONGS_PER_SINGER * SONGS_PER_ALBUM  # 25 singers, whose songs fill 25 albums
_BATCH_ITEMS = 25  # the most that BatchWriteItem accepts
_LYRICS_VARIANTS = 64
_PLAYS_VARIANTS = 9
_INDEXES = (("by-album", "album", "singer"), ("by-plays", "singer", "plays"))


class Call(NamedTuple):
    """One call of the API, before it is signed."""

    operation: str
    body: bytes


def item_json(number: int, variant: int) -> bytes:
    """Returns the JSON of item `number`, of ITEM_BYTES. `variant` chooses one of a few texts."""
    return b'{%s,"album":{"S":"%s"},"plays":{"N":"%d"},"lyrics":{"S":"%s"}}' % (
        key_members(number),
        album(number),
        plays(variant),
        lyrics(variant),
    )


def key_members(number: int) -> bytes:
    """Returns the key attributes of item `number` as JSON without braces."""
    return b'"singer":{"S":"%s"},"song":{"S":"%s"}' % (singer(number), song(number))


def singer(number: int) -> bytes:
    """Returns the partition key of item `number`."""
    return b"singer-%08d" % (number // SONGS_PER_SINGER)


def song(number: int) -> bytes:
    """Returns the sort key of item `number`."""
    return b"song-%02d" % (number % SONGS_PER_SINGER)


def album(number: int) -> bytes:
    """Returns the album of item `number`: the same song of each of the 25 singers of its block."""
    return b"hits-%08d" % (number // BLOCK_ITEMS * SONGS_PER_SINGER + number % SONGS_PER_SINGER)


def plays(variant: int) -> int:
    """Returns the number of plays in a variant of an item."""
    return 1 + variant % _PLAYS_VARIANTS


def lyrics(variant: int) -> bytes:
    """Returns the lyrics in a variant of an item."""
    return _LYRICS[variant % _LYRICS_VARIANTS]


def create_table_body(table: str) -> bytes:
    """Returns the body of the CreateTable request."""
    names = ["singer", "song"]
    members: dict[str, object] = {}
    if table == INDEXED_TABLE:
        names += ["album", "plays"]
        members["GlobalSecondaryIndexes"] = [
            {
                "IndexName": name,
                "KeySchema": _key_schema(hash_key, range_key),
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, hash_key, range_key in _INDEXES
        ]
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        members["StreamSpecification"] = stream
    members["TableName"] = table
    members["BillingMode"] = "PAY_PER_REQUEST"
    members["KeySchema"] = _key_schema("singer", "song")
    members["AttributeDefinitions"] = [
        {"AttributeName": name, "AttributeType": "N" if name == "plays" else "S"} for name in names
    ]
    return json.dumps(members).encode()


def table_body(table: str) -> bytes:
    """Returns the body of a request that only names the table."""
    return b'{"TableName":"%s"}' % table.encode()


def load_calls(table: str, items: int) -> Iterator[Call]:
    """Yields BatchWriteItem calls that put items 0 .. items - 1.

    The plain table receives them in the order of keys, the other table in a random order, as items
    arrive in a real table. In an order of keys, a Query on one of the key schemas would find its
    items next to each other, and the comparison would not be about the index.
    """
    order = list(range(items))
    if table == INDEXED_TABLE:
        random.Random(items).shuffle(order)
    for first in range(0, items, _BATCH_ITEMS):
        numbers = order[first : first + _BATCH_ITEMS]
        puts = b",".join(b'{"PutRequest":{"Item":%s}}' % item_json(n, n) for n in numbers)
        yield Call("BatchWriteItem", b'{"RequestItems":{"%s":[%s]}}' % (table.encode(), puts))


def _key_schema(hash_key: str, range_key: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": hash_key, "KeyType": "HASH"},
        {"AttributeName": range_key, "KeyType": "RANGE"},
    ]


def _lyrics() -> list[bytes]:
    names_and_small_values = "singersinger-00000000songsong-00albumhits-00000000plays--lyrics"
    letters = random.Random(0)
    size = ITEM_BYTES - len(names_and_small_values)
    alphabet = "abcdefghijklmnopqrstuvwxyz      "
    return ["".join(letters.choices(alphabet, k=size)).encode() for _ in range(_LYRICS_VARIANTS)]


_LYRICS = _lyrics()
