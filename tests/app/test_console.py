"""The web console of a server, as a browser gets it."""

import http.client
from collections.abc import Mapping
from http.client import HTTPResponse
from pathlib import Path

import orjson
import pytest

from jedlik import __version__
from jedlik.app.compose import ACCOUNT_ID
from jedlik.app.console import console, server_facts
from tests.app.server import serving
from tests.app.test_settings import settings


def test_the_regions_to_choose_from() -> None:
    facts = server_facts(settings("--region", "eu-west-2", "--auth", "enforce"), ACCOUNT_ID)
    assert (facts["version"], facts["authentication"]) == (__version__, "enforce")
    assert facts["account"] == ACCOUNT_ID
    regions = facts["regions"]
    assert isinstance(regions, list)
    assert regions[0] == "eu-west-2"
    assert "us-east-1" in regions
    assert len(regions) == len(set(regions)) == 17
    assert server_facts(settings("--region", "mars-north-1"), ACCOUNT_ID)["regions"] == [
        *("mars-north-1", *sorted(regions)),
    ]
    single = settings("--region-mode", "single", "--region", "eu-west-2")
    assert server_facts(single, ACCOUNT_ID)["regions"] == ["eu-west-2"]


def test_a_server_can_do_without_it() -> None:
    assert console(settings(), ACCOUNT_ID) is not None
    assert console(settings("--no-console"), ACCOUNT_ID) is None


def get(
    port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize("auth", ["open", "enforce"])
def test_a_browser_gets_it(auth: str, tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--auth", auth) as server:
        response, body = get(server.port, "/console/server.json?Action=ListUsers")
        assert response.status == 200
        assert orjson.loads(body)["authentication"] == auth
        assert response.headers["x-content-type-options"] == "nosniff"
        response, body = get(server.port, "/console/server.json", "HEAD")
        assert (response.status, body) == (200, b"")
        assert int(response.headers["content-length"]) > 0
        response, _ = get(server.port, "/console")
        assert (response.status, response.headers["location"]) == (302, "/console/")
        response, _ = get(server.port, "/console/nothing")
        assert response.status == 404
        assert get(server.port, "/consoles")[1] == b"<UnknownOperationException/>\n"


def test_the_name_of_a_foreign_host_is_refused_in_open_mode() -> None:
    with serving("--memory") as server:
        response, _ = get(server.port, "/console/", headers={"Host": "evil.example"})
        assert response.status == 421


def test_the_start_says_where_it_is() -> None:
    with serving("--memory", "--host", "::1") as server:
        assert server.process.stdout is not None
        line = server.process.stdout.readline()
        assert line == f"The console is at http://[::1]:{server.port}/console/\n"
    with serving("--memory", "--no-console") as server:
        response, _ = get(server.port, "/console/")
        assert response.status == 404
        server.process.terminate()
        assert server.process.communicate(timeout=20) == ("", "")
