"""Point 51: the versions of an item, in what they differ, and the way back to one of them."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from tests.api.clients import create
from tests.console.conftest import go_to
from tests.console.controls import act, choose
from tests.console.items import item_address, open_items, run

KEY = {"id": {"S": "a"}}
FIRST = {**KEY, "title": {"S": "one"}, "info": {"M": {"plays": {"N": "1"}, "live": {"BOOL": True}}}}
SECOND = {
    **KEY,
    "title": {"S": "two"},
    "info": {"M": {"plays": {"N": "2"}, "live": {"BOOL": True}}},
}
LOST = "Another client changed the item meanwhile. Nothing was written."


def _table(dynamodb: Any, *items: dict[str, Any], has_history: bool = True) -> str:
    """Returns a table in which items were written one after the other."""
    name = create(dynamodb, ("id", "S"))
    if has_history:
        dynamodb.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
    for item in items:
        dynamodb.put_item(TableName=name, Item=item)
    return name


def _open(page: Any, table: str) -> None:
    go_to(page, "explore", f"{table}/history?" + urlencode({"key": json.dumps(KEY)}))
    page.get_by_role("heading", name="Item history").wait_for()


def _rows(page: Any, table: str) -> list[list[str]]:
    """The texts of the cells of a table, without the first column."""
    rows: list[list[str]] = page.get_by_role("table", name=table).evaluate(
        "table => [...table.tBodies[0].rows].map(row =>"
        " [...row.cells].slice(1).map(cell => cell.innerText))"
    )
    return rows


def _changes(page: Any, count: int) -> list[str]:
    """What happened in each version, when there are so many."""
    page.get_by_role("heading", name=f"Versions ({count})").wait_for()
    return [row[1] for row in _rows(page, "Versions")]


def _wait_for_differences(page: Any, rows: Sequence[tuple[str, str, str, str]]) -> None:
    for row in rows:
        found = page.get_by_role("table", name="Differences").last.get_by_role("row")
        for text in row:
            found = found.filter(has_text=text)
        found.first.wait_for()


def test_an_earlier_version_is_compared_and_restored(console: Any, dynamodb: Any) -> None:
    table = _table(dynamodb, FIRST, SECOND)
    go_to(console, "explore", item_address(table, KEY))
    console.get_by_role("link", name="History").click()
    assert _changes(console, 2) == ["Changed", "Created"]
    assert _rows(console, "Versions")[0][2] == "title, info"
    differences = [
        ("title", "Changed", '"one"', '"two"'),
        ("info.plays", "Changed", "1", "2"),
    ]
    _wait_for_differences(console, differences)
    assert len(_rows(console, "Differences")) == 2
    restore = console.get_by_role("button", name="Restore this version")
    assert restore.is_disabled(), "it is the current version"
    # By the keyboard: the radio buttons are one stop, and arrows choose.
    console.get_by_role("radio", name="Choose the version of").first.focus()
    console.keyboard.press("ArrowDown")
    _wait_for_differences(console, [("title", "Added", "-", '"one"')])
    choose(console, "Compared with", "The version before it")
    restore.click()
    dialog = console.get_by_role("dialog", name="Restore this version?")
    _wait_for_differences(dialog, [("title", "Changed", '"two"', '"one"')])
    dialog.get_by_role("button", name="Restore this version").click()
    console.get_by_text("The item a is as it was then.").wait_for()
    assert _changes(console, 3) == ["Changed", "Changed", "Created"]
    assert dynamodb.get_item(TableName=table, Key=KEY)["Item"] == FIRST


def test_what_another_client_wrote_is_not_overwritten(console: Any, dynamodb: Any) -> None:
    table = _table(dynamodb, FIRST, SECOND)
    _open(console, table)
    _changes(console, 2)
    console.get_by_role("radio", name="Choose the version of").last.check()
    other = {**SECOND, "title": {"S": "of another client"}}
    dynamodb.put_item(TableName=table, Item=other)
    console.get_by_role("button", name="Restore this version").click()
    dialog = console.get_by_role("dialog", name="Restore this version?")
    dialog.get_by_role("button", name="Restore this version").click()
    console.get_by_text(LOST).wait_for()
    _changes(console, 3)
    assert dynamodb.get_item(TableName=table, Key=KEY)["Item"] == other


def test_a_deleted_item_is_found_by_its_key_and_comes_back(console: Any, dynamodb: Any) -> None:
    table = _table(dynamodb, FIRST)
    dynamodb.delete_item(TableName=table, Key=KEY)
    open_items(console, table)
    act(console, "History of a key")
    console.get_by_role("heading", name=f"History of a key in {table}").wait_for()
    console.get_by_role("button", name="Show history").click()
    console.get_by_text("A key has no empty values.").wait_for()
    console.get_by_label("id", exact=True).fill("a")
    console.get_by_role("button", name="Show history").click()
    assert _changes(console, 2) == ["Deleted", "Created"]
    console.get_by_role("radio", name="Choose the version of").first.check()
    _wait_for_differences(console, [("title", "Removed", '"one"', "-")])
    console.get_by_role("radio", name="Choose the version of").last.check()
    console.get_by_role("button", name="Restore this version").click()
    dialog = console.get_by_role("dialog", name="Restore this version?")
    dialog.get_by_role("button", name="Restore this version").click()
    console.get_by_text("The item a is as it was then.").wait_for()
    assert dynamodb.get_item(TableName=table, Key=KEY)["Item"] == FIRST
    # The items of the table lead here, too.
    console.get_by_role("button", name="Back to the items").click()
    run(console)
    console.get_by_role("row").filter(has_text="one").get_by_role("checkbox").check()
    act(console, "History of item")
    assert _changes(console, 3) == ["Created", "Deleted", "Created"]


def test_the_message_of_a_deletion_leads_to_the_way_back(console: Any, dynamodb: Any) -> None:
    """The dialog says whether deleted items can come back. What the item was is chosen already."""
    table = _table(dynamodb, FIRST)
    open_items(console, table)
    run(console)
    console.get_by_role("row").filter(has_text="one").get_by_role("checkbox").check()
    act(console, "Delete items")
    dialog = console.get_by_role("dialog", name="Delete 1 item")
    dialog.get_by_text("the history of an item brings it back").wait_for()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_role("link", name="History of the item").click()
    assert _changes(console, 2) == ["Deleted", "Created"]
    console.get_by_role("button", name="Restore this version").click()
    restore = console.get_by_role("dialog", name="Restore this version?")
    restore.get_by_role("button", name="Restore this version").click()
    console.get_by_text("The item a is as it was then.").wait_for()
    assert dynamodb.get_item(TableName=table, Key=KEY)["Item"] == FIRST


def test_without_a_history_the_page_says_how_to_get_one(console: Any, dynamodb: Any) -> None:
    """Point 58: a button, and the same step as a command."""
    table = _table(dynamodb, FIRST, has_history=False)
    _open(console, table)
    console.get_by_text(f"aws dynamodb update-continuous-backups --table-name {table}").wait_for()
    console.get_by_role("button", name="Turn on point-in-time recovery").click()
    dialog = console.get_by_role("dialog", name="Edit point-in-time recovery settings")
    dialog.get_by_role("button", name="Save changes").click()
    assert _changes(console, 1) == ["Unknown"]
    console.get_by_text("The history has no version before this one.").wait_for()
    dynamodb.put_item(TableName=table, Item=SECOND)
    console.get_by_role("button", name="Read the versions again").click()
    assert _changes(console, 2) == ["Changed", "Unknown"]
