"""Backups are deleted at once, and their blocks are erased piece by piece."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.space import Space
from jedlik.features.backups import erase_backups
from jedlik.features.backups.erase_backups import JOB, delete_backup, deletion, erasures
from jedlik.features.backups.named import StoredBackup, named_backup
from jedlik.features.backups.records import backup_to_bytes, block_key, key_of
from jedlik.storage.interface import Put
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.backups.test_records import backup
from tests.features.used_storage import write

BLOCKS = 7


def blocks(caller: Caller) -> int:
    return sum(key.space is Space.BACKUP_BLOCK for key in values(caller))


def test_pieces_of_the_erasure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase_backups, "_PIECE_BLOCKS", 3)
    caller = Caller()
    first, other = backup(), backup(suffix="00000001")
    write(caller, [Put(block_key(each, at), b"x") for each in (first, other) for at in range(7)])
    write(caller, deletion(first))
    assert [each["Id"] for each in result_of(erasures(caller.node.storage))] == [first["Id"]]
    left = []
    while result_of(is_due(JOB, caller.node)):
        result_of(run_once(JOB, caller.node))
        left.append(blocks(caller))
    assert left == [11, 8, 7]
    assert result_of(erasures(caller.node.storage)) == []


def test_of_two_deletions_one_is_refused() -> None:
    caller = Caller()
    with_item(caller)
    found = result_of(named_backup(caller.context, back_up(caller)))
    result_of(delete_backup(caller.node, found))
    with pytest.raises(Reject) as refused:
        result_of(delete_backup(caller.node, found))
    assert refused.value.error.code == "BackupNotFoundException"


def test_a_system_backup_that_a_restore_reads_does_not_expire() -> None:
    caller = Caller()
    system = {**backup(), "Status": "AVAILABLE", "ExpiresMs": 1}
    used = {**system, "RestoreWorkId": "w"}
    write(caller, [Put(key_of(backup()), backup_to_bytes(used))])  # type: ignore[arg-type]
    assert not result_of(is_due(JOB, caller.node))
    write(caller, [Put(key_of(backup()), backup_to_bytes(system))])  # type: ignore[arg-type]
    while result_of(is_due(JOB, caller.node)):
        result_of(run_once(JOB, caller.node))
    assert Space.BACKUP not in {key.space for key in values(caller)}


def test_a_system_backup_is_not_for_users_to_delete() -> None:
    system = {**backup(), "Kind": "SYSTEM", "ExpiresMs": 1_791_504_762_511}
    with pytest.raises(Reject) as refused:
        result_of(delete_backup(Caller().node, StoredBackup(system, b"")))  # type: ignore[arg-type]
    assert "automatically expire on 2026-10-09T00:12:42Z" in str(refused.value.error.message)
