"""One connection: bytes in, requests parsed, each answered in turn, bytes out.

Rules. Requests of one connection are answered one after the other in the order they came, whatever
was pipelined. Of what arrives while an answer is awaited or the client does not read, at most one
read of the socket is parsed; then reading pauses. Answers that are ready together go out in one
write. A request whose client has gone is finished all the same: a write may have been accepted.

What is not HTTP, or too large or too slow, is refused: one last answer, then the connection takes
no more and is closed once the client has had time to read that answer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import NamedTuple, Protocol, cast

import httptools

from jedlik.server.http.drive import Suspended
from jedlik.server.http.limits import (
    BODY_BYTES_MAX,
    CHUNK_FRAMING_FACTOR,
    HEADERS_BYTES_MAX,
    TARGET_BYTES_MAX,
    UNFINISHED_BODY_BYTES_FREE,
    UNFINISHED_HEAD_BYTES_MAX,
    Patience,
)
from jedlik.server.http.message import HttpRequest, HttpResponse, Respond
from jedlik.server.http.response import CONTINUE, ResponseWriter

_BODY_DIGITS_FREE = 7  # a Content-Length of up to seven digits is below the limit

_IDLE, _HEAD, _BODY = range(3)


class Observer(Protocol):
    """Told of every answer and every sweep: metrics, access log."""

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """An answer of `sent_bytes` was made, `seconds` after its request was whole."""

    def swept(self, connections: int, in_flight: int, /) -> None:
        """About once a second: connections open, and requests that wait."""


class Edge(NamedTuple):
    """What all connections of a server share.

    connections: those open now; each adds and removes itself.
    now_s: a monotonic clock, as coarse as the sweep that calls `HttpProtocol.expire`.
    """

    respond: Respond
    writer: ResponseWriter
    request_ids: Iterator[bytes]
    connections: "set[HttpProtocol]"
    patience: Patience
    now_s: Callable[[], float]
    observers: Sequence[Observer]


class _Refused(Exception):  # noqa: N818  (never leaves this module)
    """Raised within the parser's callbacks to stop it."""

    def __init__(self, status: int) -> None:
        self.status = status


class HttpProtocol(asyncio.Protocol):
    """See the module. The `on_...` methods are httptools' callbacks."""

    __slots__ = (
        "_body", "_body_bytes", "_edge", "_fed_bytes", "_fields", "_headers", "_keep_alive",
        "_last", "_parser", "_paused", "_peer", "_phase", "_queue", "_refusal", "_since_s",
        "_suspended", "_target", "_transport", "_writable",
    )  # fmt: skip

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._parser = httptools.HttpRequestParser(self)
        self._queue: deque[tuple[HttpRequest, bool]] = deque()
        self._suspended: Suspended[HttpResponse] | None = None
        self._transport: asyncio.Transport | None = None
        self._peer = ""
        self._writable = True
        self._paused = False
        self._refusal = 0  # the status to refuse further data with, once all is answered
        self._last = False  # no more requests: refused, or the client said so
        self._since_s = 0.0  # when the present wait began, see expire
        self._fed_bytes = 0  # of an unfinished request
        self._headers: dict[bytes, bytes]  # of the request that arrives; then its trailers
        self._fields: dict[bytes, bytes]  # its headers, once all are there
        self._begin_request()

    # --- the transport's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection in, or turn it away if there are too many."""
        # uvloop's transports are not of asyncio's class.
        self._transport = cast("asyncio.Transport", transport)
        edge = self._edge
        self._since_s = edge.now_s()
        address = transport.get_extra_info("peername")
        self._peer = f"{address[0]}:{address[1]}" if isinstance(address, tuple) else ""
        edge.connections.add(self)
        if len(edge.connections) > edge.patience.connections_max:
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out. A suspended request goes on; those not begun never do."""
        self._transport = None
        self._last = True
        self._queue.clear()
        if self._suspended is None:
            self._edge.connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Parse, answer what is whole, and bound what is not."""
        if self._last:
            return
        self._fed_bytes += len(data)
        self._parse(data)
        if self._phase == _IDLE:
            self._fed_bytes = 0
        elif not self._last:
            self._bound_unfinished(len(data))
        if self._queue:
            if self._suspended is None:
                self._answer_queue([])
            if self._queue and not self._paused and self._transport is not None:
                self._paused = True
                self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Keep a half-closed connection open while it is owed answers."""
        owed = self._suspended is not None or bool(self._queue)
        self._last = True
        return owed and self._transport is not None and self._transport.can_write_eof()

    def pause_writing(self) -> None:
        """The client does not read: begin no further request."""
        self._writable = False
        self._since_s = self._edge.now_s()

    def resume_writing(self) -> None:
        """The client reads again: go on."""
        self._writable = True
        self._since_s = self._edge.now_s()
        if self._suspended is None:
            self._answer_queue([])

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
            if waited_s > patience.write_s:
                transport.abort()
        elif self._suspended is not None:
            return
        elif self._last:
            if waited_s > (patience.linger_s if self._refusal else patience.write_s):
                transport.abort()
        elif self._phase == _IDLE:
            if waited_s > patience.idle_s:
                transport.close()
        elif waited_s > (patience.head_s if self._phase == _HEAD else patience.body_s):
            self._refuse(408)

    def finish(self) -> None:
        """Close now if idle, else after the requests that are whole. For a graceful stop."""
        self._last = True
        self._since_s = self._edge.now_s()
        if self._suspended is None and not self._queue and self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Drop the connection and the request it waits for."""
        if self._suspended is not None:
            self._suspended.close()
            self._suspended = None
        if self._transport is not None:
            self._transport.abort()

    # --- httptools' calls

    def on_url(self, url: bytes) -> None:
        """A part of the target; the first byte of a request that counts."""
        self._phase = _HEAD
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer of a chunked body, which `_headers` by then forgets."""
        name = name.lower()
        first = self._headers.setdefault(name, value)
        if first is not value:
            self._headers[name] = first.rstrip() + b"," + value

    def on_headers_complete(self) -> None:
        """Refuse what is too large, and tell a client that waits for it to go on."""
        fields = self._fields = self._headers
        self._headers = {}
        self._phase = _BODY
        length = fields.get(b"content-length", b"")
        if len(length) > _BODY_DIGITS_FREE and int(length) > BODY_BYTES_MAX:
            raise _Refused(413)
        if self._fed_bytes > HEADERS_BYTES_MAX and (
            len(self._target) > TARGET_BYTES_MAX or _headers_bytes(fields) > HEADERS_BYTES_MAX
        ):
            raise _Refused(400)
        if b"expect" in fields:
            self._expected(fields[b"expect"])

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._body.append(body)
        self._body_bytes += len(body)
        if self._body_bytes > BODY_BYTES_MAX:
            raise _Refused(413)

    def on_message_complete(self) -> None:
        """A whole request: queue it."""
        parser, body = self._parser, self._body
        request = HttpRequest(
            parser.get_method(),
            self._target,
            self._fields,
            body[0] if len(body) == 1 else b"".join(body),
            self._peer,
            next(self._edge.request_ids),
        )
        self._queue.append((request, parser.should_keep_alive()))
        self._begin_request()

    # --- reading

    def _begin_request(self) -> None:
        self._phase = _IDLE
        self._target = b""
        self._headers = {}
        self._fields = {}
        self._body: list[bytes] = []
        self._body_bytes = 0

    def _parse(self, data: bytes) -> None:
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                # Java's client offers h2c with each request; HTTP/1.1 goes on as if it had not.
                self._parser = httptools.HttpRequestParser(self)
                data = data[upgrade.args[0] :]
                if data:
                    continue
            except httptools.HttpParserCallbackError as error:
                cause = error.__context__
                if not isinstance(cause, _Refused):  # a bug in a callback
                    raise
                self._refuse(cause.status)
            except httptools.HttpParserError:
                self._refuse(400)
            return

    def _bound_unfinished(self, read_bytes: int) -> None:
        """Time and bound a request of which the last read brought a part."""
        if self._queue or self._fed_bytes == read_bytes:
            self._since_s = self._edge.now_s()
            # An unknown part of this read was other requests'. Counting this much makes sure that
            # the size of the headers is looked at, and leaves them room to arrive.
            self._fed_bytes = HEADERS_BYTES_MAX
        elif self._phase == _HEAD:
            if self._fed_bytes > UNFINISHED_HEAD_BYTES_MAX:
                self._refuse(400)
        elif self._fed_bytes > self._body_bytes * CHUNK_FRAMING_FACTOR + UNFINISHED_BODY_BYTES_FREE:
            self._refuse(400)

    def _expected(self, expectation: bytes) -> None:
        if expectation.lower() != b"100-continue":
            raise _Refused(417)
        # With answers still owed it would come before them; the client then waits no longer
        # than it sees fit and sends the body (RFC 9110, 10.1.1).
        owed = self._suspended is not None or self._queue
        if self._transport is not None and not owed and self._parser.get_http_version() == "1.1":
            self._transport.write(CONTINUE)

    # --- answering

    def _answer_queue(self, answers: list[bytes]) -> None:
        """Write `answers` and those to what is queued, up to a request that suspends."""
        queue, respond = self._queue, self._edge.respond
        while queue and self._writable:
            request, keep_alive = queue.popleft()
            began_s = perf_counter()
            coroutine = respond(request)
            try:
                waited_for = coroutine.send(None)
            except StopIteration as stop:
                answers.append(self._answer(request, keep_alive, began_s, stop.value))
            else:
                done = partial(self._resume, request, keep_alive, began_s)
                self._suspended = Suspended(coroutine, waited_for, done)
                break
        transport = self._transport
        if transport is None:
            return
        if answers:
            transport.write(answers[0] if len(answers) == 1 else b"".join(answers))
            self._since_s = self._edge.now_s()
        if not queue and self._suspended is None:
            if self._last:
                self._end()
            elif self._paused:
                self._paused = False
                transport.resume_reading()

    def _answer(
        self, request: HttpRequest, keep_alive: bool, began_s: float, response: HttpResponse
    ) -> bytes:
        edge = self._edge
        answer = edge.writer.write(request, response, keep_alive=keep_alive)
        if not keep_alive:
            self._last = True
            self._queue.clear()
        if edge.observers:
            seconds = perf_counter() - began_s
            for observer in edge.observers:
                observer.answered(request, response, len(answer), seconds)
        return answer

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
            self._answer_queue([self._answer(request, keep_alive, began_s, response)])

    def _refuse(self, status: int) -> None:
        """Take no more; once what is owed is answered, say why and close."""
        self._last = True
        self._refusal = status
        if self._suspended is None and not self._queue:
            self._end()

    def _end(self) -> None:
        """Close. After a refusal only our side: a reset might overtake the answer."""
        transport = self._transport
        if transport is None:
            return
        self._since_s = self._edge.now_s()
        if self._refusal:
            transport.write(self._edge.writer.refusal(self._refusal))
            if transport.can_write_eof():
                transport.write_eof()
        else:
            transport.close()


def _headers_bytes(headers: dict[bytes, bytes]) -> int:
    return sum(map(len, headers)) + sum(map(len, headers.values())) + 4 * len(headers)
