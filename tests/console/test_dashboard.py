"""The dashboard, the search of the top bar, and what empty lists say."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.api.clients import create
from tests.app.server import environment, serving
from tests.console.conftest import go_to, open_console, opened_page


def test_the_first_steps_are_commands_that_work(browser: Any) -> None:
    """Point 58: each step has a button and a command, which this test runs."""
    with serving("--memory") as server, opened_page(browser) as page:
        open_console(page, server.url)
        go_to(page, "dashboard")
        page.get_by_role("heading", name="4. Give a reader a role that only reads").wait_for()
        assert page.get_by_role("button", name="Create item").is_disabled()
        commands = page.locator("code").filter(has_text=re.compile("^aws ")).all_inner_texts()
        assert len(commands) == 5
        for command in commands:
            extra = {
                "AWS_ENDPOINT_URL": server.url,
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "a",
                "AWS_SECRET_ACCESS_KEY": "b",
            }
            aws = str(Path(sys.executable).with_name("aws"))
            done = subprocess.run(
                [aws, *shlex.split(command)[1:]],
                env=environment(extra),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        page.reload()
        page.get_by_role("button", name="Continue without credentials").click()
        page.get_by_role("link", name="Create item").wait_for()
        page.get_by_text("Open: all credentials are accepted").wait_for()


def test_the_search_finds_tables_and_pages(console: Any, dynamodb: Any) -> None:
    """Point 57: Ctrl-K, a part of a name, Enter."""
    name = create(dynamodb, ("k", "S"))
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
