"""The page of one table: settings, indexes, stream, permissions, clone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create, unique
from tests.app.server import environment, serving
from tests.console.conftest import go_to
from tests.console.controls import act
from tests.console.held import held

_IMAGES = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def _described(dynamodb: Any, name: str) -> Any:
    return dynamodb.describe_table(TableName=name)["Table"]


def test_the_capacity_mode_is_switched(console: Any, dynamodb: Any) -> None:
    """Point 25: on-demand to provisioned and back, until the service refuses with its own text."""
    name = create(dynamodb, ("id", "S"))
    go_to(console, "tables", name)
    dialog = console.get_by_role("dialog", name="Edit read/write capacity")
    modes = ("PROVISIONED", "PAY_PER_REQUEST")
    radios = ("Provisioned", "On-demand")
    for switches in range(2):
        _switch(console, dialog, radios[switches])
        console.get_by_text(f"The capacity of {name} was changed.").first.wait_for()
        console.get_by_role("button", name="Dismiss the message").first.click()
        assert _described(dynamodb, name)["BillingModeSummary"]["BillingMode"] == modes[switches]
    left = _use_up_switches(dynamodb, name, modes)
    console.get_by_role("button", name="Read the table again").click()
    shown = console.get_by_text(radios[(left + 1) % 2], exact=True)
    shown.first.wait_for()
    _switch(console, dialog, radios[left % 2])
    dialog.get_by_text("LimitExceededException").wait_for()


def _use_up_switches(dynamodb: Any, name: str, modes: tuple[str, str]) -> int:
    """Switches as another client, until the service refuses. Returns how often it did not."""
    units = {"ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}
    switches = 0
    while True:
        more = {} if switches % 2 else units
        try:
            dynamodb.update_table(TableName=name, BillingMode=modes[switches % 2], **more)
        except dynamodb.exceptions.LimitExceededException:
            return switches
        switches += 1


def _switch(console: Any, dialog: Any, radio: str) -> None:
    console.get_by_role("button", name="Edit", exact=True).click()
    dialog.get_by_role("radio", name=radio).check()
    dialog.get_by_role("button", name="Save changes").click()


def test_time_to_live_has_a_preview(console: Any, dynamodb: Any) -> None:
    """Point 27: the preview lists the items that expire by the chosen time, and no others. The
    status is "Enabling" until the service says that it is on.
    """
    name = create(dynamodb, ("id", "S"))
    chosen_s = 1_893_456_000  # 2030-01-01 00:00:00 UTC
    for key, value in (("due", chosen_s), ("later", chosen_s + 1), ("ancient", 1)):
        dynamodb.put_item(TableName=name, Item={"id": {"S": key}, "until": {"N": str(value)}})
    dynamodb.put_item(TableName=name, Item={"id": {"S": "text"}, "until": {"S": "2029"}})
    go_to(console, "tables", name, "settings")
    console.get_by_role("button", name="Turn on time to live").click()
    dialog = console.get_by_role("dialog", name="Turn on Time to Live (TTL)")
    dialog.get_by_label("TTL attribute name").fill("until")
    dialog.get_by_label("Simulated date (UTC)").fill("2030/01/01")
    dialog.get_by_label("Simulated time (UTC)").fill("00:00:00")
    dialog.get_by_role("button", name="Run preview").click()
    dialog.get_by_text("Items that would expire (1)").wait_for()
    dialog.get_by_role("cell", name='"due"').wait_for()
    with held(console, ("DescribeTimeToLive",), "ENABLED", "ENABLING"):
        dialog.get_by_role("button", name="Turn on TTL").click()
        console.get_by_text(f"Time to live of {name} is being turned on.").wait_for()
        console.get_by_text("Enabling", exact=True).wait_for()
        assert console.get_by_role("button", name="Turn on time to live").is_disabled()
    console.get_by_role("button", name="Turn off time to live").wait_for()
    described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}


def test_an_index_is_created_and_deleted(console: Any, dynamodb: Any) -> None:
    """Point 29: a global index appears with its status, and is deleted after the word confirm."""
    name = create(dynamodb, ("id", "S"))
    go_to(console, "tables", name, "indexes")
    console.get_by_role("button", name="Create index").first.click()
    dialog = console.get_by_role("dialog", name="Create global index")
    dialog.get_by_label("Name of partition key").fill("Album")
    dialog.get_by_role("button", name="Create index").click()
    row = console.get_by_role("row").filter(has_text="Album-index")
    row.get_by_text("Active").wait_for()
    (index,) = _described(dynamodb, name)["GlobalSecondaryIndexes"]
    assert index["KeySchema"] == [{"AttributeName": "Album", "KeyType": "HASH"}]
    chosen = console.get_by_role("radio", name="Select index Album-index")
    chosen.check()
    console.get_by_role("button", name="Delete", exact=True).first.click()
    deletion = console.get_by_role("dialog", name="Delete index")
    deletion.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    deletion.get_by_role("button", name="Delete", exact=True).click()
    chosen.wait_for(state="detached")
    assert not _described(dynamodb, name).get("GlobalSecondaryIndexes")


def test_a_vector_index_is_created_and_searched(console: Any, dynamodb: Any) -> None:
    """Point 29: the nearest item is the first result."""
    name = create(dynamodb, ("id", "S"))
    for key, vector in (("near", "10"), ("far", "01")):
        numbers = {"L": [{"N": number} for number in vector]}
        dynamodb.put_item(TableName=name, Item={"id": {"S": key}, "v": numbers})
    go_to(console, "tables", name, "indexes")
    console.get_by_role("button", name="Create vector index").first.click()
    dialog = console.get_by_role("dialog", name="Create vector index")
    dialog.get_by_label("Vector attribute").fill("v")
    dialog.get_by_label("Dimensions").fill("2")
    dialog.get_by_role("button", name="Create index").click()
    row = console.get_by_role("row").filter(has_text="v: 2 dimensions, cosine")
    row.get_by_text("Active").wait_for()
    console.get_by_role("radio", name="Select index v-index").check()
    console.get_by_role("button", name="Search", exact=True).click()
    search = console.get_by_role("dialog", name="Search v-index")
    search.get_by_role("textbox", name="Vector", exact=True).fill("1, 0.1")
    search.get_by_role("button", name="Search").click()
    results = search.get_by_role("table", name="Nearest items").get_by_role("row")
    results.nth(2).wait_for()
    assert '"near"' in results.nth(1).inner_text()
    assert '"far"' in results.nth(2).inner_text()


def test_tags_are_added_changed_and_removed(console: Any, dynamodb: Any) -> None:
    """Point 30."""
    tags = [{"Key": "goes", "Value": "1"}, {"Key": "stays", "Value": "1"}]
    name = create(dynamodb, ("id", "S"), Tags=tags)
    go_to(console, "tables", name, "settings")
    console.get_by_role("button", name="Manage tags").click()
    dialog = console.get_by_role("dialog", name="Manage tags")
    dialog.get_by_role("button", name="Remove tag goes").click()
    dialog.get_by_role("button", name="Add new tag").click()
    dialog.get_by_placeholder("Enter key").last.fill("comes")
    dialog.get_by_role("combobox").filter(has_text="").nth(-1).fill("2")
    dialog.get_by_role("button", name="Save changes").click()
    console.get_by_text("The tags were changed.").wait_for()
    arn = _described(dynamodb, name)["TableArn"]
    found = dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]
    assert {each["Key"]: each["Value"] for each in found} == {"stays": "1", "comes": "2"}


def test_the_live_tail_shows_a_write_of_another_client(console: Any, dynamodb: Any) -> None:
    """Point 44: the stream is turned on, and a write appears with the old and the new image side by
    side. The page asks twice a second.
    """
    name = create(dynamodb, ("id", "S"))
    dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}, "title": {"S": "before"}})
    go_to(console, "tables", name, "streams")
    console.get_by_role("button", name="Turn on").click()
    console.get_by_role("button", name="Turn on stream").click()
    console.get_by_role("button", name="Start live tail").click()
    console.get_by_text("Following").wait_for()
    dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}, "title": {"S": "after"}})
    row = console.get_by_role("row").filter(has_text="title")
    row.get_by_text('"after"').wait_for()
    assert row.get_by_role("cell").all_inner_texts() == ['"before"', '"after"']
    console.get_by_role("button", name="Stop live tail").click()
    console.get_by_text("Stopped").wait_for()
    console.get_by_role("button", name="Clear").click()
    row.wait_for(state="detached")
    assert _described(dynamodb, name)["StreamSpecification"] == _IMAGES


def test_a_policy_is_checked_saved_and_deleted(console: Any, dynamodb: Any) -> None:
    """Point 45: faults are shown at their lines; then the policy is saved, read back, deleted."""
    name = create(dynamodb, ("id", "S"))
    arn = _described(dynamodb, name)["TableArn"]
    go_to(console, "tables", name, "permissions")
    console.get_by_role("button", name="Create table policy").click()
    editor = console.locator(".ace_editor")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
                "Action": "dynamodb:GetItem",
                "Resource": arn,
            }
        ],
    }
    text = json.dumps(policy, indent=2)
    _replace_text(console, editor, text.replace(",\n", "\n", 1))
    console.get_by_text("Line 3, column 3: A comma (,) or } is expected here.").wait_for()
    assert console.get_by_role("button", name="Save changes").is_disabled()
    _replace_text(console, editor, text.replace("Allow", "Perhaps"))
    console.get_by_text('Line 5, column 17: Effect is "Allow" or "Deny".').wait_for()
    editor.locator(".ace_gutter-cell.ace_error").filter(has_text="5").wait_for()
    _replace_text(console, editor, text)
    console.get_by_text("The policy has faults").wait_for(state="detached")
    console.get_by_role("button", name="Save changes").click()
    console.get_by_text("The policy of the table was saved.").wait_for()
    assert json.loads(dynamodb.get_resource_policy(ResourceArn=arn)["Policy"]) == policy
    console.get_by_role("button", name="Delete table policy").click()
    dialog = console.get_by_role("dialog", name="Delete table policy")
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("The table has no policy.").wait_for()
    with pytest.raises(ClientError, match="PolicyNotFoundException"):
        dynamodb.get_resource_policy(ResourceArn=arn)


def _replace_text(page: Any, editor: Any, text: str) -> None:
    """Replaces the text of an editor by pasting, which adds no brackets and no indentation."""
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_a_table_is_cloned_with_its_first_items(console: Any, dynamodb: Any) -> None:
    """Point 54: schema and data, or the first items only."""
    index = {
        "IndexName": "by-note",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    name = create(dynamodb, ("id", "S"), GlobalSecondaryIndexes=[index])
    for number in range(40):
        dynamodb.put_item(TableName=name, Item={"id": {"S": str(number)}})
    for what, count in (("Schema and data", 40), ("Schema and the first items", 30)):
        clone = unique("clone")
        go_to(console, "tables", name)
        act(console, "Clone table")
        dialog = console.get_by_role("dialog", name="Clone table")
        dialog.get_by_label("Name of the new table").fill(clone)
        dialog.get_by_role("radio", name=what, exact=True).check()
        if count == 30:
            dialog.get_by_label("Number of items").fill("30")
        dialog.get_by_role("button", name="Clone table").click()
        console.get_by_text(f"Table {name} was cloned to {clone}, with {count} items.").wait_for()
        table = _described(dynamodb, clone)
        assert table["GlobalSecondaryIndexes"][0]["IndexName"] == "by-note"
        assert dynamodb.scan(TableName=clone, Select="COUNT")["Count"] == count


def test_a_table_is_copied_to_another_server_by_a_command(console: Any, dynamodb: Any) -> None:
    """Point 54: the page shows the command, and the command does it."""
    name = create(dynamodb, ("id", "S"))
    dynamodb.put_item(TableName=name, Item={"id": {"S": "a"}})
    go_to(console, "tables", name)
    with serving("--memory") as server, client(server.url) as other:
        act(console, "Copy to another server")
        dialog = console.get_by_role("dialog", name="Copy to another server")
        dialog.get_by_label("URL of the other server").fill("nowhere")
        dialog.get_by_text("Type the URL of a server").wait_for()
        dialog.get_by_label("URL of the other server").fill(server.url)
        dialog.get_by_label("Name of the table there").fill("copied")
        command = dialog.get_by_text("jedlik dump").inner_text()
        assert server.url in command
        tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "PATH": tools}
        subprocess.run(["sh", "-c", command], env=environment(keys), timeout=60, check=True)
        assert other.scan(TableName="copied")["Items"] == [{"id": {"S": "a"}}]
        dialog.get_by_role("button", name="Close").last.click()


def test_items_are_counted_after_a_warning(console: Any, dynamodb: Any) -> None:
    name = create(dynamodb, ("id", "S"))
    for number in range(3):
        dynamodb.put_item(TableName=name, Item={"id": {"S": str(number)}})
    go_to(console, "tables", name)
    console.get_by_role("button", name="Get live item count").click()
    dialog = console.get_by_role("dialog", name="Get live item count")
    dialog.get_by_text("It consumes read capacity").wait_for()
    dialog.get_by_role("button", name="Start scan").click()
    dialog.get_by_text("Complete").wait_for()
    dialog.get_by_text("3", exact=True).wait_for()


def test_deletion_protection_is_turned_on(console: Any, dynamodb: Any) -> None:
    """Point 28. The service refuses a second change soon after the first; the dialog says so."""
    name = create(dynamodb, ("id", "S"))
    go_to(console, "tables", name)
    console.get_by_role("button", name="Turn on deletion protection").click()
    console.get_by_role("dialog").get_by_role("button", name="Turn on", exact=True).click()
    console.get_by_text(f"Deletion protection of {name} was turned on.").wait_for()
    assert _described(dynamodb, name)["DeletionProtectionEnabled"] is True
    act(console, "Delete table")
    dialog = console.get_by_role("dialog", name="Delete table")
    dialog.get_by_role("button", name="Turn off deletion protection").click()
    dialog.get_by_text("Exception").wait_for()


def test_a_protected_table_is_deleted_after_protection_is_off(console: Any, dynamodb: Any) -> None:
    """Point 28: the service refuses to delete the table; the dialog offers to turn it off."""
    name = create(dynamodb, ("id", "S"), DeletionProtectionEnabled=True)
    go_to(console, "tables", name)
    act(console, "Delete table")
    dialog = console.get_by_role("dialog", name="Delete table")
    delete = dialog.get_by_role("button", name="Delete", exact=True, disabled=False)
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    delete.click()
    dialog.get_by_text("ValidationException").wait_for()
    delete.wait_for()
    dialog.get_by_role("button", name="Turn off deletion protection").click()
    dialog.get_by_text("Deletion protection is on").wait_for(state="detached")
    delete.click()
    console.get_by_role("heading", name="Tables").wait_for()
    console.get_by_text(f"The request to delete the {name} table").wait_for()
