"""A search by a matrix finds what a search of every row in 64 bits finds."""

import asyncio
import struct
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.types.structures import DistanceFunction
from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.matrix import Accepts, VectorMatrix
from jedlik.features.vector_indexes.nearest import Nearest, Scored

FUNCTIONS = get_args(DistanceFunction)
# Numbers of all sizes that 32 bits can represent. Many of them are equal.
components = st.sampled_from([0.0, 1.0, -1.0, 0.5, 3e38, -3e38, 1e-20, 1e-45, 1e25])


async def pause() -> None:
    """Yields to nobody."""


def both_ways(
    schema: VectorSchema, rows: list[bytes], query: bytes, count: int, accepts: Accepts | None
) -> tuple[list[Scored], list[Scored]]:
    """Returns what a comparison with every row in 64 bits finds, and what a matrix finds."""

    async def pause() -> None:
        return None

    every = Nearest(schema, query, count)
    entries = [row + b"%d" % number for number, row in enumerate(rows)]
    rest = schema.size_bytes
    every.add([each for each in entries if accepts is None or accepts(each[rest:])])
    matrix = VectorMatrix(schema, capacity=len(entries), limit_bytes=1 << 24)
    assert matrix.add(entries[: len(entries) // 2])
    assert matrix.add(entries[len(entries) // 2 :])
    by_matrix = Nearest(schema, query, count)
    asyncio.run(matrix.search(by_matrix, accepts, pause))
    return every.found(), by_matrix.found()


@pytest.mark.parametrize("function", FUNCTIONS)
@given(
    rows=st.lists(st.tuples(components, components), min_size=1, max_size=30),
    query=st.tuples(components, components),
    count=st.integers(1, 8),
    is_narrowed=st.booleans(),
)
def test_vectors_of_any_size(
    function: DistanceFunction,
    rows: list[tuple[float, float]],
    query: tuple[float, float],
    count: int,
    is_narrowed: bool,
) -> None:
    schema = VectorSchema("v", 2, function)
    packed = [struct.pack("<2f", *row) for row in rows]
    accepts = (lambda rest: int(rest) % 3 == 0) if is_narrowed else None
    every, by_matrix = both_ways(schema, packed, struct.pack("<2f", *query), count, accepts)
    assert by_matrix == every


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("dimensions", [3, 100, 1536])
@settings(max_examples=20)
@given(seed=st.integers(0, 1 << 30), nearness=st.sampled_from([1.0, 1e-3, 1e-5, 1e-7]))
def test_vectors_nearer_to_each_other_than_32_bits_tell(
    function: DistanceFunction, dimensions: int, seed: int, nearness: float
) -> None:
    source = np.random.default_rng(seed)
    centre = source.standard_normal(dimensions)
    rows = (centre + nearness * source.standard_normal((200, dimensions))).astype("<f4")
    query = (centre + nearness * source.standard_normal(dimensions)).astype("<f4")
    schema = VectorSchema("v", dimensions, function)
    packed = [row.tobytes() for row in rows]
    every, by_matrix = both_ways(schema, packed, query.tobytes(), 10, None)
    # The sums of 64 bits depend on how many rows are summed together, in their last digits.
    assert [each.score for each in by_matrix] == pytest.approx([each.score for each in every])
    if nearness > 1e-7:
        assert [each.entry for each in by_matrix] == [each.entry for each in every]


def searched(matrix: VectorMatrix, count: int) -> list[bytes]:
    nearest = Nearest(VectorSchema("v", 1, "EUCLIDEAN"), struct.pack("<f", 0), count)
    asyncio.run(matrix.search(nearest, None, pause))
    return [each.entry[4:] for each in nearest.found()]


def entry(number: int) -> bytes:
    return struct.pack("<f", number) + b"%d" % number


def test_a_matrix_has_a_limit_of_entries_and_of_bytes() -> None:
    schema = VectorSchema("v", 1, "EUCLIDEAN")
    matrix = VectorMatrix(schema, capacity=2, limit_bytes=1 << 20)
    assert matrix.add([entry(1)])
    assert matrix.add([entry(2)])
    assert not matrix.add([entry(3)])
    small = VectorMatrix(schema, capacity=99, limit_bytes=200)
    assert small.add([entry(1)])
    assert small.size_bytes <= 200
    assert not small.add([entry(2) + b"x" * 200])


def test_a_matrix_without_entries_finds_nothing() -> None:
    matrix = VectorMatrix(VectorSchema("v", 1, "EUCLIDEAN"), capacity=0, limit_bytes=99)
    assert matrix.add([])
    assert searched(matrix, 3) == []
    assert matrix.size_bytes == 0


@pytest.mark.parametrize(("count", "found"), [(1, [1]), (2, [1, 2]), (9, [1, 2, 3])])
def test_a_matrix_finds_as_many_as_are_asked_for(count: int, found: list[int]) -> None:
    matrix = VectorMatrix(VectorSchema("v", 1, "EUCLIDEAN"), capacity=3, limit_bytes=1 << 20)
    assert matrix.add([entry(number) for number in (3, 1, 2)])
    assert searched(matrix, count) == [b"%d" % number for number in found]
