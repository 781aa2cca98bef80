"""Callers of a server with a target of backups, in a folder."""

from pathlib import Path

from jedlik.buckets.folder import FolderBuckets
from jedlik.features.backups.records import Backup, all_backups
from jedlik.features.options import BackupTarget, Options
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Storage
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, SteppedClock, is_due, result_of, run_once

JOBS = ("make backups", "send backups", "restore tables", "erase backups")


def target_in(folder: Path, storage: Storage, *, stays: bool = False) -> BackupTarget:
    """Returns a target in a folder."""
    ciphers = EncryptedStorage(storage).ciphers

    def decrypted(table: int, raw: bytes) -> bytes:
        cipher = ciphers.get(table)
        return raw if cipher is None else cipher.decrypted(raw, may_be_plain=True)

    buckets = FolderBuckets(folder.parent)
    return BackupTarget(f"file:{folder}", buckets, folder.name, "", None, storage, decrypted, stays)


def caller_with(
    folder: Path | None, storage: MemoryStorage, clock: SteppedClock, *, stays: bool = False
) -> Caller:
    """Returns a server over a storage. folder: its target, None if it has none."""
    target = None if folder is None else target_in(folder, storage, stays=stays)
    return Caller(storage=storage, clock=clock, options=Options(backup_target=target))


def run_jobs(caller: Caller, *names: str) -> None:
    """Does the jobs of backups, or only those with these names, until nothing is due."""
    jobs = [job for feature in caller.features for job in feature.jobs]
    for name in names or JOBS:
        for job in jobs:
            while job.name == name and result_of(is_due(job, caller.node)):
                result_of(run_once(job, caller.node))


def backups_of(caller: Caller) -> list[Backup]:
    """Returns all backups of a server."""

    async def found() -> list[Backup]:
        return [each async for each in all_backups(caller.node.storage)]

    return result_of(found())
