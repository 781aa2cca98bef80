"""The request inspector and the transaction builder."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import create
from tests.app.server import environment
from tests.console.conftest import go_to
from tests.console.controls import choose

KEYS = {"AWS_ACCESS_KEY_ID": "jedlik", "AWS_SECRET_ACCESS_KEY": "jedlik"}


def command(page: Any, tab: str) -> str:
    """Returns the command that a tab of the selected request shows."""
    page.get_by_role("tab", name=tab, exact=True).click()
    return str(page.get_by_role("tabpanel").locator("pre").inner_text())


def test_requests_are_listed_with_commands_that_repeat_them(console: Any, dynamodb: Any) -> None:
    """Point 56: request, response, latency; the AWS CLI and curl get the same answer."""
    name = create(dynamodb, ("k'\"$", "S"))
    console.get_by_role("button", name="Read the tables again").click()
    console.get_by_role("link", name=name).first.wait_for()
    go_to(console, "requests")
    console.get_by_placeholder("Find requests").fill("ListTables")
    console.get_by_role("row").filter(has_text="ListTables").first.get_by_role("radio").click()
    console.get_by_role("heading", name="ListTables").wait_for()
    arguments = shlex.split(command(console, "AWS CLI"))
    assert arguments[:3] == ["aws", "dynamodb", "list-tables"]
    cli = subprocess.run(
        [str(Path(sys.executable).with_name("aws")), *arguments[1:], "--output", "json"],
        env=environment(KEYS),
        capture_output=True,
        check=True,
    )
    assert name in json.loads(cli.stdout)["TableNames"]
    curl = command(console, "curl")
    assert "console" not in curl.replace("/console", "")  # the secret of the open mode
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    done = subprocess.run(
        ["sh", "-c", f"{curl} --silent"],
        env={**KEYS, "PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    assert name in json.loads(done.stdout)["TableNames"]


def test_a_transaction_shows_the_reason_of_each_action(console: Any, dynamodb: Any) -> None:
    """Point 56: the transaction builder."""
    name = create(dynamodb, ("k", "S"))
    old = {"k": {"S": "old"}, "v": {"N": "1"}}
    dynamodb.put_item(TableName=name, Item=old)
    go_to(console, "transactions")
    console.get_by_label("Table of action 1").fill(name)
    console.get_by_label("Item in DynamoDB JSON, action 1").fill('{"k": {"S": "new"}}')
    console.get_by_role("button", name="Add action").click()
    choose(console, "Kind of action 2", "Condition check")
    console.get_by_label("Key in DynamoDB JSON, action 2").fill('{"k": {"S": "old"}')
    console.get_by_label("Condition expression, action 2").fill("v = :v")
    console.get_by_label("Values - optional, action 2").fill('{":v": {"N": "2"}}')
    console.get_by_role("button", name="Run transaction").click()
    console.get_by_text("Line 1, column").wait_for()
    console.get_by_label("Key in DynamoDB JSON, action 2").fill('{"k": {"S": "old"}}')
    console.get_by_role("button", name="Run transaction").click()
    console.get_by_text("ConditionalCheckFailed: The conditional request failed").wait_for()
    console.get_by_text("No error, but nothing was changed").wait_for()
    assert "Item" not in dynamodb.get_item(TableName=name, Key={"k": {"S": "new"}})
    console.get_by_label("Values - optional, action 2").fill('{":v": {"N": "1"}}')
    console.get_by_role("button", name="Run transaction").click()
    console.get_by_text("The transaction succeeded.").wait_for()
    assert "Item" in dynamodb.get_item(TableName=name, Key={"k": {"S": "new"}})
    console.get_by_text("Get items", exact=True).click()
    console.get_by_label("Key in DynamoDB JSON, action 1").fill('{"k": {"S": "old"}}')
    console.get_by_label("Key in DynamoDB JSON, action 2").fill('{"k": {"S": "none"}}')
    console.get_by_role("button", name="Run transaction").click()
    console.get_by_text("There is no item with this key.").wait_for()
    console.get_by_text('"v"').wait_for()
