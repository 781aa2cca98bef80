"""The bytes of answers."""

import gzip
from zlib import crc32

import pytest

from jedlik.edge.http.response import ResponseWriter
from jedlik.wire.http.message import (
    FIRST_ACCEPT_ENCODING,
    HttpRequest,
    HttpResponse,
    header_lines,
)
from tests.memory import retained_bytes

TYPE = header_lines([(b"Content-Type", b"application/x-amz-json-1.0")])


def written(response: HttpResponse, asked: dict[bytes, bytes]) -> tuple[dict[bytes, bytes], bytes]:
    """The headers, by lower-case name, and the body of an answer."""
    request = HttpRequest(b"POST", b"/", asked, b"", "", b"ID")
    answer = ResponseWriter(0.0).write(request, response, keep_alive=True)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    return {name.lower(): value for name, value in lines}, body


@pytest.mark.parametrize(
    ("size", "accept", "is_compressed"),
    [(4096, b"gzip", False), (4097, b"gzip", True), (4097, b"br", False), (4097, None, False)],
)
def test_large_answers_are_compressed_if_asked(
    size: int, accept: bytes | None, is_compressed: bool
) -> None:
    asked = {} if accept is None else {b"accept-encoding": accept}
    headers, body = written(HttpResponse(200, TYPE, b"x" * size), asked)
    assert headers.get(b"content-encoding") == (b"gzip" if is_compressed else None)
    assert headers[b"content-length"] == b"%d" % len(body)
    assert headers[b"x-amz-crc32"] == b"%d" % crc32(body)
    assert headers[b"content-type"] == b"application/x-amz-json-1.0"
    assert (gzip.decompress(body) if is_compressed else body) == b"x" * size


@pytest.mark.parametrize("first", [b"identity", b"gzip"])
def test_the_first_of_several_accept_encodings_decides(first: bytes) -> None:
    asked = {b"accept-encoding": b"identity,gzip", FIRST_ACCEPT_ENCODING: first}
    headers, _ = written(HttpResponse(200, TYPE, b"x" * 5000), asked)
    assert (headers.get(b"content-encoding") == b"gzip") is (first == b"gzip")


def test_dates_follow_the_clock() -> None:
    writer = ResponseWriter(0.0)
    request = HttpRequest(b"POST", b"/", {}, b"", "", b"ID")
    response = HttpResponse(200, TYPE, b"{}")
    assert b"Thu, 01 Jan 1970 00:00:00 GMT" in writer.write(request, response, keep_alive=True)
    writer.tick(1_795_458_600.5)
    assert b"Mon, 23 Nov 2026 18:30:00 GMT" in writer.write(request, response, keep_alive=True)


def test_many_different_headers_do_not_fill_memory() -> None:
    writer = ResponseWriter(0.0)
    request = HttpRequest(b"POST", b"/", {}, b"", "", b"ID")

    def write(number: int) -> None:
        lines = b"X: %d%b\r\n" % (number, b"x" * 1_000)
        assert lines in writer.write(request, HttpResponse(200, lines, b""), keep_alive=True)

    assert retained_bytes(write, 2_000) < 1_000_000


def test_an_answer_that_nothing_changed_has_the_length_but_no_body() -> None:
    response = HttpResponse(304, TYPE, b"x" * 5000)
    response.is_encoded = True
    headers, body = written(response, {b"accept-encoding": b"gzip"})
    assert (headers[b"content-length"], body) == (b"5000", b"")
