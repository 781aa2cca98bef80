"""The job that fills restored tables. What they contain is in test_proof."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.engine.commit import Write, commit
from jedlik.engine.context import Context
from jedlik.engine.jobs import Job, give_up, take_lease
from jedlik.features.backups import restore_tables
from jedlik.features.backups.restore import GRACE_MS
from jedlik.features.history.work import all_works
from jedlik.storage.interface import Batch, Delete, FenceLostError, Put
from tests.apis.dynamodb.operations.backups import ITEM, back_up, items, recovery, with_item
from tests.engine.in_memory import Caller, is_due, result_of, run_once, run_piece, values
from tests.features.backups.disturbed_storage import DisturbedStorage
from tests.features.backups.test_restore import begin, sourced, used_by
from tests.features.used_storage import write

JOB = restore_tables.JOB


def finish(caller: Caller, job: Job = JOB) -> None:
    while result_of(is_due(job, caller.node)):
        result_of(run_once(job, caller.node))


def works(caller: Caller) -> int:
    return len(result_of(all_works(caller.node.storage)))


def test_the_transaction_that_makes_the_table_active_frees_the_backup() -> None:
    caller, source = sourced()
    result_of(begin(caller, source))
    while caller.describe("restored")["TableStatus"] == "CREATING":
        assert used_by(caller) != [None]
        result_of(run_once(JOB, caller.node))
    assert used_by(caller) == [None]
    assert works(caller) == 1, "the overlay, which is empty here, is erased by the next piece"
    finish(caller)
    assert works(caller) == 0


def test_a_page_that_is_written_again_changes_nothing() -> None:
    caller, source = sourced()
    result_of(begin(caller, source))
    before = {key: value for key, value in values(caller).items() if key.space is Space.JOB}
    result_of(run_once(JOB, caller.node))
    counted = caller.describe("restored")["ItemCount"]
    (work,) = [key for key in before if key.partition == b"history"]
    write(caller, [Put(work, before[work])])  # as if the process had died before this write
    finish(caller)
    assert items(caller, "restored") == [ITEM]
    assert caller.describe("restored")["ItemCount"] == counted == 1


@pytest.mark.parametrize("later_ms", [GRACE_MS, -3_600_000])
def test_a_restore_whose_table_was_never_created_is_given_up(later_ms: int) -> None:
    """After some seconds, or if a clock was ahead."""
    caller, source = sourced()
    record = result_of(begin(caller, source))
    write(caller, [Delete(key) for key in values(caller) if key.sort == b"restored"])
    assert record["TableName"] == "restored"
    assert not result_of(is_due(JOB, caller.node))
    caller.clock.time_ms += later_ms
    finish(caller)
    assert (works(caller), used_by(caller)) == (0, [None])


def without_table() -> tuple[Caller, Put]:
    """Returns a caller whose restore has waited for its table for too long, and the Put that would
    create the table.
    """
    caller, source = sourced()
    result_of(begin(caller, source))
    (key,) = [key for key in values(caller) if key.sort == b"restored"]
    created = Put(key, values(caller)[key])
    write(caller, [Delete(key)])
    caller.clock.time_ms += GRACE_MS
    return caller, created


def test_a_table_that_was_created_meanwhile_is_filled() -> None:
    """The job has read that there is no table before it was created."""
    caller, created = without_table()

    storage = DisturbedStorage(caller.storage)
    stopped = Caller(storage=storage, clock=caller.clock)
    creation = Batch([created], None, raises_epoch=True)

    async def late() -> None:
        (piece,) = await JOB.pieces(stopped.node)
        lease = await take_lease(JOB, stopped.node, "test")
        assert lease is not None
        storage.stop_at(2)  # the first call finds no table
        running = asyncio.ensure_future(piece.run(lease))
        await storage.is_stopped.wait()
        assert not running.done()
        await caller.storage.transact([], lambda _: creation)
        storage.go_on()
        await running

    result_of(late())
    finish(caller)
    assert items(caller, "restored") == [ITEM]


def test_a_table_of_a_work_that_was_given_up_is_deleted() -> None:
    """A node of a version before may have created it."""
    caller, created = without_table()
    result_of(run_once(JOB, caller.node))
    write(caller, [created])
    finish(caller)
    assert caller.call("ListTables")["TableNames"] == ["music"]
    assert (works(caller), used_by(caller)) == (0, [None])


def test_several_restores_go_on_together() -> None:
    caller = Caller()
    with_item(caller)
    for number in range(3):
        members = {"BackupArn": back_up_only(caller), "TargetTableName": f"restored-{number}"}
        caller.call("RestoreTableFromBackup", **members)
    finish(caller)
    assert all(items(caller, f"restored-{number}") == [ITEM] for number in range(3))


def restore(caller: Caller, kind: str) -> None:
    """Begins a restore of the table `music`, which has one item."""
    if kind == "backup":
        arn = back_up(caller)
        caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
        return
    caller.clock.time_ms += 2_000
    caller.call(
        "RestoreTableToPointInTime",
        SourceTableName="music",
        TargetTableName="restored",
        UseLatestRestorableTime=True,
    )


@pytest.mark.parametrize("kind", ["backup", "second"])
def test_a_process_that_was_stopped_writes_nothing_into_the_active_table(kind: str) -> None:
    """It is stopped at each of its calls, and continues when a client has deleted the item."""
    for call in count(1):
        caller = Caller()
        with_item(caller)
        recovery(caller)
        restore(caller, kind)
        storage = DisturbedStorage(caller.storage)
        stopped = Caller(storage=storage, clock=caller.clock)
        storage.stop_at(call)
        if not result_of(overtaken(stopped, storage, caller)):
            assert call > 5
            return
        assert items(caller, "restored") == []


async def overtaken(stopped: Caller, storage: DisturbedStorage, other: Caller) -> bool:
    """Does a piece in a process that is stopped. Another process does the whole work meanwhile, and
    a client deletes the item. Returns False if the process was not stopped.
    """
    piece = asyncio.create_task(run_once(JOB, stopped.node))
    waiting = asyncio.create_task(storage.is_stopped.wait())
    await asyncio.wait({piece, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if piece.done():
        return False
    other.clock.time_ms += 15_001
    await work_as("another", other)
    key = {"pk": ITEM["pk"]}
    await other.calls("DeleteItem", TableName="restored", Key=key)
    storage.go_on()
    with suppress(FenceLostError):
        await piece
    return True


async def work_as(owner: str, caller: Caller) -> None:
    """Does the job in a process."""
    while await is_due(JOB, caller.node):
        lease = await take_lease(JOB, caller.node, owner)
        assert lease is not None
        await run_piece(JOB, caller.node, lease)
        await give_up(caller.node, lease)


def back_up_only(caller: Caller) -> str:
    """Makes a backup. The restores that have begun go on too."""
    return back_up(caller)


def commits_of_a_restore(monkeypatch: pytest.MonkeyPatch, *, others_wait: bool) -> list[int]:
    """Restores a page of 250 items. Returns how many items each commit had, and 0 for each wait for
    the write of somebody else.
    """
    caller = Caller()
    with_item(caller)
    for number in range(249):
        caller.call("PutItem", TableName="music", Item={"pk": {"S": f"p{number}"}})
    caller.call(
        "RestoreTableFromBackup", BackupArn=back_up_only(caller), TargetTableName="restored"
    )
    done: list[int] = []

    async def committed(context: Context, writes: Sequence[Write], *rest: Any) -> Any:
        done.append(len(writes))
        return await commit(context, writes, *rest)

    async def company(_: object, wait_s: float) -> bool:
        assert wait_s > 0
        done.append(0)
        return others_wait

    monkeypatch.setattr(restore_tables, "commit", committed)
    monkeypatch.setattr(type(caller.node.storage), "company", company)
    monkeypatch.setattr(type(caller.node.storage), "others_wait", lambda _: others_wait)
    finish(caller, restore_tables.job_for(None))  # it does not know what other tests did
    assert caller.describe("restored")["ItemCount"] == 250
    return done


def test_commits_are_small_while_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    found = commits_of_a_restore(monkeypatch, others_wait=True)
    assert found == [0, 8] * 31 + [0, 2]


def test_commits_are_large_while_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert commits_of_a_restore(monkeypatch, others_wait=False) == [100, 100, 50]


@pytest.mark.parametrize(
    ("sizes", "expected"), [([], 0), ([400_000] * 3, 1), ([10_000] * 40, 7), ([100] * 40, 32)]
)
def test_a_commit_has_a_limited_size(sizes: list[int], expected: int) -> None:
    assert restore_tables.end_of_commit([bytes(each) for each in sizes], 0, 32) == expected
