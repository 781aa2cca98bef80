"""The other operations of AWS Backup. Their rules are in tests/features/aws_backup."""

from tests.features.aws_backup.samples import with_vault


def test_operations_without_members() -> None:
    caller = with_vault()
    assert caller.call("GetSupportedResourceTypes") == {"ResourceTypes": ["DynamoDB"]}
    assert caller.call("UpdateRegionSettings") == {}
    assert caller.call("ListProtectedResources") == {"Results": []}
