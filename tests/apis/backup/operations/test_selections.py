"""The operations on selections. tests/features/aws_backup/test_selections.py has their rules."""

from tests.features.aws_backup.samples import ROLE, plan, with_vault


def test_an_answer_has_what_the_request_had() -> None:
    caller = with_vault()
    plan_id = plan(caller)
    document = {
        "SelectionName": "s",
        "IamRoleArn": ROLE,
        "Resources": ["*"],
        "NotResources": ["arn:aws:dynamodb:*:*:table/x"],
        "Conditions": {
            "StringLike": [{"ConditionKey": "aws:ResourceTag/a", "ConditionValue": "b*"}]
        },
    }
    made = caller.call(
        "CreateBackupSelection",
        BackupPlanId=plan_id,
        BackupSelection=document,
        CreatorRequestId="r",
    )
    found = caller.call("GetBackupSelection", BackupPlanId=plan_id, SelectionId=made["SelectionId"])
    assert found == {**made, "BackupSelection": document, "CreatorRequestId": "r"}
    (listed,) = caller.call("ListBackupSelections", BackupPlanId=plan_id)["BackupSelectionsList"]
    assert (listed["SelectionName"], listed["CreatorRequestId"]) == ("s", "r")
