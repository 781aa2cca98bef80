"""The whole walk of a newcomer: a role that only reads, an instance with it, a table, its items.

docs/first-ten-minutes.md shows this walk with pictures, and has its commands.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import client
from tests.api.test_aws_cli import AWS
from tests.app.server import Server, serving
from tests.app.server import run as run_jedlik
from tests.console.conftest import ROOT, ROOT_PAIR, go_to
from tests.console.controls import act, choose
from tests.console.items import add_attribute, insert_field, run, type_json
from tests.console.signed_in import console_of

pytestmark = pytest.mark.skipif(not AWS.exists(), reason=f"the AWS CLI is not at {AWS}")
TABLE = "BollywoodMusic"
ROLE = "MusicReader"
READ_ONLY = "AmazonDynamoDBReadOnlyAccess"
KEY = {"Singers": {"S": "Lata Mangeshkar"}, "Songs": {"S": "Lag Ja Gale"}}
ITEM = KEY | {
    "Year": {"N": "1964"},
    "Classic": {"BOOL": True},
    "Charts": {"L": [{"M": {"Country": {"S": "India"}}}]},
}
SECOND = {"Singers": {"S": "Asha Bhosle"}, "Songs": {"S": "Dum Maro Dum"}, "Year": {"N": "1971"}}
REFUSED = 255  # the exit status of version 1 of the AWS CLI after an error of the service


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that enforces policies, on which a table is not active at once."""
    flags = ("--memory", "--auth", "enforce", "--transition-delay", "0.5")
    with serving(*flags, extra=ROOT) as started:
        yield started


@pytest.mark.timeout(120)
def test_the_walk_of_a_newcomer(browser: Any, server: Server) -> None:
    """Points 13 to 15 and 17 to 20, in one visit, and the write that the role refuses."""
    with (
        client(server.url, keys=ROOT_PAIR) as dynamodb,
        console_of(browser, server.url, ROOT_PAIR) as page,
    ):
        _create_table(page, dynamodb)
        _create_items(page, dynamodb)
        _create_role(page)
        instance_id = _launch_instance(page)
        _use_instance(server, instance_id)
        _see_why_denied(page)
        _clean_up(page, instance_id)
        assert dynamodb.list_tables()["TableNames"] == []


def _create_table(page: Any, dynamodb: Any) -> None:
    """The table becomes Active without a reload. It may be that before the list is drawn."""
    go_to(page, "tables")
    page.get_by_role("link", name="Create table").first.click()
    page.get_by_role("textbox", name="Table name").fill(TABLE)
    page.get_by_role("textbox", name="Partition key", exact=True).fill("Singers")
    page.get_by_role("textbox", name="Sort key - optional").fill("Songs")
    page.get_by_role("button", name="Create table").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=TABLE))
    row.get_by_text("Active").wait_for()
    page.get_by_text(f"The {TABLE} table was created successfully.").wait_for()
    table = dynamodb.describe_table(TableName=TABLE)["Table"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] is False
    assert "TableClassSummary" not in table  # STANDARD


def _create_items(page: Any, dynamodb: Any) -> None:
    """One item with the form, one as JSON. A query finds the first."""
    page.get_by_role("link", name=TABLE).first.click()
    page.get_by_role("link", name="Explore table items").click()
    run(page)
    page.get_by_text("The query did not return any results.").wait_for()
    page.get_by_role("link", name="Create item").first.click()
    page.get_by_label("Value of Singers").fill("Lata Mangeshkar")
    page.get_by_label("Value of Songs").fill("Lag Ja Gale")
    add_attribute(page, "Number", "Year")
    page.get_by_label("Value of Year").fill("1964")
    add_attribute(page, "Boolean", "Classic")
    choose(page, "Value of Classic", "True")
    add_attribute(page, "List", "Charts")
    insert_field(page, "Charts", "Map")
    insert_field(page, "Charts[0]", "String")
    page.get_by_label("Attribute name of Charts[0].new attribute").fill("Country")
    page.get_by_label("Value of Charts[0].Country").fill("India")
    page.get_by_role("button", name="Create item").click()
    page.get_by_text("The item Lata Mangeshkar, Lag Ja Gale was created.").wait_for()
    assert dynamodb.get_item(TableName=TABLE, Key=KEY)["Item"] == ITEM

    go_to(page, "explore", TABLE, "create-item")
    page.get_by_role("button", name="JSON view").click()
    type_json(page, json.dumps(SECOND))
    page.get_by_role("button", name="Create item").click()
    page.get_by_text("The item Asha Bhosle, Dum Maro Dum was created.").wait_for()

    page.get_by_role("radio", name="Query").check()
    page.get_by_label("Partition key: Singers (String)").fill("Lata Mangeshkar")
    assert "Items returned: 1 · Items scanned: 1" in run(page)
    page.get_by_role("link", name="Lata Mangeshkar", exact=True).wait_for()


def _create_role(page: Any) -> None:
    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_role("link", name="Create role").first.click()
    page.get_by_role("radio", name="EC2").wait_for()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_placeholder("Find permissions policies").fill(READ_ONLY)
    page.get_by_role("checkbox", name=f"Select policy {READ_ONLY}", exact=True).check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Role name").fill(ROLE)
    page.get_by_role("button", name="Create role").click()
    page.get_by_text(f"Role {ROLE} created.").wait_for()


def _launch_instance(page: Any) -> str:
    """Launches an instance, and gives it the role. Returns its id."""
    page.get_by_role("link", name="Instances", exact=True).click()
    page.get_by_role("link", name=re.compile("Launch instance")).first.click()
    page.get_by_label("Name", exact=True).fill("music")
    page.get_by_role("button", name="Launch instance").click()
    page.get_by_text("Successfully initiated launch of instance").wait_for()
    page.get_by_role("radio", name=re.compile("Select instance")).check()
    page.get_by_text("Running").wait_for()
    act(page, "Security", "Modify IAM role")
    dialog = page.get_by_role("dialog")
    choose(page, "IAM role", ROLE)
    dialog.get_by_role("button", name="Update IAM role").click()
    page.get_by_text(f"Successfully attached {ROLE} to instance").wait_for()
    page.get_by_role("link", name=re.compile("^i-")).first.click()
    page.get_by_role("link", name=ROLE).wait_for()
    command = page.get_by_text(re.compile("^jedlik instance shell i-")).first.inner_text()
    return str(command.split()[-1])


def _use_instance(server: Server, instance_id: str) -> None:
    """On the instance, a scan lists the items and a put is refused."""
    keys = {"AWS_ACCESS_KEY_ID": ROOT_PAIR[0], "AWS_SECRET_ACCESS_KEY": ROOT_PAIR[1]}

    def aws(*command: str) -> Any:
        shell = ("instance", "shell", "--url", server.url, instance_id, "--", str(AWS))
        return run_jedlik(*shell, "dynamodb", *command, "--table-name", TABLE, extra=keys)

    scanned = json.loads(aws("scan").stdout)["Items"]
    assert sorted(scanned, key=str) == sorted([ITEM, SECOND], key=str)
    refused = aws("put-item", "--item", json.dumps(SECOND))
    assert refused.returncode == REFUSED
    assert "(AccessDeniedException) when calling the PutItem operation" in refused.stderr
    assert f"assumed-role/{ROLE}/{instance_id}" in refused.stderr


def _see_why_denied(page: Any) -> None:
    """The console explains the decision about that write: no policy allows it."""
    page.get_by_role("link", name="Policy simulator", exact=True).click()
    page.get_by_role("button", name="Explain access").click()
    dialog = page.get_by_role("dialog", name="Explain access")
    dialog.get_by_role("textbox", name="Principal", exact=True).fill(f"role/{ROLE}")
    dialog.get_by_role("textbox", name="Action", exact=True).fill("dynamodb:PutItem")
    dialog.get_by_role("textbox", name="Resource", exact=True).fill(TABLE)
    dialog.get_by_role("button", name="Explain", exact=True).click()
    dialog.get_by_text("Implicitly denied").wait_for()
    dialog.get_by_text("Missing action: dynamodb:PutItem").wait_for()
    dialog.get_by_role("button", name="Close").last.click()
    dialog.wait_for(state="hidden")


def _clean_up(page: Any, instance_id: str) -> None:
    """Everything is removed in the console. The row of the table disappears by itself."""
    go_to(page, "instances", instance_id)
    act(page, "Terminate instance", menu="Instance state")
    page.get_by_role("dialog").get_by_role("button", name="Terminate").click()
    page.get_by_text(f"Terminated: {instance_id}.").wait_for()
    go_to(page, "roles", ROLE)
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_placeholder(ROLE).fill(ROLE)
    dialog.get_by_role("button", name="Delete").click()
    page.get_by_text(f"Role {ROLE} deleted.").wait_for()
    go_to(page, "tables")
    page.get_by_role("checkbox", name=f"Select table {TABLE}").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog", name="Delete table")
    delete = dialog.get_by_role("button", name="Delete", exact=True)
    assert delete.is_disabled()
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    delete.click()
    page.get_by_text(f"The request to delete the {TABLE} table has been submitted").wait_for()
    page.get_by_text("You have no tables").wait_for()
