"""Work that has failed: when it is tried again, and what is reported about it."""

from collections.abc import Callable, Container
from typing import Final, final

from jedlik.engine.context import Clock
from jedlik.storage.interface import FailureKind, StorageUnavailableError

BACKOFF_S: Final = 60.0
# An outage ends for all jobs at once. Work that clients wait for, such as the building of an index,
# then goes on within so many seconds. A try during the outage costs little.
OUTAGE_BACKOFF_S: Final = 5.0
_DOUBLINGS: Final = 16

# Receives the name of what failed, the number of its failures since its last success, and the
# error. The error is None after the first success that follows a failure.
Report = Callable[[str, int, Exception | None], None]


class AwayError(Exception):
    """Something outside of the server that a job needs cannot be used now. The text names it."""


@final
class Setbacks:
    """The pieces of a job that have failed since they last succeeded."""

    __slots__ = ("_clock", "_every_s", "_failed", "_name", "_report")

    def __init__(self, name: str, every_s: float, clock: Clock, report: Report) -> None:
        """name: of the job. every_s: how often it looks for work."""
        self._name = name
        self._every_s = every_s
        self._clock = clock
        self._report = report
        self._failed: dict[str, tuple[int, int]] = {}  # failures, and when to try again (ms)

    def waits(self, of: str) -> bool:
        """Returns whether a piece has failed so recently that it is not tried yet."""
        _, until_ms = self._failed.get(of, (0, 0))
        return not may_begin(self._clock.now_ms(), until_ms, round(BACKOFF_S * 1000))

    def takes(self, of: str, error: Exception) -> bool:
        """Reports and remembers that a piece has failed.

        Returns False if the storage as a whole fails, so that other pieces would fail as well.
        """
        if is_outage(error):
            return False
        failures = self._failed.get(of, (0, 0))[0] + 1
        until_ms = self._clock.now_ms() + round(pause_s(self._every_s, failures) * 1000)
        self._failed[of] = failures, until_ms
        self._report(f"{self._name} ({of})", failures, error)
        return True

    def succeeded(self, of: str) -> None:
        """Reports and forgets that a piece had failed."""
        failures, _ = self._failed.pop(of, (0, 0))
        if failures:
            self._report(f"{self._name} ({of})", failures, None)

    def forget_others(self, existing: Container[str]) -> None:
        """Forgets the pieces that do not exist any more."""
        if self._failed:
            self._failed = {of: each for of, each in self._failed.items() if of in existing}


def may_begin(now_ms: int, not_before_ms: int, longest_ms: int) -> bool:
    """Returns whether work that was postponed until `not_before_ms` may begin.

    longest_ms: for how long work is postponed at most. A later time was written with a wrong clock,
    and is not valid.
    """
    return not now_ms < not_before_ms <= now_ms + longest_ms


def is_outage(error: Exception) -> bool:
    """Returns whether the storage as a whole fails, and not one piece of work."""
    return isinstance(error, StorageUnavailableError) and error.kind is not FailureKind.DAMAGED


def pause_s(every_s: float, failures: int, longest_s: float = BACKOFF_S) -> float:
    """Returns the pause before the next try: it doubles with each failure, up to `longest_s`."""
    doubled_s = float(every_s * 2 ** min(failures, _DOUBLINGS))
    return max(every_s, min(doubled_s, longest_s))
