"""Which web pages may call, and by which names the server may be called."""

import asyncio
from collections.abc import Collection

import orjson
import pytest

from jedlik.pipeline.stages import Pipeline
from jedlik.pipeline.web_access import EVERYBODY, WebAccess
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.memory import retained_bytes
from tests.pipeline.in_memory import pipeline, request, services

EVIL = b"https://evil.example"


def access(
    *, origins: Collection[str] = (), hosts: Collection[str] = (), checks_hosts: bool = True
) -> WebAccess:
    return WebAccess(origins=origins, hosts=hosts, checks_hosts=checks_hosts)


def server(web_access: WebAccess) -> Pipeline:
    return pipeline(services(web_access=web_access))


def answered(to: Pipeline, sent: HttpRequest) -> HttpResponse:
    return asyncio.run(to.respond(sent))


def status(web_access: WebAccess, name: bytes, value: bytes) -> int:
    """Returns the status of a request with that header."""
    sent = request()
    sent.headers[name] = value
    return answered(server(web_access), sent).status


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (b"http://localhost:3000", 200),
        (b"https://app.localhost", 200),
        (b"http://127.0.0.1:8080", 200),
        (b"http://[::1]:5173", 200),
        (b"https://app.example", 200),
        (b"https://app.example:8443", 403),
        (b"http://app.example", 403),
        (EVIL, 403),
        (b"null", 403),
        (b"", 403),
        (b"\xff\xfe", 403),
    ],
)
def test_pages_of_other_origins_are_refused(origin: bytes, expected: int) -> None:
    to = access(origins=("https://app.example",))
    assert status(to, b"origin", origin) == expected
    assert status(access(origins=("*",)), b"origin", origin) == 200
    assert status(EVERYBODY, b"origin", origin) == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"localhost:8000", 200),
        (b"LocalHost", 200),
        (b"tables.localhost:8000", 200),
        (b"127.0.0.1:8000", 200),
        (b"[::1]:8000", 200),
        (b"0.0.0.0:8000", 200),
        (b"host.docker.internal:8000", 200),
        (b"dynamodb:8000", 200),
        (b"db.example:9000", 200),
        (b"dynamodb.us-east-1.amazonaws.com", 200),
        (b"000000000000.ddb.eu-west-2.amazonaws.com", 200),
        (b"123456789012.streams-ddb.eu-west-2.api.aws:443", 200),
        (b"", 200),
        (b"evil.example", 421),
        (b"evil.example:8000", 421),
        (b"db.example.evil.example", 421),
        (b"127.0.0.1.evil.example", 421),
        (b"203.0.113.7:8000", 421),
        (b"[2001:db8::7]:8000", 421),
        (b"a, b", 421),
        (b"\xff", 421),
    ],
)
def test_the_host_is_a_name_of_this_server(host: bytes, expected: int) -> None:
    to = access(hosts=("db.example",))
    assert [status(to, b"host", host) for _ in range(2)] == [expected] * 2
    assert status(access(hosts=("*",)), b"host", host) == 200
    assert status(access(checks_hosts=False), b"host", host) == 200


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        (b"http://db.example:8000", b"db.example:8000", 200),
        (b"https://db.example", b"db.example", 200),
        (b"http://203.0.113.7:8000", b"203.0.113.7:8000", 200),
        (b"http://[2001:db8::7]:8000", b"[2001:db8::7]:8000", 200),
        (b"http://203.0.113.7:3000", b"203.0.113.7:8000", 403),
        (b"http://203.0.113.7:8000", b"localhost:8000", 403),
        # A page of a name that leads here by DNS rebinding, in the Internet or in the same network.
        (b"http://evil.example:8000", b"evil.example:8000", 403),
        (b"http://wifi:8000", b"wifi:8000", 403),
        (b"http://login.internal", b"login.internal", 403),
        (b"http://dynamodb.us-east-1.amazonaws.com", b"dynamodb.us-east-1.amazonaws.com", 403),
        (b"null", b"null", 403),
    ],
)
def test_pages_of_this_server_may_call(origin: bytes, host: bytes, expected: int) -> None:
    for hosts in (("db.example",), ("db.example", "*")):
        to = server(access(hosts=hosts, checks_hosts=False))
        assert answered(to, request(origin=origin, host=host)).status == expected


def test_a_request_without_a_host_comes_from_no_browser() -> None:
    assert answered(server(access()), request(without="host")).status == 200


def test_a_refusal_says_what_to_do() -> None:
    by_origin = answered(server(access()), request(origin=EVIL))
    assert orjson.loads(by_origin.body) == {
        "__type": "com.amazon.coral.service#AccessDeniedException",
        "Message": "Web pages of the origin https://evil.example may not call this server, which "
        "accepts any credentials. To allow them, start it with --cors https://evil.example",
    }
    by_host = answered(server(access()), request(host=b"db.example:8000"))
    assert orjson.loads(by_host.body)["Message"] == (
        "The Host db.example:8000 is not a name of this server, which accepts any credentials. To "
        "use it, start the server with --allowed-host db.example"
    )
    for each in (by_origin, by_host):
        assert each.error_code == "AccessDeniedException"
        assert b"Access-Control" not in each.headers
    long = answered(server(access()), request(origin=b"x" * 10_000))
    assert len(long.body) < 1_000


def test_a_refused_request_changes_nothing() -> None:
    to = server(access())
    table = {
        "TableName": "music",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    body = orjson.dumps(table)
    assert answered(to, request("CreateTable", body, origin=EVIL)).status == 403
    assert answered(to, request("CreateTable", body, host=b"evil.example")).status == 421
    assert answered(to, request()).body == b'{"TableNames":[]}'


# Alternator test_cors.py
SHARED = (b"Access-Control-Allow-Origin: *\r\n", b"Access-Control-Expose-Headers: ")


def test_pages_that_may_call_can_read_the_answers() -> None:
    to = server(access())
    allowed = b"http://localhost:3000"
    for sent, expected in (
        (request(origin=allowed), 200),
        (request("GetItem", origin=allowed), 400),
        (request(target=b"/nothing", method=b"GET", origin=allowed), 404),
        (request(method=b"GET", origin=allowed), 200),
        (request(method=b"OPTIONS", origin=allowed), 200),
    ):
        response = answered(to, sent)
        assert response.status == expected
        assert all(line in response.headers for line in SHARED)
    assert not any(line in answered(to, request()).headers for line in SHARED)


def test_a_preflight_is_answered_like_its_request() -> None:
    sent = request(method=b"OPTIONS", origin=EVIL, access_control_request_method=b"POST")
    refused = answered(server(access()), sent)
    assert (refused.status, b"Access-Control" in refused.headers) == (403, False)
    assert b"Access-Control-Allow-Methods: POST" in answered(server(EVERYBODY), sent).headers


def test_hosts_that_were_seen_do_not_fill_memory() -> None:
    to = access(hosts=("*",))

    def see(number: int) -> None:
        name = b"%d%b.example" % (number, b"x" * 1_000)
        assert to.knows_host(request(host=name))

    assert retained_bytes(see, 2_000) < 1_000_000
