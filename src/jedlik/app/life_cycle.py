"""The life cycle of a server's processes: every state, every event, and the next state.

A worker is a process that answers requests. It is always in one state:

    state      READY     STOP              OVERDUE   EXIT
    STARTING   SERVING   ENDED, status 0             ENDED
    SERVING              STOPPING                    ENDED
    STOPPING             ENDED, status 1   ENDED, 1  ENDED

A worker that is STOPPING goes on serving for the seconds of `--drain`. Meanwhile /health/ready
answers 503, and each connection is closed after its next answer. Then it accepts no connection,
finishes the requests in flight within `--grace`, and closes its storage.

A worker that is SERVING sends its parent a heartbeat every HEARTBEAT_S, from its event loop. If
MISSED_MAX of them do not come, the worker is stopped or hangs, and its parent kills it.

With `--workers 1` the worker is the only process, and every signal is a STOP. With more workers
there is a parent, which starts the workers, starts another one for each that dies, and stops them.
Then a worker acts on its first STOP only, because a signal to all processes (Ctrl-C, a service
manager) would otherwise reach it twice: directly, and through its parent. A process without a
parent takes a signal within REPEATED_S of the first one for the same. The parent is in one phase:

    phase      SIGNAL    FAILURE   OVERDUE   a worker is READY    a worker's EXIT
    RUNNING    STOPPING  STOPPING            announce, if all are start another one, or FAILURE
    STOPPING   KILLING             KILLING                        end, if it was the last one
    KILLING                                                       end, if it was the last one

On entering STOPPING the parent sends SIGTERM to every worker, on entering KILLING SIGKILL.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

# How long a worker may take to close its storage after it has to stop, even if `--grace` is less.
_CLOSING_S: Final = 1.0
# This part of `--grace`, but at most _CLOSING_S, is for closing the storage after the last request.
_CLOSING_SHARE: Final = 0.1
# How long the parent waits for a worker that should have ended by itself, before it kills it.
_PARENT_WAIT_S: Final = 1.0

# The exit status of a worker that has printed on standard error why it ends.
FAILED: Final = 1

# How often a worker sends a heartbeat, in seconds, and how many of them may be missing in a row.
# No request occupies an event loop for longer than a fraction of a second, and SQLite waits for its
# own locks for ten seconds at most. SDKs wait for an answer for 30 s or longer.
HEARTBEAT_S: Final = 1.0
MISSED_MAX: Final = 15

# A signal so soon after the one that began the stop is the same one, in seconds: `timeout` sends it
# to the process and to its group, and many programs forward a Ctrl-C that the server got as well.
REPEATED_S: Final = 0.1

QUICK_DEATH_S: Final = 2.0
QUICK_DEATHS_MAX: Final = 3


class State(Enum):
    """The state of a worker."""

    STARTING = auto()  # opens the data folder; has accepted no connection
    SERVING = auto()  # answers requests
    STOPPING = auto()  # goes on for `--drain`, then finishes its requests and closes its storage
    ENDED = auto()  # has ended, or is about to


class Event(Enum):
    """An event in the life of a worker."""

    READY = auto()  # everything is open
    STOP = auto()  # a signal arrived, or the parent is gone
    OVERDUE = auto()  # the time to stop is over
    EXIT = auto()  # the process ended


TRANSITIONS: Final[Mapping[tuple[State, Event], State]] = {
    (State.STARTING, Event.READY): State.SERVING,
    (State.STARTING, Event.STOP): State.ENDED,
    (State.STARTING, Event.EXIT): State.ENDED,
    (State.SERVING, Event.STOP): State.STOPPING,
    (State.SERVING, Event.EXIT): State.ENDED,
    (State.STOPPING, Event.STOP): State.ENDED,
    (State.STOPPING, Event.OVERDUE): State.ENDED,
    (State.STOPPING, Event.EXIT): State.ENDED,
}


class Phase(Enum):
    """The phase of the parent of workers."""

    RUNNING = auto()  # every worker that ends is replaced
    STOPPING = auto()  # the workers finish the requests in flight
    KILLING = auto()  # the workers end at once


class ParentEvent(Enum):
    """An event that can change the phase of a parent."""

    SIGNAL = auto()  # the operator asks the server to stop
    FAILURE = auto()  # a worker cannot start, or workers keep dying
    OVERDUE = auto()  # the time to stop is over, and a worker is still there


# An event without a row changes nothing.
PHASES: Final[Mapping[tuple[Phase, ParentEvent], Phase]] = {
    (Phase.RUNNING, ParentEvent.SIGNAL): Phase.STOPPING,
    (Phase.RUNNING, ParentEvent.FAILURE): Phase.STOPPING,
    (Phase.STOPPING, ParentEvent.SIGNAL): Phase.KILLING,
    (Phase.STOPPING, ParentEvent.OVERDUE): Phase.KILLING,
}


def requests_s(grace_s: float) -> float:
    """Returns how long a worker that stops waits for requests in flight, in seconds."""
    return grace_s - min(grace_s * _CLOSING_SHARE, _CLOSING_S)


def worker_limit_s(grace_s: float, drain_s: float = 0.0) -> float:
    """Returns how long after a STOP a worker ends itself, whatever it waits for, in seconds.

    drain_s: how long it goes on serving before it begins to stop.
    """
    return drain_s + max(grace_s, _CLOSING_S)


def parent_limit_s(grace_s: float, drain_s: float = 0.0) -> float:
    """Returns how long after a SIGNAL the parent kills the remaining workers, in seconds."""
    return worker_limit_s(grace_s, drain_s) + _PARENT_WAIT_S
