"""A connection without a socket. It stores what the protocol writes and what it calls."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from jedlik.edge.connections.limits import TIMEOUTS, Timeouts
from jedlik.edge.connections.memory import Memory
from jedlik.edge.http.protocol import HttpProtocol
from jedlik.edge.http.response import ResponseWriter
from jedlik.edge.http.shared import CONNECTIONS_MAX, Bounds, Observer, Respond, Shared
from jedlik.wire.http.message import HttpRequest, HttpResponse

MB = 1024 * 1024
FACTOR = 4  # a running request takes this many times its body


class Transport:
    """Takes the place of a transport of asyncio."""

    def __init__(
        self, peername: object = ("203.0.113.7", 40123), *, half_closes: bool = True
    ) -> None:
        self.peername = peername
        self.half_closes = half_closes
        self.written = b""
        self.writes = 0
        self.calls: list[str] = []
        self.unread_bytes = 0

    def write(self, data: bytes) -> None:
        self.written += data
        self.writes += 1

    def get_extra_info(self, name: str) -> object:
        assert name == "peername"
        return self.peername

    def get_write_buffer_size(self) -> int:
        return self.unread_bytes

    def can_write_eof(self) -> bool:
        return self.half_closes

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: self.calls.append(name)


class Connection:
    """A protocol on such a transport, with a clock that the test moves."""

    def __init__(
        self,
        answer: Callable[[HttpRequest], Awaitable[HttpResponse]] | None = None,
        *,
        timeouts: Timeouts = TIMEOUTS,
        transport: Transport | None = None,
        observers: tuple[Observer, ...] = (),
        memory_bytes: int = 256 * MB,
        connections_max: int = CONNECTIONS_MAX,
        sibling: "Connection | None" = None,
    ) -> None:
        """memory_bytes: the limit of all requests. sibling: another connection of the same server,
        which has the clock, the requests and the turns.
        """
        self.requests: list[HttpRequest] = []
        self.later: list[Callable[[], None]] = [] if sibling is None else sibling.later
        self.turns = 0
        self._respond = answer or echo
        self.shared: Shared = (
            Shared(
                respond=cast(Respond, self._record),
                writer=ResponseWriter(0.0),
                timeouts=timeouts,
                now_s=0.0,
                later=self.later.append,
                observers=observers,
                shed=unavailable,
                bounds=Bounds(
                    Memory(
                        memory_bytes,
                        estimate=lambda body: FACTOR * len(body),
                        factor_max=FACTOR,
                        later=self.later.append,
                    ),
                    connections_max,
                ),
            )
            if sibling is None
            else sibling.shared
        )
        self.protocol = HttpProtocol(self.shared)
        self.transport = transport or Transport()
        self.protocol.connection_made(cast(asyncio.BaseTransport, self.transport))

    @property
    def now_s(self) -> float:
        """The clock of the server."""
        return self.shared.now_s

    @now_s.setter
    def now_s(self, now_s: float) -> None:
        self.shared.now_s = now_s

    async def _record(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        request.response = await self._respond(request)
        return request.response

    def feed(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.protocol.data_received(piece)
            self.take_turns()

    def take_turns(self) -> None:
        """Does what an event loop would do next, until nothing is left."""
        while self.later:
            self.turns += 1
            self.later.pop(0)()

    def expire(self, at_s: float) -> None:
        self.now_s = at_s
        self.protocol.expire(at_s)

    @property
    def written(self) -> bytes:
        return self.transport.written

    @property
    def statuses(self) -> list[int]:
        """The status of each answer written so far."""
        return statuses(self.written)


def unavailable(request: HttpRequest) -> HttpResponse:
    return HttpResponse(503, b"", b"shed")


async def echo(request: HttpRequest) -> HttpResponse:
    request.response = HttpResponse(200, b"", request.target + b" " + request.body)
    return request.response


def statuses(answers: bytes) -> list[int]:
    """Parses answers strictly. Raises if they are not well-formed HTTP one after the other."""
    found: list[int] = []
    while answers:
        head, end, answers = answers.partition(b"\r\n\r\n")
        assert end, head
        line, *lines = head.split(b"\r\n")
        version, status, _ = line.split(b" ", 2)
        assert version == b"HTTP/1.1"
        headers: dict[str, Any] = dict(each.decode().split(": ", 1) for each in lines)
        if status != b"100":
            length = int(headers["Content-Length"])
            assert len(answers) >= length
            answers = answers[length:]
        found.append(int(status))
    return found
