"""The dialog "Why denied?"."""

import json
from typing import Any

from tests.api.clients import client, create
from tests.console.conftest import go_to
from tests.console.signed_in import console_of, new_user


def test_why_denied_shows_the_statement_and_answers_other_questions(
    browser: Any, enforced: Any
) -> None:
    """Point 47: the deciding statement, its policy, the missing action, any other request."""
    with client(enforced.url, keys=enforced.keys) as dynamodb:
        table = create(dynamodb, ("id", "S"))
    deny = {"Sid": "NoRoles", "Effect": "Deny", "Action": "iam:ListRoles", "Resource": "*"}
    ask = {"Effect": "Allow", "Action": "jedlik:ExplainAccess", "Resource": "*"}
    inline = json.dumps({"Version": "2012-10-17", "Statement": [deny, ask]})
    user = new_user(enforced.url, "ReadOnlyAccess", inline=inline)
    with console_of(browser, enforced.url, user.keys) as page:
        go_to(page, "roles")
        page.get_by_role("button", name="Why denied?").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Explicitly denied").wait_for()
        dialog.get_by_text("(NoRoles)").first.wait_for()
        dialog.get_by_text('"iam:ListRoles"').first.wait_for()

        dialog.get_by_role("button", name="Ask about another request").click()
        dialog.get_by_role("textbox", name="Action", exact=True).fill("dynamodb:PutItem")
        dialog.get_by_role("textbox", name="Resource", exact=True).fill(table)
        dialog.get_by_role("button", name="Explain", exact=True).click()
        dialog.get_by_text("Implicitly denied").wait_for()
        dialog.get_by_text("Missing action: dynamodb:PutItem").wait_for()
