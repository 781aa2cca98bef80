"""What a worker answers about itself, and whom it answers."""

import subprocess
import sys
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.api.clients import client
from tests.app.server import Server, serving


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")],
)
def test_the_endpoint_is_an_address_to_connect_to(host: str, address: str) -> None:
    flags = ("--memory", "--host", host, "--dangerously-open-to-network")
    with serving(*flags) as server:
        endpoint = f"{address}:{server.port}"
        with client(f"http://{endpoint}") as dynamodb:
            found = dynamodb.describe_endpoints()["Endpoints"]
    assert [each["Address"] for each in found] == [endpoint]


def test_what_few_servers_use_is_loaded_when_it_is_used() -> None:
    """An idle server has it in memory otherwise."""
    text = """
import sys
import jedlik.app.cli, jedlik.app.compose, jedlik.app.workers

few = ("numpy", "sortedcontainers", "unicodedata", "jedlik.storage.memory")
apis = ("iam", "sts", "kms", "ec2", "jedlik")
of_keys = [f"jedlik.features.encryption_keys.{each}" for each in ("table_encryption", "keys")]
named = (*few, *of_keys, "jedlik.features.identity.transaction")
loaded = [each for each in named if each in sys.modules]
loaded += [each for each in apis if f"jedlik.apis.{each}.built" in sys.modules]
sys.exit(f"loaded: {loaded}" if loaded else 0)
"""
    subprocess.run([sys.executable, "-c", text], check=True)


NETWORK = ("--host", "0.0.0.0", "--dangerously-open-to-network")
EVIL = "https://evil.example"
LOCAL = "http://localhost:3000"
SHARED = "Access-Control-Allow-Origin"


def answer(
    server: Server, path: str = "/", *, method: str = "GET", **headers: str
) -> tuple[int, str, bool]:
    """Returns status and body, and whether pages of other origins can read them."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, response.headers[SHARED] is not None


def test_an_open_server_is_for_pages_of_its_machine() -> None:
    with serving("--memory", "--cors", "https://a.example/", "--cors", "http://b.example:80") as it:
        assert answer(it, Origin=EVIL)[0::2] == (403, False)
        assert answer(it, method="OPTIONS", Origin=EVIL)[0::2] == (403, False)
        for origin in (LOCAL, "https://a.example", "http://b.example"):
            assert answer(it, Origin=origin)[0::2] == (200, True)
        status, body, _ = answer(it, Host="evil.example")
        assert (status, "--allowed-host evil.example" in body) == (421, True)
        assert answer(it, Host="dynamodb.us-east-1.amazonaws.com")[0] == 200
        assert answer(it, "/metrics")[0] == 200
        assert answer(it, "/metrics", Origin=LOCAL)[0::2] == (200, False)
        assert answer(it, "/metrics", Origin=EVIL)[0::2] == (403, False)
        assert answer(it, "/metrics", Host="evil.example")[0] == 421
        refused = 'jedlik_requests_total{api="",code="AccessDeniedException",operation=""} 5.0'
        assert refused in answer(it, "/metrics")[1]


def test_a_server_in_a_network_has_every_name_unless_names_are_given() -> None:
    with serving("--memory", *NETWORK) as it:
        assert answer(it, Host="dynamodb.example:8000")[0] == 200
        assert answer(it, Host="dynamodb.example:8000", Origin=EVIL)[0] == 403
    with serving("--memory", *NETWORK, "--allowed-host", "db.example,other.example") as it:
        assert answer(it, Host="db.example:8000")[0] == 200
        assert answer(it, Host="other.example")[0] == 200
        assert answer(it, Host="dynamodb:8000")[0] == 200
        assert answer(it, Host="evil.example")[0] == 421


def test_with_signatures_every_page_may_call() -> None:
    with serving("--memory", "--auth", "enforce") as it:
        assert answer(it, Origin=EVIL, Host="db.example")[0::2] == (200, True)
        assert answer(it, "/metrics")[0] == 200
        assert answer(it, "/metrics", Origin=EVIL)[0::2] == (200, False)
        assert answer(it, "/metrics", Host="evil.example")[0] == 404


@pytest.mark.parametrize(("host", "port"), [("dynamodb", ":8000"), ("db.example", "")])
def test_the_endpoint_is_the_host_of_the_request(host: str, port: str) -> None:
    """A server that listens on all addresses does not know how clients reach it."""
    with serving("--memory", *NETWORK) as it, client(it.url) as dynamodb:

        def to_another_host(request: Any, **_: object) -> None:
            request.headers["Host"] = host + port

        dynamodb.meta.events.register("before-sign.dynamodb", to_another_host)
        found = dynamodb.describe_endpoints()["Endpoints"]
    assert [each["Address"] for each in found] == [host + port]
