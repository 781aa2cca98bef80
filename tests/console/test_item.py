"""The page of an item: creating and editing it as a form and as JSON."""

import json
from typing import Any

import pytest

from tests.api.clients import create
from tests.console.conftest import go_to
from tests.console.controls import act, choose
from tests.console.items import (
    add_attribute,
    cells,
    insert_field,
    item_address,
    open_items,
    run,
    type_json,
)


def _json(page: Any) -> str:
    """The text that the button "Copy" copies."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied").first.wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_first_item_of_an_empty_table_is_created_in_the_form(
    console: Any, dynamodb: Any
) -> None:
    """Points 17 and 18."""
    table = create(dynamodb, ("Singers", "S"), ("Songs", "S"))
    open_items(console, table)
    run(console)
    console.get_by_text("The query did not return any results.").wait_for()
    console.get_by_role("link", name="Create item").or_(
        console.get_by_role("button", name="Create item")
    ).first.click()
    console.get_by_role("heading", name="Create item").wait_for()
    console.get_by_role("button", name="Create item").click()
    console.get_by_text("A value of the key must not be empty.").first.wait_for()
    console.get_by_label("Value of Singers").fill("Asha")
    console.get_by_label("Value of Songs").fill("Dum Maro Dum")
    add_attribute(console, "Number", "year")
    console.get_by_label("Value of year").fill("1971")
    add_attribute(console, "Boolean", "live")
    choose(console, "Value of live", "False")
    add_attribute(console, "List", "parts")
    insert_field(console, "parts", "Map")
    insert_field(console, "parts[0]", "String")
    console.get_by_label("Attribute name of parts[0].new attribute").fill("name")
    console.get_by_label("Value of parts[0].name").fill("refrain")
    console.get_by_role("button", name="Create item").click()
    console.get_by_text("The item Asha, Dum Maro Dum was created.").wait_for()
    console.get_by_role("link", name="Asha", exact=True).wait_for()
    key = {"Singers": {"S": "Asha"}, "Songs": {"S": "Dum Maro Dum"}}
    assert dynamodb.get_item(TableName=table, Key=key)["Item"] == key | {
        "year": {"N": "1971"},
        "live": {"BOOL": False},
        "parts": {"L": [{"M": {"name": {"S": "refrain"}}}]},
    }


def test_buttons_in_the_form_save_nothing(console: Any, dynamodb: Any) -> None:
    """Point 36: a long list is folded at first. Only "Save" writes."""
    table = create(dynamodb, ("id", "S"))
    item = {"id": {"S": "a"}, "many": {"L": [{"N": str(n)} for n in range(60)]}}
    item["set"] = {"SS": ["x"]}
    dynamodb.put_item(TableName=table, Item=item)
    go_to(console, "explore", item_address(table, {"id": {"S": "a"}}))
    console.get_by_role("button", name="Unfold many").click()
    console.get_by_role("button", name="Show 10 more of 60").click()
    console.get_by_label("Value of many[59]").wait_for()
    console.get_by_role("button", name="Insert a member in set").click()
    console.get_by_role("button", name="Remove many[0]", exact=True).click()
    assert console.get_by_label("Value of many[0]", exact=True).input_value() == "1"
    assert console.get_by_text("The item was saved.").count() == 0
    assert dynamodb.get_item(TableName=table, Key={"id": {"S": "a"}})["Item"] == item


def test_creating_never_replaces_an_item(console: Any, dynamodb: Any) -> None:
    """Point 18."""
    table = create(dynamodb, ("id", "S"))
    dynamodb.put_item(TableName=table, Item={"id": {"S": "a"}, "n": {"N": "1"}})
    go_to(console, "explore", table, "create-item")
    console.get_by_label("Value of id").fill("a")
    console.get_by_role("button", name="Create item").click()
    console.get_by_text(
        "An item with this key exists already. Nothing was written."
    ).first.wait_for()
    stored = dynamodb.get_item(TableName=table, Key={"id": {"S": "a"}})["Item"]
    assert stored == {"id": {"S": "a"}, "n": {"N": "1"}}


def test_an_item_is_created_as_json_in_both_notations(console: Any, dynamodb: Any) -> None:
    """Point 19: plain JSON with the switch on is recognised and converted."""
    table = create(dynamodb, ("id", "S"))
    digits = "1.2345678901234567890123456789012345678"
    for name, is_on in (("a", True), ("b", False)):
        go_to(console, "explore", table, "create-item")
        console.get_by_role("button", name="JSON view").click()
        if not is_on:
            console.get_by_label("View DynamoDB JSON").click()
        type_json(console, f'{{"id": "{name}", "n": {digits}, "l": [null, true, {{"x": ""}}]}}')
        if is_on:
            console.get_by_text("This is plain JSON").wait_for()
            console.get_by_role("button", name="Convert to DynamoDB JSON").click()
            console.get_by_text("This is plain JSON").wait_for(state="detached")
        console.get_by_role("button", name="Create item").click()
        console.get_by_text(f"The item {name} was created.").wait_for()
        console.get_by_role("heading", name=table, exact=True).wait_for()
        assert dynamodb.get_item(TableName=table, Key={"id": {"S": name}})["Item"] == {
            "id": {"S": name},
            "n": {"N": digits},
            "l": {"L": [{"NULL": True}, {"BOOL": True}, {"M": {"x": {"S": ""}}}]},
        }


def _deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"S": "bottom"}
    for level in range(levels - 1):
        value = {"L": [value]} if level % 2 else {"M": {"x": value}}
    return value


_ALL: dict[str, Any] = {
    "id": {"S": "a"},
    "digits": {"N": "12345678901234567890123456789012345678"},
    "small": {"N": "-0.00000000000000000000000000000000000001234567890123456789"},
    "empty": {"S": ""},
    "lines": {"S": "one\r\ntwo\n three "},
    "none": {"NULL": True},
    "no": {"BOOL": False},
    "list": {"L": []},
    "map": {"M": {}},
    "set": {"SS": ["b", "a", ""]},
    "numbers": {"NS": ["1", "-2.5"]},
    "bytes": {"B": b"\x00\xff"},
    "blobs": {"BS": [b"", b"\x01"]},
    "deep": _deep(31),
    "__proto__": {"M": {"__proto__": {"S": "x"}, "a.b": {"S": "y"}}},
}


def _sorted_sets(item: dict[str, Any]) -> dict[str, Any]:
    """The same item, with its sets in one order."""
    return {
        name: {kind: sorted(content) if kind in ("SS", "NS", "BS") else content}
        for name, value in item.items()
        for kind, content in value.items()
    }


@pytest.mark.parametrize("view", ["Form", "JSON view"])
def test_an_edit_leaves_all_other_attributes_as_they_are(
    console: Any, dynamodb: Any, view: str
) -> None:
    """Point 36: digits, empty texts, lists, maps, sets, binary, deep nesting, strange names."""
    table = create(dynamodb, ("id", "S"))
    # Every attribute is written, so that nothing survives only because it is not sent.
    dynamodb.put_item(TableName=table, Item=_ALL)
    before = dynamodb.get_item(TableName=table, Key={"id": {"S": "a"}})["Item"]
    if view == "Form":
        go_to(console, "explore", item_address(table, {"id": {"S": "a"}}))
        console.get_by_label("Attribute name of no", exact=True).fill("renamed")
        console.get_by_role("button", name="Save", exact=True).click()
        console.get_by_text("The item was saved.").wait_for()
        _copy_by(console, table, "Form")
    else:
        _copy_by(console, table, "JSON view")
    copied = dynamodb.get_item(TableName=table, Key={"id": {"S": "b"}})["Item"]
    expected = before | {"id": {"S": "b"}}
    if view == "Form":
        expected["renamed"] = expected.pop("no")
        stored = dynamodb.get_item(TableName=table, Key={"id": {"S": "a"}})["Item"]
        assert _sorted_sets(stored) == _sorted_sets(expected | {"id": {"S": "a"}})
    assert _sorted_sets(copied) == _sorted_sets(expected)


def _copy_by(page: Any, table: str, view: str) -> None:
    """Duplicates the item a as b, which sends every attribute."""
    open_items(page, table)
    run(page)
    page.get_by_role("checkbox", name="Select item a").check(force=True)
    act(page, "Duplicate item")
    page.get_by_role("heading", name="Create item").wait_for()
    if view == "Form":
        page.get_by_label("Value of id").fill("b")
    else:
        page.get_by_role("button", name="JSON view").click()
        text = _json(page)
        type_json(page, text.replace('"S": "a"\n', '"S": "b"\n', 1))
    page.get_by_role("button", name="Create item").click()
    page.get_by_text("The item b was created.").wait_for()


def test_sets_and_binary_are_not_lost_as_plain_json(console: Any, dynamodb: Any) -> None:
    """Point 19: the switch stays on, and the page says why."""
    table = create(dynamodb, ("id", "S"))
    item = {"id": {"S": "a"}, "tags": {"SS": ["x"]}, "m": {"M": {"b": {"B": b"x"}}}}
    dynamodb.put_item(TableName=table, Item=item)
    go_to(console, "explore", item_address(table, {"id": {"S": "a"}}))
    console.get_by_role("button", name="JSON view").click()
    console.get_by_label("View DynamoDB JSON").click()
    console.get_by_text("so it cannot hold: tags (String set), m.b (Binary).").wait_for()
    assert console.get_by_label("View DynamoDB JSON").is_checked()
    assert json.loads(_json(console))["tags"] == {"SS": ["x"]}


def test_an_item_that_another_client_changed_is_not_overwritten(
    console: Any, dynamodb: Any
) -> None:
    """Point 35: both versions are shown; then the user's is saved over the other."""
    table = create(dynamodb, ("id", "S"))
    key = {"id": {"S": "a"}}
    dynamodb.put_item(TableName=table, Item=key | {"text": {"S": "old"}, "remark": {"S": "x"}})
    go_to(console, "explore", item_address(table, key))
    console.get_by_label("Value of text").fill("mine")
    theirs = {":t": {"S": "theirs"}, ":o": {"S": "y"}}
    update = {"TableName": table, "Key": key, "ExpressionAttributeValues": theirs}
    dynamodb.update_item(
        UpdateExpression="SET #t = :t, remark = :o",
        ExpressionAttributeNames={"#t": "text"},
        **update,
    )
    console.get_by_role("button", name="Save", exact=True).click()
    dialog = console.get_by_role("dialog", name="Another client changed this item")
    dialog.get_by_text("Changed meanwhile: text, remark.").wait_for()
    assert '"mine"' in dialog.get_by_role("region", name="Your version").inner_text()
    assert '"theirs"' in dialog.get_by_role("region", name="Version of the table").inner_text()
    assert dynamodb.get_item(TableName=table, Key=key)["Item"]["text"] == {"S": "theirs"}
    dialog.get_by_role("button", name="Save my version").click()
    console.get_by_text("The item was saved.").wait_for()
    stored = dynamodb.get_item(TableName=table, Key=key)["Item"]
    assert stored["text"] == {"S": "mine"}


def test_another_attribute_that_changed_meanwhile_stays(console: Any, dynamodb: Any) -> None:
    """Point 35: only what the user changed is written."""
    table = create(dynamodb, ("id", "S"))
    key = {"id": {"S": "a"}}
    dynamodb.put_item(TableName=table, Item=key | {"text": {"S": "old"}})
    go_to(console, "explore", item_address(table, key))
    console.get_by_label("Value of text").fill("mine")
    values = {":v": {"N": "5"}}
    update = {"TableName": table, "Key": key, "ExpressionAttributeValues": values}
    dynamodb.update_item(UpdateExpression="SET added = :v", **update)
    console.get_by_role("button", name="Save and close").click()
    console.get_by_text("The item was saved.").wait_for()
    stored = dynamodb.get_item(TableName=table, Key=key)["Item"]
    assert stored == key | {"text": {"S": "mine"}, "added": {"N": "5"}}


def test_a_key_is_changed_after_a_question(console: Any, dynamodb: Any) -> None:
    """Point 35: a new item, and the old one is deleted, in one transaction."""
    table = create(dynamodb, ("id", "S"))
    dynamodb.put_item(TableName=table, Item={"id": {"S": "a"}, "n": {"N": "1"}})
    dynamodb.put_item(TableName=table, Item={"id": {"S": "taken"}})
    go_to(console, "explore", item_address(table, {"id": {"S": "a"}}))
    for name in ("taken", "b"):
        console.get_by_label("Value of id").fill(name)
        console.get_by_role("button", name="Save and close").click()
        console.get_by_role("button", name="Create new item and delete old one").click()
        if name == "taken":
            console.get_by_text("An item with the new key exists already.").wait_for()
    console.get_by_text("The item was saved.").wait_for()
    found = dynamodb.scan(TableName=table)["Items"]
    assert sorted(item["id"]["S"] for item in found) == ["b", "taken"]
    assert {"id": {"S": "b"}, "n": {"N": "1"}} in found
    # The way back shows the result of a new run.
    console.get_by_role("link", name="b", exact=True).wait_for()
    assert sorted(cells(console, 1)) == ["b", "taken"]
