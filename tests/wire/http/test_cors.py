"""Tests of cross-origin requests.

Sources: Alternator test_cors.py, run on the real service; dynalite test/connection.js.
"""

import pytest

from jedlik.wire.http.cors import ORIGIN_LINES, preflight, shared
from jedlik.wire.http.message import HttpRequest, HttpResponse


def test_every_origin_may_read_the_answers_and_their_ids() -> None:
    assert ORIGIN_LINES.split(b"\r\n") == [
        b"Access-Control-Allow-Origin: *",
        b"Access-Control-Expose-Headers: "
        b"x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
        b"",
    ]


def test_a_shared_response_is_another_one() -> None:
    response = HttpResponse(404, b"A: b\r\n", b"body")
    other = shared(response)
    assert (other.status, other.body) == (404, b"body")
    assert other.headers == b"A: b\r\n" + ORIGIN_LINES
    assert response.headers == b"A: b\r\n"


METHOD, HEADERS = b"access-control-request-method", b"access-control-request-headers"
AGE = b"Access-Control-Max-Age: 172800\r\n"


@pytest.mark.parametrize(
    ("headers", "lines"),
    [
        ({}, AGE),
        ({METHOD: b"PUT"}, AGE + b"Access-Control-Allow-Methods: PUT\r\n"),
        ({HEADERS: b"a, b, c"}, AGE + b"Access-Control-Allow-Headers: a, b, c\r\n"),
        (
            {HEADERS: b"a, b, c", METHOD: b"d"},
            AGE
            + b"Access-Control-Allow-Methods: d\r\n"
            + b"Access-Control-Allow-Headers: a, b, c\r\n",
        ),
    ],
)
def test_a_preflight_allows_what_is_requested(headers: dict[bytes, bytes], lines: bytes) -> None:
    request = HttpRequest(b"OPTIONS", b"/", {b"origin": b"x", **headers}, b"", "", b"ID")
    response = preflight(request)
    assert (response.status, response.headers, response.body) == (200, lines, b"")
