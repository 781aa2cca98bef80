"""What is asked of each target: one table, items of 1 KB, four operations.

The table has a partition key `singer` and a sort key `song`; each partition holds 25 items, so one
Query without a limit reads 25 items of 1 KB. Writes replace or update items that exist: the store
keeps its size during a run.
"""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

TABLE = "BenchmarkMusic"
ITEM_BYTES = 1024  # names and values in UTF-8, the number `plays` counted as 2
SONGS_PER_SINGER = 25
BATCH_ITEMS = 25  # BatchWriteItem takes 25
_LYRICS_VARIANTS = 64
_REWRITES = 8


class Call(NamedTuple):
    """One call of the API, before it is signed."""

    operation: str
    body: bytes


class Operation(NamedTuple):
    """One measured operation.

    name: the API's name. title: as the report prints it.
    body: (number of the item, seed) -> request body.
    """

    name: str
    title: str
    body: Callable[[int, int], bytes]


def item_json(number: int, variant: int) -> bytes:
    """Wire JSON of item `number`, ITEM_BYTES big; `variant` picks one of a few texts."""
    return b'{%s,"album":{"S":"Greatest Hits"},"plays":{"N":"0"},"lyrics":{"S":"%s"}}' % (
        _key_members(number),
        _LYRICS[variant % _LYRICS_VARIANTS],
    )


def create_table_body() -> bytes:
    """Body of the CreateTable request."""
    return (
        b'{"TableName":"%s","BillingMode":"PAY_PER_REQUEST",'
        b'"KeySchema":[{"AttributeName":"singer","KeyType":"HASH"},'
        b'{"AttributeName":"song","KeyType":"RANGE"}],'
        b'"AttributeDefinitions":[{"AttributeName":"singer","AttributeType":"S"},'
        b'{"AttributeName":"song","AttributeType":"S"}]}' % TABLE.encode()
    )


def table_body() -> bytes:
    """Body of a request that names the table only."""
    return b'{"TableName":"%s"}' % TABLE.encode()


def load_calls(items: int) -> Iterator[Call]:
    """BatchWriteItem calls that put items 0 .. items - 1, in order of keys."""
    for first in range(0, items, BATCH_ITEMS):
        numbers = range(first, min(first + BATCH_ITEMS, items))
        puts = b",".join(b'{"PutRequest":{"Item":%s}}' % item_json(n, n) for n in numbers)
        yield Call("BatchWriteItem", b'{"RequestItems":{"%s":[%s]}}' % (TABLE.encode(), puts))


def calls(operation: Operation, *, items: int, count: int, seed: int) -> list[Call]:
    """`count` calls of the operation on items chosen at random, the same for the same seed."""
    choose = random.Random(seed)
    return [
        Call(operation.name, operation.body(choose.randrange(items), choose.getrandbits(30)))
        for _ in range(count)
    ]


def _key_members(number: int) -> bytes:
    singer, song = divmod(number, SONGS_PER_SINGER)
    return b'"singer":{"S":"singer-%08d"},"song":{"S":"song-%02d"}' % (singer, song)


def _get_item(number: int, _seed: int) -> bytes:
    return b'{"TableName":"%s","Key":{%s}}' % (TABLE.encode(), _key_members(number))


def _put_item(number: int, seed: int) -> bytes:
    """Puts go to every eighth item, so that replaying them rarely puts what is there already."""
    rewritten = number - number % _REWRITES
    return b'{"TableName":"%s","Item":%s}' % (TABLE.encode(), item_json(rewritten, seed))


def _update_item(number: int, _seed: int) -> bytes:
    return (
        b'{"TableName":"%s","Key":{%s},"UpdateExpression":"SET plays = plays + :one",'
        b'"ConditionExpression":"attribute_exists(singer) AND plays >= :zero",'
        b'"ExpressionAttributeValues":{":one":{"N":"1"},":zero":{"N":"0"}}}'
        % (TABLE.encode(), _key_members(number))
    )


def _query(number: int, _seed: int) -> bytes:
    return (
        b'{"TableName":"%s","KeyConditionExpression":"singer = :singer",'
        b'"ExpressionAttributeValues":{":singer":{"S":"singer-%08d"}}}'
        % (TABLE.encode(), number // SONGS_PER_SINGER)
    )


def _lyrics() -> list[bytes]:
    names_and_small_values = "singersinger-00000000songsong-00albumGreatest Hitsplays--lyrics"
    letters = random.Random(0)
    size = ITEM_BYTES - len(names_and_small_values)
    alphabet = "abcdefghijklmnopqrstuvwxyz      "
    return ["".join(letters.choices(alphabet, k=size)).encode() for _ in range(_LYRICS_VARIANTS)]


_LYRICS = _lyrics()

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("GetItem", "GetItem 1 KB", _get_item),
        Operation("PutItem", "PutItem 1 KB", _put_item),
        Operation("UpdateItem", "UpdateItem with a condition, 1 KB", _update_item),
        Operation("Query", "Query 25 x 1 KB", _query),
    )
}
