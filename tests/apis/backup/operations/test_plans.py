"""The operations on plans. tests/features/aws_backup/test_plans.py has their rules."""

from tests.features.aws_backup.samples import plan, with_vault


def test_plans_are_listed_in_the_order_of_their_creation() -> None:
    caller = with_vault()
    ids = []
    for name in ("zoo", "ant"):
        ids.append(plan(caller, name=name, CreatorRequestId=name))
        caller.clock.time_ms += 10
    found = caller.call("ListBackupPlans", IncludeDeleted=True)["BackupPlansList"]
    assert [each["BackupPlanId"] for each in found] == ids
    assert found[0].keys() == {
        *("BackupPlanId", "BackupPlanArn", "BackupPlanName", "CreationDate", "VersionId"),
        "CreatorRequestId",
    }
    caller.call("DeleteBackupPlan", BackupPlanId=ids[0])
    left = caller.call("ListBackupPlans", IncludeDeleted=True)["BackupPlansList"]
    assert [each["BackupPlanId"] for each in left] == ids[1:]


def test_a_plan_that_does_not_exist() -> None:
    caller = with_vault()
    document = {"BackupPlanName": "p", "Rules": []}
    for name, members in (
        ("GetBackupPlan", {}),
        ("UpdateBackupPlan", {"BackupPlan": document}),
        ("DeleteBackupPlan", {}),
    ):
        refusal = caller.refusal(name, BackupPlanId="none", **members)
        assert refusal == "ResourceNotFoundException: Cannot find Backup plan with ID none"
