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
from functools import partial
from time import perf_counter
from typing import Final, cast

from jedlik.edge.connections.memory import SMALL_BODY_BYTES
from jedlik.edge.connections.suspended import ENDED, Suspended
from jedlik.edge.http.buffers import Buffers
from jedlik.edge.http.reader import HEAD, IDLE, RequestReader
from jedlik.edge.http.response import CONTINUE
from jedlik.edge.http.shared import Shared
from jedlik.wire.http.message import HttpRequest, HttpResponse

# How many pipelined requests of a connection begin in one turn of the event loop, and for how long.
_TURN_REQUESTS_MAX: Final = 64
_TURN_S: Final = 0.01


class HttpProtocol(Buffers):
    """One connection: see the docstring of the module."""

    __slots__ = ("_ended", "_refusal", "_turn_due", "_unsent")

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._unsent: list[bytes] = []  # answers that leave at the end of the turn
        self._turn_due = False  # whether `_take_turn` is about to be called
        self._refusal = 0  # the status with which to refuse, once all requests are answered
        self._ended = False  # the last answer is written, and the sending side is closed

    # --- called by the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Adds this connection to the open ones. Refuses it if there are too many."""
        # The transports of uvloop are not instances of asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)
        shared = self._shared
        peer = _address(transport.get_extra_info("peername"))
        self._reader = RequestReader(peer, shared.request_ids, self._queue, self._expected)
        if shared.is_draining:
            self.drain()
        shared.connections.add(self)
        if len(shared.connections) > shared.connections_max:
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Removes this connection. A suspended request continues. Those after it never begin."""
        self._transport = None
        self._last = True
        self._queue.clear()
        self._unsent.clear()
        self._reader.forget()
        self._leave()
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
            self.since_s = self._shared.now_s
        if queue:
            if self._suspended is None:
                self._answer_queue()
            if queue:
                self._pause()
        if self.held_bytes or queue or reader.phase != IDLE:
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
        self.since_s = self._shared.now_s
        self._measure()

    def resume_writing(self) -> None:
        """Continues, because the client reads again."""
        self._writable = True
        self.since_s = self._shared.now_s
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
        transport, timeouts, reader = self._transport, self._shared.timeouts, self._reader
        if transport is None:
            return
        is_wanted = self._shared.memory.is_wanted
        waited_s = now_s - self.since_s
        if self.held_bytes or transport.get_write_buffer_size():
            self._measure()
        if not self._writable:
            if waited_s > (timeouts.wanted_s if is_wanted else timeouts.write_s):
                transport.abort()
        elif self._suspended is not None or self._queue:
            return
        elif self._last:
            if waited_s > (timeouts.linger_s if self._refusal else timeouts.write_s):
                transport.abort()
        elif reader.phase == IDLE:
            if waited_s > timeouts.idle_s:
                transport.close()
        elif waited_s > (timeouts.head_s if reader.phase == HEAD else timeouts.body_s):
            self._refuse(408)
        else:
            self._expire_body(now_s)

    def drain(self) -> None:
        """Closes the connection after the next answer, which says so (`Connection: close`)."""
        self._reader.keeps_open = False

    def finish(self) -> None:
        """Closes the connection after its complete requests. A graceful stop calls this."""
        self._last = True
        self.since_s = self._shared.now_s
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
            self.since_s = self._shared.now_s

    def _answer_queue(self) -> None:
        """Answers the requests in the queue, until one suspends or has to wait for memory."""
        queue, respond, memory = self._queue, self._shared.respond, self._shared.memory
        begun = 0
        turn_s = 0.0
        while queue and self._writable:
            began_s = perf_counter()
            if begun == 0:
                turn_s = began_s
            if (
                begun >= _TURN_REQUESTS_MAX
                or began_s - turn_s > _TURN_S
                or self._shared.write_buffer.has_much
            ):
                self._ask_for_turn()
                break
            request, keep_alive = queue[0]
            body_bytes = len(request.body)
            if (
                body_bytes > SMALL_BODY_BYTES or (body_bytes and memory.is_full) or request.is_shed
            ) and not self._may_begin(request):
                break
            begun += 1
            queue.popleft()
            if request.is_shed:
                memory.shed += 1
                self._answer(request, keep_alive, began_s, self._shared.shed(request))
                continue
            steps = respond(request).__await__()
            waited_for = next(steps, ENDED)
            if waited_for is ENDED:
                if request.held_bytes:
                    self._free(request)
                response = request.response
                assert response is not None
                self._answer(request, keep_alive, began_s, response)
            else:
                if not request.held_bytes:
                    request.held_bytes = memory.suspended(body_bytes)
                done = partial(self._resume, request, keep_alive, began_s)
                self._suspended = Suspended(steps, waited_for, done)
                break
        if not queue and self._suspended is None and self._transport is not None:
            if self._last:
                self._end()
            elif self._paused:
                self._measure()
                self._read_on()

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

    def _resume(self, request: HttpRequest, keep_alive: bool, began_s: float) -> None:
        """Continues after a suspended request has ended."""
        self._suspended = None
        self._free(request)
        if self._transport is None:
            self._shared.connections.discard(self)
        response = request.response
        if response is None:
            self.abort()
        else:
            self._answer(request, keep_alive, began_s, response)
            self._answer_queue()

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
        self.since_s = self._shared.now_s
        if self._refusal:
            transport.write(self._shared.writer.refusal(self._refusal))
            peer = _address(transport.get_extra_info("peername"))
            for observer in self._shared.observers:
                observer.refused(peer, self._refusal)
            if transport.can_write_eof():
                transport.write_eof()
        else:
            transport.close()


def _address(peername: object) -> str:
    """Returns an address, `203.0.113.7:40123` or `[2001:db8::7]:40123`, empty if there is none."""
    if not isinstance(peername, tuple):
        return ""
    host, port = peername[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
