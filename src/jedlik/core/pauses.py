"""Where long work may pause, so that other requests get their turn.

Code that walks through many values calls `spend` with the number of values. Usually this only
counts. `jedlik.turns` runs long work on a stack of its own and sets `PAUSES.look`, which measures
the time and suspends that stack when its turn is over. So a function deep in a recursion can pause,
and it stays an ordinary function: the core knows neither a clock nor an event loop.
"""

from collections.abc import Callable
from typing import Final, TypeVar, final

from mypy_extensions import i64

T = TypeVar("T")

# Work without turns never looks at a clock.
_UNLIMITED: Final = 1 << 60


def _go_on() -> int:
    return _UNLIMITED


@final
class Pauses:
    """The state of the work that runs at the moment. One thread of a process runs at a time.

    left: how many values may be spent before the next look.
    look: pauses if the turn is over. Returns how many values may be spent before the next look.
    may_pause: whether the work runs with turns.
    """

    __slots__ = ("left", "look", "may_pause")

    def __init__(self) -> None:
        self.left: i64 = _UNLIMITED
        self.look: Callable[[], int] = _go_on
        self.may_pause = False

    def begin(self, look: Callable[[], int], left: i64) -> None:
        """Lets the work that runs from now on pause."""
        self.left = left
        self.look = look
        self.may_pause = True

    def end(self) -> None:
        """Lets the work that runs from now on not pause."""
        self.left = _UNLIMITED
        self.look = _go_on
        self.may_pause = False


PAUSES: Final = Pauses()
# Loops over many values spend this many together.
STRIDE: Final = 1024


def without_pauses(work: Callable[[], T]) -> T:
    """Calls `work` and returns its result. It does not pause, because others may not come between.

    The rest of the turn is short then, or over.
    """
    look, may_pause = PAUSES.look, PAUSES.may_pause
    PAUSES.end()
    try:
        return work()
    finally:
        if may_pause:
            PAUSES.begin(look, 0)


def spend(values: i64) -> None:
    """Counts values that were worked on, and pauses if the turn is over.

    values: one is about as much work as checking a small value, 0.05 to 0.1 us.
    """
    left = PAUSES.left - values
    PAUSES.left = left
    if left < 0:
        PAUSES.left = PAUSES.look()
