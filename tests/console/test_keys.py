"""The pages of encryption keys."""

from typing import Any

from tests.api.clients import client, unique
from tests.console.conftest import go_to
from tests.console.controls import act


def test_a_key_is_made_disabled_and_scheduled_for_deletion(console: Any, server_url: str) -> None:
    alias = unique("key")
    go_to(console, "create-encryption-key")
    console.get_by_label("Alias - optional").fill(alias)
    console.get_by_role("button", name="Create key").click()
    console.get_by_text("Enable IAM User Permissions").wait_for()  # of the default key policy
    with client(server_url, service="kms") as kms:
        key_id = kms.describe_key(KeyId=f"alias/{alias}")["KeyMetadata"]["KeyId"]
        act(console, "Disable", menu="Key actions")
        console.get_by_text("The key is disabled.").wait_for()
        assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] == "Disabled"
        act(console, "Schedule key deletion", menu="Key actions")
        dialog = console.get_by_role("dialog")
        dialog.get_by_label("Waiting period (in days)").fill("7")
        dialog.get_by_placeholder("confirm").fill("confirm")
        dialog.get_by_role("button", name="Schedule deletion").click()
        console.get_by_text("The key is deleted in 7 days.").wait_for()
        assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] == "PendingDeletion"
