"""The requests of the benchmark have the sizes that its report names."""

import itertools
import json
from collections import Counter
from typing import Any

import pytest

from benchmarks.http.music import (
    BLOCK_ITEMS,
    INDEXED_TABLE,
    ITEM_BYTES,
    PLAIN_TABLE,
    SONGS_PER_ALBUM,
    SONGS_PER_SINGER,
    create_table_body,
    item_json,
    load_calls,
    table_body,
)
from benchmarks.http.workload import OPERATIONS, calls, draws


@pytest.mark.parametrize("number", [0, 24, 25, 9_999_999])
def test_an_item_has_the_size_that_its_name_says(number: int) -> None:
    item = json.loads(item_json(number, variant=number))
    plays = item.pop("plays")
    assert 1 <= int(plays["N"]) <= 9
    texts = "".join(name + value["S"] for name, value in item.items())
    assert len(texts.encode()) + len("plays") + 2 == ITEM_BYTES


def test_loading_puts_every_item_once() -> None:
    items = _loaded(BLOCK_ITEMS * 2)
    keys = {(item["singer"]["S"], item["song"]["S"]) for item in items}
    assert len(keys) == len(items) == BLOCK_ITEMS * 2
    singers = Counter(item["singer"]["S"] for item in items)
    assert set(singers.values()) == {SONGS_PER_SINGER}


def test_an_album_holds_songs_of_as_many_singers() -> None:
    items = _loaded(BLOCK_ITEMS * 2)
    albums = {(item["album"]["S"], item["singer"]["S"]) for item in items}
    assert len(albums) == len(items)
    assert set(Counter(album for album, _ in albums).values()) == {SONGS_PER_ALBUM}


@pytest.mark.parametrize("name", OPERATIONS)
def test_calls_repeat_with_the_seed_and_only_with_it(name: str) -> None:
    operation = OPERATIONS[name]
    first = calls(operation, items=1000, count=20, seed=1)
    assert first == calls(operation, items=1000, count=20, seed=1)
    assert first != calls(operation, items=1000, count=20, seed=2)
    for call in first:
        assert call.operation == operation.api
        json.loads(call.body)
        assert operation.table.encode() in call.body


def test_transactions_in_flight_together_have_no_item_in_common() -> None:
    operation = OPERATIONS["TransactWriteItems"]
    drawn = list(itertools.islice(draws(operation, items=1000, seed=1), 600))
    for first in range(600 - 200):
        numbers = [number for draw in drawn[first : first + 200] for number in draw.numbers]
        assert len(set(numbers)) == 200 * 4


@pytest.mark.parametrize("table", [PLAIN_TABLE, INDEXED_TABLE])
def test_bodies_about_a_table_name_it(table: str) -> None:
    create = json.loads(create_table_body(table))
    assert create["TableName"] == json.loads(table_body(table))["TableName"] == table
    assert ("StreamSpecification" in create) is (table == INDEXED_TABLE)


def test_the_indexed_table_gets_the_same_items_in_another_order() -> None:
    plain, indexed = _loaded(1250), _loaded(1250, INDEXED_TABLE)
    assert plain != indexed
    assert sorted(plain, key=json.dumps) == sorted(indexed, key=json.dumps)


def _loaded(items: int, table: str = PLAIN_TABLE) -> list[dict[str, Any]]:
    batches = [json.loads(call.body)["RequestItems"] for call in load_calls(table, items)]
    assert all(1 <= len(batch[table]) <= 25 for batch in batches)
    return [put["PutRequest"]["Item"] for batch in batches for put in batch[table]]
