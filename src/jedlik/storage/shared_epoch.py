"""An epoch that the worker processes of one server share, in memory that they inherit.

Each worker counts its own commits in its own pair of slots, so nobody waits for anybody. The epoch
is the sum over all workers.

A worker may be killed between `begin` and `finish`. Its pair then stays unequal and nobody caches
anything, which costs time and is always correct. The worker that is started in its place makes the
pair equal again: by then it is certain whether the commit happened.
"""

import mmap
from typing import Final, final

from jedlik.storage.interface import Epoch

_SLOT_BYTES: Final = 8


@final
class SharedEpochs:
    """The slots of all workers. Create it before the workers are forked."""

    __slots__ = ("_begun", "_finished")

    def __init__(self, workers: int) -> None:
        slots = memoryview(mmap.mmap(-1, 2 * _SLOT_BYTES * workers)).cast("Q")
        self._begun = slots[:workers]
        self._finished = slots[workers:]

    def of(self, worker: int) -> Epoch:
        """Return the epoch as the worker with this number counts it. Call it when it starts.

        This raises the epoch once, in case an earlier process with this number was killed.
        """
        self._begun[worker] += 1
        self._finished[worker] = self._begun[worker]
        return _SharedEpoch(self._begun, self._finished, worker)


@final
class _SharedEpoch(Epoch):
    """The epoch as one worker reads and counts it."""

    __slots__ = ("_all_begun", "_all_finished", "_worker")

    def __init__(self, begun: memoryview, finished: memoryview, worker: int) -> None:
        super().__init__()
        self._all_begun = begun
        self._all_finished = finished
        self._worker = worker

    def now(self) -> int:
        return sum(self._all_begun)

    def stable(self) -> int | None:
        # The finished commits first: then equal sums prove that every commit that had begun when
        # the second sum was read had finished when the first was. The other way round, a commit of
        # one worker could finish in between and hide that of another.
        finished = sum(self._all_finished)
        begun = sum(self._all_begun)
        return begun if begun == finished else None

    def begin(self) -> None:
        self._all_begun[self._worker] += 1

    def finish(self) -> None:
        self._all_finished[self._worker] = self._all_begun[self._worker]
