"""The browser, the server and a signed-in page."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.api.clients import client
from tests.app.server import serving
from tests.console.controls import act

# The shell without a window takes a sixth less of the processor than the whole browser.
CHROMIUM = (
    os.environ.get("JEDLIK_TEST_BROWSER")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
ROOT_PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {
    "JEDLIK_ROOT_ACCESS_KEY_ID": ROOT_PAIR[0],
    "JEDLIK_ROOT_SECRET_ACCESS_KEY": ROOT_PAIR[1],
}
_SIZE: Any = {"width": 1280, "height": 900}
_TIMEOUT_MS = 30_000
# Where `pytest --basetemp` has no screenshots, this folder has them: JEDLIK_TEST_SCREENSHOTS.
_SCREENSHOTS = os.environ.get("JEDLIK_TEST_SCREENSHOTS")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of the console last: in a process with an open browser, the event loop of
    Playwright counts as running, and no test can run another one.
    """
    items.sort(key=lambda each: each.path.is_relative_to(Path(__file__).parent))


class Enforced(NamedTuple):
    """A server with `--auth enforce`, and the key pair of its root."""

    url: str
    keys: tuple[str, str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's package chromium-headless-shell or chromium")
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
    page, errors = _opened(browser, **options)
    try:
        yield page
        assert errors == []
    finally:
        page.context.close()


def _opened(browser: Any, **options: Any) -> tuple[Any, list[str]]:
    """Returns a page in a context of its own, and the list to which its errors are added.

    Without motion a click never meets something that is still moving.
    """
    context = browser.new_context(viewport=_SIZE, **{"reduced_motion": "reduce", **options})
    context.set_default_timeout(_TIMEOUT_MS)
    errors: list[str] = []

    def watch(page: Any) -> None:
        page.on("console", lambda message: _note(message, errors))
        page.on("pageerror", lambda error: errors.append(str(error)))

    context.on("page", watch)
    return context.new_page(), errors


def _note(message: Any, errors: list[str]) -> None:
    """Collects errors and warnings. A refused request, which the page must show, is none."""
    is_refused_request = message.text.startswith("Failed to load resource")
    if message.type in ("error", "warning") and not is_refused_request:
        errors.append(message.text)


class SharedPage:
    """The page that the tests of a file share: to load the console takes seconds.

    Each test starts with a new session and without preferences. So it finds nothing of what the
    tests before it read, chose or showed. After a test that failed the page is closed.
    """

    def __init__(self, browser: Any, url: str) -> None:
        self._browser = browser
        self._url = url
        self._page: Any = None
        self._errors: list[str] = []

    def begin(self) -> Any:
        """Returns the page, signed in, with the list of tables."""
        if self._page is None:
            self._page, self._errors = _opened(self._browser)
            open_console(self._page, self._url)
            return self._page
        page = self._page
        go_to(page, "tables")
        page.get_by_role("heading", name="Tables").wait_for()
        sign_out(page)
        page.evaluate("localStorage.clear()")
        page.get_by_role("button", name="Continue without credentials").click()
        page.get_by_role("heading", name="Tables").wait_for()
        return page

    def errors(self) -> list[str]:
        """Returns the errors since it was asked last."""
        found = list(self._errors)
        self._errors.clear()
        return found

    def close(self) -> None:
        """Closes the page. The next test gets a new one."""
        if self._page is not None:
            self._page.context.close()
            self._page = None


@pytest.fixture(scope="module")
def shared_page(browser: Any, server_url: str) -> Iterator[SharedPage]:
    """The page of the tests of a file."""
    shared = SharedPage(browser, server_url)
    yield shared
    shared.close()


@pytest.fixture
def console(shared_page: SharedPage, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of the server of the file after "Continue without credentials"."""
    page = shared_page.begin()
    failures = request.session.testsfailed
    yield page
    if _SCREENSHOTS is not None:
        page.screenshot(path=Path(_SCREENSHOTS) / f"{request.node.name}.png")
    if request.session.testsfailed > failures:
        shared_page.close()
    assert shared_page.errors() == []


def sign_out(page: Any) -> None:
    """Signs out by the menu of the top bar, which opens by the keyboard."""
    act(page, "Sign out", menu=re.compile("Signed in as"))


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
