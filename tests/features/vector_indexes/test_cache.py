"""The cache holds the partitions that are searched again and again, up to a limit."""

from jedlik.features.vector_indexes.cache import VectorCache
from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.matrix import VectorMatrix

PLACES = [(1, b"a"), (1, b"b"), (1, b"c")]


def matrix() -> VectorMatrix:
    made = VectorMatrix(VectorSchema("v", 1, "COSINE"), capacity=1, limit_bytes=99)
    assert made.add([b"1234"])
    return made


def cache_of(count: int) -> VectorCache:
    """Returns a cache with room for so many partitions."""
    return VectorCache(count * matrix().size_bytes)


def test_the_least_recently_searched_partition_is_dropped_first() -> None:
    cache = cache_of(2)
    for place in PLACES[:2]:
        cache.end(place, b"v", matrix())
    assert cache.find(PLACES[0], b"v")
    cache.end(PLACES[2], b"v", matrix())
    assert [bool(cache.find(place, b"v")) for place in PLACES] == [True, False, True]
    assert len(cache) == 2


def test_a_partition_is_of_no_use_in_another_version() -> None:
    cache = cache_of(1)
    cache.end(PLACES[0], b"old", matrix())
    assert cache.find(PLACES[0], b"new") is None
    assert len(cache) == 0


def test_a_partition_is_gathered_at_its_second_search_in_one_version() -> None:
    cache = cache_of(1)
    searches = [b"old", b"new", b"new"]
    assert [cache.begin(PLACES[0], version) for version in searches] == [False, False, True]


def test_one_partition_is_gathered_at_a_time() -> None:
    cache = cache_of(2)
    assert [cache.begin(PLACES[0], b"v") for _ in range(2)] == [False, True]
    assert [cache.begin(PLACES[1], b"v") for _ in range(2)] == [False, False]
    cache.end(PLACES[0], b"v", matrix())
    assert cache.begin(PLACES[1], b"v")


def test_a_partition_that_was_too_large_is_not_gathered_again_in_this_version() -> None:
    cache = cache_of(1)
    assert [cache.begin(PLACES[0], b"v") for _ in range(2)] == [False, True]
    cache.end(PLACES[0], b"v", None)
    assert not cache.begin(PLACES[0], b"v")
    assert [cache.begin(PLACES[0], b"later") for _ in range(2)] == [False, True]


def test_nothing_is_cached_without_memory() -> None:
    cache = VectorCache(0)
    assert [cache.begin(PLACES[0], b"v") for _ in range(3)] == [False] * 3
