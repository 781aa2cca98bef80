"""What is done with the items of a result: files, deleting, editing in place, bulk edits."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import create
from tests.console.controls import act, choose
from tests.console.items import cells, downloaded, open_items, put_all, run, scanned

_HOSTILE = "<img src=x onerror=alert(1)>"


def test_text_of_strangers_is_shown_as_text(console: Any, dynamodb: Any) -> None:
    """Point 7: in the grid, the form, the JSON view, a dialog and CSV; no dialog of the browser."""
    table = create(dynamodb, ("id", "S"))
    texts = {"a": _HOSTILE, "b": "javascript:alert(1)", "c": "=cmd()", _HOSTILE: "name"}
    item = {"id": {"S": _HOSTILE}} | {name: {"S": text} for name, text in texts.items()}
    dynamodb.put_item(TableName=table, Item=item)
    console.on("dialog", lambda dialog: pytest.fail(f"A dialog says {dialog.message}"))
    open_items(console, table)
    run(console)
    for text in texts.values():
        console.get_by_role("cell", name=text, exact=True).wait_for()
    csv = downloaded(console, "Download", "Download results to CSV").decode()
    assert "'=cmd()" in csv.splitlines()[1]
    console.get_by_role("checkbox", name=f"Select item {_HOSTILE}").click()
    act(console, "Delete items")
    console.get_by_role("button", name="Cancel").click()
    console.get_by_role("link", name=_HOSTILE).click()
    console.get_by_role("heading", name="Edit item").wait_for()
    assert console.get_by_label("Value of a", exact=True).input_value() == _HOSTILE
    console.get_by_role("button", name="JSON view").click()
    console.get_by_text(_HOSTILE).first.wait_for()


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_downloaded_file_restores_the_items(
    console: Any, dynamodb: Any, tmp_path: Path, ending: str
) -> None:
    """Point 37: all results, then the same file with one bad row."""
    table = create(dynamodb, ("id", "S"))
    extra = [{"t": {"S": text}} for text in ("=1+1", "'=x", "", "two\r\nlines", 'q"uote')]
    wide = {"set": {"SS": ["b", "a"]}, "map": {"M": {"__proto__": {"N": "1E-130"}}}}
    items = [{"id": {"S": f"{n:03}"}, "n": {"N": f"-{n}.5"}, **wide} for n in range(70)]
    put_all(dynamodb, table, [each | extra[n % 5] for n, each in enumerate(items)])
    before = scanned(dynamodb, table)
    open_items(console, table)
    run(console)
    kind = ending.upper()
    with console.expect_download() as download:
        act(console, "Download", f"Read all results and download {kind}")
        console.get_by_role("button", name="Download", exact=True).click()
    content = Path(download.value.path()).read_bytes()
    if ending == "csv":
        content += b"bad,not a number\r\n"
    file = tmp_path / f"items.{ending}"
    file.write_bytes(content)
    for item in before[1:]:
        dynamodb.delete_item(TableName=table, Key={"id": item["id"]})
    act(console, "Upload items from a file")
    console.locator("input[type=file]").set_input_files(file)
    if ending == "csv":
        console.get_by_text("Rows that cannot be read (1)").wait_for()
    console.get_by_role("button", name="Upload items", exact=True).click()
    console.get_by_text("69 of 70 items were written.").wait_for()
    console.get_by_text("ConditionalCheckFailedException").wait_for()
    by_id = {item["id"]["S"]: item for item in before}
    assert {item["id"]["S"]: item for item in scanned(dynamodb, table)} == by_id


def test_selected_items_are_downloaded_and_deleted(console: Any, dynamodb: Any) -> None:
    """Points 35 and 37: 25 of 30 items."""
    table = create(dynamodb, ("id", "S"))
    put_all(dynamodb, table, [{"id": {"S": f"{n:02}"}} for n in range(30)])
    open_items(console, table)
    run(console)
    chosen = cells(console, 1)[:25]
    for each in chosen:
        console.get_by_role("checkbox", name=f"Select item {each}").check(force=True)
    file = json.loads(downloaded(console, "Download", "Download selected items to JSON"))
    assert [item["id"]["S"] for item in file["Items"]] == chosen
    act(console, "Delete items")
    dialog = console.get_by_role("dialog", name="Delete 25 items")
    dialog.get_by_text("This cannot be undone: point-in-time recovery is off.").wait_for()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("25 items were deleted.").wait_for()
    assert len(cells(console, 1)) == 5
    assert len(scanned(dynamodb, table)) == 5


def test_a_cell_is_edited_in_place(console: Any, dynamodb: Any) -> None:
    """Point 35: a double click; what another client changed meanwhile is not lost."""
    table = create(dynamodb, ("id", "S"))
    key = {"id": {"S": "a"}}
    dynamodb.put_item(TableName=table, Item=key | {"n": {"N": "1"}, "remark": {"S": "x"}})
    open_items(console, table)
    run(console)
    update = {"TableName": table, "Key": key, "ExpressionAttributeValues": {":v": {"S": "theirs"}}}
    dynamodb.update_item(UpdateExpression="SET remark = :v", **update)
    console.get_by_role("cell", name="1", exact=True).get_by_text("1").dblclick()
    console.get_by_label("New value of n").fill("12345678901234567890123456789012345678")
    console.get_by_label("New value of n").press("Enter")
    console.get_by_label("New value of n").wait_for(state="hidden")  # it is saved
    console.get_by_role("cell", name="12345678901234567890123456789012345678").wait_for()
    stored = dynamodb.get_item(TableName=table, Key=key)["Item"]
    assert stored["n"]["N"] == "12345678901234567890123456789012345678"
    assert stored["remark"]["S"] == "theirs"
    console.get_by_role("cell", name="x", exact=True).get_by_text("x").dblclick()
    console.get_by_label("New value of remark").fill("mine")
    console.get_by_role("button", name="Save remark").click()
    console.get_by_text("Another client changed this attribute meanwhile.").wait_for()
    assert dynamodb.get_item(TableName=table, Key=key)["Item"]["remark"]["S"] == "theirs"


def test_an_attribute_of_all_results_is_changed_and_given_back(console: Any, dynamodb: Any) -> None:
    """Point 55: preview, change, undo. An item that another client deletes does not come back."""
    table = create(dynamodb, ("id", "S"))
    items = [{"id": {"S": f"{n:03}"}, "n": {"N": str(n)}} for n in range(60)]
    put_all(dynamodb, table, items)
    open_items(console, table)
    run(console)
    act(console, "Change an attribute of all results")
    console.get_by_label("Attribute name").fill("n")
    choose(console, "Type", "String")
    console.get_by_label("Value", exact=True).fill("new")
    console.get_by_role("button", name="Preview").click()
    console.get_by_role("table", name="Preview").get_by_role("cell", name="new").first.wait_for()
    dynamodb.delete_item(TableName=table, Key={"id": {"S": "000"}})
    console.get_by_role("button", name="Change 60 items").click()
    console.get_by_text("59 of 60 items were changed.").wait_for()
    assert [item["n"] for item in scanned(dynamodb, table)] == [{"S": "new"}] * 59
    values = {":v": {"S": "theirs"}}
    other = {"TableName": table, "Key": {"id": {"S": "001"}}, "ExpressionAttributeValues": values}
    dynamodb.update_item(UpdateExpression="SET n = :v", **other)
    console.get_by_role("button", name="Undo").click()
    console.get_by_text("58 of 59 items were given back their old values.").wait_for()
    after = {item["id"]["S"]: item for item in scanned(dynamodb, table)}
    assert after["001"]["n"] == {"S": "theirs"}
    assert [after[item["id"]["S"]] for item in items[2:]] == items[2:]
