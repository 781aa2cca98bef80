"""The pages of users."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients import client, unique
from tests.console.conftest import go_to
from tests.console.controls import act


@pytest.fixture
def iam(server_url: str) -> Iterator[Any]:
    with client(server_url, service="iam") as made:
        yield made


def test_a_user_with_an_access_key_from_the_first_step_to_the_last(
    console: Any, iam: Any, server_url: str, tmp_path: Path
) -> None:
    """Point 46: create, access key shown once, CSV download, deactivate, delete."""
    name = unique("user")
    go_to(console, "create-user")
    console.get_by_label("User name").fill(name)
    console.get_by_role("button", name="Next", exact=True).click()
    console.get_by_role("radio", name="Attach policies directly").click()
    console.get_by_placeholder("Find permissions policies").fill("AmazonDynamoDBReadOnly")
    console.get_by_role("checkbox", name="Select policy AmazonDynamoDBReadOnlyAccess").check()
    console.get_by_role("button", name="Next", exact=True).click()
    console.get_by_role("button", name="Create user").click()
    console.get_by_text(f"User {name} created.").wait_for()
    attached = iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]
    assert [each["PolicyName"] for each in attached] == ["AmazonDynamoDBReadOnlyAccess"]

    console.get_by_role("link", name=name).click()
    console.get_by_role("tab", name="Security credentials").click()
    secret = _create_key(console, tmp_path, name)
    (key,) = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    with client(server_url, service="sts", keys=(key["AccessKeyId"], secret)) as sts:
        assert sts.get_caller_identity()["Arn"].endswith("root")  # open mode: all are the root

    console.get_by_role("radio", name=f"Select access key {key['AccessKeyId']}").check()
    act(console, "Deactivate")
    console.get_by_text("Access key deactivated.").wait_for()
    assert iam.list_access_keys(UserName=name)["AccessKeyMetadata"][0]["Status"] == "Inactive"
    act(console, "Delete")
    dialog = console.get_by_role("dialog")
    dialog.get_by_placeholder(key["AccessKeyId"]).fill(key["AccessKeyId"])
    dialog.get_by_role("button", name="Delete").click()
    console.get_by_text("Access key deleted.").wait_for()
    assert iam.list_access_keys(UserName=name)["AccessKeyMetadata"] == []


def _create_key(console: Any, folder: Path, user_name: str) -> str:
    """Walks through the dialog. Returns the secret of the file, which is that of the page."""
    console.get_by_role("button", name="Create access key").first.click()
    dialog = console.get_by_role("dialog")
    dialog.get_by_role("radio", name="Local code").click()
    assert dialog.get_by_role("button", name="Next", exact=True).is_disabled()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Next", exact=True).click()
    dialog.get_by_label("Description tag value").fill("for tests")
    dialog.get_by_role("button", name="Create access key").click()
    dialog.get_by_text("This is the only time").wait_for()
    with console.expect_download() as download:
        dialog.get_by_role("button", name="Download .csv file").click()
    assert download.value.suggested_filename == f"{user_name}_accessKeys.csv"
    path = folder / "keys.csv"
    download.value.save_as(path)
    (row,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    secret = row["Secret access key"]
    assert dialog.get_by_text(secret).count() == 0
    dialog.get_by_role("button", name="Show the secret access key").click()
    dialog.get_by_text(secret).wait_for()
    dialog.get_by_role("button", name="Done").click()
    dialog.wait_for(state="hidden")
    console.get_by_text("for tests").wait_for()
    assert console.get_by_text(secret).count() == 0
    return secret


def test_a_console_password_is_set_and_removed(console: Any, iam: Any) -> None:
    name = unique("user")
    iam.create_user(UserName=name)
    go_to(console, "users", name, "credentials")
    console.get_by_role("button", name="Enable console access").click()
    dialog = console.get_by_role("dialog")
    dialog.get_by_role("button", name="Enable console access").click()
    dialog.get_by_role("button", name="Show the console password").click()
    dialog.get_by_role("button", name="Done").click()
    assert iam.get_login_profile(UserName=name)["LoginProfile"]["PasswordResetRequired"] is True
    console.get_by_role("button", name="Disable console access").click()
    console.get_by_role("dialog").get_by_role("button", name="Disable access").click()
    console.get_by_text("The user has no console password.").wait_for()
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_login_profile(UserName=name)
