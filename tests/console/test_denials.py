"""What a user sees who may not do everything: refusals in the words of the service."""

from typing import Any

from tests.console.conftest import go_to
from tests.console.signed_in import console_of, new_user

ACCOUNT = "000000000000"


def test_a_reader_sees_the_pages_and_is_refused_in_words(browser: Any, enforced: Any) -> None:
    """Point 4: the same pages; a refused action shows the service's text."""
    user = new_user(enforced.url, "ReadOnlyAccess")
    with console_of(browser, enforced.url, user.keys) as page:
        go_to(page, "users", user.name)
        page.get_by_role("link", name="ReadOnlyAccess").wait_for()
        page.get_by_role("button", name="Delete").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_placeholder(user.name).fill(user.name)
        dialog.get_by_role("button", name="Delete").click()
        refusal = (
            f"User: arn:aws:iam::{ACCOUNT}:user/{user.name} is not authorized to perform:"
            f" iam:DeleteAccessKey on resource: user {user.name} because no identity-based policy"
            " allows the iam:DeleteAccessKey action"
        )
        dialog.get_by_text(refusal).wait_for()


def test_a_page_that_may_not_be_read_says_so(browser: Any, enforced: Any) -> None:
    """Point 4: a refused list is no empty page."""
    user = new_user(enforced.url, "AmazonDynamoDBReadOnlyAccess")
    with console_of(browser, enforced.url, user.keys) as page:
        go_to(page, "groups")
        page.get_by_text("is not authorized to perform: iam:ListGroups").wait_for()
        page.get_by_role("button", name="Why denied?").wait_for()
