"""Parses bytes to requests, and limits the size of a request that is not complete yet.

A request is measured in two ways. Its target, headers and body are measured when they are parsed.
The parser also holds bytes that are not parsed yet, such as a header without its end or the framing
of a chunk. They are only part of the number of bytes since the request began, so that number is
limited too.

An offer to upgrade to another protocol is ignored, and HTTP/1.1 continues. The parser assumes that
everything after an offer is in the other protocol. So a second parser reads the body. It receives
the headers that describe the body, without the offer. The bytes of a body are never read as a
request.
"""

from collections import deque
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final, Never

import httptools

from jedlik.core.limits import REQUEST_BYTES
from jedlik.edge.connections.memory import SMALL_BODY_BYTES
from jedlik.edge.http.limits import (
    CHUNK_FRAMING_FACTOR,
    HEADERS_BYTES_MAX,
    TARGET_BYTES_MAX,
    UNFINISHED_BODY_BYTES_FREE,
    UNFINISHED_HEAD_BYTES_MAX,
)
from jedlik.wire.http.message import FIRST_ACCEPT_ENCODING, HttpRequest

_BODY_DIGITS_FREE: Final = 7  # a Content-Length of up to seven digits is below the limit
_BODY_DIGITS_MAX: Final = 20  # as many as 2**64 has; the parser accepts any number of zeros before
_FRAMING: Final = (b"host", b"content-length", b"transfer-encoding", b"connection")

# What a reader is reading: nothing yet, a head, a body.
IDLE: Final = 0
HEAD: Final = 1
BODY: Final = 2


class _Refused(Exception):  # noqa: N818  (it never leaves this module)
    """Stops the parser. `RequestReader._stop` raises it."""


class RequestReader:
    """Parses the bytes of a connection. The parser of httptools calls the methods `on_...`."""

    __slots__ = (
        "_body",
        "_discards",
        "_expected",
        "_fed_bytes",
        "_fields",
        "_headers",
        "_parser",
        "_peer",
        "_pieces",
        "_refusal",
        "_request_ids",
        "_requests",
        "_target",
        "body_bytes",
        "granted_bytes",
        "keeps_open",
        "phase",
    )

    def __init__(
        self,
        peer: str,
        request_ids: Iterator[bytes],
        requests: deque[tuple[HttpRequest, bool]],
        expected: Callable[[], None],
    ) -> None:
        """requests: complete requests are appended to it, each with whether to keep the connection.
        expected: called if the client waits for 100 Continue before it sends a body.
        """
        self._peer = peer
        self._request_ids = request_ids
        self._requests = requests
        self._expected = expected
        self._parser = httptools.HttpRequestParser(self)
        self.keeps_open = True  # whether the connection may stay open after the next request
        self._fed_bytes = 0  # the bytes since the unfinished request began
        self._headers: dict[bytes, bytes]  # those of the unfinished request, later its trailers
        self._refusal = 0  # the status with which a callback refuses the request
        self._pieces: BytesIO | None  # the body, if it comes in several pieces
        self._discards: bool  # whether the body is thrown away
        self.body_bytes: int  # of the unfinished body, how much has arrived
        self.granted_bytes: int  # the memory that is reserved for the unfinished body
        self._fields: dict[bytes, bytes]  # the headers, after all have arrived
        self._begin_request()

    def feed(self, data: bytes) -> int:
        """Parses `data`. Returns the status with which to refuse the connection, or 0."""
        before = len(self._requests)
        self._fed_bytes += len(data)
        status = self._parse(data)
        if self.phase == IDLE:
            self._fed_bytes = 0
        elif status == 0:
            if len(self._requests) > before:
                # An unknown part of `data` belonged to other requests. This count is large enough
                # that the size of the headers is checked, and small enough that they may arrive.
                self._fed_bytes = HEADERS_BYTES_MAX
            elif self._is_unfinished_too_large():
                return 400
        return status

    @property
    def held_bytes(self) -> int:
        """Returns about how much memory the unfinished request takes, or will take."""
        if self.phase == IDLE or self._discards:
            return 0
        return max(self._fed_bytes, self.granted_bytes)

    @property
    def wanted_bytes(self) -> int:
        """Returns the size of an unfinished large body for which no memory is reserved yet."""
        if self.phase != BODY or self.granted_bytes or self._discards:
            return 0
        if self._fed_bytes <= SMALL_BODY_BYTES:
            return 0
        if b"transfer-encoding" in self._fields:
            return REQUEST_BYTES
        return int(self._fields.get(b"content-length", b"0"))

    def discard(self) -> None:
        """Frees the unfinished body, and throws the rest of it away. The request becomes one that
        is shed.
        """
        self._discards = True
        self._body = b""
        self._pieces = None

    def forget(self) -> None:
        """Frees the unfinished request. `feed` may not be called after this."""
        self._begin_request()

    def on_url(self, url: bytes) -> None:
        """Receives a part of the target. A request begins with its first byte."""
        self.phase = HEAD
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Receives a header, or a trailer of a chunked body, which is ignored."""
        headers = self._headers
        name = name.lower()
        if name in headers:
            if name == b"accept-encoding":  # the service uses the first one
                headers.setdefault(FIRST_ACCEPT_ENCODING, headers[name])
            elif name == b"host":  # RFC 9112, 3.2
                self._stop(400)
            value = headers[name].rstrip() + b"," + value
        headers[name] = value

    def on_headers_complete(self) -> None:
        """Refuses a request that is too large. Calls `expected` if the client waits for it."""
        fields = self._fields = self._headers
        self._headers = {}
        self.phase = BODY
        length = fields.get(b"content-length", b"")
        if len(length) > _BODY_DIGITS_FREE:
            if len(length) > _BODY_DIGITS_MAX:
                self._stop(400)
            if int(length) > REQUEST_BYTES:
                self._stop(413)
        elif not length and b"transfer-encoding" in fields:
            self._check_transfer_encoding(fields[b"transfer-encoding"])
        if b"host" not in fields and self._parser.get_http_version() == "1.1":  # RFC 9112, 3.2
            self._stop(400)
        if self._fed_bytes > HEADERS_BYTES_MAX and (
            len(self._target) > TARGET_BYTES_MAX or _headers_bytes(fields) > HEADERS_BYTES_MAX
        ):
            self._stop(400)
        if b"expect" in fields:
            if fields[b"expect"].lower() != b"100-continue":
                self._stop(417)
            if self._parser.get_http_version() == "1.1":
                self._expected()

    def on_body(self, body: bytes) -> None:
        """Receives a piece of the body."""
        if self._discards:
            pass
        elif self.body_bytes == 0:
            self._body = body
        else:
            if self._pieces is None:
                self._pieces = BytesIO()
                self._pieces.write(self._body)
            self._pieces.write(body)
        self.body_bytes += len(body)
        if self.body_bytes > REQUEST_BYTES:
            self._stop(413)

    def on_message_complete(self) -> None:
        """Ends a request, unless it offered an upgrade and its body must still be read."""
        parser, body = self._parser, self._body
        if not body and parser.should_upgrade() and _has_body(self._fields):
            if parser.get_method() == b"CONNECT":  # it has no body (RFC 9110, 9.3.6)
                self._stop(400)
            return
        request = HttpRequest(
            parser.get_method(),
            self._target,
            self._fields,
            body if self._pieces is None else self._pieces.getvalue(),
            self._peer,
            next(self._request_ids),
        )
        request.is_shed = self._discards
        self._requests.append((request, self.keeps_open and parser.should_keep_alive()))
        self._begin_request()

    def _stop(self, status: int) -> Never:
        """Ends a callback, and so the parser. `feed` will return `status`."""
        self._refusal = status
        raise _Refused

    def _check_transfer_encoding(self, encodings: bytes) -> None:
        """Refuses everything except `chunked`: whoever reads such a body in another way than the
        proxy in front of this server would find other requests in it (RFC 9112, 6.1).
        """
        if self._parser.get_http_version() != "1.1":
            self._stop(400)
        names = [each.strip() for each in encodings.lower().split(b",")]
        if names == [b"chunked"]:
            return
        is_framed = names.count(b"chunked") == 1 and names[-1] == b"chunked"
        self._stop(501 if is_framed else 400)

    def _begin_request(self) -> None:
        self.phase = IDLE
        self._target = b""
        self._headers = {}
        self._body = b""
        # A BytesIO gives its bytes away without a copy. A list of small chunks would need many
        # times their memory.
        self._pieces = None
        self.body_bytes = 0
        self.granted_bytes = 0
        self._discards = False

    def _parse(self, data: bytes) -> int:
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                # The HTTP client of Java offers h2c with each request.
                if self.phase == IDLE:
                    self._parser = httptools.HttpRequestParser(self)
                else:
                    status = self._read_body_of_offer()
                    if status:
                        return status
                data = data[upgrade.args[0] :]
                if data:
                    continue
            except httptools.HttpParserCallbackError:
                if not self._refusal:  # a defect in a callback
                    raise
                return self._refusal
            except httptools.HttpParserError:
                return 400
            return 0

    def _read_body_of_offer(self) -> int:
        """Continues with a parser that has only the headers of the body. Returns like `_parse`."""
        offer, target, fields = self._parser, self._target, self._fields
        self._target = b""
        head = [b"%b / HTTP/%b" % (offer.get_method(), offer.get_http_version().encode())]
        head += [b"%b: %b" % (name, fields[name]) for name in _FRAMING if name in fields]
        self._parser = httptools.HttpRequestParser(self)
        status = self._parse(b"\r\n".join(head) + b"\r\n\r\n")
        self._target, self._fields = target, fields
        return status

    def _is_unfinished_too_large(self) -> bool:
        if self.phase == HEAD:
            return self._fed_bytes > UNFINISHED_HEAD_BYTES_MAX
        framed = self.body_bytes * CHUNK_FRAMING_FACTOR
        return self._fed_bytes > framed + UNFINISHED_BODY_BYTES_FREE


def _has_body(headers: dict[bytes, bytes]) -> bool:
    """Returns whether a body follows these headers. The parser has accepted them as valid."""
    return b"transfer-encoding" in headers or int(headers.get(b"content-length", b"0")) > 0


def _headers_bytes(headers: dict[bytes, bytes]) -> int:
    """Returns the size of the header lines: names, values, and four bytes around them."""
    return sum(map(len, headers)) + sum(map(len, headers.values())) + 4 * len(headers)
