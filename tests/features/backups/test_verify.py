"""A verification finds each block that is damaged, missing or left over."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.features.backups import make_backups
from jedlik.features.backups.blocks import block_of
from jedlik.features.history import reader
from jedlik.storage.interface import Delete, Mutation, Put
from tests.engine.in_memory import Caller, result_of, run_once, values
from tests.features.backups.samples import work
from tests.features.encryption_keys.kms import key_id, pass_days
from tests.features.secondary_indexes.samples import verified
from tests.features.used_storage import Damage, Stored, write


def used() -> Caller:
    """Returns a table with a backup of three blocks, one that is being made, and a restore."""
    caller = Caller()
    caller.create()
    for number in range(6):
        caller.call("PutItem", TableName="music", Item={"pk": {"S": f"p{number}"}})
    arn = caller.call("CreateBackup", TableName="music", BackupName="first")
    result_of(work(caller))
    caller.call("CreateBackup", TableName="music", BackupName="second")
    result_of(run_once(make_backups.JOB, caller.node))
    arn = arn["BackupDetails"]["BackupArn"]
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
    return caller


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)


def blocks(stored: Stored) -> list[Key]:
    return sorted(each for each in stored if each.space is Space.BACKUP_BLOCK)


def flipped(stored: Stored) -> Sequence[Mutation]:
    key = blocks(stored)[1]
    value = bytearray(stored[key])
    value[-1] ^= 1
    return [Put(key, bytes(value))]


def entry(stored: Stored, name: str, **members: object) -> Sequence[Mutation]:
    """Changes the entry of a backup."""
    for key, value in stored.items():
        if key.space is Space.BACKUP and orjson.loads(value)["Name"] == name:
            return [Put(key, orjson.dumps({**orjson.loads(value), **members}))]
    raise AssertionError


def without_works(stored: Stored) -> Sequence[Mutation]:
    return [Delete(each) for each in stored if each.partition == b"history"]


DAMAGED: list[tuple[Damage, str]] = [
    (flipped, "block 1 is damaged: its checksum is wrong"),
    (lambda stored: [Delete(blocks(stored)[0])], "block 0 is missing"),
    (lambda stored: [Put(blocks(stored)[0], block_of([b"\x01\x00\x00\x00\x01{"]))], "cannot be"),
    (lambda stored: entry(stored, "first", Items=5), "items and bytes: stored is"),
    (
        lambda stored: [Put(blocks(stored)[0]._replace(sort=b"\xff" * 4), b"block")],
        "blocks: stored is 5, expected 4",
    ),
    (without_works, "is being made, and no work makes it"),
    (without_works, "is used by a restore that does not exist"),
    (without_works, "is being restored, and no work restores it"),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    caller = used()
    write(caller, damage(values(caller)))
    found = verified(caller).sentences
    assert [each for each in found if sentence in each], found


def test_what_agrees() -> None:
    caller = used()
    report = verified(caller)
    assert (report.sentences, report.counts["backups"]) == ([], 2)
    result_of(work(caller))
    assert verified(caller).sentences == []


def test_a_deleted_backup_whose_blocks_are_not_erased_yet() -> None:
    caller = used()
    result_of(work(caller))
    listed: list[Any] = caller.call("ListBackups")["BackupSummaries"]
    for each in listed:
        caller.call("DeleteBackup", BackupArn=each["BackupArn"])
    assert verified(caller).sentences == []


def test_a_backup_whose_key_is_lost() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create(SSESpecification={"SSEType": "KMS", "KMSMasterKeyId": key})
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
    caller.call("CreateBackup", TableName="music", BackupName="first")
    result_of(work(caller))
    assert verified(caller).unread == []
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 8)
    report = verified(caller)
    assert report.sentences == []
    assert [each for each in report.unread if "/backup/" in each]
