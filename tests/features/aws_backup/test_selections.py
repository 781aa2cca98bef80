"""The selections of a plan."""

from jedlik.features.aws_backup.plans import plan_of
from jedlik.features.aws_backup.selections import SELECTIONS_MAX
from tests.engine.in_memory import START_MS, result_of
from tests.features.aws_backup.samples import PLACE, ROLE, plan, select, transaction, with_vault

DOCUMENT = {"SelectionName": "tables", "IamRoleArn": ROLE, "Resources": ["*"]}


def test_a_selection_is_created_and_found() -> None:
    caller = with_vault()
    plan_id = plan(caller)
    selection_id = select(caller, plan_id)
    found = caller.call("GetBackupSelection", BackupPlanId=plan_id, SelectionId=selection_id)
    assert found == {
        "BackupSelection": DOCUMENT,
        "SelectionId": selection_id,
        "BackupPlanId": plan_id,
        "CreationDate": START_MS / 1000,
    }
    (listed,) = caller.call("ListBackupSelections", BackupPlanId=plan_id)["BackupSelectionsList"]
    assert listed == {
        "SelectionId": selection_id,
        "SelectionName": "tables",
        "BackupPlanId": plan_id,
        "CreationDate": START_MS / 1000,
        "IamRoleArn": ROLE,
    }
    caller.call("DeleteBackupSelection", BackupPlanId=plan_id, SelectionId=selection_id)
    for name in ("GetBackupSelection", "DeleteBackupSelection"):
        refusal = caller.refusal(name, BackupPlanId=plan_id, SelectionId=selection_id)
        assert refusal == (
            f"ResourceNotFoundException: Cannot find Backup selection with ID {selection_id}"
        )


def test_the_same_request_finds_its_selection() -> None:
    caller = with_vault()
    request = {"BackupPlanId": plan(caller), "BackupSelection": DOCUMENT, "CreatorRequestId": "r"}
    made = caller.call("CreateBackupSelection", **request)
    assert caller.call("CreateBackupSelection", **request) == made
    other = caller.call("CreateBackupSelection", **{**request, "CreatorRequestId": "s"})
    assert other["SelectionId"] != made["SelectionId"]


def test_selections_of_a_plan_that_does_not_exist() -> None:
    caller = with_vault()
    missing = "ResourceNotFoundException: Cannot find Backup plan with ID none"
    request = {"BackupPlanId": "none", "BackupSelection": DOCUMENT}
    assert caller.refusal("CreateBackupSelection", **request) == missing
    assert caller.refusal("ListBackupSelections", BackupPlanId="none") == missing


def test_a_plan_has_a_limited_number_of_selections() -> None:
    caller = with_vault()
    plan_id = plan(caller)
    made = [select(caller, plan_id) for _ in range(SELECTIONS_MAX)]
    request = {"BackupPlanId": plan_id, "BackupSelection": DOCUMENT}
    assert caller.refusal("CreateBackupSelection", **request).startswith("LimitExceededException")
    found = result_of(plan_of(transaction(caller), PLACE, plan_id))
    assert list(found["Selections"]) == made
    listed = caller.call("ListBackupSelections", BackupPlanId=plan_id)["BackupSelectionsList"]
    assert {each["SelectionId"] for each in listed} == set(made)
    assert len(listed) == len(made)


def test_a_role_must_be_one() -> None:
    caller = with_vault()
    wrong = {**DOCUMENT, "IamRoleArn": "arn:aws:iam::123456789012:user/anna"}
    refusal = caller.refusal(
        "CreateBackupSelection", BackupPlanId=plan(caller), BackupSelection=wrong
    )
    assert refusal == (
        "InvalidParameterValueException: IAM Role arn:aws:iam::123456789012:user/anna cannot be"
        " assumed by AWS Backup"
    )
