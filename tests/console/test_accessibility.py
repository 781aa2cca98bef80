"""Every page of the console: accessibility, light and dark, and texts that no page should show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.app.server import serving
from tests.console.conftest import go_to, open_console, opened_page
from tests.console.pages import IMAGE, Names, make_hostile, paths

POLL_MS = 40
QUIET_POLLS = 3
# Only what depends on colours differs between the looks.
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# The bar at the top and the navigation are the same on all pages, so the first page shows them.
FRAME = ("#top-bar", "[aria-label=Pages]")
# The table is called `undefined.-_null`, so a bare `undefined` is a fault of the page.
FAULTS = re.compile(r"(?<![\w.-])(?:undefined(?!\.-_null)|NaN|\[object \w+\])(?![\w-])")


@dataclass
class Findings:
    """What is wrong on the pages."""

    texts: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=lambda: {"light": [], "dark": []})


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Names]]:
    """A server with hostile names, and these names."""
    buckets = tmp_path_factory.mktemp("buckets")
    with serving("--memory", "--buckets", str(buckets)) as server:
        yield server.url, make_hostile(server.url, buckets)


def look_at(browser: Any, url: str, addresses: Sequence[str]) -> Findings:
    """Visits each page once, and looks at it in light and in dark."""
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    found = Findings()

    def dismiss(dialog: Any) -> None:
        found.scripts.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    with opened_page(browser, color_scheme="light", reduced_motion="reduce") as page:
        page.on("dialog", dismiss)
        open_requests: set[Any] = set()
        watch(page, open_requests)
        for look in ("light", "dark"):  # the sign-in page has the look of the system
            page.emulate_media(color_scheme=look)
            page.goto(f"{url}/console/?{look}")
            page.get_by_role("button", name="Continue without credentials").wait_for()
            found.violations[look] += violations(axe, page, "sign-in", look)
        page.emulate_media(color_scheme="light")
        open_console(page, url)
        seen: Sequence[str] = ()
        for address in addresses:
            visit(page, address, open_requests)
            text = page.get_by_role("main").inner_text()
            found.texts += [f"{address}: {fault[0]}" for fault in FAULTS.finditer(text)]
            if page.locator("img[src=x], [onerror], a[href^=javascript]").count():
                found.scripts.append(address)
            for look, other in (("light", "dark"), ("dark", "light")):
                found.violations[look] += violations(axe, page, address, look, without=seen)
                page.get_by_role("button", name=f"Use the {other} look").click()
            seen = FRAME
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


def violations(
    axe_source: str, page: Any, address: str, look: str = "light", *, without: Sequence[str] = ()
) -> list[str]:
    """Returns a line for each violation that axe-core finds. Its source is sent once for a page.

    without: selectors of what is not looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source)
    kind, values = ("tag", TAGS) if look == "light" else ("rule", RULES_OF_COLOURS)
    options = {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"]}
    context = {"exclude": [[selector] for selector in without]}
    result = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])
    return [
        f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in result["violations"]
    ]


def test_every_page_is_found_in_the_source() -> None:
    assert {"dashboard", "tables", "partiql", "requests", "transactions"} <= set(paths())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_shows_hostile_names_as_text_and_is_accessible(
    browser: Any, names: tuple[str, Names], half: int
) -> None:
    """Points 7 and 9: names and texts of strangers are text on every page, and no dialog opens. No
    page says undefined, NaN or [object Object]. axe-core finds no violation of WCAG 2.1 A and AA,
    light and dark. One test, because each page is opened once for all of it; two halves, so that
    two workers share the pages.
    """
    url, made = names
    assert look_at(browser, url, made.addresses()[half::2]) == Findings()


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
        page.locator(".ace_content", has_text=f"SELECT {IMAGE}").wait_for()
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_text("An error occurred during the execution of the command.").wait_for()
        assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
