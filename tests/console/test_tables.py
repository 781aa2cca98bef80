"""The list of tables."""

import re
from typing import Any

from tests.api.clients import create, unique
from tests.console.controls import choose


def _find(page: Any, text: str) -> None:
    page.get_by_role("button", name="Read the tables again").click()
    page.get_by_placeholder("Find tables").fill(text)


def test_a_table_is_listed_with_its_keys(console: Any, dynamodb: Any) -> None:
    name = create(dynamodb, ("Singers", "S"), ("Songs", "N"))
    _find(console, name)
    row = console.get_by_role("row").filter(has=console.get_by_role("link", name=name))
    row.get_by_text("Singers (S)").wait_for()
    row.get_by_text("Songs (N)").wait_for()
    row.get_by_text("Active").wait_for()


def test_a_long_list_is_searched_sorted_and_marked(console: Any, dynamodb: Any) -> None:
    """Point 22: 60 tables, page size 10, a hidden column, a favourite and a tag; after a reload
    the choices are still there.
    """
    prefix = unique("many")
    tag = {"Key": prefix, "Value": "red"}
    for number in range(60):
        tags = [tag] if number == 7 else []
        create(dynamodb, ("id", "S"), name=f"{prefix}-{number:02}", Tags=tags)
    _find(console, prefix)
    console.get_by_text("60 found").first.wait_for()
    console.get_by_role("button", name="Preferences").click()
    console.get_by_role("radio", name="10", exact=True).check()
    console.get_by_role("checkbox", name="Total size").uncheck()
    console.get_by_role("button", name="Save changes").click()
    links = console.get_by_role("link", name=re.compile(f"^{prefix}"))
    console.get_by_role("link", name=f"{prefix}-10").wait_for(state="detached")
    assert links.count() == 10
    for first in ("00", "59"):
        console.get_by_role("button", name="Name", exact=True).first.press("Enter")
        console.get_by_role("link", name=f"{prefix}-{first}").wait_for()
    assert links.first.inner_text() == f"{prefix}-59"
    console.get_by_role("button", name=f"Favorite {prefix}-55").click()
    console.reload()
    console.get_by_role("button", name="Continue without credentials").click()
    _find(console, prefix)
    console.get_by_text("60 found").first.wait_for()
    console.get_by_role("link", name=f"{prefix}-55").wait_for()
    assert links.count() == 10
    assert links.first.inner_text() == f"{prefix}-55"
    assert console.get_by_role("columnheader", name="Total size").count() == 0
    choose(console, "Tag key", prefix)
    console.get_by_role("link", name=f"{prefix}-55").wait_for(state="detached")
    assert links.count() == 1
    assert links.first.inner_text() == f"{prefix}-07"


def test_tables_are_deleted_after_the_word_confirm(console: Any, dynamodb: Any) -> None:
    """Points 20 and 28: two tables, one of them protected. The button is off until the word is
    typed, protection is turned off in the dialog, and the rows disappear by themselves.
    """
    prefix = unique("gone")
    names = [f"{prefix}-1", f"{prefix}-2"]
    create(dynamodb, ("id", "S"), name=names[0])
    create(dynamodb, ("id", "S"), name=names[1], DeletionProtectionEnabled=True)
    _find(console, prefix)
    for name in names:
        console.get_by_role("checkbox", name=f"Select table {name}").check()
    console.get_by_role("button", name="Delete", exact=True).click()
    dialog = console.get_by_role("dialog", name="Delete 2 tables")
    delete = dialog.get_by_role("button", name="Delete", exact=True)
    assert delete.is_disabled()
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    dialog.get_by_role("button", name="Turn off deletion protection").click()
    dialog.get_by_text("Deletion protection is on").wait_for(state="detached")
    delete.click()
    console.get_by_text("The request to delete 2 tables has been submitted").wait_for()
    for name in names:
        console.get_by_role("link", name=name).wait_for(state="detached")
    left = dynamodb.list_tables(ExclusiveStartTableName=prefix, Limit=1)["TableNames"]
    assert not any(name.startswith(prefix) for name in left)
