"""Looks for an order of the operations of clients that explains all answers.

The algorithm of Wing and Gong ("Testing and verifying concurrent objects", 1993) with the memory of
Lowe ("Testing for linearizability", 2017): an operation may come next if it was called before any
that has not come yet returned; a set of operations and the state they leave are tried once. When
the state is that of a whole table and an operation a transaction, an order that is found proves
strict serializability of the history.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

State = TypeVar("State", bound=Hashable)


class Event(NamedTuple, Generic[State]):
    """One operation of one client.

    called, returned: when, in any unit; `returned` is None if no answer came, so that nobody knows
    whether it happened. step: the state after it, or None if it could not have been answered so.
    """

    called: int
    returned: int | None
    step: Callable[[State], State | None]


def is_serializable(history: Iterable[Event[State]], start: State) -> bool:
    """Returns whether the events have an order that fits their times and explains every answer."""
    events = sorted(history, key=lambda event: event.called)
    answered = sum(1 << at for at, event in enumerate(events) if event.returned is not None)
    tried = {(0, start)}
    waiting = [(0, start)]
    while waiting:
        come, state = waiting.pop()
        if come & answered == answered:
            return True
        for at in _next(events, come):
            after = events[at].step(state)
            found = (come | 1 << at, after)
            if after is not None and found not in tried:
                tried.add((come | 1 << at, after))
                waiting.append((come | 1 << at, after))
    return False


def _next(events: list[Event[State]], come: int) -> list[int]:
    """Which events may come next, those that returned first last; a bit of `come` is an event."""
    found: list[tuple[int, int]] = []
    horizon: int | None = None
    for at in range((~come & (come + 1)).bit_length() - 1, len(events)):
        called, returned, _ = events[at]
        if horizon is not None and called > horizon:
            break
        if come >> at & 1:
            continue
        if returned is not None and (horizon is None or returned < horizon):
            horizon = returned
        found.append((called if returned is None else returned, at))
    return [
        at
        for _, at in sorted(found, reverse=True)
        if horizon is None or events[at].called <= horizon
    ]
