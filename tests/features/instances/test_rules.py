"""States of instances: every state with every action, and what time does to a state."""

import pytest

from jedlik.features.instances.records import InstanceRecord, ProfileUse
from jedlik.features.instances.rules import (
    ENDING,
    LATER,
    NEXT,
    Action,
    State,
    association_state,
    is_id,
    new_id,
    state_at,
)


def record(state: State, since_ms: int) -> InstanceRecord:
    return {"State": state.title, "SinceMs": since_ms}  # type: ignore[typeddict-item]


def test_codes_are_those_of_the_service() -> None:
    """Source: EC2 API Reference, InstanceState."""
    assert {state.title: state.code for state in State} == {
        "pending": 0,
        "running": 16,
        "shutting-down": 32,
        "terminated": 48,
        "stopping": 64,
        "stopped": 80,
    }


def test_an_instance_that_ends_never_comes_back() -> None:
    reached = {State.TERMINATED}
    while True:
        more = {after for (before, _), after in NEXT.items() if before in reached} - reached
        if not more:
            break
        reached |= more
    assert reached == {State.TERMINATED}
    assert LATER[State.SHUTTING_DOWN] is State.TERMINATED
    assert set(ENDING) == {State.SHUTTING_DOWN, State.TERMINATED}


def test_everything_can_be_terminated() -> None:
    """Source: EC2 User Guide, "Amazon EC2 instance state changes"."""
    assert {state for state in State if (state, Action.TERMINATE) in NEXT} == set(State)


@pytest.mark.parametrize("state", State)
def test_a_state_lasts_as_long_as_the_delay(state: State) -> None:
    stored = record(state, 1_000)
    assert state_at(stored, 1_499, 500) is state
    assert state_at(stored, 1_500, 500) is LATER.get(state, state)
    assert state_at(stored, 1_000, 0) is LATER.get(state, state)


def test_a_new_association_is_associating_during_the_delay() -> None:
    use: ProfileUse = {"Id": "AIPA1", "AssociationId": "iip-assoc-1", "SinceMs": 1_000}
    assert association_state(use, 1_499, 500) == "associating"
    assert association_state(use, 1_500, 500) == "associated"


def test_ids_have_the_form_of_the_service() -> None:
    made = new_id("i", "12345678-1234-4abc-8def-0123456789ab")
    assert made == "i-08def0123456789ab"
    assert is_id(made, "i")
    assert is_id("i-12345678", "i")  # the older, short form
    assert is_id(new_id("iip-assoc", "12345678-1234-4abc-8def-0123456789ab"), "iip-assoc")


@pytest.mark.parametrize(
    "text", ["", "i-", "i-1234567", "i-XYZ45678", "ami-12345678", "i-12345678 "]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text, "i")
