"""`jedlik verify` of AWS Backup."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.aws_backup import due_work
from jedlik.storage.interface import Batch, Delete, Put
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.aws_backup.samples import (
    JOBS,
    VAULT,
    plan,
    points,
    select,
    start,
    with_vault,
    work,
)
from tests.features.aws_backup.test_runs import FIRST_HOUR_MS
from tests.features.secondary_indexes.samples import verified


def full() -> Caller:
    """Returns a node with everything that can be stored."""
    caller = with_vault()
    select(caller, plan(caller))
    start(caller, Lifecycle={"DeleteAfterDays": 2}, IdempotencyToken="t")
    result_of(work(caller))
    arn = points(caller)[0]["RecoveryPointArn"]
    caller.call("StartRestoreJob", RecoveryPointArn=arn, Metadata={"targetTableName": "restored"})
    return caller


def test_each_step_agrees() -> None:
    caller = full()
    caller.clock.time_ms = FIRST_HOUR_MS
    steps = 0
    for _ in range(8):
        for job in JOBS:
            while result_of(is_due(job, caller.node)):
                report = verified(caller)
                assert report.sentences == []
                result_of(run_once(job, caller.node))
                steps += 1
        caller.clock.time_ms += 500
    assert steps > 10
    report = verified(caller)
    assert report.sentences == []
    assert (report.counts["backup vaults"], report.counts["backup plans"]) == (1, 1)


def keys(caller: Caller, kind: str) -> list[Key]:
    start_of = kind.encode()
    return [
        key
        for key in values(caller)
        if key.space is Space.BACKUP_PLANS and key.partition.startswith(start_of)
    ]


def change(caller: Caller, key: Key, changed: Callable[[Any], None] | None) -> None:
    """Changes a record, or deletes it if `changed` is None."""
    record = orjson.loads(values(caller)[key])
    if changed is not None:
        changed(record)
    mutation = Delete(key) if changed is None else Put(key, orjson.dumps(record))
    result_of(caller.node.storage.transact([], lambda _: Batch((mutation,), None)))


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [
        ("vaults", lambda each: each.update(Points=7), "recovery points: stored is 7, expected 1"),
        ("vaults", None, "has recovery points and no record"),
        ("points", None, "is in no vault, and no job makes it"),
        ("points", lambda each: each.update(Vault="x"), "has recovery points and no record"),
        ("points", lambda each: each.update(DueMs=5), "is due and belongs to nothing"),
        ("selections", None, "selections without a record"),
        ("plans", lambda each: each.update(Selections={}), "records of selections"),
        ("plans", lambda each: each["Rules"][0].update(DueMs=5), "is never due"),
        ("backup jobs", lambda each: each.update(DueMs=5), "is never due"),
        ("restore jobs", lambda each: each.update(DueMs=5), "is never due"),
        ("due", None, "is never due"),
    ],
)
def test_what_does_not_agree(kind: str, changed: Any, words: str) -> None:
    caller = full()
    change(caller, keys(caller, kind)[0], changed)
    assert any(words in each for each in verified(caller).sentences)


def test_a_backup_that_is_gone() -> None:
    caller = full()
    key = next(each for each in values(caller) if each.space is Space.BACKUP)
    change(caller, key, None)
    assert any("has no backup" in each for each in verified(caller).sentences)


def test_a_run_that_is_due() -> None:
    caller = full()
    result_of(work(caller))
    caller.clock.time_ms = FIRST_HOUR_MS
    result_of(run_once(due_work.JOB, caller.node))
    (key,) = keys(caller, "runs")
    assert verified(caller).sentences == []
    change(caller, key, None)
    assert any("belongs to nothing" in each for each in verified(caller).sentences)
    assert caller.call("DescribeBackupVault", BackupVaultName=VAULT)["NumberOfRecoveryPoints"] == 1
