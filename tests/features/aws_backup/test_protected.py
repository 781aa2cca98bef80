"""Tables that have recovery points, and the settings of a Region."""

import pytest

from tests.engine.in_memory import Caller, arn_of, result_of
from tests.features.aws_backup.samples import VAULT, points, start, with_vault, work
from tests.features.aws_backup.test_listing import pages


def test_tables_with_recovery_points_are_protected() -> None:
    caller = with_vault()
    assert caller.call("ListProtectedResources") == {"Results": []}
    names = ["music", "songs", "words"]
    for name in names[1:]:
        caller.create(name)
    for name in (*names, "music"):
        start(caller, name)
        result_of(work(caller))
    found = caller.call("ListProtectedResources")["Results"]
    assert [each["ResourceName"] for each in found] == names
    latest = points(caller)[0]
    assert found[0] == {
        "ResourceArn": arn_of(),
        "ResourceName": "music",
        "ResourceType": "DynamoDB",
        "LastBackupTime": latest["CompletionDate"],
        "LastBackupVaultArn": latest["BackupVaultArn"],
        "LastRecoveryPointArn": latest["RecoveryPointArn"],
    }
    for size in (1, 2, 3):
        assert pages(caller, "ListProtectedResources", "Results", size) == found
    described = caller.call("DescribeProtectedResource", ResourceArn=arn_of())
    assert described == found[0]


def test_a_table_without_recovery_points_is_not_protected() -> None:
    refusal = with_vault().refusal("DescribeProtectedResource", ResourceArn=arn_of())
    assert refusal == f"ResourceNotFoundException: {arn_of()} has no recovery point"


def test_settings_belong_to_a_region() -> None:
    caller = with_vault()
    default = {
        "ResourceTypeOptInPreference": {"DynamoDB": True},
        "ResourceTypeManagementPreference": {"DynamoDB": False},
    }
    assert caller.call("DescribeRegionSettings") == default
    off = {"DynamoDB": False}
    assert (
        caller.call(
            "UpdateRegionSettings",
            ResourceTypeOptInPreference=off,
            ResourceTypeManagementPreference=off,
        )
        == {}
    )
    changed = {**default, "ResourceTypeOptInPreference": off}
    assert caller.call("DescribeRegionSettings") == changed
    elsewhere = Caller(storage=caller.storage, clock=caller.clock, region="eu-west-1")
    assert elsewhere.call("DescribeRegionSettings") == default


@pytest.mark.parametrize(
    ("member", "setting", "text"),
    [
        (
            "ResourceTypeOptInPreference",
            {"EC2": True},
            "Element present in resource type opt in preference has invalid values. Please use "
            "describeRegionSettings API to know the supported resource types",
        ),
        ("ResourceTypeManagementPreference", {"EC2": True}, "Resource type EC2 is not supported"),
        ("ResourceTypeManagementPreference", {"DynamoDB": True}, "Jedlik does not have advanced"),
        ("ResourceTypeOptInIncremental", {"DynamoDB": True}, "Jedlik does not have advanced"),
    ],
)
def test_settings_that_are_refused(member: str, setting: dict[str, bool], text: str) -> None:
    caller = with_vault()
    refusal = caller.refusal("UpdateRegionSettings", **{member: setting})
    assert refusal.startswith(f"InvalidParameterValueException: {text}")


def test_the_supported_type() -> None:
    assert with_vault().call("GetSupportedResourceTypes") == {"ResourceTypes": ["DynamoDB"]}
    vault = with_vault().call("DescribeBackupVault", BackupVaultName=VAULT)
    assert vault["NumberOfRecoveryPoints"] == 0
