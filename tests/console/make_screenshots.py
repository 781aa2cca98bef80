"""Makes the pictures of docs/first-ten-minutes.md: `python -m tests.console.make_screenshots`.

It starts a server in memory, walks through the first ten minutes as a newcomer does, and writes
docs/images/*.png with at most 256 colours, at most eleven pictures, together below 1 MB. One of
them is for docs/console.md.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from tests.api.clients import client
from tests.app.server import serving
from tests.console.conftest import CHROMIUM, ROOT, ROOT_PAIR, go_to
from tests.console.controls import act, choose
from tests.console.items import add_attribute, run
from tests.console.palette import with_palette
from tests.console.signed_in import sign_in

IMAGES = Path(__file__).parents[2] / "docs/images"
COUNT_MAX = 11
BYTES_MAX = 1_000_000
_SIZE: Any = {"width": 1280, "height": 800}
_TABLE = "BollywoodMusic"
_ROLE = "MusicReader"
_READ_ONLY = "AmazonDynamoDBReadOnlyAccess"
_SONGS = (
    ("Lata Mangeshkar", "Ajeeb Dastan Hai Yeh", 1960),
    ("Kishore Kumar", "Mere Sapno Ki Rani", 1969),
    ("Asha Bhosle", "Dum Maro Dum", 1971),
)
Step = Callable[[Any, Any], None]


def _dashboard(page: Any, _: Any) -> None:
    page.get_by_role("heading", name="1. Create a table").wait_for()


def _create_table(page: Any, _: Any) -> None:
    page.get_by_role("link", name="Create table").first.click()
    page.get_by_role("textbox", name="Table name").fill(_TABLE)
    page.get_by_role("textbox", name="Partition key", exact=True).fill("Singers")
    page.get_by_role("textbox", name="Sort key - optional").fill("Songs")


def _tables(page: Any, _: Any) -> None:
    page.get_by_role("button", name="Create table").click()
    page.get_by_text(f"The {_TABLE} table was created successfully.").wait_for()
    page.get_by_role("row").filter(has_text=_TABLE).get_by_text("Active").wait_for()


def _create_item(page: Any, _: Any) -> None:
    go_to(page, "explore", _TABLE, "create-item")
    page.get_by_label("Value of Singers").fill("Lata Mangeshkar")
    page.get_by_label("Value of Songs").fill("Lag Ja Gale")
    add_attribute(page, "Number", "Year")
    page.get_by_label("Value of Year").fill("1964")
    add_attribute(page, "Boolean", "Classic")
    choose(page, "Value of Classic", "True")


def _query(page: Any, dynamodb: Any) -> None:
    page.get_by_role("button", name="Create item").click()
    page.get_by_text("The item Lata Mangeshkar, Lag Ja Gale was created.").wait_for()
    for singer, song, year in _SONGS:
        item = {"Singers": {"S": singer}, "Songs": {"S": song}, "Year": {"N": str(year)}}
        dynamodb.put_item(TableName=_TABLE, Item=item)
    _dismiss_messages(page)
    page.get_by_role("radio", name="Query").check()
    page.get_by_label("Partition key: Singers (String)").fill("Lata Mangeshkar")
    run(page)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")


def _dismiss_messages(page: Any) -> None:
    buttons = page.get_by_role("button", name="Dismiss the message")
    while buttons.count():
        buttons.first.click()


def _item_history(page: Any, dynamodb: Any) -> None:
    dynamodb.update_continuous_backups(
        TableName=_TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    key = {"Singers": {"S": "Lata Mangeshkar"}, "Songs": {"S": "Lag Ja Gale"}}
    plays = {"India": {"N": "120"}, "Nepal": {"N": "8"}}
    before = {**key, "Year": {"N": "1946"}, "Plays": {"M": plays}, "Draft": {"BOOL": True}}
    dynamodb.put_item(TableName=_TABLE, Item=before)
    plays = {**plays, "India": {"N": "121"}}
    after = {**key, "Year": {"N": "1964"}, "Plays": {"M": plays}, "Film": {"S": "Woh Kaun Thi?"}}
    dynamodb.put_item(TableName=_TABLE, Item=after)
    go_to(page, "explore", f"{_TABLE}/history?" + urlencode({"key": json.dumps(key)}))
    page.get_by_role("heading", name="Versions (3)").wait_for()
    page.get_by_role("table", name="Differences").get_by_text("Film").wait_for()


def _create_role(page: Any, _: Any) -> None:
    go_to(page, "create-role")
    page.get_by_role("radio", name="EC2").wait_for()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_placeholder("Find permissions policies").fill("AmazonDynamoDB")
    page.get_by_role("checkbox", name=f"Select policy {_READ_ONLY}", exact=True).check()


def _modify_role(page: Any, _: Any) -> None:
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Role name").fill(_ROLE)
    page.get_by_role("button", name="Create role").click()
    page.get_by_text(f"Role {_ROLE} created.").wait_for()
    go_to(page, "launch-instance")
    page.get_by_label("Name", exact=True).fill("music")
    page.get_by_role("button", name="Launch instance").click()
    page.get_by_text("Running").wait_for()
    _dismiss_messages(page)
    page.get_by_role("radio", name="Select instance").check()
    act(page, "Security", "Modify IAM role")
    page.get_by_role("button", name="IAM role No IAM Role").click()
    page.get_by_role("option", name=_ROLE).click()


def _instance(page: Any, _: Any) -> None:
    page.get_by_role("button", name="Update IAM role").click()
    page.get_by_text(f"Successfully attached {_ROLE}").wait_for()
    page.get_by_role("row").filter(has_text="music").get_by_role("link").first.click()
    page.get_by_role("link", name=_ROLE).wait_for()


def _why_denied(page: Any, _: Any) -> None:
    go_to(page, "policy-simulator")
    page.get_by_role("button", name="Explain access").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Principal", exact=True).fill(f"role/{_ROLE}")
    dialog.get_by_role("textbox", name="Action", exact=True).fill("dynamodb:PutItem")
    dialog.get_by_role("textbox", name="Resource", exact=True).fill(_TABLE)
    dialog.get_by_role("button", name="Explain", exact=True).click()
    dialog.get_by_text("Implicitly denied").wait_for()


def _delete_table(page: Any, _: Any) -> None:
    page.get_by_role("button", name="Close").last.click()
    go_to(page, "tables")
    page.get_by_role("checkbox", name=f"Select table {_TABLE}").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_label("To confirm, type confirm in the field.").fill("confirm")


STEPS: dict[str, Step] = {
    "dashboard": _dashboard,
    "create-table": _create_table,
    "tables": _tables,
    "create-item": _create_item,
    "query": _query,
    "item-history": _item_history,
    "create-role": _create_role,
    "modify-role": _modify_role,
    "instance": _instance,
    "why-denied": _why_denied,
    "delete-table": _delete_table,
}


def main() -> int:
    """Makes all pictures. Returns the status of the process."""
    IMAGES.mkdir(exist_ok=True)
    with (
        serving("--memory", "--auth", "enforce", extra=ROOT) as server,
        sync_playwright() as playwright,
        client(server.url, keys=ROOT_PAIR) as dynamodb,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport=_SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(f"{server.url}/console/")
        sign_in(page, ROOT_PAIR)
        for name, step in STEPS.items():
            step(page, dynamodb)
            page.wait_for_timeout(500)
            (IMAGES / f"{name}.png").write_bytes(with_palette(page.screenshot()))
        chromium.close()
    made = [IMAGES / f"{name}.png" for name in STEPS]
    size = sum(path.stat().st_size for path in made)
    print(f"{len(made)} pictures, {size:,} bytes, in {IMAGES}")
    return int(len(made) > COUNT_MAX or size > BYTES_MAX)


if __name__ == "__main__":
    sys.exit(main())
