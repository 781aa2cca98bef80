"""What the server does for the safety of the console: headers, frames, the Host of requests."""

import http.client
from typing import Any

import pytest

from tests.app.server import serving
from tests.app.test_accounts import ROOT
from tests.console.conftest import opened_page

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


MISDIRECTED = 421


def _add(responses: list[Any], response: Any) -> None:
    """Playwright takes no method of a list."""
    responses.append(response)


def answer(url: str, path: str, **headers: str) -> http.client.HTTPResponse:
    """Sends GET and returns the response without its body."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_every_file_has_the_headers_of_the_policy(browser: Any, server_url: str) -> None:
    """Point 5: each file that the browser gets, index.html and parts alike."""
    with opened_page(browser) as page:
        responses: list[Any] = []
        page.on("response", lambda response: _add(responses, response))
        page.goto(f"{server_url}/console/")
        page.get_by_role("button", name="Continue without credentials").wait_for()
        files = [each for each in responses if each.url.startswith(f"{server_url}/console/")]
        assert len(files) > 4
        for response in files:
            for name, value in HEADERS.items():
                assert response.header_value(name) == value, (response.url, name)
            assert response.header_value("Access-Control-Allow-Origin") is None


def test_a_page_that_frames_the_console_stays_blank(browser: Any, server_url: str) -> None:
    """Point 5: frame-ancestors 'none'."""
    context = browser.new_context()
    page = context.new_page()
    try:
        page.set_content(f'<iframe src="{server_url}/console/"></iframe>')
        frame = page.frames[1]
        while "chrome-error:" not in frame.url:  # what the browser shows in its place
            page.wait_for_timeout(20)
            assert frame.get_by_role("button").count() == 0
    finally:
        context.close()


@pytest.mark.parametrize("path", ["/console/", "/console/server.json", "/"])
def test_in_open_mode_a_foreign_host_is_refused(server_url: str, path: str) -> None:
    """Point 6, as ADR 0035 decides: Host is checked for the console as for the API."""
    port = server_url.rpartition(":")[2]
    assert answer(server_url, path, Host=f"evil.example:{port}").status == MISDIRECTED
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"):
        assert answer(server_url, path, Host=host).status == 200, host


def test_in_enforce_mode_the_files_are_for_everybody() -> None:
    """Point 6: a page of a rebound name has no credentials there, and the files are no secret."""
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        assert answer(server.url, "/console/", Host="evil.example").status == 200
