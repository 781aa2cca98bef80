"""What is around the pages: signing in and out, addresses, looks, a server that is gone."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import client, create, unique
from tests.app.server import Server, serving
from tests.console.conftest import go_to, open_console, opened_page

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


@pytest.fixture(scope="module")
def enforcing() -> Iterator[Server]:
    """A server that verifies signatures and enforces policies."""
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        yield server


def sign_in(page: Any, url: str, pair: tuple[str, str], address: str = "") -> None:
    """Fills the form of the sign-in page with a key pair."""
    page.goto(f"{url}/console/{address}")
    page.get_by_role("radio", name="Access key").or_(
        page.get_by_role("button", name="Access key")
    ).first.click()
    page.get_by_label("Access key ID").fill(pair[0])
    page.get_by_label("Secret access key").fill(pair[1])
    page.get_by_role("button", name="Sign in").click()


def stored(page: Any) -> str:
    """Returns all that the browser stores for the page, and its history."""
    return str(
        page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, "
            "location.href, history.state])"
        )
    )


def test_no_request_leaves_the_server(browser: Any, server_url: str) -> None:
    """Point 1: the sign-in page is shown, and no page asks another host."""
    with opened_page(browser) as page:
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        open_console(page, server_url)
        for address in ("dashboard", "tables", "partiql", "requests", "transactions"):
            go_to(page, address)
            page.get_by_role("main").get_by_role("heading").first.wait_for()
        page.get_by_label("PartiQL statements").or_(page.get_by_role("main")).first.wait_for()
        assert hosts == {server_url.split("/")[2]}


def test_a_key_pair_signs_in_and_a_wrong_secret_does_not(browser: Any, enforcing: Server) -> None:
    """Points 2 and 3: the top bar says who it is; secrets are stored nowhere."""
    with opened_page(browser) as page:
        sign_in(page, enforcing.url, (PAIR[0], "wrong"))
        page.get_by_text("SignatureDoesNotMatch").wait_for()
        assert "wrong" not in stored(page)
        page.get_by_label("Secret access key").fill(PAIR[1])
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Dashboard", exact=True).wait_for()
        page.get_by_role("button", name=re.compile("Signed in as arn:.*:root")).wait_for()
        page.get_by_role("button", name="Region us-east-1").wait_for()
        assert PAIR[1] not in stored(page)
        page.get_by_role("button", name=re.compile("Signed in as")).click()
        page.get_by_role("menuitem", name="Sign out").click()
        page.get_by_label("Secret access key").or_(page.get_by_label("Password")).wait_for()
        assert PAIR[1] not in stored(page)
        assert page.context.cookies() == []


def test_sign_out_drops_what_was_read(browser: Any, enforcing: Server) -> None:
    """Point 3: the next user of the page sees no list, message or request of the one before."""
    with client(enforcing.url, keys=PAIR) as dynamodb:
        name = create(dynamodb, ("k", "S"))
    with client(enforcing.url, keys=PAIR, service="iam") as iam:
        user = iam.create_user(UserName=unique("nobody"))["User"]["UserName"]
        key = iam.create_access_key(UserName=user)["AccessKey"]
    with opened_page(browser) as page:
        sign_in(page, enforcing.url, PAIR, "#/us-east-1/tables")
        page.get_by_role("link", name=name).wait_for()
        page.get_by_role("button", name=re.compile("Signed in as")).click()
        page.get_by_role("menuitem", name="Sign out").click()
        sign_in_here(page, (key["AccessKeyId"], key["SecretAccessKey"]))
        page.get_by_text("AccessDeniedException").first.wait_for()
        assert page.get_by_role("link", name=name).count() == 0
        go_to(page, "requests")
        page.get_by_role("row").filter(has_text="ListTables").first.wait_for()
        assert page.get_by_text("Success").count() <= 1  # its own GetCallerIdentity


def sign_in_here(page: Any, pair: tuple[str, str]) -> None:
    """Signs in on the sign-in page that is shown."""
    page.get_by_text("Access key", exact=True).first.click()
    page.get_by_label("Access key ID").fill(pair[0])
    page.get_by_label("Secret access key").fill(pair[1])
    page.get_by_role("button", name="Sign in").click()


def test_expired_credentials_keep_what_was_typed(browser: Any, enforcing: Server) -> None:
    """The page stays while the user signs in again."""
    with client(enforcing.url, keys=PAIR, service="iam") as iam, opened_page(browser) as page:
        user = iam.create_user(UserName=unique("reader"))["User"]["UserName"]
        iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
        keys = [iam.create_access_key(UserName=user)["AccessKey"] for _ in range(2)]
        first, second = [(key["AccessKeyId"], key["SecretAccessKey"]) for key in keys]
        sign_in(page, enforcing.url, first, "#/us-east-1/transactions")
        page.get_by_label("Table of action 1").fill("what-I-typed")
        iam.update_access_key(UserName=user, AccessKeyId=first[0], Status="Inactive")
        page.get_by_label("Item in DynamoDB JSON, action 1").fill('{"a": {"S": "b"}}')
        page.get_by_role("button", name="Run transaction").click()
        page.get_by_role("dialog", name="Sign in again").wait_for()
        sign_in_here(page, second)
        page.get_by_role("dialog").wait_for(state="hidden")
        assert page.get_by_label("Table of action 1").input_value() == "what-I-typed"
        page.get_by_role("button", name="Run transaction").click()
        page.get_by_text("AccessDeniedException").first.wait_for()


def test_a_link_opens_the_same_state_after_sign_in(console: Any, server_url: str) -> None:
    """Point 11: the address of a statement opens it in another tab, and does not run it."""
    go_to(console, "partiql?statement=SELECT 1, 2&mode=batch")
    console.get_by_text("SELECT 1, 2").first.wait_for()
    address = console.evaluate("location.href")
    with opened_page(console.context.browser) as other:
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.post_data or ""))
        other.goto(address)
        other.get_by_role("button", name="Continue without credentials").click()
        other.get_by_text("SELECT 1, 2").first.wait_for()
        assert (
            other.get_by_role("radio", name="Batch")
            .or_(other.get_by_role("button", name="Batch"))
            .first.is_visible()
        )
        assert not any("SELECT" in body for body in asked)
        assert other.evaluate("location.href") == address


def test_the_look_follows_the_system_and_then_the_choice(browser: Any, server_url: str) -> None:
    """Point 10: dark at first if the system is dark, and as chosen after a reload."""
    with opened_page(browser, color_scheme="dark") as page:
        open_console(page, server_url)
        page.get_by_role("button", name="Use the light look").click()
        page.get_by_role("button", name="Use the dark look").wait_for()
        page.reload()
        page.get_by_role("button", name="Continue without credentials").click()
        page.get_by_role("button", name="Use the dark look").wait_for()


def test_a_server_that_stops_answering_signs_nobody_out(browser: Any) -> None:
    """A message says so and offers to try again; the page goes on when the server is back."""
    with opened_page(browser) as page, serving("--memory") as server:
        open_console(page, server.url)
        page.route(f"{server.url}/", lambda route: route.abort())
        page.get_by_role("button", name="Read the tables again").click()
        page.get_by_text("The server does not answer. You stay signed in").wait_for()
        page.unroute(f"{server.url}/")
        page.get_by_role("button", name="Try again").first.click()
        page.get_by_text("The server does not answer.").first.wait_for(state="hidden")
        page.get_by_text("You have no tables").wait_for()


def test_a_part_that_is_gone_after_an_upgrade_offers_to_reload(
    browser: Any, server_url: str
) -> None:
    """The address stays, so the reload goes on where the user was."""
    with opened_page(browser) as page:
        open_console(page, server_url)
        page.route(re.compile("/assets/partiql"), lambda route: route.fulfill(status=404, body=""))
        go_to(page, "partiql")
        page.get_by_text("A newer version was probably installed.").wait_for()
        page.unroute(re.compile("/assets/partiql"))
        page.get_by_role("button", name="Reload").click()
        page.get_by_role("button", name="Continue without credentials").click()
        page.get_by_role("heading", name="PartiQL editor").wait_for()


def test_a_session_survives_the_death_of_a_worker(browser: Any, tmp_path: Path) -> None:
    """Point 12: nothing was held in the worker that is killed."""
    with serving("--data", str(tmp_path), "--workers", "2") as server, opened_page(browser) as page:
        open_console(page, server.url)
        page.get_by_text("You have no tables").wait_for()
        os.kill(server.workers()[0], signal.SIGKILL)
        with client(server.url) as dynamodb:
            name = create(dynamodb, ("k", "S"))
        page.get_by_role("button", name="Read the tables again").click()
        page.get_by_role("link", name=name).wait_for()
        # It reports the worker that died.
        assert server.stop()[0] == 0


def test_a_phone_shows_every_page(browser: Any, server_url: str) -> None:
    """390 pixels: nothing is wider than the screen, and the navigation closes after a choice."""
    with opened_page(browser) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        open_console(page, server_url)
        for text in ("PartiQL editor", "Transaction builder"):
            page.get_by_role("button", name="Open the navigation").first.click()
            page.get_by_role("link", name=text).click()
            page.get_by_role("heading", name=text).wait_for()
            page.get_by_role("button", name="Close the navigation").wait_for(state="hidden")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


def tab_to(page: Any, target: Any) -> None:
    """Presses Tab until the target has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.count() and target.first.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError("Tab does not reach it.")


def test_a_table_is_created_and_deleted_by_keyboard_alone(console: Any, dynamodb: Any) -> None:
    """Point 8: Tab, Enter, Space and letters; focus returns to what opened a dialog."""
    name = unique("keys")
    tab_to(console, console.get_by_role("link", name="Create table"))
    console.keyboard.press("Enter")
    tab_to(console, console.get_by_role("textbox", name="Table name"))
    console.keyboard.type(name)
    tab_to(console, console.get_by_role("textbox", name="Partition key"))
    console.keyboard.type("id")
    console.keyboard.press("Enter")
    row = console.get_by_role("row").filter(has_text=name)
    row.get_by_text("Active").wait_for()
    assert dynamodb.describe_table(TableName=name)["Table"]["KeySchema"][0]["AttributeName"] == "id"
    tab_to(console, row.get_by_role("checkbox"))
    console.keyboard.press("Space")
    console.get_by_role("heading", name="Tables").wait_for()
    delete = console.get_by_role("button", name="Delete", exact=True)
    while not delete.evaluate("e => e === document.activeElement"):
        console.keyboard.press("Shift+Tab")
    console.keyboard.press("Enter")
    dialog = console.get_by_role("dialog")
    dialog.wait_for()
    console.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert delete.evaluate("e => e === document.activeElement")
    console.keyboard.press("Enter")
    tab_to(console, dialog.get_by_role("textbox"))
    console.keyboard.type("confirm")
    tab_to(console, dialog.get_by_role("button", name="Delete", exact=True))
    console.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
