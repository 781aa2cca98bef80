"""The list of tables."""

from typing import Any

from tests.api.clients import create


def test_a_table_is_listed_with_its_keys(console: Any, dynamodb: Any) -> None:
    name = create(dynamodb, ("Singers", "S"), ("Songs", "N"))
    console.get_by_role("button", name="Read the tables again").click()
    console.get_by_placeholder("Find tables").fill(name)
    row = console.get_by_role("row").filter(has=console.get_by_role("link", name=name))
    row.get_by_text("Singers (S)").wait_for()
    row.get_by_text("Songs (N)").wait_for()
    row.get_by_text("Active").wait_for()
