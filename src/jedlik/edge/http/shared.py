"""The values that all connections of a server share."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol, final

from jedlik.edge.connections.limits import Timeouts
from jedlik.edge.connections.memory import Memory
from jedlik.edge.connections.write_buffer import WriteBuffer
from jedlik.edge.http.request_id import request_ids
from jedlik.edge.http.response import ResponseWriter
from jedlik.wire.http.message import HttpRequest, HttpResponse

# Answers a request. It never raises: a defect becomes an InternalServerError.
# Returns the response, which is also `HttpRequest.response` then.
Respond = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponse]]
# Returns the answer to a request for which there is no memory. It never waits.
Shed = Callable[[HttpRequest], HttpResponse]

CONNECTIONS_MAX: Final = 10_000


class Bounds(NamedTuple):
    """What all connections of a process may use together.

    memory: the memory of all requests. connections: how many may be open.
    """

    memory: Memory
    connections: int = CONNECTIONS_MAX


class Observer(Protocol):
    """Is called for every answer, refusal and sweep: metrics and access log."""

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """Is called after an answer was made.

        sent_bytes: the size of the answer. seconds: the time since its request began to run.
        """

    def refused(self, peer: str, status: int, /) -> None:
        """Is called after a connection was refused with `status`, outside of any request."""

    def swept(self, connections: int, in_flight: int, /) -> None:
        """Is called about once a second.

        connections: the number of open connections. in_flight: the number of suspended requests.
        """


class Connection(Protocol):
    """An open connection."""

    held_bytes: int  # what it holds in buffers
    since_s: float  # the time when its current wait began

    @property
    def waits(self) -> bool:
        """Returns whether a request is suspended."""

    def expire(self, now_s: float) -> None:
        """Closes the connection if it has waited too long."""

    def drain(self) -> None:
        """Closes the connection after the next answer, which says so."""

    def finish(self) -> None:
        """Closes the connection after its complete requests."""

    def abort(self) -> None:
        """Closes the connection at once, and ends its suspended request."""

    def give_way(self) -> None:
        """Frees its buffers, because all connections together hold too much."""


@final
class Shared:
    """See the docstring of the module.

    shed: answers a request for which there is no memory.
    now_s: the time of the last sweep, by a monotonic clock. A sweep calls `Connection.expire`.
    later: calls its argument in the next turn of the event loop.
    connections: the open connections. Each adds and removes itself.
    """

    __slots__ = (
        *("connections", "connections_max", "is_draining", "later", "memory", "now_s"),
        "observers",
        *("request_ids", "respond", "shed", "timeouts", "write_buffer", "writer"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        *,
        respond: Respond,
        shed: Shed,
        bounds: Bounds,
        writer: ResponseWriter,
        timeouts: Timeouts,
        now_s: float,
        later: Callable[[Callable[[], None]], object],
        observers: Sequence[Observer],
    ) -> None:
        self.respond = respond
        self.shed = shed
        self.memory = bounds.memory
        self.writer = writer
        self.request_ids: Iterator[bytes] = request_ids()
        self.timeouts = timeouts
        self.now_s = now_s
        self.later = later
        self.write_buffer = WriteBuffer(later)
        self.observers = observers
        self.connections_max = bounds.connections
        self.is_draining = False  # whether each connection closes after its next answer
        self.connections: set[Connection] = set()


def next_turn(step: Callable[[], None]) -> None:
    """Calls `step` in the next turn of the event loop."""
    asyncio.get_running_loop().call_soon(step)
