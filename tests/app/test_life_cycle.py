"""The tables of states: from each state a process can reach its end."""

import pytest

from jedlik.app.life_cycle import (
    PHASES,
    TRANSITIONS,
    Event,
    ParentEvent,
    Phase,
    State,
    parent_limit_s,
    requests_s,
    worker_limit_s,
)

LIVING = [state for state in State if state is not State.ENDED]


@pytest.mark.parametrize("state", LIVING)
def test_two_signals_end_a_worker_in_every_state(state: State) -> None:
    for _ in range(2):
        state = TRANSITIONS.get((state, Event.STOP), state)
    assert state is State.ENDED


@pytest.mark.parametrize("state", LIVING)
def test_a_worker_may_die_in_every_state(state: State) -> None:
    assert TRANSITIONS[state, Event.EXIT] is State.ENDED


def test_nothing_follows_the_end() -> None:
    assert not [event for event in Event if (State.ENDED, event) in TRANSITIONS]


def test_a_worker_that_stops_ends_in_time() -> None:
    assert TRANSITIONS[State.STOPPING, Event.OVERDUE] is State.ENDED
    assert (State.SERVING, Event.OVERDUE) not in TRANSITIONS


@pytest.mark.parametrize("phase", Phase)
def test_two_signals_make_the_parent_kill_in_every_phase(phase: Phase) -> None:
    for _ in range(2):
        phase = PHASES.get((phase, ParentEvent.SIGNAL), phase)
    assert phase is Phase.KILLING


def test_a_parent_that_stops_kills_in_time() -> None:
    assert PHASES[Phase.RUNNING, ParentEvent.FAILURE] is Phase.STOPPING
    assert PHASES[Phase.STOPPING, ParentEvent.OVERDUE] is Phase.KILLING


@pytest.mark.parametrize("grace_s", [0.0, 0.1, 1.0, 10.0, 3600.0])
def test_each_step_of_a_stop_has_its_time(grace_s: float) -> None:
    """Requests end before the worker must, and the worker before its parent kills it."""
    assert 0 <= requests_s(grace_s) <= grace_s
    assert requests_s(grace_s) < worker_limit_s(grace_s) < parent_limit_s(grace_s)
    assert worker_limit_s(grace_s) <= max(grace_s, 1.0)


def test_a_worker_that_drains_has_its_whole_grace_afterwards() -> None:
    assert worker_limit_s(10.0, 5.0) == 5.0 + worker_limit_s(10.0)
    assert worker_limit_s(0.0, 5.0) > 5.0
    assert parent_limit_s(10.0, 5.0) == 5.0 + parent_limit_s(10.0)
