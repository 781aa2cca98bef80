"""Tags of vaults and plans."""

from typing import Any

import pytest

from tests.engine.in_memory import arn_of
from tests.features.aws_backup.samples import VAULT, plan, with_vault

VAULT_ARN = f"arn:aws:backup:us-east-1:123456789012:backup-vault:{VAULT}"


def tags(caller: Any, arn: str) -> dict[str, str]:
    found: dict[str, str] = caller.call("Backup.ListTags", ResourceArn=arn)["Tags"]
    return found


def test_tags_of_vaults_and_plans() -> None:
    caller = with_vault()
    plan_id = plan(caller, BackupPlanTags={"a": "1"})
    arn = f"arn:aws:backup:us-east-1:123456789012:backup-plan:{plan_id}"
    for each, first in ((VAULT_ARN, {}), (arn, {"a": "1"})):
        assert tags(caller, each) == first
        caller.call("Backup.TagResource", ResourceArn=each, Tags={"a": "2", "b": "3"})
        assert tags(caller, each) == {"a": "2", "b": "3"}
        caller.call("Backup.UntagResource", ResourceArn=each, TagKeyList=["a", "c"])
        assert tags(caller, each) == {"b": "3"}


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ({"": "x"}, "InvalidParameterValueException"),
        ({"aws:x": "x"}, "InvalidParameterValueException"),
        ({"k" * 129: "x"}, "InvalidParameterValueException"),
        ({"k": "v" * 257}, "InvalidParameterValueException"),
        ({str(number): "" for number in range(51)}, "LimitExceededException"),
    ],
)
def test_refused_tags(added: dict[str, str], code: str) -> None:
    caller = with_vault()
    refusal = caller.refusal("Backup.TagResource", ResourceArn=VAULT_ARN, Tags=added)
    assert refusal.startswith(code)
    refusal = caller.refusal("CreateBackupVault", BackupVaultName="v2", BackupVaultTags=added)
    assert refusal.startswith(code)
    assert tags(caller, VAULT_ARN) == {}


@pytest.mark.parametrize(
    "arn",
    [
        "arn",
        VAULT_ARN + "x",
        VAULT_ARN.replace("us-east-1", "eu-west-1"),
        "arn:aws:backup:us-east-1:123456789012:backup-plan:x",
        arn_of("music"),
    ],
)
def test_what_has_no_tags(arn: str) -> None:
    caller = with_vault()
    for name, members in (
        ("ListTags", {}),
        ("TagResource", {"Tags": {"a": "b"}}),
        ("UntagResource", {"TagKeyList": ["a"]}),
    ):
        refusal = caller.refusal(f"Backup.{name}", ResourceArn=arn, **members)
        assert refusal.startswith("ResourceNotFoundException")
