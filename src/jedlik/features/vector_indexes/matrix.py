"""Holds one partition of a vector index in memory as a matrix, and searches it exactly.

The product of the matrix and the vector, in 32 bits, gives a lower and an upper bound for the
distance of each row. A few more rows than the search asks for can be among the nearest by these
bounds. `nearest` computes the exact scores of these rows in 64 bits.
"""

import heapq
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.nearest import Nearest, Numbers
from jedlik.turns import Turn

Accepts = Callable[[bytes], bool]  # receives an entry without its vector
Pause = Callable[[], Awaitable[None]]

_ROW_BYTES: Final = 64  # memory of a row in addition to its entry
_BLOCK_BYTES: Final = 8 << 20  # how much is multiplied without a pause for other requests
_ROWS_BETWEEN_PAUSES: Final = 2_000
_ROWS_BETWEEN_LOOKS: Final = 8  # at the clock, while a condition is evaluated
# The error of a sum of n products in 32 bits, in any order, is less than (n + 8) half units in the
# last place of the product of the lengths, if no number leaves the range of 32 bits. Vectors that
# are too short or too long for that have no bounds: they always get an exact score.
_HALF_UNIT: Final = 2.0**-24
_SHORTEST: Final = 1e-30
_LONGEST: Final = 1e30
_ROUNDING_64: Final = 1e-12


class VectorMatrix:
    """Up to `capacity` entries in the order of their keys, in at most `limit_bytes`."""

    def __init__(self, schema: VectorSchema, *, capacity: int, limit_bytes: int) -> None:
        row_bytes = schema.size_bytes + _ROW_BYTES
        rows = min(capacity, limit_bytes // row_bytes)
        self._size_bytes = schema.size_bytes
        self._limit_bytes = limit_bytes
        # The operating system allocates memory when it is written, so unused rows cost nothing.
        self._vectors: NDArray[np.float32] = np.empty((rows, schema.dimensions), np.float32)
        self._lengths: Numbers = np.empty(rows, np.float64)
        self._rests: list[bytes] = []
        self.size_bytes = 0

    def add(self, entries: Sequence[bytes]) -> bool:
        """Adds the next entries. Returns False if they exceed the limits."""
        first = len(self._rests)
        last = first + len(entries)
        self.size_bytes += sum(map(len, entries)) + _ROW_BYTES * len(entries)
        if last > len(self._vectors) or self.size_bytes > self._limit_bytes:
            return False
        if not entries:
            return True
        size_bytes = self._size_bytes
        joined = b"".join([entry[:size_bytes] for entry in entries])
        vectors = np.frombuffer(joined, "<f4").reshape(len(entries), -1)
        self._vectors[first:last] = vectors
        self._lengths[first:last] = np.sqrt(
            np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64)
        )
        self._rests += [entry[size_bytes:] for entry in entries]
        return True

    async def search(self, nearest: Nearest, accepts: Accepts | None, pause: Pause) -> None:
        """Adds to `nearest` every accepted entry that can be among the nearest."""
        if not self._rests:
            return
        low, high = self._bounds(nearest, await self._products(nearest, pause))
        if accepts is None:
            rows = _within(low, high, nearest.count)
        else:
            rows = await self._accepted(low, high, nearest.count, accepts)
        for first in range(0, len(rows), _ROWS_BETWEEN_PAUSES):
            some = rows[first : first + _ROWS_BETWEEN_PAUSES]
            nearest.add([self._vectors[row].tobytes() + self._rests[row] for row in some])
            await pause()

    async def _products(self, nearest: Nearest, pause: Pause) -> Numbers:
        """Returns the product of each row with the searched vector, scaled to the length 1."""
        length = nearest.length
        unit = (nearest.vector / length if length else nearest.vector).astype(np.float32)
        count = len(self._rests)
        products = np.empty(count, np.float32)
        rows = max(1, _BLOCK_BYTES // self._size_bytes)
        for first in range(0, count, rows):
            last = min(first + rows, count)
            with np.errstate(all="ignore"):  # vectors without bounds may overflow
                np.dot(self._vectors[first:last], unit, out=products[first:last])
            await pause()
        return products.astype(np.float64)

    def _bounds(self, nearest: Nearest, products: Numbers) -> tuple[Numbers, Numbers]:
        """Returns a lower and an upper bound for each row, on a scale that rises with distance."""
        lengths = self._lengths[: len(products)]
        error = (nearest.dimensions + 8) * _HALF_UNIT * lengths
        function = nearest.distance_function
        with np.errstate(all="ignore"):
            if function == "COSINE":
                divisor = np.where(lengths > 0, lengths, 1.0)
                distance, error = -products / divisor, error / divisor
            elif function == "DOT_PRODUCT":
                distance, error = -products * nearest.length, error * nearest.length
            else:
                squares = lengths**2 + nearest.length**2
                distance = squares - 2 * nearest.length * products
                error = 2 * nearest.length * error + _ROUNDING_64 * squares
        judged = (lengths == 0) | ((lengths > _SHORTEST) & (lengths < _LONGEST))
        low = np.where(judged, distance - error, -np.inf)
        high = np.where(judged, distance + error, np.inf)
        return low, high

    async def _accepted(
        self, low: Numbers, high: Numbers, count: int, accepts: Accepts
    ) -> list[int]:
        """Returns the accepted rows that need an exact score. Looks at the nearest rows first."""
        turn = Turn()
        chosen: list[int] = []
        farthest: list[float] = []  # a heap of the `count` lowest upper bounds, negated
        for looked, row in enumerate(np.argsort(low).tolist()):
            if len(farthest) == count and low[row] > -farthest[0]:
                break
            if looked % _ROWS_BETWEEN_LOOKS == 0 and turn.is_over:
                await turn.next()
            if not accepts(self._rests[row]):
                continue
            chosen.append(row)
            if len(farthest) < count:
                heapq.heappush(farthest, -high[row])
            else:
                heapq.heappushpop(farthest, -high[row])
        return sorted(chosen)


def _within(low: Numbers, high: Numbers, count: int) -> list[int]:
    """Returns the rows that can be among the `count` nearest."""
    if count >= len(low):
        return list(range(len(low)))
    farthest = np.partition(high, count - 1)[count - 1]
    rows: list[int] = np.flatnonzero(low <= farthest).tolist()
    return rows
