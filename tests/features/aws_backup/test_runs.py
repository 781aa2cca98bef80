"""Rules that are due, with a clock that the test sets."""

import pytest

from jedlik.features.aws_backup import due_work, runs
from jedlik.features.aws_backup.runs import fire, step
from tests.engine.in_memory import START_MS, Caller, arn_of, is_due, result_of, run_once
from tests.features.aws_backup.samples import (
    HOUR_MS,
    PLACE,
    VAULT,
    do_due,
    job,
    plan,
    points,
    rule,
    select,
    with_vault,
    work,
)

FIRST_HOUR_MS = START_MS - START_MS % HOUR_MS + HOUR_MS


def scheduled() -> tuple[Caller, str]:
    """Returns a node with a plan that backs up all tables each hour, and its id."""
    caller = with_vault()
    plan_id = plan(caller)
    select(caller, plan_id)
    return caller, plan_id


def tables(caller: Caller) -> list[str]:
    """Returns the tables of all jobs."""
    found = caller.call("ListBackupJobs")["BackupJobs"]
    return sorted(each["ResourceName"] for each in found)


def at(caller: Caller, time_ms: int) -> None:
    """Does everything that is due at a time."""
    caller.clock.time_ms = time_ms
    result_of(work(caller))


def test_a_plan_runs_by_its_schedule() -> None:
    caller, plan_id = scheduled()
    at(caller, FIRST_HOUR_MS - 10_000)
    assert tables(caller) == []
    at(caller, FIRST_HOUR_MS)
    assert tables(caller) == ["music"]
    at(caller, FIRST_HOUR_MS + HOUR_MS - 10_000)
    assert len(points(caller)) == 1
    at(caller, FIRST_HOUR_MS + HOUR_MS)
    assert len(points(caller)) == 2
    found = caller.call("GetBackupPlan", BackupPlanId=plan_id)
    assert found["LastExecutionDate"] == FIRST_HOUR_MS / 1000 + 3600


def test_a_recovery_point_says_which_rule_made_it() -> None:
    caller, plan_id = scheduled()
    at(caller, FIRST_HOUR_MS)
    (point,) = points(caller)
    found = caller.call("GetBackupPlan", BackupPlanId=plan_id)
    (made,) = found["BackupPlan"]["Rules"]
    assert point["CreatedBy"] == {
        "BackupPlanId": plan_id,
        "BackupPlanArn": found["BackupPlanArn"],
        "BackupPlanName": "plan",
        "BackupPlanVersion": found["VersionId"],
        "BackupRuleId": made["RuleId"],
        "BackupRuleName": "hourly",
        "BackupRuleCron": "cron(0 * * * ? *)",
        "BackupRuleTimezone": "Etc/UTC",
    }
    by_plan = caller.call(
        "ListRecoveryPointsByBackupVault", BackupVaultName=VAULT, ByBackupPlanId=plan_id
    )
    assert by_plan["RecoveryPoints"] == [point]


def test_windows_and_lifecycle_are_those_of_the_rule() -> None:
    caller = with_vault()
    windows = {"StartWindowMinutes": 60, "CompletionWindowMinutes": 120}
    select(caller, plan(caller, rule(**windows, Lifecycle={"DeleteAfterDays": 7})))
    at(caller, FIRST_HOUR_MS + 5_000)
    (made,) = caller.call("ListBackupJobs")["BackupJobs"]
    found = job(caller, made["BackupJobId"])
    assert found["StartBy"] == FIRST_HOUR_MS / 1000 + 3600
    assert found["ExpectedCompletionDate"] == FIRST_HOUR_MS / 1000 + 7200
    assert found["RecoveryPointLifecycle"] == {"DeleteAfterDays": 7}


def test_tables_are_selected_by_tags_when_the_rule_runs() -> None:
    caller = with_vault()
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "yes"}
    select(caller, plan(caller), ListOfTags=[tag])
    caller.create("bbb", Tags=[{"Key": "backup", "Value": "yes"}])
    caller.create("ccc", Tags=[{"Key": "backup", "Value": "no"}])
    at(caller, FIRST_HOUR_MS)
    assert tables(caller) == ["bbb"]
    caller.call(
        "DynamoDB.TagResource", ResourceArn=arn_of("ccc"), Tags=[{"Key": "backup", "Value": "yes"}]
    )
    at(caller, FIRST_HOUR_MS + HOUR_MS)
    assert tables(caller) == ["bbb", "bbb", "ccc"]


def test_tags_select_nothing_without_opting_in() -> None:
    caller, plan_id = scheduled()
    caller.create("bbb")
    select(caller, plan_id, Resources=[arn_of("bbb")])
    caller.call("UpdateRegionSettings", ResourceTypeOptInPreference={"DynamoDB": False})
    at(caller, FIRST_HOUR_MS)
    assert tables(caller) == ["bbb"]


def test_a_table_that_two_selections_name_has_one_job() -> None:
    caller, plan_id = scheduled()
    select(caller, plan_id, Resources=[arn_of()])
    at(caller, FIRST_HOUR_MS)
    assert tables(caller) == ["music"]


def test_tables_of_other_places_are_not_selected() -> None:
    caller, _ = scheduled()
    for place in ({"region": "eu-west-1"}, {"account_id": "999999999999"}):
        Caller(storage=caller.storage, clock=caller.clock, **place).create("other")  # type: ignore[arg-type]
    at(caller, FIRST_HOUR_MS)
    assert tables(caller) == ["music"]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_run_looks_at_tables_by_pages(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Each page is a piece of work of its own, which any process can do."""
    monkeypatch.setattr(runs, "_PAGE_TABLES", 2)
    caller, _ = scheduled()
    names = ["music", *(f"table{number}" for number in range(count - 1))]
    for name in names[1:]:
        caller.create(name)
    caller.clock.time_ms = FIRST_HOUR_MS
    result_of(run_once(due_work.JOB, caller.node))  # the rule
    assert tables(caller) == []
    result_of(run_once(due_work.JOB, caller.node))  # the first page
    assert tables(caller) == sorted(names)[:2]
    result_of(work(caller))
    assert tables(caller) == sorted(names)
    result_of(step(caller.node, PLACE, "none"))
    assert not result_of(is_due(due_work.JOB, caller.node))


def test_a_server_that_did_not_run_makes_up_for_one_time() -> None:
    caller, _ = scheduled()
    at(caller, FIRST_HOUR_MS + 5 * HOUR_MS + 60_000)
    assert tables(caller) == ["music"]
    (made,) = caller.call("ListBackupJobs")["BackupJobs"]
    # The first missed time has not lost its start window of eight hours.
    assert made["StartBy"] == FIRST_HOUR_MS / 1000 + 8 * 3600
    at(caller, FIRST_HOUR_MS + 6 * HOUR_MS)
    assert tables(caller) == ["music"] * 2


def test_a_time_whose_start_window_is_over_is_passed_over() -> None:
    caller, _ = scheduled()
    at(caller, FIRST_HOUR_MS + 20 * HOUR_MS + 60_000)
    (made,) = caller.call("ListBackupJobs")["BackupJobs"]
    assert made["StartBy"] == FIRST_HOUR_MS / 1000 + 21 * 3600
    assert made["State"] == "COMPLETED"


def test_nothing_runs_if_all_windows_are_over() -> None:
    caller = with_vault()
    daily = rule(ScheduleExpression="cron(0 0 * * ? *)", StartWindowMinutes=60)
    plan_id = plan(caller, daily)
    select(caller, plan_id)
    at(caller, START_MS + 14 * HOUR_MS)
    assert tables(caller) == []
    assert "LastExecutionDate" not in caller.call("GetBackupPlan", BackupPlanId=plan_id)
    at(caller, START_MS + 26 * HOUR_MS)
    assert tables(caller) == ["music"]


def test_the_clock_goes_back() -> None:
    caller, _ = scheduled()
    at(caller, FIRST_HOUR_MS)
    at(caller, FIRST_HOUR_MS - HOUR_MS // 2)
    at(caller, FIRST_HOUR_MS + 10_000)
    assert tables(caller) == ["music"]


def test_a_plan_that_was_deleted_or_changed_does_not_run() -> None:
    caller, plan_id = scheduled()
    (before,) = caller.call("GetBackupPlan", BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    later = rule(ScheduleExpression="cron(30 0 * * ? *)")
    document = {"BackupPlanName": "plan", "Rules": [later]}
    caller.call("UpdateBackupPlan", BackupPlanId=plan_id, BackupPlan=document)
    at(caller, FIRST_HOUR_MS)
    result_of(fire(caller.node, PLACE, f"{plan_id}/{before['RuleId']}"))
    result_of(fire(caller.node, PLACE, "none/none"))
    result_of(do_due(caller))
    assert tables(caller) == []


def test_the_same_rule_is_due_once() -> None:
    """Two processes find it due, and the second does nothing."""
    caller, plan_id = scheduled()
    (made,) = caller.call("GetBackupPlan", BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    caller.clock.time_ms = FIRST_HOUR_MS
    for _ in range(2):
        result_of(fire(caller.node, PLACE, f"{plan_id}/{made['RuleId']}"))
    result_of(work(caller))
    assert tables(caller) == ["music"]
