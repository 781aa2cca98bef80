"""The browser, the server and a signed-in page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.api.clients import client
from tests.app.server import serving

CHROMIUM = os.environ.get("JEDLIK_TEST_BROWSER") or shutil.which("chromium")
ROOT_PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {
    "JEDLIK_ROOT_ACCESS_KEY_ID": ROOT_PAIR[0],
    "JEDLIK_ROOT_SECRET_ACCESS_KEY": ROOT_PAIR[1],
}
_SIZE: Any = {"width": 1280, "height": 900}
_TIMEOUT_MS = 30_000
# Where `pytest --basetemp` has no screenshots, this folder has them: JEDLIK_TEST_SCREENSHOTS.
_SCREENSHOTS = os.environ.get("JEDLIK_TEST_SCREENSHOTS")


class Enforced(NamedTuple):
    """A server with `--auth enforce`, and the key pair of its root."""

    url: str
    keys: tuple[str, str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's package chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """The URL of a server in open mode that the tests of a file share.

    Lists show their first page, so a test must not find the tables of all other files.
    """
    with serving("--memory") as server:
        yield server.url


@pytest.fixture(scope="module")
def dynamodb(server_url: str) -> Iterator[Any]:
    """A boto3 client of that server."""
    with client(server_url) as made:
        yield made


@contextmanager
def opened_page(browser: Any, **options: Any) -> Iterator[Any]:
    """A page in a context of its own. At the end there must be no error in its console."""
    context = browser.new_context(viewport=_SIZE, **options)
    context.set_default_timeout(_TIMEOUT_MS)
    errors: list[str] = []

    def watch(page: Any) -> None:
        page.on("console", lambda message: _note(message, errors))
        page.on("pageerror", lambda error: errors.append(str(error)))

    context.on("page", watch)
    page = context.new_page()
    try:
        yield page
        assert errors == []
    finally:
        context.close()


def _note(message: Any, errors: list[str]) -> None:
    """Collects errors and warnings. A refused request, which the page must show, is none."""
    is_refused_request = message.text.startswith("Failed to load resource")
    if message.type in ("error", "warning") and not is_refused_request:
        errors.append(message.text)


@pytest.fixture
def console(browser: Any, server_url: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of the shared server after "Continue without credentials"."""
    with opened_page(browser) as page:
        open_console(page, server_url)
        yield page
        if _SCREENSHOTS is not None:
            page.screenshot(path=Path(_SCREENSHOTS) / f"{request.node.name}.png")


def open_console(page: Any, url: str) -> None:
    """Opens the tables in the console of a server in open mode and signs in."""
    page.goto(f"{url}/console/#/us-east-1/tables")
    page.get_by_role("button", name="Continue without credentials").click()
    page.get_by_role("heading", name="Tables").wait_for()


def go_to(page: Any, *parts: str) -> None:
    """Goes to an address without leaving the page: `go_to(page, "tables", "Music")`."""
    page.evaluate("hash => { window.location.hash = hash; }", "/us-east-1/" + "/".join(parts))


@pytest.fixture(scope="session")
def enforced() -> Iterator[Enforced]:
    """A server that verifies signatures and enforces policies, shared by the tests of a worker."""
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        yield Enforced(server.url, ROOT_PAIR)
