"""One connection: it reads bytes, parses requests, answers each request, and writes the answers.

The requests of a connection are answered one after the other, in the order in which they came. If
an answer has to wait, or the client does not read, the data of one more read of the socket is
parsed, and then reading pauses. Answers leave at the end of the turn (`write_buffer`). After a
number of requests, or some time, other connections get their turn. A request is finished even if
its client has disconnected, because a write may already have been committed.

A client that does not send HTTP, or sends too much or too slowly, is refused. It gets one last
answer, and the connection closes when the client has had time to read it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Final, Protocol, cast, final

from jedlik.edge.connections.limits import BOUNDS, Bounds, Timeouts
from jedlik.edge.connections.suspended import Suspended
from jedlik.edge.connections.write_buffer import WriteBuffer
from jedlik.edge.http.reader import HEAD, IDLE, RequestReader
from jedlik.edge.http.response import CONTINUE, ResponseWriter
from jedlik.wire.http.message import HttpRequest, HttpResponse

# Answers a request. It never raises: a defect becomes an InternalServerError.
Respond = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponse]]

# How many pipelined requests of a connection begin in one turn of the event loop, and for how long.
_TURN_REQUESTS_MAX: Final = 64
_TURN_S: Final = 0.01


class Observer(Protocol):
    """Is called for every answer and every sweep: metrics and access log."""

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """Is called after an answer was made.

        sent_bytes: the size of the answer. seconds: the time since its request began to run.
        """

    def swept(self, connections: int, in_flight: int, /) -> None:
        """Is called about once a second.

        connections: the number of open connections. in_flight: the number of suspended requests.
        """


@final
class Shared:
    """The values that all connections of a server share.

    now_s: a monotonic clock. It advances with each sweep, which calls `HttpProtocol.expire`.
    later: calls its argument in the next turn of the event loop.
    connections: the open connections. Each adds and removes itself.
    held_bytes: the bytes that all connections hold together.
    """

    __slots__ = (
        *("bounds", "connections", "held_bytes", "later", "now_s", "observers", "request_ids"),
        *("respond", "timeouts", "write_buffer", "writer"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        *,
        respond: Respond,
        writer: ResponseWriter,
        request_ids: Iterator[bytes],
        timeouts: Timeouts,
        now_s: Callable[[], float],
        later: Callable[[Callable[[], None]], object],
        observers: Sequence[Observer],
        bounds: Bounds = BOUNDS,
    ) -> None:
        self.respond = respond
        self.writer = writer
        self.request_ids = request_ids
        self.timeouts = timeouts
        self.now_s = now_s
        self.later = later
        self.write_buffer = WriteBuffer(later)
        self.observers = observers
        self.bounds = bounds
        self.connections: set[HttpProtocol] = set()
        self.held_bytes = 0


class HttpProtocol(asyncio.Protocol):
    """One connection: see the docstring of the module."""

    __slots__ = (
        "_ended",
        "_held_bytes",
        "_last",
        "_paused",
        "_queue",
        "_reader",
        "_refusal",
        "_shared",
        "_since_s",
        "_suspended",
        "_transport",
        "_turn_due",
        "_unsent",
        "_writable",
    )

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._reader: RequestReader
        self._queue: deque[tuple[HttpRequest, bool]] = deque()
        self._suspended: Suspended[HttpResponse] | None = None
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []  # answers that leave at the end of the turn
        self._writable = True
        self._paused = False
        self._held_bytes = 0  # the part of `Shared.held_bytes` that this connection holds
        self._turn_due = False  # whether `_take_turn` is about to be called
        self._refusal = 0  # the status with which to refuse, once all requests are answered
        self._ended = False  # the last answer is written, and the sending side is closed
        self._last = False  # no more requests are read: the client has ended, or is refused
        self._since_s = shared.now_s()  # the time when the current wait began, see `expire`

    # --- called by the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Adds this connection to the open ones. Refuses it if there are too many."""
        # The transports of uvloop are not instances of asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)
        shared = self._shared
        peer = _address(transport.get_extra_info("peername"))
        self._reader = RequestReader(peer, shared.request_ids, self._queue, self._expected)
        shared.connections.add(self)
        if len(shared.connections) > shared.bounds.connections:
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Removes this connection. A suspended request continues. Those after it never begin."""
        self._transport = None
        self._last = True
        self._queue.clear()
        self._unsent.clear()
        self._reader.forget()
        self._hold(0)
        if self._suspended is None:
            self._shared.connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Parses `data`, and answers the requests that are complete."""
        if self._last:
            return
        reader, queue = self._reader, self._queue
        was_idle = reader.phase == IDLE
        status = reader.feed(data)
        if status:
            self._refuse(status)
        elif reader.phase != IDLE and (was_idle or queue):
            self._since_s = self._shared.now_s()
        if queue:
            if self._suspended is None:
                self._answer_queue()
            if queue and not self._paused and self._transport is not None:
                self._paused = True
                self._transport.pause_reading()
        if self._held_bytes or queue or reader.phase != IDLE:
            self._measure()

    def eof_received(self) -> bool:
        """Returns whether the connection stays open: it does as long as answers are missing."""
        self.send()
        waits = self._suspended is not None or bool(self._queue)
        self._last = True
        return waits and self._transport is not None and self._transport.can_write_eof()

    def pause_writing(self) -> None:
        """Stops beginning requests, because the client does not read."""
        self._writable = False
        self._since_s = self._shared.now_s()
        self._measure()

    def resume_writing(self) -> None:
        """Continues, because the client reads again."""
        self._writable = True
        self._since_s = self._shared.now_s()
        self._measure()
        if self._suspended is None:
            self._answer_queue()

    # --- called by the server

    @property
    def waits(self) -> bool:
        """Returns whether a request is suspended."""
        return self._suspended is not None

    def expire(self, now_s: float) -> None:
        """Closes the connection if it has waited too long. The sweep calls this."""
        transport, timeouts = self._transport, self._shared.timeouts
        if transport is None:
            return
        waited_s = now_s - self._since_s
        if not self._writable:
            self._measure()
            if waited_s > timeouts.write_s:
                transport.abort()
        elif self._suspended is not None:
            return
        elif self._last:
            if waited_s > (timeouts.linger_s if self._refusal else timeouts.write_s):
                transport.abort()
        elif self._reader.phase == IDLE:
            if waited_s > timeouts.idle_s:
                transport.close()
        elif waited_s > (timeouts.head_s if self._reader.phase == HEAD else timeouts.body_s):
            self._refuse(408)

    def finish(self) -> None:
        """Closes the connection after its complete requests. A graceful stop calls this."""
        self._last = True
        self._since_s = self._shared.now_s()
        if self._suspended is None and not self._queue and self._transport is not None:
            self.send()
            self._transport.close()

    def abort(self) -> None:
        """Closes the connection at once, and ends its suspended request."""
        if self._suspended is not None:
            self._suspended.close()
            self._suspended = None
        if self._transport is not None:
            self._transport.abort()
        else:
            self._shared.connections.discard(self)

    # --- answering

    def send(self) -> None:
        """Writes the answers of this turn. It must be called before anything else is written."""
        unsent, transport = self._unsent, self._transport
        if unsent and transport is not None:
            self._unsent = []
            transport.write(unsent[0] if len(unsent) == 1 else b"".join(unsent))
            self._since_s = self._shared.now_s()

    def _answer_queue(self) -> None:
        """Answers the requests in the queue, until one suspends."""
        queue, respond = self._queue, self._shared.respond
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
            self._shared.later(self._take_turn)

    def _take_turn(self) -> None:
        """Continues with the queue."""
        self._turn_due = False
        if self._transport is not None and self._suspended is None:
            self._answer_queue()

    def _answer(
        self, request: HttpRequest, keep_alive: bool, began_s: float, response: HttpResponse
    ) -> None:
        shared = self._shared
        answer = shared.writer.write(request, response, keep_alive=keep_alive)
        if not keep_alive:
            self._last = True
            self._refusal = 0  # the data after this request does not matter
            self._queue.clear()
        if shared.observers:
            seconds = perf_counter() - began_s
            for observer in shared.observers:
                observer.answered(request, response, len(answer), seconds)
        if self._transport is not None:
            self._unsent.append(answer)
            shared.write_buffer.add(self, len(answer))

    def _resume(
        self, request: HttpRequest, keep_alive: bool, began_s: float, response: HttpResponse | None
    ) -> None:
        """Continues after a suspended request has ended."""
        self._suspended = None
        if self._transport is None:
            self._shared.connections.discard(self)
        if response is None:
            self.abort()
        else:
            self._answer(request, keep_alive, began_s, response)
            self._answer_queue()

    def _measure(self) -> None:
        """Counts the bytes that this connection holds. If all connections together hold too many,
        the slowest are closed.
        """
        held_bytes = self._reader.held_bytes + sum(len(each.body) for each, _ in self._queue)
        if not self._writable and self._transport is not None:
            held_bytes += self._transport.get_write_buffer_size()
        self._hold(held_bytes)
        shared = self._shared
        while shared.held_bytes > shared.bounds.held_bytes:
            holding = [each for each in shared.connections if each._held_bytes]
            min(holding, key=_waits_since_s)._give_way()

    def _hold(self, held_bytes: int) -> None:
        self._shared.held_bytes += held_bytes - self._held_bytes
        self._held_bytes = held_bytes

    def _give_way(self) -> None:
        """Closes this connection and frees its memory. Answers 503 if the client can read it."""
        self._reader.forget()
        self._hold(0)
        if self._writable and self._suspended is None and not self._queue:
            self._refuse(503)
        elif self._transport is not None:
            self._last = True
            self._transport.abort()

    def _expected(self) -> None:
        """Sends 100 Continue to a client that waits for it before it sends a body.

        Nothing is sent if earlier answers are missing, because it would overtake them. The client
        then sends the body after a while (RFC 9110, 10.1.1).
        """
        if self._transport is not None and self._suspended is None and not self._queue:
            self.send()
            self._transport.write(CONTINUE)

    def _refuse(self, status: int) -> None:
        """Stops reading. Refuses and closes after the requests before are answered."""
        self._last = True
        self._refusal = status
        if self._suspended is None and not self._queue:
            self._end()

    def _end(self) -> None:
        """Closes the connection. After a refusal it closes only the sending side: a reset could
        overtake the answer.
        """
        transport = self._transport
        if transport is None or self._ended:
            return
        self._ended = True
        self.send()
        self._since_s = self._shared.now_s()
        if self._refusal:
            transport.write(self._shared.writer.refusal(self._refusal))
            if transport.can_write_eof():
                transport.write_eof()
        else:
            transport.close()


def _waits_since_s(connection: HttpProtocol) -> float:
    return connection._since_s


def _address(peername: object) -> str:
    """Returns an address, `203.0.113.7:40123` or `[2001:db8::7]:40123`, empty if there is none."""
    if not isinstance(peername, tuple):
        return ""
    host, port = peername[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
