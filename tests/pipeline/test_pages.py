"""Answers to requests that are for no API. Cases from dynalite `test/connection.js`."""

from zlib import crc32

import pytest

from jedlik.pipeline.pages import (
    NOT_FOUND,
    Folder,
    Page,
    health_unless,
    live,
    local_only,
    page,
    ready_unless,
)
from jedlik.pipeline.web_access import EVERYBODY, WebAccess
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse

PAGES = {b"/page": lambda request: HttpResponse(200, NO_HEADERS, b"page " + request.target)}


def asked(method: bytes, target: bytes = b"/", **headers: bytes) -> HttpResponse:
    named = {name.encode(): value for name, value in headers.items()}
    return page(HttpRequest(method, target, named, b"", "", b"ID"), PAGES)


def test_health_names_the_host() -> None:
    answer = asked(b"GET", host=b"dynamodb.us-east-1.amazonaws.com")
    assert (answer.status, len(answer.body), crc32(answer.body)) == (200, 42, 3128867991)
    assert asked(b"GET", b"/?x=y").body == b"healthy:  "


def test_health_names_the_outage_of_the_storage() -> None:
    outages: list[str | None] = [None, "full"]
    pages = {b"/": health_unless(outages.pop)}
    request = HttpRequest(b"GET", b"/", {b"host": b"here"}, b"", "", b"ID")
    answer = page(request, pages)
    assert (answer.status, answer.body) == (503, b"unhealthy: storage outage: full")
    assert answer.error_code == "ServiceUnavailable"  # for /metrics and the access log
    answer = page(request, pages)
    assert (answer.status, answer.body) == (200, b"healthy: here ")


def test_a_server_is_ready_unless_there_is_a_reason() -> None:
    reasons: list[str | None] = [None, "draining"]
    pages = {b"/health/live": live, b"/health/ready": ready_unless(reasons.pop)}

    def shown(target: bytes) -> tuple[int, bytes]:
        answer = page(HttpRequest(b"GET", target, {}, b"", "", b"ID"), pages)
        return answer.status, answer.body

    assert shown(b"/health/ready") == (503, b"not ready: draining")
    assert shown(b"/health/live") == (200, b"live")
    assert shown(b"/health/ready") == (200, b"ready")


def test_browsers_do_not_guess_the_type_of_a_page() -> None:
    for method, target in ((b"GET", b"/"), (b"GET", b"/nothing"), (b"DELETE", b"/")):
        assert b"X-Content-Type-Options: nosniff\r\n" in asked(method, target).headers


def test_a_folder_is_made_at_the_first_request_for_it() -> None:
    made: list[Page] = []

    def make() -> Page:
        made.append(lambda request: HttpResponse(200, NO_HEADERS, request.target))
        return made[-1]

    folder = Folder(b"/files", make)
    for target, is_inside in (
        (b"/", False),
        (b"/files2", False),
        (b"/files2/a", False),
        (b"/x/files/", False),
        (b"/files", True),
        (b"/files?a=/b", True),
        (b"/files/", True),
        (b"/files/a/b?c", True),
    ):
        answer = folder.answer(HttpRequest(b"GET", target, {}, b"", "", b"ID"))
        assert (answer is not None) is is_inside, target
        assert answer is None or answer.body == target
        assert len(made) == is_inside


def test_pages_are_found_by_path() -> None:
    assert asked(b"GET", b"/page?a").body == b"page /page?a"
    assert asked(b"PUT", b"/page") == NOT_FOUND
    # /metrics and the access log had counted it as a success.
    assert asked(b"GET", b"/nowhere").error_code == "UnknownOperationException"
    shared = asked(b"GET", b"/nowhere", origin=b"https://a.example")
    assert shared.error_code == "UnknownOperationException"


@pytest.mark.parametrize("target", [b"/abc", b"/-", b"/index.htm", b"*"])
def test_other_paths_are_not_found(target: bytes) -> None:
    assert asked(b"GET", target).status == 404


@pytest.mark.parametrize("method", [b"PUT", b"DELETE", b"OPTIONS", b"HEAD", b"TRACE"])
def test_other_methods_are_not_found(method: bytes) -> None:
    answer = asked(method)
    assert (answer.status, len(answer.body), crc32(answer.body)) == (404, 29, 3552371480)


def test_preflight() -> None:
    answer = asked(b"OPTIONS", origin=b"whatever")
    assert (answer.status, answer.body) == (200, b"")
    assert b"Access-Control-Max-Age: 172800" in answer.headers


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("127.0.0.1:40123", 200),
        ("127.8.0.1:40123", 200),
        ("[::1]:40123", 200),
        ("[::ffff:127.0.0.1]:40123", 200),
        ("203.0.113.7:40123", 404),
        ("[::ffff:203.0.113.7]:40123", 404),
        ("[2001:db8::7]:40123", 404),
        ("", 404),
    ],
)
def test_local_pages(peer: str, status: int) -> None:
    shown = local_only(lambda _: HttpResponse(200, b"", b"page"), EVERYBODY)
    sent = HttpRequest(b"GET", b"/metrics", {}, b"", peer, b"ID")
    assert shown(sent).status == status


@pytest.mark.parametrize(
    ("host", "status"),
    [(b"localhost:8000", 200), (b"db.example", 200), (b"evil.example:8000", 404)],
)
def test_local_pages_are_not_for_the_name_of_a_web_page(host: bytes, status: int) -> None:
    access = WebAccess(origins=("*",), hosts=("db.example",), checks_hosts=False)
    shown = local_only(lambda _: HttpResponse(200, b"", b"page"), access)
    sent = HttpRequest(b"GET", b"/metrics", {b"host": host}, b"", "127.0.0.1:40123", b"ID")
    assert shown(sent).status == status


def test_pages_of_other_origins_cannot_read_the_pages_of_this_server() -> None:
    for target, shared in ((b"/page", False), (b"/page?a", False), (b"/", True), (b"/a", True)):
        headers = asked(b"GET", target, origin=b"http://localhost:3000").headers
        assert (b"Access-Control-Allow-Origin" in headers) is shared
