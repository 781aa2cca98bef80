"""Plans and rules. Recorded texts: terraform-aws-backup #40, terraform-provider-aws #10414."""

from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from jedlik.features.aws_backup.records import due_span
from tests.engine.in_memory import START_MS, Caller, result_of
from tests.features.aws_backup.samples import HOUR_MS, VAULT, plan, rule, select, with_vault

FIRST_HOUR_MS = START_MS - START_MS % HOUR_MS + HOUR_MS


def due(caller: Caller) -> list[tuple[str, int]]:
    """Returns what is due, ever."""

    async def found() -> list[tuple[str, int]]:
        page = await caller.node.storage.scan(due_span(), limit_items=100, limit_bytes=1 << 20)
        return [(each["Kind"], each["AtMs"]) for each in map(orjson.loads, page.values)]

    return result_of(found())


def document(*rules: dict[str, Any], name: str = "plan") -> dict[str, Any]:
    return {"BackupPlanName": name, "Rules": list(rules) or [rule()]}


def test_a_plan_is_created_and_found() -> None:
    caller = with_vault()
    made = caller.call("CreateBackupPlan", BackupPlan=document(), CreatorRequestId="r")
    assert made.keys() == {"BackupPlanId", "BackupPlanArn", "CreationDate", "VersionId"}
    plan_id = made["BackupPlanId"]
    assert made["BackupPlanArn"].endswith(f":backup-plan:{plan_id}")
    found = caller.call("GetBackupPlan", BackupPlanId=plan_id, VersionId=made["VersionId"])
    (shown,) = found["BackupPlan"]["Rules"]
    assert shown.pop("RuleId")
    assert found == {
        **made,
        "CreatorRequestId": "r",
        "BackupPlan": {"BackupPlanName": "plan", "Rules": [shown]},
    }
    assert shown == {
        **rule(),
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowMinutes": 480,
        "CompletionWindowMinutes": 10_080,
        "EnableContinuousBackup": False,
    }
    assert due(caller) == [("rule", FIRST_HOUR_MS)]


def test_the_next_runs_are_previewed() -> None:
    caller = with_vault()
    plan_id = plan(caller, rule(), rule(RuleName="daily", ScheduleExpression="cron(30 0 * * ? *)"))
    found = caller.call("GetBackupPlan", BackupPlanId=plan_id, MaxScheduledRunsPreview=3)
    ids = {each["RuleName"]: each["RuleId"] for each in found["BackupPlan"]["Rules"]}
    assert [(each["ExecutionTime"], each["RuleId"]) for each in found["ScheduledRunsPreview"]] == [
        (FIRST_HOUR_MS / 1000, ids["hourly"]),
        (FIRST_HOUR_MS / 1000 + 3600, ids["hourly"]),
        (FIRST_HOUR_MS / 1000 + 5400, ids["daily"]),
    ]


def test_the_same_request_finds_its_plan() -> None:
    caller = with_vault()
    first = plan(caller, CreatorRequestId="r")
    assert plan(caller, CreatorRequestId="r") == first
    refusal = caller.refusal("CreateBackupPlan", BackupPlan=document(), CreatorRequestId="s")
    assert refusal == (
        "AlreadyExistsException: Backup plan with the same plan document already exists"
    )
    assert plan(caller, name="other", CreatorRequestId="s") != first


def test_an_update_replaces_rules_and_times() -> None:
    caller = with_vault()
    plan_id = plan(caller)
    before = caller.call("GetBackupPlan", BackupPlanId=plan_id)
    daily = rule(RuleName="daily", ScheduleExpression="cron(0 5 * * ? *)")
    updated = caller.call("UpdateBackupPlan", BackupPlanId=plan_id, BackupPlan=document(daily))
    assert updated["VersionId"] != before["VersionId"]
    assert due(caller) == [("rule", FIRST_HOUR_MS + 6 * HOUR_MS)]
    assert caller.refusal("GetBackupPlan", BackupPlanId=plan_id, VersionId=before["VersionId"]) == (
        "ResourceNotFoundException: Failed reading Backup plan with provided version"
    )
    # The first document is free again, and the second one is taken.
    plan(caller)
    refusal = caller.refusal("CreateBackupPlan", BackupPlan=document(daily))
    assert refusal.startswith("AlreadyExistsException")
    same = caller.call("UpdateBackupPlan", BackupPlanId=plan_id, BackupPlan=document(daily))
    assert same["VersionId"] != updated["VersionId"]
    assert caller.refusal("CreateBackupPlan", BackupPlan=document(daily)) == refusal


def test_a_plan_without_selections_is_deleted() -> None:
    caller = with_vault()
    plan_id = plan(caller, CreatorRequestId="r")
    selection_id = select(caller, plan_id)
    assert caller.refusal("DeleteBackupPlan", BackupPlanId=plan_id) == (
        "InvalidRequestException: Related backup plan selections must be deleted prior to backup"
        " plan deletion"
    )
    caller.call("DeleteBackupSelection", BackupPlanId=plan_id, SelectionId=selection_id)
    deleted = caller.call("DeleteBackupPlan", BackupPlanId=plan_id)
    assert deleted.keys() == {"BackupPlanId", "BackupPlanArn", "DeletionDate", "VersionId"}
    assert due(caller) == []
    missing = f"ResourceNotFoundException: Cannot find Backup plan with ID {plan_id}"
    assert caller.refusal("GetBackupPlan", BackupPlanId=plan_id) == missing
    assert plan(caller, CreatorRequestId="r") != plan_id


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"ScheduleExpression": "rate(1 day)"}, "Invalid schedule. rate(1 day) is no cron"),
        ({"ScheduleExpressionTimezone": "Mars"}, "Invalid schedule. there is no time zone Mars"),
        ({"StartWindowMinutes": 59}, "The start window must be at least 60 minutes"),
        (
            {"Lifecycle": {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 90}},
            "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart",
        ),
        (
            {
                "EnableContinuousBackup": True,
                "Lifecycle": {"MoveToColdStorageAfterDays": 730, "DeleteAfterDays": 2555},
            },
            "Invalid lifecycle. MoveToColdStorageAfterDays is unavailable",
        ),
        (
            {"EnableContinuousBackup": True},
            "Lifecycle must be specified for backup rule enabled continuous backup",
        ),
        (
            {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 36}},
            "Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days",
        ),
        ({"CopyActions": [{"DestinationBackupVaultArn": "arn"}]}, "Jedlik does not have copies"),
        ({"TargetBackupVaultName": "none"}, "Backup vault none does not exist"),
    ],
)
def test_rules_that_are_refused(wrong: dict[str, Any], text: str) -> None:
    caller = with_vault()
    with pytest.raises(Reject) as caught:
        plan(caller, rule(**wrong))
    error = caught.value.error
    assert error.code == "InvalidParameterValueException"
    assert str(error.message).startswith(f"Error in rule hourly : {text}")
    assert error.fields["Code"] == "ERROR_3015"
    context = orjson.loads(str(error.fields["Context"]))
    assert context == ["hourly", str(error.message).removeprefix("Error in rule hourly : ")]


def test_documents_that_are_refused() -> None:
    caller = with_vault()
    for wrong in (
        document(name=""),
        document(name="n" * 51),
        document(rule(), rule()),
        {"BackupPlanName": "plan", "Rules": []},
        document(*(rule(RuleName=f"r{number}") for number in range(11))),
        {**document(), "AdvancedBackupSettings": [{"ResourceType": "EC2"}]},
    ):
        refusal = caller.refusal("CreateBackupPlan", BackupPlan=wrong)
        assert refusal.startswith("InvalidParameterValueException")
    assert caller.call("ListBackupPlans")["BackupPlansList"] == []
    assert caller.call("DescribeBackupVault", BackupVaultName=VAULT)["NumberOfRecoveryPoints"] == 0


def test_a_rule_that_is_never_due() -> None:
    caller = with_vault()
    plan(caller, rule(ScheduleExpression="cron(0 0 * * ? 2000)"))
    assert due(caller) == []
