"""The dashboard, the search of the top bar, and what empty lists say."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.api.clients import create
from tests.app.server import serving
from tests.console.commands import run_all
from tests.console.conftest import go_to, open_console, opened_page


def test_the_search_finds_tables_and_pages(console: Any, dynamodb: Any) -> None:
    """Point 57: Ctrl-K, a part of a name, Enter."""
    name = create(dynamodb, ("k", "S"))
    console.get_by_role("button", name="Read the tables again").click()
    console.get_by_role("link", name=name).wait_for()
    console.keyboard.press("Control+k")
    console.keyboard.insert_text(name[5:])
    console.get_by_role("option", name=name).wait_for()
    console.keyboard.press("ArrowDown")
    console.keyboard.press("Enter")
    console.wait_for_function("name => location.hash.endsWith('/tables/' + name)", arg=name)
    console.keyboard.press("Control+k")
    console.keyboard.insert_text("partiql")
    console.get_by_role("option", name="PartiQL editor").click()
    console.get_by_role("heading", name="PartiQL editor").wait_for()


# Pages with empty lists, and how many commands they show. The commands of the first pages make
# what the other pages are about: a table, a user, a group and a role.
_LISTS = dict.fromkeys(
    (
        *("tables", "imports", "users", "groups", "roles", "identity-providers"),
        *("instances", "key-pairs", "encryption-keys"),
    ),
    1,
)
_EMPTY_PAGES = {
    "tables/Music/indexes": 1,
    "backups": 2,
    "tables/Music/backups": 3,
    "tables/Music/streams": 2,
    "exports": 1,
    "tables/Music/permissions": 1,
    "explore/Music": 1,
    "users/Anna": 1,
    "users/Anna/groups": 1,
    "users/Anna/tags": 1,
    "users/Anna/credentials": 1,
    "groups/Readers/permissions": 1,
    "roles/MusicReader": 1,
    "roles/MusicReader/tags": 1,
}


def _commands(page: Any, pages: Mapping[str, int]) -> list[str]:
    """Returns the commands that pages show."""
    found: list[str] = []
    for path, count in pages.items():
        # Until the page has changed, the commands of an earlier one are shown.
        go_to(page, "nothing")
        page.get_by_text("There is no such page").wait_for()
        go_to(page, path)
        commands = page.get_by_role("main").locator("code").filter(has_text=re.compile("^aws "))
        commands.nth(count - 1).wait_for()
        texts = commands.all_inner_texts()
        assert len(texts) == count, path
        found += texts
    return found


def test_the_commands_of_first_steps_and_of_empty_lists_work(browser: Any, tmp_path: Path) -> None:
    """Point 58: each step has a button and a command, and so has each empty list. The commands are
    run as they are shown.
    """
    with serving("--memory", "--buckets", str(tmp_path)) as server, opened_page(browser) as page:
        open_console(page, server.url)
        steps = _commands(page, {"dashboard": 6})
        page.get_by_role("heading", name="5. Give a reader a role that only reads").wait_for()
        assert page.get_by_role("button", name="Create item").is_disabled()
        run_all(server.url, [*steps, *_commands(page, _LISTS)])
        commands = _commands(page, _EMPTY_PAGES)
        # A table is changed by one request at a time, and an index takes its time.
        run_all(server.url, sorted(commands, key=lambda command: "-index-updates" in command))
        go_to(page, "dashboard")
        page.get_by_role("link", name="Create item").wait_for()
        page.get_by_text("Open: all credentials are accepted").wait_for()
