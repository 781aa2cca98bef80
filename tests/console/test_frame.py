"""What is around the pages: signing in and out, addresses, looks, a server that is gone."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jedlik.app.compose import ACCOUNT_ID
from tests.api.clients import REGION, client, create, unique
from tests.app.server import serving
from tests.console.conftest import ROOT_PAIR as PAIR
from tests.console.conftest import Enforced, go_to, open_console, opened_page, sign_out
from tests.console.items import condition, item_address
from tests.console.signed_in import new_user, sign_in

READ_ONLY = "AmazonDynamoDBReadOnlyAccess"


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


def test_a_key_pair_signs_in_and_a_wrong_secret_does_not(browser: Any, enforced: Enforced) -> None:
    """Points 2 and 3: the top bar says who it is, with a key pair and with temporary credentials.
    A wrong secret gives one clear error. Secrets are stored nowhere, and after "Sign out" there are
    none.
    """
    user, pair = new_user(enforced.url, READ_ONLY)
    with client(enforced.url, keys=pair, service="sts") as sts:
        issued = sts.get_session_token()["Credentials"]
    temporary = (issued["AccessKeyId"], issued["SecretAccessKey"])
    with opened_page(browser) as page:
        page.goto(f"{enforced.url}/console/")
        sign_in(page, (pair[0], "wrong"))
        page.get_by_text("SignatureDoesNotMatch").wait_for()
        assert page.get_by_text("The request signature we calculated").count() == 1
        assert "wrong" not in stored(page)
        for keys, token in ((pair, ""), (temporary, issued["SessionToken"])):
            sign_in(page, keys, token)
            page.get_by_role("heading", name="Dashboard", exact=True).wait_for()
            arn = f"arn:aws:iam::{ACCOUNT_ID}:user/{user}"
            menu = page.get_by_role("button", name=f"Signed in as {arn}", exact=True)
            menu.press("Enter")
            page.get_by_role("menuitem", name=f"Account {ACCOUNT_ID}").wait_for()
            page.keyboard.press("Escape")
            page.get_by_role("button", name=f"Region {REGION}").wait_for()
            sign_out(page)
            page.get_by_role("textbox", name="User name").wait_for()
            assert not any(secret in stored(page) for secret in (*keys, token) if secret)
        assert page.context.cookies() == []


def test_a_password_signs_in_to_the_account_that_is_proposed(
    browser: Any, enforced: Enforced
) -> None:
    """The sign-in page says which account the server has. A password that must be changed is."""
    with client(enforced.url, keys=PAIR, service="iam") as iam:
        user = iam.create_user(UserName=unique("anna"))["User"]["UserName"]
        iam.attach_user_policy(UserName=user, PolicyArn=f"arn:aws:iam::aws:policy/{READ_ONLY}")
        iam.create_login_profile(UserName=user, Password="Passw0rd!", PasswordResetRequired=True)
    with opened_page(browser) as page:
        page.goto(f"{enforced.url}/console/")
        page.get_by_text(f"The default account of this server is {ACCOUNT_ID}.").wait_for()
        assert page.get_by_label("Account ID or account alias").input_value() == ACCOUNT_ID
        page.get_by_role("textbox", name="User name").fill(user)
        page.get_by_label("Password", exact=True).fill("Passw0rd!")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("New password").fill("An0ther-one")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name=f":user/{user}").wait_for()
        assert "An0ther-one" not in stored(page)


def test_closing_the_tab_ends_a_session_that_stays(browser: Any, enforced: Enforced) -> None:
    """Point 3: a session that survives a reload is one of temporary credentials, in this tab only.
    After the tab is closed no other tab is signed in, and none finds a secret.
    """
    _, pair = new_user(enforced.url, READ_ONLY)
    with opened_page(browser) as page:
        page.goto(f"{enforced.url}/console/#/us-east-1/tables")
        page.get_by_label("Stay signed in when this page reloads").check()
        sign_in(page, pair)
        page.get_by_role("heading", name="Tables").wait_for()
        page.reload()
        page.get_by_role("heading", name="Tables").wait_for()
        assert "sessionToken" in stored(page)
        assert not any(secret in stored(page) for secret in pair)
        other = page.context.new_page()
        page.close()
        other.goto(f"{enforced.url}/console/#/us-east-1/tables")
        other.get_by_role("textbox", name="User name").wait_for()
        assert not any(secret in stored(other) for secret in (*pair, "sessionToken"))


def test_sign_out_drops_what_was_read(browser: Any, enforced: Enforced) -> None:
    """Point 3: the next user of the page sees no list, message or request of the one before."""
    with client(enforced.url, keys=PAIR) as dynamodb:
        name = create(dynamodb, ("k", "S"))
    nobody = new_user(enforced.url)
    with opened_page(browser) as page:
        page.goto(f"{enforced.url}/console/#/us-east-1/tables")
        sign_in(page, PAIR)
        page.get_by_role("link", name=name).wait_for()
        sign_out(page)
        sign_in(page, nobody.keys)
        page.get_by_text("AccessDeniedException").first.wait_for()
        assert page.get_by_role("link", name=name).count() == 0
        go_to(page, "requests")
        page.get_by_role("row").filter(has_text="ListTables").first.wait_for()
        assert page.get_by_text("Success").count() <= 1  # its own GetCallerIdentity


def test_expired_credentials_keep_what_was_typed(browser: Any, enforced: Enforced) -> None:
    """The page stays while the user signs in again."""
    user, first = new_user(enforced.url, READ_ONLY)
    with client(enforced.url, keys=PAIR, service="iam") as iam, opened_page(browser) as page:
        made = iam.create_access_key(UserName=user)["AccessKey"]
        second = (made["AccessKeyId"], made["SecretAccessKey"])
        page.goto(f"{enforced.url}/console/#/us-east-1/transactions")
        sign_in(page, first)
        page.get_by_label("Table of action 1").fill("what-I-typed")
        iam.update_access_key(UserName=user, AccessKeyId=first[0], Status="Inactive")
        page.get_by_label("Item in DynamoDB JSON, action 1").fill('{"a": {"S": "b"}}')
        page.get_by_role("button", name="Run transaction").click()
        page.get_by_role("dialog", name="Sign in again").wait_for()
        sign_in(page, second)
        page.get_by_role("dialog").wait_for(state="hidden")
        assert page.get_by_label("Table of action 1").input_value() == "what-I-typed"
        page.get_by_role("button", name="Run transaction").click()
        page.get_by_text("AccessDeniedException").first.wait_for()


def test_links_open_the_same_state_after_sign_in(
    browser: Any, server_url: str, dynamodb: Any
) -> None:
    """Point 11: in a fresh tab, after signing in: a tab of a table, the form of a query, an item, a
    PartiQL statement. Links run nothing.
    """
    table = create(dynamodb, ("id", "S"), ("at", "N"))
    key = {"id": {"S": "a/b"}, "at": {"N": "1"}}
    dynamodb.put_item(TableName=table, Item=key | {"text": {"S": "of the item"}})
    query = {
        "operation": "query",
        "partition": "a/b",
        "sort": condition(">", "0"),
        "filter": condition("text", "contains", "S", "of", ""),
    }
    links: dict[str, Callable[[Any], Any]] = {
        f"tables/{table}/indexes": lambda page: page.get_by_role(
            "tab", name="Indexes", selected=True
        ),
        f"explore/{table}?{urlencode(query)}": lambda page: page.get_by_label(
            "Value of filter 1", exact=True
        ),
        f"explore/{item_address(table, key)}": lambda page: page.get_by_label("Value of text"),
        "partiql?statement=SELECT 1, 2&mode=batch": lambda page: page.get_by_text("SELECT 1, 2"),
    }
    with opened_page(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.headers.get("x-amz-target", "")))
        for link, shown in links.items():
            page.goto("about:blank")
            page.goto(f"{server_url}/console/#/us-east-1/{link}")
            address = page.evaluate("location.href")
            page.get_by_role("button", name="Continue without credentials").click()
            shown(page).first.wait_for()
            assert page.evaluate("location.href") == address
            if "filter" in link:
                assert page.get_by_label("Partition key: id (String)").input_value() == "a/b"
                assert page.get_by_label("Value of at", exact=True).input_value() == "0"
                assert shown(page).input_value() == "of"
            if "statement" in link:
                assert _is_chosen(page, "Batch")
        reads = ("Query", "Scan", "ExecuteStatement", "BatchExecuteStatement")
        assert not any(target.endswith(reads) for target in asked)


def _is_chosen(page: Any, text: str) -> bool:
    """Returns whether a choice of a row of buttons is the chosen one."""
    chosen = page.get_by_role("button", name=text, pressed=True)
    return bool(chosen.or_(page.get_by_role("radio", name=text, checked=True)).count())


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
    """Presses Tab until the target, once it is there, has the focus."""
    target.first.wait_for()
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
