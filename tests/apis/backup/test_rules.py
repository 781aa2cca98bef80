"""What each operation of AWS Backup needs. Source: Service Authorization Reference, AWS Backup."""

from typing import Any

import pytest

from jedlik.apis.authorization import ANYTHING
from jedlik.apis.backup.api import BACKUP
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of
from tests.features.aws_backup.samples import ROLE

POINT = f"{arn_of()}/backup/01791500000123-00000000"
VAULT = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:v"
PLAN = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-plan:p"
REQUEST: dict[str, Any] = {
    "BackupVaultName": "v",
    "BackupPlanId": "p",
    "RecoveryPointArn": POINT,
    "ResourceArn": VAULT,
}
PASSES = ("iam:PassRole", ROLE)
ON_VAULT = (
    *("CreateBackupVault", "DescribeBackupVault", "DeleteBackupVault"),
    "ListRecoveryPointsByBackupVault",
)
ON_PLAN = (
    *("GetBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan", "GetBackupSelection"),
    *("DeleteBackupSelection", "ListBackupSelections"),
)
ON_POINT = (
    *("DescribeRecoveryPoint", "DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle"),
    "GetRecoveryPointRestoreMetadata",
)
ON_RESOURCE = ("TagResource", "UntagResource", "ListTags")
EXPECTED: dict[str, list[tuple[str, str]]] = {
    **{name: [(f"backup:{name}", VAULT)] for name in (*ON_VAULT, *ON_RESOURCE)},
    **{name: [(f"backup:{name}", PLAN)] for name in ON_PLAN},
    **{name: [(f"backup:{name}", POINT)] for name in ON_POINT},
    "StartBackupJob": [("backup:StartBackupJob", VAULT), PASSES],
    "StartRestoreJob": [("backup:StartRestoreJob", POINT), PASSES],
    "CreateBackupSelection": [("backup:CreateBackupSelection", PLAN), PASSES],
    "CreateBackupPlan": [("backup:CreateBackupPlan", PLAN[:-1] + "*")],
}
MEMBERS: dict[str, dict[str, Any]] = {
    "StartBackupJob": {"IamRoleArn": ROLE},
    "StartRestoreJob": {"IamRoleArn": ROLE},
    "CreateBackupSelection": {"BackupSelection": {"IamRoleArn": ROLE}},
}


def needed(name: str, request: dict[str, Any]) -> Any:
    return result_of(BACKUP.operations[name].authorizations(request, request, Caller().context))


@pytest.mark.parametrize("name", BACKUP.names)
def test_what_an_operation_needs(name: str) -> None:
    request = {**REQUEST, **MEMBERS.get(name, {})}
    if name == "CreateBackupPlan":
        del request["BackupPlanId"]
    found = [(each.action, each.resource) for each in needed(name, request)]
    assert found == EXPECTED.get(name, [(f"backup:{name}", ANYTHING)])


def test_keys_that_conditions_can_ask_for() -> None:
    _, passed = needed("StartRestoreJob", {**REQUEST, "IamRoleArn": ROLE})
    assert passed.keys == (("iam:passedtoservice", ("backup.amazonaws.com",)),)
    (made,) = needed("CreateBackupVault", {**REQUEST, "BackupVaultTags": {"Team": "a"}})
    assert dict(made.keys) == {"aws:requesttag/team": ("a",), "aws:tagkeys": ("Team",)}
    assert len(needed("StartRestoreJob", REQUEST)) == 1
