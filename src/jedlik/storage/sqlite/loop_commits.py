"""Which groups the writer commits in the event loop, and which in its thread: see `Tuning`."""

from collections.abc import Callable
from time import perf_counter
from typing import Final, final

from jedlik.storage.sqlite.tuning import Tuning

_SLOW_COMMIT_S: Final = 0.008  # a longer time counts as this
_WEIGHT: Final = 1 / 8  # of the newest commit in the average
# Even if the disk is slow, one commit in many is made in the loop, to notice when it is fast again.
_PROBE_EVERY: Final = 64


@final
class LoopCommits:
    """How long commits in the loop have taken, and whether the next one is made there."""

    __slots__ = ("_average_s", "_commits", "_tuning")

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._average_s = 0.0
        self._commits = 0  # how often `is_chosen` was asked

    def is_chosen(self, members: int) -> bool:
        """Returns whether to commit a group in the loop. members: how many it has."""
        self._commits += 1
        if members < self._tuning.loop_group:
            return False
        return self._commits % _PROBE_EVERY == 0 or self._average_s < self._tuning.loop_commit_s

    def time(self, commit: Callable[[], None]) -> None:
        """Makes a commit in the loop, and counts how long it takes."""
        began_s = perf_counter()
        commit()
        self.took(perf_counter() - began_s)

    def took(self, seconds: float) -> None:
        """Counts a commit in the loop. seconds: how long it has taken."""
        self._average_s += (min(seconds, _SLOW_COMMIT_S) - self._average_s) * _WEIGHT
