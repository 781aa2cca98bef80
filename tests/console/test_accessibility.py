"""Every page of the console: accessibility, light and dark, and texts that no page should show."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.server import serving
from tests.console.conftest import go_to, open_console, opened_page
from tests.console.pages import IMAGE, Names, make_hostile, paths

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# The table is called `undefined.-_null`, so a bare `undefined` is a fault of the page.
FAULTS = re.compile(r"(?<![\w.-])(?:undefined(?!\.-_null)|NaN|\[object \w+\])(?![\w-])")


@pytest.fixture(scope="module")
def names() -> Iterator[tuple[str, Names]]:
    """A server with hostile names, and these names."""
    with serving("--memory") as server:
        yield server.url, make_hostile(server.url)


def visit(page: Any, address: str) -> None:
    """Opens a page and waits until it has read what it shows."""
    go_to(page, address)
    page.wait_for_load_state("networkidle")
    main = page.get_by_role("main")
    main.wait_for()
    # A page has a heading of its own once its code and its data are here.
    main.get_by_role("heading").or_(main.get_by_role("alert")).first.wait_for()
    page.wait_for_timeout(150)


def test_every_page_is_found_in_the_source() -> None:
    assert {"dashboard", "tables", "partiql", "requests", "transactions"} <= set(paths())


def test_no_page_runs_or_loses_a_hostile_name(browser: Any, names: tuple[str, Names]) -> None:
    """Point 7: names and texts of strangers are text on every page; no dialog opens."""
    url, made = names
    with opened_page(browser) as page:
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        open_console(page, url)
        faults = []
        for address in made.addresses():
            visit(page, address)
            text = page.get_by_role("main").inner_text()
            faults += [f"{address}: {found[0]}" for found in FAULTS.finditer(text)]
            scripts = page.evaluate(
                "[...document.querySelectorAll('img[src=x],[onerror],a[href^=javascript]')].length"
            )
            assert scripts == 0, address
        assert (faults, dialogs) == ([], [])


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


@pytest.mark.parametrize("look", ["light", "dark"])
def test_no_page_violates_wcag(browser: Any, names: tuple[str, Names], look: Any) -> None:
    """Point 9: axe-core finds no violation of WCAG 2.1 A and AA on any page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    url, made = names
    with opened_page(browser, color_scheme=look) as page:
        page.goto(f"{url}/console/")
        page.get_by_role("button", name="Continue without credentials").wait_for()
        violations = found_by(axe, page, "sign-in")
        open_console(page, url)
        for address in made.addresses():
            visit(page, address)
            violations += found_by(axe, page, address)
        assert violations == []


def found_by(axe: Any, page: Any, address: str) -> list[str]:
    """Returns a line for each violation."""
    result = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in result.response["violations"]
    ]
