"""An epoch that the worker processes of one server share, in memory that they inherit.

Each worker counts its own commits in its own pair of slots, so no worker waits for another. The
epoch is the sum over all workers.

A worker may be killed between `begin` and `finish`. Then its pair stays unequal, and no worker
caches anything. This costs time and is always correct. The worker that replaces it makes the pair
equal again. By then the commit is visible or will never be.
"""

import mmap
from typing import Final, final

from jedlik.storage.interface import Epoch

_SLOT_BYTES: Final = 8


@final
class SharedEpochs:
    """The slots of all workers. They must be created before the workers are forked."""

    __slots__ = ("_begun", "_finished")

    def __init__(self, workers: int) -> None:
        slots = memoryview(mmap.mmap(-1, 2 * _SLOT_BYTES * workers)).cast("Q")
        self._begun = slots[:workers]
        self._finished = slots[workers:]

    def of(self, worker: int) -> Epoch:
        """Returns the epoch as the worker with this number counts it. A worker calls this when it
        starts.

        This raises the epoch once, in case an earlier worker with this number was killed.
        """
        self._begun[worker] += 1
        self._finished[worker] = self._begun[worker]
        return _SharedEpoch(self._begun, self._finished, worker)


@final
class _SharedEpoch(Epoch):
    """The epoch, as one worker reads it and counts its own commits."""

    __slots__ = ("_all_begun", "_all_finished", "_worker")

    def __init__(self, begun: memoryview, finished: memoryview, worker: int) -> None:
        super().__init__()
        self._all_begun = begun
        self._all_finished = finished
        self._worker = worker

    def now(self) -> int:
        return sum(self._all_begun)

    def stable(self) -> int | None:
        # Read the finished commits first. Then equal sums prove that at the moment of the first
        # read no commit was in flight. In the other order, a commit that begins and finishes
        # between the two reads could hide one that is still in flight.
        finished = sum(self._all_finished)
        begun = sum(self._all_begun)
        return begun if begun == finished else None

    def begin(self) -> None:
        self._all_begun[self._worker] += 1

    def finish(self) -> None:
        self._all_finished[self._worker] = self._all_begun[self._worker]
