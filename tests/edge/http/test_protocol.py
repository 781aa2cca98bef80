"""Bytes in, bytes out: one connection on a fake transport."""

from zlib import crc32

import pytest

from jedlik.edge.connections.limits import TIMEOUTS
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.edge.transport import Connection, Transport, echo

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
TO = b"POST / HTTP/1.1\r\nHost: x\r\n"
POST = TO + b"Content-Length: 5\r\n\r\nhello"


def test_answer_has_the_headers_of_the_service() -> None:
    connection = Connection()
    connection.feed(POST)
    request = connection.requests[0]
    assert connection.written == (
        b"HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
        b"Content-Length: 7\r\nConnection: keep-alive\r\n"
        b"x-amzn-RequestId: %b\r\nx-amz-crc32: %d\r\n\r\n/ hello"
        % (request.request_id, crc32(b"/ hello"))
    )
    assert (request.method, request.target, request.body) == (b"POST", b"/", b"hello")
    assert request.headers == {b"host": b"x", b"content-length": b"5"}
    assert request.peer == "203.0.113.7:40123"
    assert connection.transport.calls == []


@pytest.mark.parametrize(
    ("peername", "peer"),
    [(("::1", 9, 0, 0), "[::1]:9"), ("", ""), (None, "")],
)
def test_peer(peername: object, peer: str) -> None:
    connection = Connection(transport=Transport(peername))
    connection.feed(GET)
    assert connection.requests[0].peer == peer


def test_any_split_of_a_request_is_the_same_request() -> None:
    for size in range(1, len(POST)):
        connection = Connection()
        connection.feed(*(POST[at : at + size] for at in range(0, len(POST), size)))
        assert connection.statuses == [200]
        assert connection.requests[0].body == b"hello"
        assert connection.requests[0].target == b"/"


def test_pipelined_requests_are_answered_in_order_and_in_one_write_of_each_turn() -> None:
    connection = Connection()
    connection.feed(
        b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(50))
    )
    assert connection.statuses == [200] * 50
    assert [request.target for request in connection.requests] == [b"/%d" % n for n in range(50)]
    # A slow machine needs several turns for what usually takes one.
    assert connection.transport.writes <= max(1, connection.turns)


def test_pipelined_requests_leave_other_connections_their_turn() -> None:
    connection = Connection()
    connection.protocol.data_received(
        b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(999))
    )
    assert 0 < len(connection.requests) <= 64
    assert connection.transport.calls == ["pause_reading"]
    connection.protocol.resume_writing()
    assert len(connection.later) == 2  # the answers sent so far, and the next turn
    connection.take_turns()
    assert connection.turns >= 999 // 64 - 1
    assert connection.statuses == [200] * 999
    assert [request.target for request in connection.requests] == [b"/%d" % n for n in range(999)]
    assert connection.transport.calls == ["pause_reading", "resume_reading"]


def test_no_turn_is_taken_once_the_connection_is_lost() -> None:
    connection = Connection()
    connection.protocol.data_received(GET * 999)
    begun = len(connection.requests)
    connection.protocol.connection_lost(None)
    connection.take_turns()
    assert len(connection.requests) == begun
    assert not connection.shared.connections


def test_large_answers_to_pipelined_requests_are_written_as_they_come() -> None:
    async def large(request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, b"", b"x" * 100_000)

    connection = Connection(large)
    connection.feed(GET * 25)
    assert connection.statuses == [200] * 25
    assert connection.transport.writes == 3


def test_large_answers_leave_the_next_requests_to_a_later_turn() -> None:
    """What is written is freed between two turns. Requests of many connections can arrive in one:
    200 answers of 16 MB took 3 GB.
    """

    async def large(request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, b"", b"x" * 3_000_000)

    first = Connection(large)
    others = [Connection(large, sibling=first) for _ in range(3)]
    connections = [first, *others]
    for connection in connections:
        connection.protocol.data_received(GET)
    assert [each.statuses for each in connections] == [[200], [200], [], []]
    first.take_turns()
    assert [each.statuses for each in connections] == [[200]] * 4
    assert [each.transport.calls for each in others] == [
        [],
        *[["pause_reading", "resume_reading"]] * 2,
    ]


def test_chunked_body_and_its_trailers() -> None:
    connection = Connection()
    connection.feed(
        TO + b"Transfer-Encoding: chunked\r\nA: 1\r\n\r\n",
        b"3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nA: 2\r\nX-Amz-Target: t\r\n\r\n",
        GET,
    )
    assert connection.statuses == [200, 200]
    assert connection.requests[0].body == b"abcde"
    headers = {b"host": b"x", b"transfer-encoding": b"chunked", b"a": b"1"}
    assert connection.requests[0].headers == headers
    assert connection.requests[1].headers == {b"host": b"x"}


def test_repeated_headers_are_joined() -> None:
    connection = Connection()
    connection.feed(b"GET / HTTP/1.1\r\nHost: x\r\nA:  1 \r\na: 2\r\nA: 3\r\n\r\n")
    assert connection.requests[0].headers == {b"host": b"x", b"a": b"1,2,3"}


@pytest.mark.parametrize(
    ("request_", "closes"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", True),
        (b"GET / HTTP/1.0\r\n\r\n", True),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", False),
        (GET, False),
    ],
)
def test_connection_closes_when_the_client_says_so(request_: bytes, closes: bool) -> None:
    connection = Connection()
    connection.feed(request_ + GET)
    line = b"Connection: close" if closes else b"Connection: keep-alive"
    assert line in connection.written
    assert connection.transport.calls == (["close"] if closes else [])
    assert connection.statuses == ([200] if closes else [200, 200])
    connection.feed(GET)
    assert len(connection.requests) == (1 if closes else 3)


def test_head_is_answered_without_body() -> None:
    connection = Connection()
    connection.feed(b"HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"Content-Length: 5\r\n" in connection.written
    assert connection.written.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
def test_expect_100_continue(version: bytes) -> None:
    head = (
        b"POST / HTTP/%b\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n" % version
    )
    connection = Connection()
    connection.feed(head)
    assert connection.statuses == ([100] if version == b"1.1" else [])
    connection.feed(b"hi")
    assert connection.requests[0].body == b"hi"


def test_expect_after_a_pipelined_request_does_not_overtake_its_answer() -> None:
    connection = Connection()
    connection.feed(GET + TO + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", b"hi")
    assert connection.statuses == [200, 200]


@pytest.mark.parametrize("name", [b"h2c", b"websocket"])
def test_upgrades_are_declined(name: bytes) -> None:
    offer = b"GET /u HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: %b\r\n\r\n" % name
    connection = Connection()
    connection.feed(offer * 3000 + GET, offer, POST)
    assert connection.statuses == [200] * 3003
    assert connection.requests[-1].body == b"hello"


OFFER = (
    b"POST /%b HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
)


@pytest.mark.parametrize(
    "framed",
    [
        b"Content-Length: %d\r\n\r\n%b" % (len(GET), GET),
        b"Expect: 100-continue\r\nContent-Length: %d \r\n\r\n%b" % (len(GET), GET),
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\nUpgrade: x\r\n\r\n" % (len(GET), GET),
    ],
)
def test_the_body_of_a_request_that_offers_an_upgrade_is_no_request(framed: bytes) -> None:
    sent = OFFER % b"u" + framed + OFFER % b"v" + b"\r\n" + OFFER % b"w" + framed + POST
    for size in (1, 7, 100, len(sent)):
        connection = Connection()
        connection.feed(*(sent[at : at + size] for at in range(0, len(sent), size)))
        requests = connection.requests
        assert [request.target for request in requests] == [b"/u", b"/v", b"/w", b"/"]
        assert [request.body for request in requests] == [GET, b"", GET, b"hello"]
        assert requests[0].headers[b"upgrade"] == b"h2c"
        assert requests[0].headers[b"connection"] == b"Upgrade, HTTP2-Settings"


def test_an_offer_may_be_the_last_request() -> None:
    connection = Connection()
    offer = TO + b"Connection: close, Upgrade\r\nUpgrade: h2c\r\n"
    connection.feed(offer + b"Content-Length: 28\r\n\r\n" + GET + GET)
    assert [request.body for request in connection.requests] == [GET]
    assert connection.transport.calls == ["close"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (TO + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (TO + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (TO + b"Content-Length: -1\r\n\r\n", 400),
        (TO + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        (TO + b"Content-Length: 1\r\nExpect: tea\r\n\r\n", 417),
        (TO + b"Content-Length: 16777217\r\n\r\n", 413),
        (TO + b"Content-Length: %b1\r\n\r\na" % (b"0" * 5000), 400),
        (OFFER % b"" + b"Content-Length: 16777217\r\n\r\n", 413),
        (OFFER % b"" + b"Transfer-Encoding: gzip\r\n\r\n", 400),
        (OFFER % b"" + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 400),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: %b\r\nB: %b\r\n\r\n" % (b"x" * 8192, b"y" * 8192), 400),
        (b"GET /%b HTTP/1.1\r\nHost: x\r\n\r\n" % (b"x" * 17000), 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 70_000, 400),
        (b"GET /" + b"x" * 70_000, 400),
    ],
)
@pytest.mark.parametrize("size", [100, 1_000_000])
def test_refused(sent: bytes, status: int, size: int) -> None:
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    if size > len(sent) and not sent.endswith(b"\n"):
        pieces.append(b"x")  # an unfinished head is measured from its second read on
    connection = Connection()
    connection.feed(GET, *pieces, GET)
    assert connection.statuses == [200, status]
    assert connection.transport.calls == ["write_eof"]
    assert len(connection.requests) == 1


def test_refusal_comes_after_the_answers_of_the_same_read() -> None:
    connection = Connection()
    connection.feed(GET + GET + b"nonsense\r\n\r\n")
    assert connection.statuses == [200, 200, 400]


def test_headers_of_16_kb_pass_and_are_measured_after_other_requests_too() -> None:
    fits = b"GET / HTTP/1.1\r\nHost: x\r\nA: %b\r\n\r\n" % (b"x" * 16_000)
    large = b"GET / HTTP/1.1\r\nHost: x\r\nA: %b\r\n\r\n" % (b"x" * 16_500)
    connection = Connection()
    connection.feed(fits + GET * 1000 + fits[:15_000], fits[15_000:])
    assert connection.statuses == [200] * 1002
    connection.feed(GET + large[:16_000], large[16_000:])
    assert connection.statuses == [200] * 1003 + [400]


def test_body_of_16_mb_passes_whole_or_chunked() -> None:
    body = b"x" * (16 * 1024 * 1024)
    connection = Connection()
    connection.feed(TO + b"Content-Length: %d\r\n\r\n" % len(body), body)
    assert connection.statuses == [200]
    connection.feed(TO + b"Transfer-Encoding: chunked\r\n\r\n1000000\r\n", body)
    connection.feed(b"\r\n1\r\nx")
    assert connection.statuses == [200, 413]


def test_framing_of_chunks_is_bounded() -> None:
    connection = Connection()
    connection.feed(TO + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: ")
    for _ in range(300):
        connection.feed(b"x" * 1000)
    assert connection.statuses == [400]


def test_chunks_of_one_byte_pass() -> None:
    connection = Connection()
    connection.feed(TO + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(200):
        connection.feed(b"1\r\nx\r\n" * 500)
    connection.feed(b"0\r\n\r\n")
    assert connection.statuses == [200]
    assert len(connection.requests[0].body) == 100_000


def test_a_client_that_does_not_read_gets_no_further_answers() -> None:
    connection = Connection()
    connection.protocol.pause_writing()
    connection.feed(GET + GET)
    assert (connection.requests, connection.transport.calls) == ([], ["pause_reading"])
    connection.protocol.resume_writing()
    connection.take_turns()
    assert connection.statuses == [200, 200]
    assert connection.transport.calls == ["pause_reading", "resume_reading"]


def test_too_many_connections() -> None:
    connection = Connection(connections_max=0)
    connection.feed(GET)
    assert connection.statuses == [503]
    assert connection.requests == []


def test_idle_connections_are_closed() -> None:
    connection = Connection()
    connection.expire(TIMEOUTS.idle_s)
    connection.feed(GET)
    connection.expire(TIMEOUTS.idle_s * 2)
    assert connection.transport.calls == []
    connection.expire(TIMEOUTS.idle_s * 2 + 1)
    assert connection.transport.calls == ["close"]


@pytest.mark.parametrize(
    ("part", "limit_s"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: ", TIMEOUTS.head_s),
        (TO + b"Content-Length: 9\r\n\r\nab", TIMEOUTS.body_s),
    ],
)
def test_slow_requests_are_refused_however_often_they_send(part: bytes, limit_s: float) -> None:
    connection = Connection()
    connection.now_s = 50.0
    connection.feed(GET + part)
    connection.expire(50.0 + limit_s / 2)
    connection.feed(b"x")
    connection.expire(50.0 + limit_s)
    assert connection.statuses == [200]
    connection.expire(50.0 + limit_s + 1)
    assert connection.statuses == [200, 408]
    connection.expire(50.0 + limit_s + 1 + TIMEOUTS.linger_s)
    assert connection.transport.calls == ["write_eof"]
    connection.expire(50.0 + limit_s + 2 + TIMEOUTS.linger_s)
    assert connection.transport.calls == ["write_eof", "abort"]


def test_clients_that_never_read_are_dropped() -> None:
    connection = Connection()
    connection.protocol.pause_writing()
    connection.expire(TIMEOUTS.write_s)
    assert connection.transport.calls == []
    connection.expire(TIMEOUTS.write_s + 1)
    assert connection.transport.calls == ["abort"]


def test_nothing_expires_after_the_connection_is_lost() -> None:
    connection = Connection()
    connection.protocol.connection_lost(None)
    connection.expire(1000.0)
    assert connection.transport.calls == []
    assert connection.shared.connections == set()


def test_observers_see_every_answer() -> None:
    seen: list[tuple[bytes, int, int]] = []
    refused: list[int] = []

    class Observer:
        def answered(
            self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
        ) -> None:
            assert 0 <= seconds < 1
            seen.append((request.target, response.status, sent_bytes))

        def refused(self, peer: str, status: int, /) -> None:
            refused.append(status)

        def swept(self, connections: int, in_flight: int, /) -> None:
            raise AssertionError

    connection = Connection(echo, observers=(Observer(), Observer()))
    connection.feed(GET)
    assert seen == [(b"/a", 200, len(connection.written))] * 2
    connection.feed(b"no HTTP\r\n\r\n")
    assert (len(seen), refused) == (2, [400, 400])
