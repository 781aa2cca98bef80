"""What AWS Backup does after its clock was ahead, and was set right."""

import pytest

from jedlik.engine.jobs import Job
from jedlik.features.aws_backup import due_work
from jedlik.features.aws_backup.late_times import late_times_job
from tests.engine.in_memory import START_MS, Caller, arn_of, is_due, result_of, run_once
from tests.features.aws_backup.samples import (
    DAY_MS,
    HOUR_MS,
    ROLE,
    job,
    plan,
    points,
    select,
    start,
    with_vault,
    work,
)

FIRST_HOUR_MS = START_MS - START_MS % HOUR_MS + HOUR_MS


def look(caller: Caller, times: Job) -> None:
    """Does what a process does about late times."""
    while result_of(is_due(times, caller.node)):
        result_of(run_once(times, caller.node))


def test_nothing_is_looked_at_without_plans_and_jobs() -> None:
    caller, times = with_vault(), late_times_job()
    assert not result_of(is_due(times, caller.node))
    caller.clock.time_ms -= DAY_MS
    assert not result_of(is_due(times, caller.node))


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_rule_runs_again_at_its_next_time(is_restarted: bool) -> None:
    caller, times = with_vault(), late_times_job()
    select(caller, plan(caller))
    caller.clock.time_ms += 400 * DAY_MS
    look(caller, times)
    result_of(work(caller))
    made = len(points(caller))
    assert made == 1, "it ran while the clock was ahead"
    caller.clock.time_ms = FIRST_HOUR_MS - 10_000
    look(caller, late_times_job() if is_restarted else times)
    result_of(work(caller))
    assert len(points(caller)) == made, "it is not due yet"
    caller.clock.time_ms = FIRST_HOUR_MS
    result_of(work(caller))
    assert len(points(caller)) == made + 1


def test_jobs_that_have_not_ended_go_on() -> None:
    caller, times = with_vault(), late_times_job()
    done = start(caller)
    result_of(work(caller))
    ended = job(caller, done)
    (point,) = points(caller)
    caller.clock.time_ms += DAY_MS
    backup = start(caller)
    restore = caller.call(
        "StartRestoreJob",
        RecoveryPointArn=point["RecoveryPointArn"],
        IamRoleArn=ROLE,
        Metadata={"targetTableName": "restored"},
    )["RestoreJobId"]
    look(caller, times)
    caller.clock.time_ms -= DAY_MS
    assert not result_of(is_due(due_work.JOB, caller.node))
    look(caller, times)
    result_of(work(caller))
    assert job(caller, backup)["State"] == "COMPLETED"
    assert caller.call("DescribeRestoreJob", RestoreJobId=restore)["Status"] == "COMPLETED"
    assert job(caller, done) == ended
    assert not result_of(is_due(times, caller.node)), "one look is enough"


def test_a_moment_that_nobody_saw_is_corrected_within_an_hour() -> None:
    caller, times = with_vault(), late_times_job()
    start(caller)
    look(caller, times)
    caller.clock.time_ms += DAY_MS
    backup = start(caller)
    caller.clock.time_ms -= DAY_MS
    look(caller, times)
    result_of(work(caller))
    assert job(caller, backup)["State"] == "CREATED"
    caller.clock.time_ms += HOUR_MS
    look(caller, times)
    result_of(work(caller))
    assert job(caller, backup)["State"] == "COMPLETED"


def test_a_run_that_was_begun_goes_on() -> None:
    caller, times = with_vault(), late_times_job()
    select(caller, plan(caller))
    caller.clock.time_ms = FIRST_HOUR_MS + DAY_MS
    look(caller, times)
    result_of(run_once(due_work.JOB, caller.node))  # the run begins, and has no jobs yet
    caller.clock.time_ms -= DAY_MS
    assert caller.call("ListBackupJobs")["BackupJobs"] == []
    look(caller, times)
    result_of(work(caller))
    (made,) = caller.call("ListBackupJobs")["BackupJobs"]
    assert (made["ResourceArn"], made["State"]) == (arn_of("music"), "COMPLETED")
