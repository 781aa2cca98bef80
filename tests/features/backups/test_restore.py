"""How a restore begins, and what is left if it cannot."""

from typing import Any

import pytest

from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.position import position_at, position_of
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups import restore
from jedlik.features.backups.named import named_backup
from jedlik.features.backups.records import all_backups, key_of
from jedlik.features.backups.restore import (
    GRACE_MS,
    RestoreSource,
    SourceChangedError,
    backup_source,
    begin_restore,
    forget,
    release,
)
from jedlik.features.backups.restore_tables import JOB
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record
from jedlik.features.history.work import all_works, key_of_work
from jedlik.features.tables.change import create_table
from jedlik.storage.interface import LAST_APPEND
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, Caller, result_of, run_once


def sourced() -> tuple[Caller, RestoreSource]:
    """Returns a caller with a table and its backup as a source."""
    caller = Caller()
    with_item(caller)
    found = result_of(named_backup(caller.context, back_up(caller)))
    return caller, backup_source(found.backup, found.stored)


async def begin(caller: Caller, source: RestoreSource, name: str = "restored") -> TableRecord:
    def new(work_id: str, moment: int) -> TableRecord:
        target = NewTable(REGION, ACCOUNT, name, caller.node.ids.uuid(), work_id, START_MS)
        return restored_record(source.record, target, Overrides(), {"SourceBackupArn": "arn"})

    return await begin_restore(caller.context, source, new)


def works(caller: Caller) -> list[Any]:
    return list(result_of(all_works(caller.node.storage)))


def used_by(caller: Caller) -> list[str | None]:
    async def found() -> list[str | None]:
        return [each.get("RestoreWorkId") async for each in all_backups(caller.node.storage)]

    return result_of(found())


def test_the_backup_names_the_work_until_it_is_forgotten() -> None:
    caller, source = sourced()
    record = result_of(begin(caller, source))
    (work,) = works(caller)
    assert record["Restore"]["WorkId"] == work["Id"]
    assert used_by(caller) == [work["Id"]]
    result_of(forget(caller.node, key_of_work(work), source.backup))
    assert (works(caller), used_by(caller)) == ([], [None])


def test_a_source_that_has_changed_is_read_again() -> None:
    caller, source = sourced()
    result_of(begin(caller, source))
    with pytest.raises(SourceChangedError):
        result_of(begin(caller, source, "second"))
    assert len(works(caller)) == 1


@pytest.mark.parametrize("fails", ["music", "new"])
def test_a_refused_restore_leaves_nothing(fails: str) -> None:
    caller, source = sourced()

    def refuse(work_id: str, moment: int) -> TableRecord:
        raise invalid("no")

    is_name = fails == "music"
    begun = (
        begin(caller, source, "music") if is_name else begin_restore(caller.context, source, refuse)
    )
    with pytest.raises(Reject):
        result_of(begun)
    assert (works(caller), used_by(caller)) == ([], [None])


def test_later_commits_have_later_positions() -> None:
    caller, source = sourced()
    moment = position_at(START_MS + 60_000)
    later = source._replace(moment_at=lambda last: moment)
    result_of(begin(caller, later))
    (stored,) = result_of(caller.node.storage.read([LAST_APPEND], consistent=True))
    assert position_of(stored) == moment


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_work_that_was_given_up_creates_no_table(
    monkeypatch: pytest.MonkeyPatch, is_forgotten: bool
) -> None:
    caller, source = sourced()

    async def slow(*arguments: Any) -> TableRecord:
        caller.clock.time_ms += GRACE_MS
        await run_once(JOB, caller.node)
        if is_forgotten:
            await run_once(JOB, caller.node)
        assert len(await all_works(caller.node.storage)) == (0 if is_forgotten else 1)
        return await create_table(*arguments)

    monkeypatch.setattr(restore, "create_table", slow)
    with pytest.raises(SourceChangedError):
        result_of(begin(caller, source))
    assert caller.call("ListTables")["TableNames"] == ["music"]
    assert (works(caller), used_by(caller)) == ([], [None])


def test_a_backup_is_released_by_its_own_restore_alone() -> None:
    caller, source = sourced()
    result_of(begin(caller, source))
    assert source.backup is not None
    key = key_of(source.backup)
    (stored,) = result_of(caller.node.storage.read([key], consistent=True))
    assert release(key, stored, "another") == ()
    assert release(key, None, "another") == ()
    (work,) = works(caller)
    assert len(release(key, stored, work["Id"])) == 1
