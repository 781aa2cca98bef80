"""Finds the vectors nearest to a vector by exact comparison, many entries at a time, with numpy.

The first search imports this module (`search`), and numpy with it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jedlik.core.types.structures import DistanceFunction
from jedlik.features.vector_indexes.index import VectorSchema

# The rounding error of a sum of 4,096 products in 64 bits is smaller than this. A cosine that
# differs less from 1 counts as 1.
_NOISE: Final = 1e-12
# JSON has no infinity. What the service answers for a score beyond 32 bits is not recorded.
_LARGEST: Final = float(np.finfo(np.float32).max)
_PLAIN_FROM: Final = np.float32(1e-6)
_PLAIN_BELOW: Final = np.float32(1e13)

Numbers = NDArray[np.float64]


class Scored(NamedTuple):
    """An entry and its score, rounded to 32 bits as in answers of the service."""

    score: float
    entry: bytes


class Nearest:
    """Holds the `count` nearest of the entries that were added.

    If two entries have the same score, the one that was added first is the nearer one.
    """

    def __init__(self, schema: VectorSchema, vector: bytes, count: int) -> None:
        """vector: in 32-bit floats, little-endian, with the dimensions of `schema`."""
        self._schema = schema
        self.vector: Numbers = np.frombuffer(vector, "<f4").astype(np.float64)
        self.length = float(np.sqrt(self.vector @ self.vector))
        self.dimensions = schema.dimensions
        self.distance_function = schema.distance_function
        self.count = count
        self._found: list[Scored] = []

    def add(self, entries: Sequence[bytes]) -> None:
        """Compares some entries. The stored form of an entry begins with its vector."""
        if not entries:
            return
        schema = self._schema
        joined = b"".join([entry[: schema.size_bytes] for entry in entries])
        vectors = np.frombuffer(joined, "<f4").reshape(len(entries), -1).astype(np.float64)
        scores = _scores(schema.distance_function, vectors, self.vector)
        order = np.argsort(-scores if self._descends else scores, kind="stable")
        rounded = np.clip(scores, -_LARGEST, _LARGEST).astype(np.float32)
        chosen = [Scored(float(rounded[at]), entries[at]) for at in order[: self.count]]
        # The sort is stable and earlier entries come first, so of equal ones the first is chosen.
        self._found += chosen
        self._found.sort(key=lambda each: each.score, reverse=self._descends)
        del self._found[self.count :]

    def found(self) -> list[Scored]:
        """Returns the nearest of the entries added so far, the nearest first."""
        return self._found

    @property
    def _descends(self) -> bool:
        return self._schema.distance_function == "DOT_PRODUCT"


def numbers_of(vector: bytes) -> list[str]:
    """Returns the numbers of a vector in 32-bit floats, each in its shortest decimal form.

    From 1e-6 up to 1e13 this has a point, other numbers have an exponent. Source: floci,
    DynamoDbVectorScoringTest (measured on the service, September 2026).
    """
    return [_decimal(each) for each in np.frombuffer(vector, "<f4")]


def _decimal(component: np.float32) -> str:
    if component == 0:
        return "0.0"
    if _PLAIN_FROM <= abs(component) < _PLAIN_BELOW:
        return np.format_float_positional(component, unique=True, trim="0")
    text = np.format_float_scientific(component, unique=True, trim="-", exp_digits=1)
    return text.replace("e+", "e")


def _scores(function: DistanceFunction, vectors: Numbers, query: Numbers) -> Numbers:
    if function == "EUCLIDEAN":
        difference = vectors - query
        lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        return lengths
    products: Numbers = vectors @ query
    if function == "DOT_PRODUCT":
        return products
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors) * (query @ query))
    # A vector of zeros has no direction. Its cosine with every vector counts as 0.
    cosines = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
    distances: Numbers = 1 - cosines
    distances[np.abs(distances) < _NOISE] = 0
    return distances
