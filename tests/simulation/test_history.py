"""The checker finds histories that no order explains."""

from collections.abc import Callable

import pytest

from tests.simulation.history import Event, is_serializable

State = tuple[int, int]
Step = Callable[[State], State | None]


def put(at: int, value: int) -> Step:
    """Writes one of two registers."""
    return lambda state: (value, state[1]) if at == 0 else (state[0], value)


def swap() -> Step:
    """Writes both in one transaction."""
    return lambda state: (state[1], state[0])


def read(*values: int) -> Step:
    """Reads both in one transaction."""
    return lambda state: state if state == values else None


def read_one(at: int, value: int) -> Step:
    """Reads one."""
    return lambda state: state if state[at] == value else None


History = list[tuple[int, int | None, Step]]

GOOD: dict[str, History] = {
    "nothing": [],
    "one after the other": [(1, 2, put(0, 5)), (3, 4, read(5, 0))],
    "a read beside a write sees either": [
        (1, 9, put(0, 5)),
        (2, 3, read(0, 0)),
        (4, 5, read(5, 0)),
    ],
    "answers in another order than calls": [
        (1, 9, put(0, 5)),
        (2, 8, put(0, 6)),
        (10, 11, read(5, 0)),
    ],
    "what was never answered may have happened": [(1, None, put(0, 5)), (2, 3, read(5, 0))],
    "or not": [(1, None, put(0, 5)), (2, 3, read(0, 0))],
    "or much later": [(1, None, put(0, 5)), (2, 3, read(0, 0)), (8, 9, read(5, 0))],
    "transactions": [(1, 2, put(0, 5)), (3, 9, swap()), (4, 8, swap()), (5, 6, read(0, 5))],
}
BAD: dict[str, History] = {
    "a stale read": [(1, 2, put(0, 5)), (3, 4, read(0, 0))],
    "a read of the future": [(1, 2, read(5, 0)), (3, 4, put(0, 5))],
    "a write that was seen and is gone": [
        (1, 9, put(0, 5)),
        (2, 3, read(5, 0)),
        (4, 5, read(0, 0)),
    ],
    "half a transaction": [(1, 2, put(0, 5)), (3, 9, swap()), (4, 8, read(0, 0))],
    "halves in two reads": [
        (1, 2, put(0, 5)),
        (3, 20, swap()),
        (4, 5, read_one(0, 0)),
        (6, 7, read_one(1, 0)),
    ],
    "a lost write": [(1, 9, swap()), (2, 8, put(0, 5)), (10, 11, read(0, 0))],
    "writes that two readers see in another order": [
        (1, 20, put(0, 5)),
        (1, 20, put(1, 6)),
        (2, 9, read(5, 0)),
        (2, 9, read(0, 6)),
    ],
    "what was never answered, undone": [
        (1, None, put(0, 5)),
        (2, 3, read(5, 0)),
        (4, 5, read(0, 0)),
    ],
}


@pytest.mark.parametrize("name", GOOD)
def test_good_histories(name: str) -> None:
    assert is_serializable([Event(*each) for each in GOOD[name]], (0, 0))


@pytest.mark.parametrize("name", BAD)
def test_bad_histories(name: str) -> None:
    assert not is_serializable([Event(*each) for each in BAD[name]], (0, 0))


def test_a_long_history_takes_no_long_time() -> None:
    """Eight clients. Each of their calls overlaps all others."""
    history: list[Event[State]] = []
    for at in range(0, 4_000, 8):
        history += [Event(at + n, at + 8 + n, put(n % 2, at + n)) for n in range(7)]
        history.append(Event(at + 7, at + 15, lambda state: state))
    assert is_serializable(history, (0, 0))
