"""The measured operations, on the tables of `music`.

Writes replace or update existing items, so the store does not grow during a run.
"""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.http.music import (
    INDEXED_TABLE,
    PLAIN_TABLE,
    SONGS_PER_ALBUM,
    SONGS_PER_SINGER,
    Call,
    album,
    item_json,
    key_members,
    lyrics,
    plays,
    singer,
    song,
    table_body,
)

_TRANSACTION_ITEMS = 4
_REWRITES = 8
_LYRICS_MEMBER = b'"lyrics"'  # occurs in an answer once for each item


class Draw(NamedTuple):
    """The random choices for one call: numbers of items, and a seed for what it writes."""

    numbers: Sequence[int]
    seed: int

    @property
    def number(self) -> int:
        """The item of a call that is about one item."""
        return self.numbers[0]

    @property
    def rewritten(self) -> int:
        """The item to put: one in eight, so that a repeated put rarely writes an equal item."""
        return self.number - self.number % _REWRITES


class Expected(NamedTuple):
    """A call, and how often a text must occur in its answer."""

    call: Call
    text: bytes
    times: int


class Operation(NamedTuple):
    """One measured operation.

    name: the name of its series. api: the API's name. title: its title in the report.
    expected: calls that show, after the call for a draw, whether that call did its work.
    items: how many items one call is about. If several, no two calls in flight share an item,
    because the service refuses transactions that do.
    """

    name: str
    api: str
    title: str
    table: str
    body: Callable[[Draw], bytes]
    expected: Callable[[Draw], list[Expected]]
    items: int = 1

    def call(self, draw: Draw) -> Call:
        """Returns the call for a draw."""
        return Call(self.api, self.body(draw))


def draws(operation: Operation, *, items: int, seed: int) -> Iterator[Draw]:
    """Yields random draws of items without end. The same seed gives the same draws."""
    choose = random.Random(seed)
    if operation.items == 1:
        while True:
            yield Draw((choose.randrange(items),), choose.getrandbits(30))
    order = choose.sample(range(items), items)
    for first in itertools.cycle(range(0, items - operation.items + 1, operation.items)):
        yield Draw(order[first : first + operation.items], choose.getrandbits(30))


def calls(operation: Operation, *, items: int, count: int, seed: int) -> list[Call]:
    """Returns `count` calls of the operation."""
    drawn = itertools.islice(draws(operation, items=items, seed=seed), count)
    return [operation.call(draw) for draw in drawn]


def _get(number: int, table: str = PLAIN_TABLE) -> bytes:
    return b'{"TableName":"%s","Key":{%s}}' % (table.encode(), key_members(number))


def _put(draw: Draw, table: str = PLAIN_TABLE) -> bytes:
    item = item_json(draw.rewritten, draw.seed)
    return b'{"TableName":"%s","Item":%s}' % (table.encode(), item)


def _update(draw: Draw) -> bytes:
    return (
        b'{"TableName":"%s","Key":{%s},"UpdateExpression":"SET plays = plays + :one",'
        b'"ConditionExpression":"attribute_exists(singer) AND plays >= :zero",'
        b'"ExpressionAttributeValues":{":one":{"N":"1"},":zero":{"N":"0"}}}'
        % (PLAIN_TABLE.encode(), key_members(draw.number))
    )


def _query(draw: Draw, table: str = PLAIN_TABLE) -> bytes:
    return (
        b'{"TableName":"%s","KeyConditionExpression":"singer = :singer",'
        b'"ExpressionAttributeValues":{":singer":{"S":"%s"}}}'
        % (table.encode(), singer(draw.number))
    )


def _query_filtered(draw: Draw) -> bytes:
    return (
        b'{"TableName":"%s","KeyConditionExpression":"singer = :singer",'
        b'"FilterExpression":"plays >= :zero",'
        b'"ExpressionAttributeValues":{":singer":{"S":"%s"},":zero":{"N":"0"}}}'
        % (PLAIN_TABLE.encode(), singer(draw.number))
    )


def _query_album(number: int) -> bytes:
    return (
        b'{"TableName":"%s","IndexName":"by-album","KeyConditionExpression":"album = :album",'
        b'"ExpressionAttributeValues":{":album":{"S":"%s"}}}'
        % (INDEXED_TABLE.encode(), album(number))
    )


def _query_plays(number: int, times: int) -> bytes:
    return (
        b'{"TableName":"%s","IndexName":"by-plays","FilterExpression":"song = :song",'
        b'"KeyConditionExpression":"singer = :singer AND plays = :plays",'
        b'"ExpressionAttributeValues":{":singer":{"S":"%s"},":song":{"S":"%s"},'
        b'":plays":{"N":"%d"}}}' % (INDEXED_TABLE.encode(), singer(number), song(number), times)
    )


def _transact(draw: Draw) -> bytes:
    """Puts without a ClientRequestToken, which would spare the work of a repeated request."""
    puts = b",".join(
        b'{"Put":{"TableName":"%s","Item":%s}}' % (PLAIN_TABLE.encode(), item_json(n, draw.seed))
        for n in draw.numbers
    )
    return b'{"TransactItems":[%s]}' % puts


def _select(draw: Draw) -> bytes:
    return (
        b'{"Statement":"SELECT * FROM \\"%s\\" WHERE singer = ? AND song = ?",'
        b'"Parameters":[{"S":"%s"},{"S":"%s"}]}'
        % (PLAIN_TABLE.encode(), singer(draw.number), song(draw.number))
    )


def _read(
    title: str, api: str, body: Callable[[Draw], bytes], items: int, *, series: str | None = None
) -> Operation:
    """Returns a read whose answer has this many items.

    series: the name of its series, if the read is of the table with indexes.
    """

    def expected(draw: Draw) -> list[Expected]:
        return [Expected(Call(api, body(draw)), _LYRICS_MEMBER, items)]

    table = PLAIN_TABLE if series is None else INDEXED_TABLE
    return Operation(series or api, api, title, table, body, expected)


def _has_lyrics(number: int, seed: int, table: str = PLAIN_TABLE) -> Expected:
    """Expects that an item is the variant that was put."""
    return Expected(Call("GetItem", _get(number, table)), lyrics(seed), 1)


def _put_indexed_expected(draw: Draw) -> list[Expected]:
    number = draw.rewritten
    by_plays = Call("Query", _query_plays(number, plays(draw.seed)))
    by_album = Call("Query", _query_album(number))
    describe = Call("DescribeTable", table_body(INDEXED_TABLE))
    return [
        _has_lyrics(number, draw.seed, INDEXED_TABLE),
        Expected(by_plays, lyrics(draw.seed), 1),
        Expected(by_album, _LYRICS_MEMBER, SONGS_PER_ALBUM),
        Expected(describe, b'"LatestStreamArn"', 1),
    ]


OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        _read("GetItem 1 KB", "GetItem", lambda draw: _get(draw.number), 1),
        Operation(
            name="PutItem",
            api="PutItem",
            title="PutItem 1 KB",
            table=PLAIN_TABLE,
            body=_put,
            expected=lambda draw: [_has_lyrics(draw.rewritten, draw.seed)],
        ),
        Operation(
            name="UpdateItem",
            api="UpdateItem",
            title="UpdateItem with a condition, 1 KB",
            table=PLAIN_TABLE,
            body=_update,
            expected=lambda draw: [Expected(Call("GetItem", _get(draw.number)), _LYRICS_MEMBER, 1)],
        ),
        _read("Query 25 x 1 KB", "Query", _query, SONGS_PER_SINGER),
        Operation(
            name="PutItemIndexed",
            api="PutItem",
            title="PutItem 1 KB, two global indexes and a stream",
            table=INDEXED_TABLE,
            body=lambda draw: _put(draw, INDEXED_TABLE),
            expected=_put_indexed_expected,
        ),
        Operation(
            name="TransactWriteItems",
            api="TransactWriteItems",
            title="TransactWriteItems of 4 puts of 1 KB",
            table=PLAIN_TABLE,
            body=_transact,
            expected=lambda draw: [_has_lyrics(number, draw.seed) for number in draw.numbers],
            items=_TRANSACTION_ITEMS,
        ),
        Operation(
            name="QueryFiltered",
            api="Query",
            title="Query 25 x 1 KB with a filter",
            table=PLAIN_TABLE,
            body=_query_filtered,
            expected=lambda draw: [
                Expected(Call("Query", _query_filtered(draw)), _LYRICS_MEMBER, SONGS_PER_SINGER)
            ],
        ),
        _read("ExecuteStatement, SELECT by key, 1 KB", "ExecuteStatement", _select, 1),
        _read(
            "Query 25 x 1 KB of a table with two global indexes",
            "Query",
            lambda draw: _query(draw, INDEXED_TABLE),
            SONGS_PER_SINGER,
            series="QueryIndexed",
        ),
        _read(
            "Query 25 x 1 KB on a global index",
            "Query",
            lambda draw: _query_album(draw.number),
            SONGS_PER_ALBUM,
            series="QueryIndex",
        ),
    )
}
BASE_OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "Query")
