"""A search of a cached partition finds what a search of the storage finds."""

import asyncio
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import strategies as st

from jedlik.core.types.structures import DistanceFunction
from jedlik.features.vector_indexes import search as vector_search
from jedlik.features.vector_indexes.participant import cache_of
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import Caller
from tests.features.secondary_indexes.samples import current
from tests.features.vector_indexes.samples import (
    SCHEMA,
    found,
    put,
    search,
    vector,
    vector_caller,
    vector_index,
)

FUNCTIONS = get_args(DistanceFunction)
QUERY = vector(1, 0, 0)
# Numbers of all sizes that 32 bits can represent. Many of them are equal.
components = st.sampled_from([0.0, 1.0, -1.0, 0.5, 3e38, -3e38, 1e-20, 1e-45, 1e25])


def is_cached(caller: Caller) -> bool:
    return len(cache_of(current(caller))) > 0


def cached(caller: Caller) -> Caller:
    """Searches twice: the second search makes the cache."""
    for _ in range(2):
        search(caller, QUERY)
    assert is_cached(caller)
    return caller


def test_writes_are_found_at_once() -> None:
    caller = vector_caller()
    put(caller, "a", embedding=vector(0, 1, 0))
    cached(caller)
    put(caller, "b", embedding=QUERY)
    assert found(search(caller, QUERY)) == ["b", "a"]
    cached(caller)
    put(caller, "b", embedding=vector(-1, 0, 0))  # in place: as many entries, of as many bytes
    assert found(search(caller, QUERY)) == ["a", "b"]
    cached(caller)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "a"}})
    assert found(search(caller, QUERY)) == ["b"]


def test_a_process_finds_what_another_wrote(tmp_path: Path) -> None:
    storage, others = open_folder(tmp_path, server="one"), open_folder(tmp_path, server="one")
    one, other = Caller(storage=storage), Caller(storage=others)
    one.create(VectorIndexes=[vector_index()])
    put(one, "a", embedding=vector(0, 1, 0))
    cached(one)
    put(other, "b", embedding=QUERY)
    assert found(search(one, QUERY)) == ["b", "a"]
    asyncio.run(storage.close())
    asyncio.run(others.close())


def test_partitions_are_separate() -> None:
    caller = vector_caller(vector_index(SearchSchema=SCHEMA))
    for tenant in "tu":
        for kind in "xy":
            attributes = {"tenant": {"S": tenant}, "kind": {"S": kind}}
            put(caller, tenant + kind, embedding=QUERY, **attributes)
    for _ in range(3):
        for tenant in "tu":
            values = {":t": {"S": tenant}, ":k": {"S": "y"}}
            condition = "tenant = :t"
            narrowed = search(
                caller,
                QUERY,
                SearchConditionExpression=condition,
                ExpressionAttributeValues={":t": values[":t"]},
            )
            assert sorted(found(narrowed)) == [tenant + "x", tenant + "y"]
            narrowed = search(
                caller,
                QUERY,
                SearchConditionExpression=f"{condition} AND kind = :k",
                ExpressionAttributeValues=values,
            )
            assert found(narrowed) == [tenant + "y"]


def test_what_is_too_large_is_searched_all_the_same() -> None:
    caller = vector_caller()
    cache_of(current(caller)).limit_bytes = 250
    put(caller, "a", embedding=QUERY)
    cached(caller)
    for pk in "bcd":
        put(caller, pk, embedding=QUERY)
    for _ in range(4):
        assert sorted(found(search(caller, QUERY))) == ["a", "b", "c", "d"]
        assert not is_cached(caller)


def test_what_changed_while_it_was_read_is_not_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = vector_caller()
    for pk in "ab":
        put(caller, pk, embedding=QUERY)
    monkeypatch.setattr(vector_search, "_PAGE_ENTRIES", 1)
    members = {"TableName": "music", "IndexName": "plain", "SearchVector": QUERY["L"], "TopK": 9}
    item = {"pk": {"S": "c"}, "embedding": QUERY}

    async def search_and_put() -> None:
        # A search lets other requests run after each page.
        await asyncio.gather(
            caller.calls("SearchVectors", **members),
            caller.calls("PutItem", TableName="music", Item=item),
        )

    search(caller, QUERY)
    asyncio.run(search_and_put())
    assert not is_cached(caller)
    assert sorted(found(search(caller, QUERY))) == ["a", "b", "c"]
    cached(caller)
