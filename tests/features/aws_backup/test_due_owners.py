"""What is due and belongs to nothing."""

import orjson
import pytest

from jedlik.features.aws_backup.due_owners import due_ms_of, forget_unowned
from jedlik.features.aws_backup.records import DueKind, due, due_entry
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.aws_backup.samples import (
    JOBS,
    PLACE,
    plan,
    points,
    select,
    start,
    transaction,
    with_vault,
    work,
)
from tests.features.aws_backup.test_plans import FIRST_HOUR_MS
from tests.features.aws_backup.test_plans import due as due_now

KINDS: tuple[DueKind, ...] = ("rule", "run", "backup", "restore", "point")


def owner_says(caller: Caller, kind: DueKind, identity: str) -> int | None:
    record = due(PLACE, kind, identity, 0)
    return result_of(due_ms_of(transaction(caller), record))


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_owner_is_not_done_forever(kind: DueKind) -> None:
    caller = with_vault()
    record = due(PLACE, kind, "none/none", caller.clock.time_ms)
    entry = due_entry(record)
    assert owner_says(caller, kind, "none/none") is None

    async def stored() -> None:
        value = Batch((Put(entry.key, orjson.dumps(record)),), None)
        await caller.node.storage.transact([], lambda _: value)

    result_of(stored())
    assert len(due_now(caller)) == 1
    assert result_of(is_due(JOBS[0], caller.node))
    result_of(run_once(JOBS[0], caller.node))
    assert due_now(caller) == []


def test_what_has_an_owner_stays() -> None:
    caller = with_vault()
    plan_id = plan(caller)
    (rule,) = caller.call("GetBackupPlan", BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    identity = f"{plan_id}/{rule['RuleId']}"
    assert owner_says(caller, "rule", identity) == FIRST_HOUR_MS
    result_of(forget_unowned(caller.node, due(PLACE, "rule", identity, FIRST_HOUR_MS)))
    assert due_now(caller) == [("rule", FIRST_HOUR_MS)]


def test_every_kind_has_an_owner() -> None:
    caller = with_vault()
    select(caller, plan(caller))
    job_id = start(caller, Lifecycle={"DeleteAfterDays": 1})
    assert owner_says(caller, "backup", job_id) == caller.clock.time_ms
    result_of(work(caller))
    arn = points(caller)[0]["RecoveryPointArn"]
    assert owner_says(caller, "point", arn) is not None
    request = {"RecoveryPointArn": arn, "Metadata": {"targetTableName": "restored"}}
    restore_id = caller.call("StartRestoreJob", **request)["RestoreJobId"]
    assert owner_says(caller, "restore", restore_id) == caller.clock.time_ms
    result_of(work(caller))
    caller.clock.time_ms = FIRST_HOUR_MS
    result_of(run_once(JOBS[0], caller.node))
    (run_id,) = run_ids(caller)
    assert owner_says(caller, "run", run_id) == FIRST_HOUR_MS


def run_ids(caller: Caller) -> list[str]:
    """Returns the ids of the runs that are due."""
    found = [
        orjson.loads(value)
        for key, value in values(caller).items()
        if key.partition == b"due" and key.space.name == "BACKUP_PLANS"
    ]
    return [each["Id"] for each in found if each["Kind"] == "run"]
