"""Exact search: scores, order, and numbers as answers show them.

Sources: API Reference, "SearchVectors"; recorded answers, October 2026.
"""

import math
import struct

import pytest

from jedlik.core.types.structures import DistanceFunction
from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.nearest import Nearest, numbers_of

QUERY = (3.0, 4.0)
LARGEST_32 = 3.4028234663852886e38


def packed(*components: float) -> bytes:
    return struct.pack(f"<{len(components)}f", *components)


def found(
    function: DistanceFunction, *vectors: tuple[float, float], count: int = 9
) -> list[tuple[float, int]]:
    """Returns the scores of the vectors nearest to QUERY, each with its place among them."""
    nearest = Nearest(VectorSchema("v", 2, function), packed(*QUERY), count)
    for at, vector in enumerate(vectors):
        nearest.add([packed(*vector) + bytes([at])])
    return [(each.score, each.entry[-1]) for each in nearest.found()]


@pytest.mark.parametrize(
    ("function", "vector", "score"),
    [
        ("EUCLIDEAN", (3, 4), 0),
        ("EUCLIDEAN", (0, 0), 5),
        ("EUCLIDEAN", (3, 5), 1),
        ("DOT_PRODUCT", (1, 1), 7),
        ("DOT_PRODUCT", (-1, 0), -3),
        ("DOT_PRODUCT", (0, 0), 0),
        ("COSINE", (6, 8), 0),
        ("COSINE", (-3, -4), 2),
        ("COSINE", (4, -3), 1),
        ("COSINE", (0, 0), 1),  # a vector of zeros has no direction
    ],
)
def test_scores(function: DistanceFunction, vector: tuple[float, float], score: float) -> None:
    ((value, _),) = found(function, vector)
    assert math.isclose(value, score, abs_tol=1e-7)


def test_scores_have_32_bits_and_no_infinity() -> None:
    ((score, _),) = found("EUCLIDEAN", (0.1, 0.2))
    assert struct.unpack("<f", struct.pack("<f", score)) == (score,)
    largest = LARGEST_32
    assert found("DOT_PRODUCT", (largest, largest), (-largest, -largest)) == [
        (LARGEST_32, 0),
        (-LARGEST_32, 1),
    ]


@pytest.mark.parametrize(
    ("function", "places"),
    [("EUCLIDEAN", [1, 0, 2]), ("DOT_PRODUCT", [2, 1, 0]), ("COSINE", [1, 2, 0])],
)
def test_the_nearest_is_first(function: DistanceFunction, places: list[int]) -> None:
    assert [at for _, at in found(function, (4, 3), (3, 4), (60, 79))] == places


@pytest.mark.parametrize("function", ["EUCLIDEAN", "DOT_PRODUCT", "COSINE"])
def test_of_equals_the_first_are_found(function: DistanceFunction) -> None:
    assert [at for _, at in found(function, *[(3, 4)] * 5, count=3)] == [0, 1, 2]


def test_batches_are_one_search() -> None:
    schema, vectors = VectorSchema("v", 2, "EUCLIDEAN"), [(3, 9), (3, 5), (3, 7), (3, 6)]
    entries = [packed(*each) for each in vectors]
    together, apart = (Nearest(schema, packed(*QUERY), 2) for _ in range(2))
    together.add(entries)
    for entry in entries:
        apart.add([entry])
    apart.add([])
    assert together.found() == apart.found()
    assert [each.score for each in apart.found()] == [1, 2]


@pytest.mark.parametrize(
    ("component", "text"),
    [
        (1.0, "1.0"),
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (0.1, "0.1"),
        (-0.5, "-0.5"),
        (16777217.0, "16777216.0"),
        (0.000123, "0.000123"),
        (1234567900.0, "1234568000.0"),
        (-1e10, "-10000000000.0"),
        (1e-6, "0.000001"),
        (1.1e-6, "0.0000011"),
        (9.9e-7, "9.9e-7"),
        (1e-7, "1e-7"),
        (9e12, "9000000000000.0"),
        (1e13, "1e13"),
        (1.5e13, "1.5e13"),
        (3.4e38, "3.4e38"),
    ],
)
def test_components_have_their_shortest_decimal_form(component: float, text: str) -> None:
    """Source: floci, DynamoDbVectorScoringTest (measured on the service, September 2026)."""
    assert numbers_of(packed(component, component)) == [text, text]
