"""The states of an instance and of its association with a profile, and the forms of ids.

    state          START     STOP      TERMINATE      after the transition delay
    pending        pending             shutting-down  running
    running        running   stopping  shutting-down
    stopping                 stopping  shutting-down  stopped
    stopped        pending   stopped   terminated
    shutting-down                      shutting-down  terminated
    terminated                         terminated

An empty field is a refusal: IncorrectInstanceState. Source: EC2 User Guide, "Amazon EC2 instance
state changes"; codes: API Reference, InstanceState.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal

from jedlik.features.instances.records import InstanceRecord, ProfileUse

_ID: Final = re.compile(r"[a-z]+(-[a-z]+)*-([0-9a-f]{8}|[0-9a-f]{17})")


class State(Enum):
    """The state of an instance: its name and its code."""

    PENDING = ("pending", 0)
    RUNNING = ("running", 16)
    SHUTTING_DOWN = ("shutting-down", 32)
    TERMINATED = ("terminated", 48)
    STOPPING = ("stopping", 64)
    STOPPED = ("stopped", 80)

    @property
    def title(self) -> str:
        """Returns the name that clients see."""
        return self.value[0]

    @property
    def code(self) -> int:
        """Returns the code that clients see."""
        return self.value[1]


class Action(Enum):
    """What an operation does to an instance. The value is the verb of a refusal."""

    START = "started"
    STOP = "stopped"
    TERMINATE = "terminated"


NEXT: Final[Mapping[tuple[State, Action], State]] = {
    (State.PENDING, Action.START): State.PENDING,
    (State.PENDING, Action.TERMINATE): State.SHUTTING_DOWN,
    (State.RUNNING, Action.START): State.RUNNING,
    (State.RUNNING, Action.STOP): State.STOPPING,
    (State.RUNNING, Action.TERMINATE): State.SHUTTING_DOWN,
    (State.STOPPING, Action.STOP): State.STOPPING,
    (State.STOPPING, Action.TERMINATE): State.SHUTTING_DOWN,
    (State.STOPPED, Action.START): State.PENDING,
    (State.STOPPED, Action.STOP): State.STOPPED,
    (State.STOPPED, Action.TERMINATE): State.TERMINATED,
    (State.SHUTTING_DOWN, Action.TERMINATE): State.SHUTTING_DOWN,
    (State.TERMINATED, Action.TERMINATE): State.TERMINATED,
}
# What a state becomes when the transition delay is over.
LATER: Final[Mapping[State, State]] = {
    State.PENDING: State.RUNNING,
    State.STOPPING: State.STOPPED,
    State.SHUTTING_DOWN: State.TERMINATED,
}
_BY_TITLE: Final = {state.title: state for state in State}
ENDING: Final = (State.SHUTTING_DOWN, State.TERMINATED)


def state_at(record: InstanceRecord, now_ms: int, delay_ms: int) -> State:
    """Returns the state of an instance at a time. delay_ms: how long a transition lasts."""
    state = _BY_TITLE[record["State"]]
    is_over = now_ms >= record["SinceMs"] + delay_ms
    return LATER.get(state, state) if is_over else state


def association_state(
    use: ProfileUse, now_ms: int, delay_ms: int
) -> Literal["associating", "associated"]:
    """Returns the state of an association that exists."""
    return "associated" if now_ms >= use["SinceMs"] + delay_ms else "associating"


def is_id(text: str, kind: str) -> bool:
    """Returns whether a text has the form of an id. kind: its prefix, `i`."""
    return text.startswith(f"{kind}-") and _ID.fullmatch(text) is not None


def new_id(kind: str, uuid: str) -> str:
    """Returns an id of the form that the service makes: a prefix and 17 hexadecimal digits."""
    return f"{kind}-0{uuid.replace('-', '')[-16:]}"
