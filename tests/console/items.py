"""What the tests of items share: the page of a table's items and its form."""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from tests.console.conftest import go_to
from tests.console.controls import act

Item = dict[str, Any]


def open_items(page: Any, table: str, query: Sequence[tuple[str, str]] = ()) -> None:
    """Opens the items of a table, with the form that an address describes."""
    go_to(page, "explore", table + ("?" + urlencode(query) if query else ""))
    # Until the page has changed, an earlier result is shown.
    page.get_by_text("No query was run yet.").wait_for()
    page.get_by_role("heading", name=table, exact=True).wait_for()


def run(page: Any) -> str:
    """Presses "Run" and returns the text of the result strip."""
    page.get_by_role("button", name="Run", exact=True).click()
    return strip(page)


def strip(page: Any) -> str:
    """Returns the text of the result strip, when the read has ended."""
    return str(page.get_by_text(re.compile("Items returned: ")).inner_text())


def condition(*parts: str) -> str:
    """A condition or a filter, as the address has it."""
    return json.dumps(parts)


def cells(page: Any, number: int) -> list[str]:
    """The texts of a column of the items, read at once. Column 0 selects rows."""
    texts: list[str] = page.get_by_role("table", name="Items").evaluate(
        "(table, n) => [...table.tBodies[0].rows].map(row => row.cells[n]?.innerText ?? '')", number
    )
    return texts


def downloaded(page: Any, *names: str) -> bytes:
    """Chooses an entry of the menu and returns the file that it downloads."""
    with page.expect_download() as download:
        act(page, *names)
    path = download.value.path()
    with open(path, "rb") as file:
        return file.read()


def scanned(dynamodb: Any, table: str) -> list[Item]:
    """All items of a table, in the order of a scan."""
    pages = dynamodb.get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def put_all(dynamodb: Any, table: str, items: Sequence[Item]) -> None:
    """Writes items."""
    for start in range(0, len(items), 25):
        requests = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
        while requests:
            answer = dynamodb.batch_write_item(RequestItems={table: requests})
            requests = answer["UnprocessedItems"].get(table, [])


def item_address(table: str, key: Item) -> str:
    """The last parts of the address of an item's page."""
    return f"{table}/item?" + urlencode({"key": json.dumps(key)})


def add_attribute(page: Any, kind: str, name: str) -> None:
    """Adds an attribute to the form."""
    act(page, kind, menu="Add new attribute")
    page.get_by_label("Attribute name of new attribute").fill(name)


def insert_field(page: Any, into: str, kind: str) -> None:
    """Inserts a value in a list or a map."""
    act(page, kind, menu=f"Insert a field in {into}")


def type_json(page: Any, text: str) -> None:
    """Writes a text into the JSON editor, in the place of what is there."""
    editor = page.locator(".ace_text-input")
    editor.wait_for(state="attached")
    editor.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
