"""Tests of HTTP messages as values."""

from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse, header_lines


def test_header_lines_are_those_of_the_wire() -> None:
    assert header_lines([(b"A", b"1"), (b"B-c", b"2, 3")]) == b"A: 1\r\nB-c: 2, 3\r\n"
    assert header_lines([]) == NO_HEADERS == b""


def test_a_request_holds_its_parts() -> None:
    headers = {b"host": b"x"}
    request = HttpRequest(b"POST", b"/?a", headers, b"{}", "203.0.113.7:40123", b"ID")
    assert (request.method, request.target, request.body) == (b"POST", b"/?a", b"{}")
    assert request.headers is headers
    assert (request.peer, request.request_id) == ("203.0.113.7:40123", b"ID")


def test_what_a_response_tells_observers_is_empty_if_unknown() -> None:
    response = HttpResponse(404, NO_HEADERS, b"no")
    assert (response.status, response.headers, response.body) == (404, NO_HEADERS, b"no")
    assert (response.operation, response.error_code) == (("", ""), "")
    assert response.access_key_id == ""
