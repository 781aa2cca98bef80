"""Tests of reading requests out of bytes. What a connection answers: `test_protocol`."""

from collections import deque
from collections.abc import Sequence
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.edge.http.limits import UNFINISHED_BODY_BYTES_FREE, UNFINISHED_HEAD_BYTES_MAX
from jedlik.edge.http.reader import BODY, HEAD, IDLE, RequestReader
from jedlik.wire.http.message import FIRST_ACCEPT_ENCODING, HttpRequest

GET = b"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
OFFER = (
    b"POST / HTTP/1.1\r\nHost: x\r\n"
    b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\n"
)


class Reading:
    """A reader, and what it has read."""

    def __init__(self) -> None:
        self.requests: deque[tuple[HttpRequest, bool]] = deque()
        self.continues = 0
        ids = (b"ID%d" % number for number in count(1))
        self.reader = RequestReader("peer", ids, self.requests, self._expected)

    def _expected(self) -> None:
        self.continues += 1

    def feed(self, *pieces: bytes) -> int:
        """Returns the status of the first refusal, or 0."""
        return next((status for piece in pieces if (status := self.reader.feed(piece))), 0)

    @property
    def bodies(self) -> list[bytes]:
        return [request.body for request, _ in self.requests]


def test_a_request_has_all_its_parts() -> None:
    reading = Reading()
    assert (
        reading.feed(b"PUT /a?b HTTP/1.1\r\nHost: x\r\nX-Y: 1\r\nContent-Length: 2\r\n\r\nhi") == 0
    )
    ((request, lives_on),) = reading.requests
    assert (request.method, request.target, request.body) == (b"PUT", b"/a?b", b"hi")
    assert request.headers == {b"host": b"x", b"x-y": b"1", b"content-length": b"2"}
    assert (request.peer, request.request_id) == ("peer", b"ID1")
    assert lives_on


def seen(pieces: Sequence[bytes]) -> list[tuple[bytes, bytes, dict[bytes, bytes], bytes, bool]]:
    reading = Reading()
    assert reading.feed(*pieces) == 0
    assert reading.reader.phase == IDLE
    return [
        (each.method, each.target, each.headers, each.body, lives_on)
        for each, lives_on in reading.requests
    ]


@given(st.lists(st.integers(1, 400), max_size=8).map(sorted))
def test_requests_do_not_depend_on_how_their_bytes_arrive(cuts: list[int]) -> None:
    chunks = CHUNKED + b"3\r\nabc\r\n2\r\nde\r\n0\r\nA-Trailer: x\r\n\r\n"
    stream = GET + POST + b"hello" + chunks + OFFER + b"hello" + GET
    edges = [0, *(cut for cut in cuts if cut < len(stream)), len(stream)]
    assert seen([stream[start:end] for start, end in pairwise(edges)]) == seen([stream])


def test_a_stream_of_requests() -> None:
    reading = Reading()
    assert reading.feed(GET + POST + b"hello" + CHUNKED + b"2\r\nab\r\n0\r\n\r\n" + GET) == 0
    assert reading.bodies == [b"", b"hello", b"ab", b""]
    assert [request.request_id for request, _ in reading.requests] == [
        b"ID1",
        b"ID2",
        b"ID3",
        b"ID4",
    ]


def test_repeated_headers_are_joined_and_the_first_accept_encoding_is_stored() -> None:
    reading = Reading()
    reading.feed(
        b"GET / HTTP/1.1\r\nHost: x\r\n"
        b"A: 1 \r\na: 2\r\nAccept-Encoding: x\r\nAccept-Encoding: y\r\n\r\n"
    )
    headers = reading.requests[0][0].headers
    assert headers[b"a"] == b"1,2"
    assert headers[b"accept-encoding"] == b"x,y"
    assert headers[FIRST_ACCEPT_ENCODING] == b"x"


@pytest.mark.parametrize(
    ("head", "lives_on"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", True),
    ],
)
def test_whether_the_connection_lives_on(head: bytes, lives_on: bool) -> None:
    reading = Reading()
    reading.feed(head)
    assert [each for _, each in reading.requests] == [lives_on]


def test_the_phase_says_what_is_read() -> None:
    reading = Reading()
    phases = [reading.reader.phase]
    for piece in (b"POST", b" / HTTP/1.1\r\nHost: x\r\n", b"Content-Length: 2\r\n\r\n", b"h", b"i"):
        reading.feed(piece)
        phases.append(reading.reader.phase)
    assert phases == [IDLE, IDLE, HEAD, BODY, BODY, IDLE]


def test_only_an_unfinished_request_is_held() -> None:
    reading = Reading()
    reading.feed(GET)
    assert reading.reader.held_bytes == 0
    reading.feed(POST + b"hel")
    assert reading.reader.held_bytes == len(POST) + 3
    reading.feed(b"lo")
    assert reading.reader.held_bytes == 0
    reading.feed(POST)
    reading.reader.forget()
    assert reading.reader.held_bytes == 0


def test_a_client_that_waits_may_go_on_once() -> None:
    reading = Reading()
    reading.feed(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    assert reading.continues == 1
    reading.feed(b"hi", GET)
    assert (reading.continues, len(reading.requests)) == (1, 2)
    older = Reading()
    older.feed(b"POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    assert older.continues == 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n", 417),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16777217\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 000000000000000000001\r\n\r\na", 400),
        (OFFER.replace(b": 5", b": 16777217"), 413),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: %b\r\n\r\n" % (b"x" * 17_000), 400),
        (b"GET /%b HTTP/1.1\r\nHost: x\r\n\r\n" % (b"x" * 17_000), 400),
    ],
)
def test_refusals_have_the_status_of_the_service(sent: bytes, status: int) -> None:
    assert Reading().feed(sent) == status
    reading = Reading()
    assert reading.feed(GET, sent) == status
    assert len(reading.requests) == 1


CHUNKS = b"\r\n5\r\nhello\r\n0\r\n\r\n"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (b"Transfer-Encoding: chunked\r\n", 0),
        (b"Transfer-Encoding: CHUNKED \r\n", 0),
        (UPGRADE + b"Transfer-Encoding: chunked\r\n", 0),
        (b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (b"Transfer-Encoding: identity, chunked\r\n", 501),
        (b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 501),
        (UPGRADE + b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (b"Transfer-Encoding: gzip\r\n", 400),
        (b"Transfer-Encoding: identity\r\n", 400),
        (b"Transfer-Encoding: chunked, gzip\r\n", 400),
        (b"Transfer-Encoding: chunked, chunked\r\n", 400),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        (b"Content-Length: 5\r\nTransfer-Encoding: identity\r\n", 400),
    ],
)
def test_a_body_is_chunked_or_has_a_length(lines: bytes, status: int) -> None:
    """RFC 9112, 6.1 and 6.3."""
    reading = Reading()
    assert reading.feed(b"POST / HTTP/1.1\r\nHost: x\r\n" + lines + CHUNKS) == status
    assert reading.bodies == ([] if status else [b"hello"])


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", 0),
        (b"GET / HTTP/1.0\r\n\r\n", 0),  # health checks of load balancers
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: x\r\nA: b\r\nhost: y\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + CHUNKS, 400),
    ],
)
def test_a_request_has_one_host_and_no_chunks_in_http_1_0(head: bytes, status: int) -> None:
    """RFC 9112, 3.2 and 6.1."""
    assert Reading().feed(head) == status


def test_an_unfinished_head_is_bounded() -> None:
    reading = Reading()
    piece = b"x" * 1000
    assert reading.feed(b"GET / HTTP/1.1\r\nHost: x\r\nA: ") == 0
    pieces = UNFINISHED_HEAD_BYTES_MAX // len(piece)
    assert reading.feed(*[piece] * (pieces - 1)) == 0
    assert reading.feed(piece, piece) == 400


def test_the_framing_of_chunks_is_bounded() -> None:
    reading = Reading()
    assert reading.feed(CHUNKED, b"0\r\nA: ") == 0
    piece = b"x" * 1000
    assert reading.feed(*[piece] * (UNFINISHED_BODY_BYTES_FREE // len(piece) - 1)) == 0
    assert reading.feed(piece, piece) == 400


def test_a_body_of_small_chunks_is_not_refused() -> None:
    reading = Reading()
    assert reading.feed(CHUNKED, *[b"1\r\nx\r\n" * 500] * 200, b"0\r\n\r\n") == 0
    assert reading.bodies == [b"x" * 100_000]


def test_a_chunked_body_has_at_most_16_mb() -> None:
    reading = Reading()
    body = b"x" * (16 * 1024 * 1024)
    assert reading.feed(CHUNKED, b"1000000\r\n", body) == 0
    assert reading.feed(b"\r\n1\r\nx") == 413


def test_an_offer_to_upgrade_is_declined_and_its_body_is_no_request() -> None:
    reading = Reading()
    length = b"Content-Length: %d" % len(GET)
    assert reading.feed(OFFER.replace(b"Content-Length: 5", length) + GET, GET) == 0
    assert reading.bodies == [GET, b""]
    assert reading.requests[0][0].headers[b"upgrade"] == b"h2c"
    assert reading.requests[0][0].target == b"/"


def test_a_refusal_while_another_error_is_handled() -> None:
    reading = Reading()
    try:
        raise ValueError
    except ValueError:
        assert reading.feed(b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\nA: b\r\n\r\n") == 400
