"""Where long work may pause, so that other requests get their turn.

Code that walks through many values calls `spend` with the number of values. Usually this only
counts. `jedlik.turns` runs long work on a stack of its own and sets `PAUSES.look`, which measures
the time and suspends that stack when its turn is over. So a function deep in a recursion can pause,
and it stays an ordinary function: the core knows neither a clock nor an event loop.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, final

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
    leftovers: lists that are emptied in pieces after the work, see `free_later`. None if
        nobody empties them.
    """

    __slots__ = ("left", "leftovers", "look", "may_pause")

    def __init__(self) -> None:
        self.left: i64 = _UNLIMITED
        self.look: Callable[[], int] = _go_on
        self.may_pause = False
        self.leftovers: list[list[Any]] | None = None

    def begin(
        self, look: Callable[[], int], left: i64, leftovers: list[list[Any]] | None = None
    ) -> None:
        """Lets the work that runs from now on pause."""
        self.left = left
        self.look = look
        self.may_pause = True
        self.leftovers = leftovers

    def end(self) -> None:
        """Lets the work that runs from now on not pause."""
        self.left = _UNLIMITED
        self.look = _go_on
        self.may_pause = False
        self.leftovers = None


PAUSES: Final = Pauses()
# Loops over many values spend this many together.
STRIDE: Final = 1024


def without_pauses(work: Callable[[], T]) -> T:
    """Calls `work` and returns its result. It does not pause, because others may not come between.

    The rest of the turn is short then, or over.
    """
    look, may_pause, leftovers = PAUSES.look, PAUSES.may_pause, PAUSES.leftovers
    PAUSES.end()
    try:
        return work()
    finally:
        if may_pause:
            PAUSES.begin(look, 0, leftovers)


def spend(values: i64) -> None:
    """Counts values that were worked on, and pauses if the turn is over.

    values: one is about as much work as checking a small value, 0.05 to 0.1 us.
    """
    left = PAUSES.left - values
    PAUSES.left = left
    if left < 0:
        PAUSES.left = PAUSES.look()


def free_later(values: list[Any]) -> None:
    """Keeps the elements of a list until the work that runs is over, and frees them in pieces then.

    It is for the elements of a long tuple, which would be freed at once together with the tuple.
    """
    if PAUSES.leftovers is not None:
        PAUSES.leftovers.append(values)
