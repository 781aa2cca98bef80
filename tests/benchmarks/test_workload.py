"""The requests of the benchmark are what they are said to be."""

import json

import pytest

from benchmarks.http.workload import (
    BATCH_ITEMS,
    ITEM_BYTES,
    OPERATIONS,
    SONGS_PER_SINGER,
    calls,
    create_table_body,
    item_json,
    load_calls,
    table_body,
)


@pytest.mark.parametrize("number", [0, 24, 25, 9_999_999])
def test_an_item_has_the_size_it_is_said_to_have(number: int) -> None:
    item = json.loads(item_json(number, variant=number))
    plays = item.pop("plays")
    assert plays == {"N": "0"}
    texts = "".join(name + value["S"] for name, value in item.items())
    assert len(texts.encode()) + len("plays") + 2 == ITEM_BYTES


def test_loading_puts_every_item_once() -> None:
    keys = []
    for call in load_calls(BATCH_ITEMS * 2 + 1):
        (puts,) = json.loads(call.body)["RequestItems"].values()
        assert 1 <= len(puts) <= BATCH_ITEMS
        keys += [
            (put["PutRequest"]["Item"]["singer"]["S"], put["PutRequest"]["Item"]["song"]["S"])
            for put in puts
        ]
    assert len(set(keys)) == len(keys) == BATCH_ITEMS * 2 + 1
    assert sum(singer == "singer-00000000" for singer, _ in keys) == SONGS_PER_SINGER


@pytest.mark.parametrize("name", OPERATIONS)
def test_calls_repeat_with_the_seed_and_only_with_it(name: str) -> None:
    first = calls(OPERATIONS[name], items=1000, count=20, seed=1)
    assert first == calls(OPERATIONS[name], items=1000, count=20, seed=1)
    assert first != calls(OPERATIONS[name], items=1000, count=20, seed=2)
    assert all(call.operation == name and json.loads(call.body)["TableName"] for call in first)


@pytest.mark.parametrize("body", [create_table_body(), table_body()])
def test_bodies_about_the_table_are_json(body: bytes) -> None:
    assert json.loads(body)["TableName"] == "BenchmarkMusic"
