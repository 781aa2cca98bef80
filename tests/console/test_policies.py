"""The pages of policies, and the policy simulator."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import client, unique
from tests.console.conftest import go_to


@pytest.fixture
def iam(server_url: str) -> Iterator[Any]:
    with client(server_url, service="iam") as made:
        yield made


def _write(page: Any, text: str) -> None:
    """Replaces the text of the policy editor."""
    editor = page.get_by_role("textbox", name="Policy document").or_(
        page.locator(".ace_text-input")
    )
    editor.first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def _document(action: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_the_editor_says_what_is_wrong_and_a_policy_is_made(console: Any, iam: Any) -> None:
    name = unique("policy")
    go_to(console, "create-policy")
    findings = console.get_by_role("status", name="Findings")
    findings.get_by_text("The service finds no error").wait_for()
    _write(console, '{\n"Version" "2012-10-17"}')
    findings.get_by_text("Line 2: Expected a colon after the name").wait_for()
    _write(console, _document("GetItem"))
    findings.get_by_text("Actions/Conditions must be prefaced by a vendor").wait_for()
    _write(console, _document("dynamodb:GetItem"))
    findings.get_by_text("The service finds no error").wait_for()
    console.get_by_role("button", name="Next", exact=True).click()
    console.get_by_label("Policy name").fill(name)
    console.get_by_role("button", name="Create policy").click()
    console.get_by_text(f"Policy {name} created.").wait_for()
    arn = f"arn:aws:iam::000000000000:policy/{name}"
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]
    assert document["Statement"]["Action"] == "dynamodb:GetItem"


def test_a_simulation_shows_the_statement_that_decided(console: Any, iam: Any) -> None:
    name = unique("user")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    iam.put_user_policy(
        UserName=name, PolicyName="own", PolicyDocument=_document("dynamodb:GetItem")
    )
    go_to(console, f"policy-simulator?principal={arn}")
    console.get_by_label("Actions").fill("dynamodb:GetItem\ndynamodb:PutItem")
    console.get_by_role("button", name="Run simulation").click()
    allowed = console.get_by_role("row").filter(has_text="dynamodb:GetItem")
    allowed.get_by_text("Allowed").wait_for()
    denied = console.get_by_role("row").filter(has_text="dynamodb:PutItem")
    denied.get_by_text("Implicitly denied").wait_for()
    allowed.get_by_role("button", name=f"Show the statement of user_{name}_own").click()
    console.get_by_role("dialog").get_by_text('"dynamodb:GetItem"').wait_for()
