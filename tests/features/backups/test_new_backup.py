"""A backup begins with the change of its table's record."""

from typing import Any, cast

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.backups.new_backup import (
    Managed,
    backup_mutations,
    create_backup,
    new_id,
    source_of,
)
from jedlik.features.backups.records import backup_from_bytes
from jedlik.features.history.work import work_from_bytes
from jedlik.storage.interface import Batch, Fence, FenceLostError, Put
from tests.engine.in_memory import Caller, result_of, values
from tests.engine.tables import record_of

MOMENT = Moment(1_791_504_762_511, 1_791_504_762_511)
WORK_ID = "00000000-0000-4000-8000-00000000000a"
UNDER_WAY: Any = {"Id": "01791504762511-2779fadd", "Name": "backup", "WorkId": WORK_ID}
DELETING: Any = {"Status": "DELETING", "EndsAtMs": MOMENT.ends_at_ms}


def mutations(before: TableRecord | None, after: TableRecord) -> list[Put]:
    found = backup_mutations(TableChange(before, after, MOMENT), 99)
    assert all(isinstance(each, Put) for each in found)
    return found  # type: ignore[return-value]


def changed(**members: Any) -> TableRecord:
    return cast(TableRecord, {**record_of(), **members})


def test_the_entry_and_the_work_are_stored_together() -> None:
    entry, work = mutations(record_of(), changed(BackupsUnderWay=[UNDER_WAY]))
    stored = backup_from_bytes(entry.value)
    assert (stored["Id"], stored["Kind"], stored["Status"]) == (UNDER_WAY["Id"], "USER", "CREATING")
    assert stored["CreatedMs"] == MOMENT.now_ms
    made = work_from_bytes(work.value)
    assert (made["Id"], made["Moment"], made["For"]) == (WORK_ID, 99, stored)


def test_other_changes_begin_nothing() -> None:
    before = changed(BackupsUnderWay=[UNDER_WAY])
    assert mutations(before, before) == []
    assert mutations(before, record_of()) == []
    assert mutations(None, record_of()) == []
    assert mutations(record_of(), changed(Transition=DELETING)) == []


def test_a_deletion_with_recovery_makes_a_system_backup_once() -> None:
    recovery: Any = {"Days": 35, "Since": 1}
    before = changed(PointInTimeRecovery=recovery)
    deleted = changed(PointInTimeRecovery=recovery, Transition=DELETING)
    entry, work = mutations(before, deleted)
    stored = backup_from_bytes(entry.value)
    assert stored["Name"] == "music$DeletedTableBackup"
    assert stored["ExpiresMs"] == MOMENT.now_ms + 35 * 86_400_000
    # The same table gives the same work again, if the storage decides twice.
    assert mutations(before, deleted)[1].value == work.value
    assert mutations(deleted, deleted) == []


def test_what_is_under_way_is_not_part_of_the_source() -> None:
    source = source_of(changed(BackupsUnderWay=[UNDER_WAY], Transition=DELETING, LogPartitions=[]))
    assert source == record_of()


def test_each_backup_has_an_id_of_its_own() -> None:
    caller = Caller()
    caller.create()
    ids = {result_of(create_backup(caller.context, "music", "b"))["Id"] for _ in range(5)}
    assert len(ids) == 5
    stored = [value for key, value in values(caller).items() if key.space is Space.BACKUP]
    assert {backup_from_bytes(each)["Id"] for each in stored} == ids


def test_a_backup_of_aws_backup_has_the_id_that_was_chosen_and_is_begun_once() -> None:
    caller = Caller()
    caller.create()
    fence = Fence(Key(Space.JOB, 0, b"test", b"job"), b"job")
    put = Batch((Put(fence.key, fence.value),), None)
    result_of(caller.node.storage.transact([], lambda _: put))
    managed = Managed(new_id(caller.clock.time_ms, "seed"), fence)
    made = [result_of(create_backup(caller.context, "music", "x", managed)) for _ in range(2)]
    assert [(each["Id"], each["Kind"]) for each in made] == [(managed.id, "AWS_BACKUP")] * 2
    stored = [value for key, value in values(caller).items() if key.space is Space.BACKUP]
    assert [backup_from_bytes(each)["Id"] for each in stored] == [managed.id]
    lost = managed._replace(fence=fence._replace(value=b"other"))
    with pytest.raises(FenceLostError):
        result_of(create_backup(caller.context, "music", "x", lost))
