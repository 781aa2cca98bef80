"""The PartiQL editor."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import create
from tests.console.conftest import go_to, open_console, opened_page
from tests.console.controls import act, choose


@pytest.fixture
def table(dynamodb: Any) -> str:
    """A table with 30 items of one partition."""
    name = create(dynamodb, ("pk", "S"), ("sk", "N"))
    for start in (0, 15):
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": "a"}, "sk": {"N": str(n)}, "v": {"S": f"v{n}"}}}}
            for n in range(start, start + 15)
        ]
        dynamodb.batch_write_item(RequestItems={name: puts})
    return name


def write(page: Any, text: str) -> None:
    """Types into the editor in place of what is there."""
    page.locator(".ace_content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def run(page: Any, *, writes: bool = False) -> None:
    """Presses Run, and in the dialog too if the statement writes."""
    page.get_by_role("button", name="Run", exact=True).click()
    if writes:
        page.get_by_role("dialog").get_by_role("button", name="Run").click()


def item(dynamodb: Any, table: str, sk: int) -> Any:
    """Returns an item or None."""
    key = {"pk": {"S": "a"}, "sk": {"N": str(sk)}}
    return dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")


def test_statements_run_and_those_that_write_ask_first(
    table: str, console: Any, dynamodb: Any
) -> None:
    """Point 38: SELECT, INSERT, UPDATE, DELETE with parameters; the question can be off."""
    go_to(console, "partiql")
    console.get_by_placeholder("Find tables").fill(table)
    act(console, "Scan table", menu=f"Statements for the table {table}")
    run(console)
    console.get_by_text("Completed").wait_for()
    console.get_by_role("heading", name="Items returned (30)").wait_for()
    console.get_by_text("Capacity units consumed: 0.5").wait_for()
    console.get_by_placeholder("Find items").fill("v29")
    console.get_by_role("cell", name="v29").wait_for()
    assert console.get_by_role("cell", name="v28").count() == 0

    write(console, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'sk': ?, 'tags': ?}}")
    choose(console, "Type of parameter 1", "Number")
    console.get_by_label("Value of parameter 1", exact=True).fill("100")
    choose(console, "Type of parameter 2", "DynamoDB JSON")
    console.get_by_label("Value of parameter 2", exact=True).fill('{"SS": "x"}')
    run(console)
    console.get_by_text('must be an array after "SS"').wait_for()
    console.get_by_label("Value of parameter 2", exact=True).fill('{"SS": ["x"]}')
    console.get_by_role("button", name="Run", exact=True).click()
    dialog = console.get_by_role("dialog", name="Run a statement that writes?")
    dialog.get_by_role("button", name="Cancel").click()
    assert item(dynamodb, table, 100) is None
    run(console, writes=True)
    console.get_by_text("Completed").wait_for()
    assert item(dynamodb, table, 100)["tags"] == {"SS": ["x"]}

    write(console, f"UPDATE \"{table}\" SET v = 'new' WHERE pk = 'a' AND sk = 100")
    console.get_by_role("button", name="Run", exact=True).click()
    console.get_by_role("dialog").get_by_text("Do not ask again").click()
    console.get_by_role("dialog").get_by_role("button", name="Run").click()
    console.get_by_text("Completed").wait_for()
    assert item(dynamodb, table, 100)["v"] == {"S": "new"}
    write(console, f"DELETE FROM \"{table}\" WHERE pk = 'a' AND sk = 100")
    run(console)
    console.get_by_text("Completed").wait_for()
    assert item(dynamodb, table, 100) is None


def test_batches_and_transactions(table: str, console: Any, dynamodb: Any) -> None:
    """Point 38: each statement of a batch and of a cancelled transaction has its own result."""
    go_to(console, "partiql")
    update = f"UPDATE \"{table}\" SET v = 'b' WHERE pk = 'a' AND sk = 1"
    failing = f"UPDATE \"{table}\" SET v = 'b' WHERE pk = 'a' AND sk = 2 AND v = 'no'"
    write(console, f"{update};\n{failing}")
    console.get_by_text("Batch", exact=True).click()
    run(console, writes=True)
    rows = console.get_by_role("table", name="Statements").get_by_role("row")
    rows.nth(1).get_by_text("No error").wait_for()
    rows.nth(2).get_by_text("ConditionalCheckFailed: The conditional request failed").wait_for()
    assert item(dynamodb, table, 1)["v"] == {"S": "b"}
    write(console, f"{update.replace('sk = 1', 'sk = 3')};\n{failing}")
    console.get_by_text("Transaction", exact=True).click()
    run(console, writes=True)
    console.get_by_text("TransactionCanceledException").wait_for()
    rows.nth(2).get_by_text("ConditionalCheckFailed: The conditional request failed").wait_for()
    assert item(dynamodb, table, 3)["v"] == {"S": "v3"}
    write(console, f"SELECT v FROM \"{table}\" WHERE pk = 'a' AND sk = 4")
    run(console)
    console.get_by_role("cell", name="v4").wait_for()
    console.get_by_role("tab", name="JSON view").click()
    console.get_by_text('"v4"').first.wait_for()


def test_errors_and_pages(table: str, console: Any, dynamodb: Any) -> None:
    """Point 38: the text of an error is the service's; pages follow one another."""
    go_to(console, "partiql")
    write(console, "SELECT * FROM")
    with pytest.raises(dynamodb.exceptions.ClientError) as refused:
        dynamodb.execute_statement(Statement="SELECT * FROM")
    run(console)
    console.get_by_text("An error occurred during the execution of the command.").wait_for()
    console.get_by_text(refused.value.response["Error"]["Message"]).wait_for()
    write(console, f'SELECT * FROM "{table}"')
    console.get_by_role("button", name="Options").click()
    console.get_by_label("Items to evaluate for one page - optional").fill("20")
    run(console)
    console.get_by_role("heading", name="Items returned (20)").wait_for()
    console.get_by_role("button", name="Retrieve next page").click()
    console.get_by_role("heading", name="Items returned (30)").wait_for()
    assert console.get_by_role("button", name="Retrieve next page").count() == 0


def test_saved_queries_and_history_survive_a_reload(
    browser: Any, server_url: str, tmp_path: Path
) -> None:
    """Point 39: more than 50 are allowed; they go to a file and come back."""
    with opened_page(browser) as page:
        open_console(page, server_url)
        go_to(page, "partiql")
        write(page, "SELECT saved")
        page.get_by_role("button", name="Save query").click()
        page.get_by_label("Name of the query").fill("mine")
        page.get_by_role("button", name="Save", exact=True).click()
        run(page)
        page.get_by_text("Failed", exact=True).first.wait_for()
        page.get_by_role("tab", name="Saved").click()
        with page.expect_download() as started:
            page.get_by_role("button", name="Export").click()
        exported = json.loads(started.value.path().read_text())
        assert [query["name"] for query in exported["queries"]] == ["mine"]
        exported["queries"] += [
            {"name": f"query {n}", "query": {"text": f"SELECT {n}", "mode": "batch"}}
            for n in range(60)
        ]
        (tmp_path / "many.json").write_text(json.dumps(exported))
        page.locator("input[type=file]").set_input_files(tmp_path / "many.json")
        page.get_by_text("61 queries were imported.").wait_for()
        page.reload()
        page.get_by_role("button", name="Continue without credentials").click()
        page.get_by_text("SELECT saved").first.wait_for()
        page.get_by_role("tab", name="Saved").click()
        assert page.get_by_role("list", name="Saved queries").get_by_role("listitem").count() == 61
        page.get_by_role("list", name="Saved queries").get_by_text("query 59").click()
        page.get_by_text("SELECT 59").first.wait_for()
        page.get_by_role("tab", name="History").click()
        page.get_by_role("list", name="History").get_by_text("SELECT saved").wait_for()
        assert page.get_by_role("list", name="History").get_by_role("listitem").count() == 1
