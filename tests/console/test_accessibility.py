"""Every page of the console: accessibility, light and dark, and texts that no page should show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.app.server import serving
from tests.console.conftest import go_to, open_console, opened_page
from tests.console.pages import IMAGE, Names, make_hostile, paths

POLL_MS = 40
QUIET_POLLS = 3
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# The table is called `undefined.-_null`, so a bare `undefined` is a fault of the page.
FAULTS = re.compile(r"(?<![\w.-])(?:undefined(?!\.-_null)|NaN|\[object \w+\])(?![\w-])")


@dataclass
class Findings:
    """What is wrong on the pages."""

    texts: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=lambda: {"light": [], "dark": []})


@pytest.fixture(scope="module")
def names() -> Iterator[tuple[str, Names]]:
    """A server with hostile names, and these names."""
    with serving("--memory") as server:
        yield server.url, make_hostile(server.url)


def look_at_every_page(browser: Any, url: str, made: Names) -> Findings:
    """Visits every page once, and looks at it in light and in dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = Findings()
    with opened_page(browser, color_scheme="light") as page:
        page.on("dialog", lambda dialog: (found.scripts.append("dialog"), dialog.dismiss()))
        open_requests: set[Any] = set()
        watch(page, open_requests)
        page.goto(f"{url}/console/")
        page.get_by_role("button", name="Continue without credentials").wait_for()
        found.violations["light"] += violations(axe, page, "sign-in")
        open_console(page, url)
        for address in made.addresses():
            visit(page, address, open_requests)
            text = page.get_by_role("main").inner_text()
            found.texts += [f"{address}: {fault[0]}" for fault in FAULTS.finditer(text)]
            if page.locator("img[src=x], [onerror], a[href^=javascript]").count():
                found.scripts.append(address)
            for look, other in (("light", "dark"), ("dark", "light")):
                found.violations[look] += violations(axe, page, address)
                page.get_by_role("button", name=f"Use the {other} look").click()
    return found


def watch(page: Any, open_requests: set[Any]) -> None:
    """Keeps the set of requests that are not answered yet. Playwright takes no method of a set."""

    def begin(request: Any) -> None:
        open_requests.add(request)

    def end(request: Any) -> None:
        open_requests.discard(request)

    page.on("request", begin)
    page.on("requestfinished", end)
    page.on("requestfailed", end)


def visit(page: Any, address: str, open_requests: set[Any]) -> None:
    """Opens a page and waits until it has read what it shows."""
    go_to(page, address)
    main = page.get_by_role("main")
    # A page has a heading of its own once its code and its data are here.
    main.get_by_role("heading").or_(main.get_by_role("alert")).first.wait_for()
    quiet = 0
    while quiet < QUIET_POLLS:
        page.wait_for_timeout(POLL_MS)
        quiet = 0 if open_requests else quiet + 1


def violations(axe: Any, page: Any, address: str) -> list[str]:
    """Returns a line for each violation that axe-core finds."""
    result = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in result.response["violations"]
    ]


def test_every_page_is_found_in_the_source() -> None:
    assert {"dashboard", "tables", "partiql", "requests", "transactions"} <= set(paths())


def test_every_page_shows_hostile_names_as_text_and_is_accessible(
    browser: Any, names: tuple[str, Names]
) -> None:
    """Points 7 and 9: names and texts of strangers are text on every page, and no dialog opens. No
    page says undefined, NaN or [object Object]. axe-core finds no violation of WCAG 2.1 A and AA,
    light and dark. One test, because each page is opened once for all of it.
    """
    assert look_at_every_page(browser, *names) == Findings()


def test_results_of_statements_show_hostile_items_as_text(
    browser: Any, names: tuple[str, Names]
) -> None:
    """Point 7: the grid, the JSON and the messages of the PartiQL editor."""
    url, made = names
    with opened_page(browser) as page:
        open_console(page, url)
        go_to(page, f'partiql?statement=SELECT * FROM "{made.table}"')
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("cell", name=IMAGE).first.wait_for()
        page.get_by_role("columnheader", name=IMAGE).wait_for()
        page.get_by_role("columnheader", name="__proto__").wait_for()
        with page.expect_download() as started:
            page.get_by_role("button", name="Download results to CSV").click()
        csv = started.value.path().read_text()
        assert "'=cmd" in csv
        assert not re.search(r"(?m)(?:^|,)\"?[=@+]", csv)
        go_to(page, f"partiql?statement=SELECT {IMAGE}")
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_text("An error occurred during the execution of the command.").wait_for()
        assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
