"""Requests out of bytes, and the bounds on those that are not whole yet.

A request is counted twice. What is known of it, target, headers and body, is measured as it is
parsed. What the parser still holds, a header without its end or the framing of chunks, shows only
in the bytes fed since the request began, so these are bounded too.

Offers to upgrade are declined: HTTP/1.1 goes on as if they had not been made. The parser takes all
that follows such an offer for the other protocol, so its body is read by another parser, which is
told of the body and not of the offer. What a client sends as a body is never read as a request.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

import httptools

from jedlik.core.limits import REQUEST_BYTES
from jedlik.edge.http.limits import (
    CHUNK_FRAMING_FACTOR,
    HEADERS_BYTES_MAX,
    TARGET_BYTES_MAX,
    UNFINISHED_BODY_BYTES_FREE,
    UNFINISHED_HEAD_BYTES_MAX,
)
from jedlik.wire.http.message import FIRST_ACCEPT_ENCODING, HttpRequest

_BODY_DIGITS_FREE: Final = 7  # a Content-Length of up to seven digits is below the limit
_BODY_DIGITS_MAX: Final = 20  # as many as 2**64 has; the parser takes any number of leading zeros
_FRAMING: Final = (b"content-length", b"transfer-encoding", b"connection")

# What a connection reads: nothing yet, a head, a body.
IDLE: Final = 0
HEAD: Final = 1
BODY: Final = 2


class _Refused(Exception):  # noqa: N818  (never leaves this module)
    """Raised within the parser's callbacks to stop it."""

    def __init__(self, status: int) -> None:
        self.status = status


class RequestReader:
    """Parses what a connection receives. The `on_...` methods are httptools' callbacks."""

    __slots__ = (
        "_body",
        "_body_bytes",
        "_expected",
        "_fed_bytes",
        "_fields",
        "_headers",
        "_parser",
        "_peer",
        "_request_ids",
        "_requests",
        "_rest",
        "_target",
        "phase",
    )

    def __init__(
        self,
        peer: str,
        request_ids: Iterator[bytes],
        requests: deque[tuple[HttpRequest, bool]],
        expected: Callable[[], None],
    ) -> None:
        """requests: whole ones are appended, with whether the connection lives on after them.
        expected: called when the client waits for 100 Continue before it sends a body.
        """
        self._peer = peer
        self._request_ids = request_ids
        self._requests = requests
        self._expected = expected
        self._parser = httptools.HttpRequestParser(self)
        self._fed_bytes = 0  # since the unfinished request began
        self._headers: dict[bytes, bytes]  # of the request that arrives; then its trailers
        self._rest: bytearray | None  # of the body, after its first piece
        self._body_bytes: int
        self._fields: dict[bytes, bytes]  # its headers, once all are there
        self._begin_request()

    def feed(self, data: bytes) -> int:
        """Parse `data`; the status to refuse the connection with, 0 if all is well."""
        before = len(self._requests)
        self._fed_bytes += len(data)
        status = self._parse(data)
        if self.phase == IDLE:
            self._fed_bytes = 0
        elif status == 0:
            if len(self._requests) > before:
                # An unknown part of `data` was other requests'. Counting this much makes sure
                # the size of the headers is looked at, and leaves them room to arrive.
                self._fed_bytes = HEADERS_BYTES_MAX
            elif self._is_unfinished_too_large():
                return 400
        return status

    @property
    def held_bytes(self) -> int:
        """About how much there is of the unfinished request."""
        return 0 if self.phase == IDLE else self._fed_bytes

    def forget(self) -> None:
        """Let go of the unfinished request; nothing may be fed any more."""
        self._begin_request()

    def on_url(self, url: bytes) -> None:
        """A part of the target; the first byte of a request that counts."""
        self.phase = HEAD
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer of a chunked body, which goes where no one looks."""
        headers = self._headers
        name = name.lower()
        if name in headers:
            if name == b"accept-encoding":  # of which the service follows the first
                headers.setdefault(FIRST_ACCEPT_ENCODING, headers[name])
            value = headers[name].rstrip() + b"," + value
        headers[name] = value

    def on_headers_complete(self) -> None:
        """Refuse what is too large, and tell a client that waits for it to go on."""
        fields = self._fields = self._headers
        self._headers = {}
        self.phase = BODY
        length = fields.get(b"content-length", b"")
        if len(length) > _BODY_DIGITS_FREE:
            if len(length) > _BODY_DIGITS_MAX:
                raise _Refused(400)
            if int(length) > REQUEST_BYTES:
                raise _Refused(413)
        if self._fed_bytes > HEADERS_BYTES_MAX and (
            len(self._target) > TARGET_BYTES_MAX or _headers_bytes(fields) > HEADERS_BYTES_MAX
        ):
            raise _Refused(400)
        if b"expect" in fields:
            if fields[b"expect"].lower() != b"100-continue":
                raise _Refused(417)
            if self._parser.get_http_version() == "1.1":
                self._expected()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        if self._body_bytes == 0:
            self._body = body
        elif self._rest is None:
            self._rest = bytearray(body)
        else:
            self._rest += body
        self._body_bytes += len(body)
        if self._body_bytes > REQUEST_BYTES:
            raise _Refused(413)

    def on_message_complete(self) -> None:
        """A whole request, or one that offers an upgrade and whose body is still to be read."""
        parser, body = self._parser, self._body
        if not body and parser.should_upgrade() and _has_body(self._fields):
            if parser.get_method() == b"CONNECT":  # which has none (RFC 9110, 9.3.6)
                raise _Refused(400)
            return
        request = HttpRequest(
            parser.get_method(),
            self._target,
            self._fields,
            body if self._rest is None else body + self._rest,
            self._peer,
            next(self._request_ids),
        )
        self._requests.append((request, parser.should_keep_alive()))
        self._begin_request()

    def _begin_request(self) -> None:
        self.phase = IDLE
        self._target = b""
        self._headers = {}
        self._body = b""
        self._rest = None  # not a list: small chunks would take many times more
        self._body_bytes = 0

    def _parse(self, data: bytes) -> int:
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                # Java's client offers h2c with each request.
                if self.phase == IDLE:
                    self._parser = httptools.HttpRequestParser(self)
                else:
                    status = self._read_body_of_offer()
                    if status:
                        return status
                data = data[upgrade.args[0] :]
                if data:
                    continue
            except httptools.HttpParserCallbackError as error:
                cause = error.__context__
                if not isinstance(cause, _Refused):  # a bug in a callback
                    raise
                return cause.status
            except httptools.HttpParserError:
                return 400
            return 0

    def _read_body_of_offer(self) -> int:
        """Go on with a parser that knows the framing of the body; returns like `_parse`."""
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
        framed = self._body_bytes * CHUNK_FRAMING_FACTOR
        return self._fed_bytes > framed + UNFINISHED_BODY_BYTES_FREE


def _has_body(headers: dict[bytes, bytes]) -> bool:
    """Whether a body follows these headers, of which the parser has seen that they are well."""
    return b"transfer-encoding" in headers or int(headers.get(b"content-length", b"0")) > 0


def _headers_bytes(headers: dict[bytes, bytes]) -> int:
    """Size of the header lines: names, values, and four bytes around them."""
    return sum(map(len, headers)) + sum(map(len, headers.values())) + 4 * len(headers)
