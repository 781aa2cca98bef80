"""One connection: bytes in, requests parsed, each answered in turn, bytes out.

Rules. Requests of one connection are answered one after the other in the order they came, whatever
was pipelined. Of what arrives while an answer is awaited or the client does not read, at most one
read of the socket is parsed; then reading pauses. Answers leave at the end of the turn (`outbox`).
After a number of requests, or some time, the other connections have their turn. A request whose
client has gone is finished all the same: a write may have been accepted.

What is not HTTP, or too large or too slow, is refused: one last answer, then the connection takes
no more and is closed once the client has had time to read that answer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Final, NamedTuple, Protocol, cast

from jedlik.edge.connections.suspended import Suspended
from jedlik.edge.connections.write_buffer import Outbox
from jedlik.edge.http.limits import HELD_BYTES_MAX, Patience
from jedlik.edge.http.reader import HEAD, IDLE, RequestReader
from jedlik.edge.http.response import CONTINUE, ResponseWriter
from jedlik.wire.http.message import HttpRequest, HttpResponse

# Answers a request; it never raises: a bug becomes an InternalServerError before it gets here.
Respond = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponse]]


# Pipelined requests begun in one turn of the event loop, and how long they may take together.
_TURN_REQUESTS_MAX: Final = 64
_TURN_S: Final = 0.01


class Observer(Protocol):
    """Told of every answer and every sweep: metrics, access log."""

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """An answer of `sent_bytes` was made, `seconds` after its request was whole."""

    def swept(self, connections: int, in_flight: int, /) -> None:
        """About once a second: connections open, and requests that wait."""


class Memory:
    """Bytes that all connections hold together: see HELD_BYTES_MAX."""

    __slots__ = ("bytes_max", "held_bytes")

    def __init__(self, bytes_max: int = HELD_BYTES_MAX) -> None:
        self.bytes_max = bytes_max
        self.held_bytes = 0


class Edge(NamedTuple):
    """What all connections of a server share.

    connections: those open now; each adds and removes itself.
    now_s: a monotonic clock, as coarse as the sweep that calls `HttpProtocol.expire`.
    later: calls what it is given in the next turn of the event loop.
    outbox: sends what was answered in this turn.
    memory: what its connections hold.
    """

    respond: Respond
    writer: ResponseWriter
    request_ids: Iterator[bytes]
    connections: "set[HttpProtocol]"
    patience: Patience
    now_s: Callable[[], float]
    later: Callable[[Callable[[], None]], object]
    outbox: Outbox
    memory: Memory
    observers: Sequence[Observer]


class HttpProtocol(asyncio.Protocol):
    """See the module."""

    __slots__ = (
        "_edge",
        "_ended",
        "_held_bytes",
        "_last",
        "_paused",
        "_queue",
        "_reader",
        "_refusal",
        "_since_s",
        "_suspended",
        "_transport",
        "_turn_due",
        "_unsent",
        "_writable",
    )

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._reader: RequestReader
        self._queue: deque[tuple[HttpRequest, bool]] = deque()
        self._suspended: Suspended[HttpResponse] | None = None
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []  # answers that leave at the end of the turn
        self._writable = True
        self._paused = False
        self._held_bytes = 0  # as counted in the edge's memory
        self._turn_due = False  # whether `_take_turn` is about to be called
        self._refusal = 0  # the status to refuse further data with, once all is answered
        self._ended = False  # the last was written, our side is closed
        self._last = False  # no more requests: refused, or the client said so
        self._since_s = edge.now_s()  # when the present wait began, see expire

    # --- the transport's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection in, or turn it away if there are too many."""
        # uvloop's transports are not of asyncio's class.
        self._transport = cast("asyncio.Transport", transport)
        edge = self._edge
        peer = _address(transport.get_extra_info("peername"))
        self._reader = RequestReader(peer, edge.request_ids, self._queue, self._expected)
        edge.connections.add(self)
        if len(edge.connections) > edge.patience.connections_max:
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out. A suspended request goes on; those not begun never do."""
        self._transport = None
        self._last = True
        self._queue.clear()
        self._unsent.clear()
        self._reader.forget()
        self._hold(0)
        if self._suspended is None:
            self._edge.connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Parse, answer what is whole, and bound what is not."""
        if self._last:
            return
        reader, queue = self._reader, self._queue
        was_idle = reader.phase == IDLE
        status = reader.feed(data)
        if status:
            self._refuse(status)
        elif reader.phase != IDLE and (was_idle or queue):
            self._since_s = self._edge.now_s()
        if queue:
            if self._suspended is None:
                self._answer_queue()
            if queue and not self._paused and self._transport is not None:
                self._paused = True
                self._transport.pause_reading()
        if self._held_bytes or queue or reader.phase != IDLE:
            self._measure()

    def eof_received(self) -> bool:
        """Keep a half-closed connection open while it is owed answers."""
        self.send()
        owed = self._suspended is not None or bool(self._queue)
        self._last = True
        return owed and self._transport is not None and self._transport.can_write_eof()

    def pause_writing(self) -> None:
        """The client does not read: begin no further request."""
        self._writable = False
        self._since_s = self._edge.now_s()
        self._measure()

    def resume_writing(self) -> None:
        """The client reads again: go on."""
        self._writable = True
        self._since_s = self._edge.now_s()
        self._measure()
        if self._suspended is None:
            self._answer_queue()

    # --- the server's calls

    @property
    def waits(self) -> bool:
        """Whether a request is suspended."""
        return self._suspended is not None

    def expire(self, now_s: float) -> None:
        """Close the connection if what it waits for has taken too long. Called by the sweep."""
        transport, patience = self._transport, self._edge.patience
        if transport is None:
            return
        waited_s = now_s - self._since_s
        if not self._writable:
            self._measure()
            if waited_s > patience.write_s:
                transport.abort()
        elif self._suspended is not None:
            return
        elif self._last:
            if waited_s > (patience.linger_s if self._refusal else patience.write_s):
                transport.abort()
        elif self._reader.phase == IDLE:
            if waited_s > patience.idle_s:
                transport.close()
        elif waited_s > (patience.head_s if self._reader.phase == HEAD else patience.body_s):
            self._refuse(408)

    def finish(self) -> None:
        """Close now if idle, else after the requests that are whole. For a graceful stop."""
        self._last = True
        self._since_s = self._edge.now_s()
        if self._suspended is None and not self._queue and self._transport is not None:
            self.send()
            self._transport.close()

    def abort(self) -> None:
        """Drop the connection and the request it waits for."""
        if self._suspended is not None:
            self._suspended.close()
            self._suspended = None
        if self._transport is not None:
            self._transport.abort()
        else:
            self._edge.connections.discard(self)

    # --- answering

    def send(self) -> None:
        """Write the answers of this turn. Called by the outbox, and before anything else leaves."""
        unsent, transport = self._unsent, self._transport
        if unsent and transport is not None:
            self._unsent = []
            transport.write(unsent[0] if len(unsent) == 1 else b"".join(unsent))
            self._since_s = self._edge.now_s()

    def _answer_queue(self) -> None:
        """Answer what is queued, up to a request that suspends."""
        queue, respond = self._queue, self._edge.respond
        begun = 0
        turn_s = 0.0
        while queue and self._writable:
            began_s = perf_counter()
            if begun == 0:
                turn_s = began_s
            elif begun >= _TURN_REQUESTS_MAX or began_s - turn_s > _TURN_S:
                self._ask_for_turn()
                break
            begun += 1
            request, keep_alive = queue.popleft()
            coroutine = respond(request)
            try:
                waited_for = coroutine.send(None)
            except StopIteration as stop:
                self._answer(request, keep_alive, began_s, stop.value)
            else:
                done = partial(self._resume, request, keep_alive, began_s)
                self._suspended = Suspended(coroutine, waited_for, done)
                break
        transport = self._transport
        if transport is None:
            return
        if not queue and self._suspended is None:
            if self._last:
                self._end()
            elif self._paused:
                self._paused = False
                self._measure()
                transport.resume_reading()

    def _ask_for_turn(self) -> None:
        if not self._turn_due:
            self._turn_due = True
            self._edge.later(self._take_turn)

    def _take_turn(self) -> None:
        """Go on with what is queued."""
        self._turn_due = False
        if self._transport is not None and self._suspended is None:
            self._answer_queue()

    def _answer(
        self, request: HttpRequest, keep_alive: bool, began_s: float, response: HttpResponse
    ) -> None:
        edge = self._edge
        answer = edge.writer.write(request, response, keep_alive=keep_alive)
        if not keep_alive:
            self._last = True
            self._refusal = 0  # whatever came after is not even wrong
            self._queue.clear()
        if edge.observers:
            seconds = perf_counter() - began_s
            for observer in edge.observers:
                observer.answered(request, response, len(answer), seconds)
        if self._transport is not None:
            self._unsent.append(answer)
            edge.outbox.add(self, len(answer))

    def _resume(
        self, request: HttpRequest, keep_alive: bool, began_s: float, response: HttpResponse | None
    ) -> None:
        """What a suspended request calls at its end."""
        self._suspended = None
        if self._transport is None:
            self._edge.connections.discard(self)
        if response is None:
            self.abort()
        else:
            self._answer(request, keep_alive, began_s, response)
            self._answer_queue()

    def _measure(self) -> None:
        """Count what is held here; if it is too much in all, the slowest have to go."""
        held_bytes = self._reader.held_bytes + sum(len(each.body) for each, _ in self._queue)
        if not self._writable and self._transport is not None:
            held_bytes += self._transport.get_write_buffer_size()
        self._hold(held_bytes)
        memory = self._edge.memory
        while memory.held_bytes > memory.bytes_max:
            holding = [each for each in self._edge.connections if each._held_bytes]
            min(holding, key=_waits_since_s)._give_way()

    def _hold(self, held_bytes: int) -> None:
        self._edge.memory.held_bytes += held_bytes - self._held_bytes
        self._held_bytes = held_bytes

    def _give_way(self) -> None:
        """Close, with an answer if it can be read, and let go of what is held."""
        self._reader.forget()
        self._hold(0)
        if self._writable and self._suspended is None and not self._queue:
            self._refuse(503)
        elif self._transport is not None:
            self._last = True
            self._transport.abort()

    def _expected(self) -> None:
        """Let a client go on that waits to send a body.

        Not with answers still owed, before which this would come; the client then waits no longer
        than it sees fit and sends the body (RFC 9110, 10.1.1).
        """
        if self._transport is not None and self._suspended is None and not self._queue:
            self.send()
            self._transport.write(CONTINUE)

    def _refuse(self, status: int) -> None:
        """Take no more; once what is owed is answered, say why and close."""
        self._last = True
        self._refusal = status
        if self._suspended is None and not self._queue:
            self._end()

    def _end(self) -> None:
        """Close. After a refusal only our side: a reset might overtake the answer."""
        transport = self._transport
        if transport is None or self._ended:
            return
        self._ended = True
        self.send()
        self._since_s = self._edge.now_s()
        if self._refusal:
            transport.write(self._edge.writer.refusal(self._refusal))
            if transport.can_write_eof():
                transport.write_eof()
        else:
            transport.close()


def _waits_since_s(connection: HttpProtocol) -> float:
    return connection._since_s


def _address(peername: object) -> str:
    """`203.0.113.7:40123` or `[2001:db8::7]:40123`; empty for a client without an address."""
    if not isinstance(peername, tuple):
        return ""
    host, port = peername[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
