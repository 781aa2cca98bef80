"""Users of a server that enforces policies, and pages that are signed in with their key pairs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.api.clients import client, unique
from tests.console.conftest import ROOT_PAIR, opened_page


class User(NamedTuple):
    """A user with an access key."""

    name: str
    keys: tuple[str, str]


def new_user(url: str, *policies: str, inline: str | None = None) -> User:
    """Makes a user with managed policies of AWS, named, and an inline policy."""
    with client(url, service="iam", keys=ROOT_PAIR) as iam:
        name = unique("user")
        iam.create_user(UserName=name)
        for policy in policies:
            iam.attach_user_policy(UserName=name, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
        if inline is not None:
            iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=inline)
        made = iam.create_access_key(UserName=name)["AccessKey"]
        return User(name, (made["AccessKeyId"], made["SecretAccessKey"]))


@contextmanager
def console_of(browser: Any, url: str, keys: tuple[str, str]) -> Iterator[Any]:
    """A page that is signed in with a key pair."""
    with opened_page(browser) as page:
        page.goto(f"{url}/console/")
        sign_in(page, keys)
        page.get_by_role("heading", name="Tables").wait_for()
        yield page


def sign_in(page: Any, keys: tuple[str, str], token: str = "") -> None:
    """Fills in the form for access keys and sends it."""
    page.get_by_role("button", name="Access key").click()
    page.get_by_label("Access key ID").fill(keys[0])
    page.get_by_label("Secret access key").fill(keys[1])
    page.get_by_label("Session token").fill(token)
    page.get_by_role("button", name="Sign in").click()
