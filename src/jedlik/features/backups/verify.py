"""Verifies backups: each block is whole, and together they have what the entry of the backup says.

A backup whose encryption key was deleted cannot be read, which is no fault.
"""

from collections import Counter
from collections.abc import Mapping, Set
from functools import partial

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.read import pages
from jedlik.engine.verification import Verification, Verifier, item_in, name_of
from jedlik.features.backups.blocks import DamagedBlockError, items_in
from jedlik.features.backups.erase_backups import erasures
from jedlik.features.backups.new_backup import KIND, backup_of
from jedlik.features.backups.place import PlaceAwayError
from jedlik.features.backups.records import Backup, all_backups, arn_of, block_key, is_away
from jedlik.features.backups.restore import FROM_BACKUP, TO_POINT_IN_TIME
from jedlik.features.backups.target import Target, target_of
from jedlik.features.history.work import Work, all_works
from jedlik.storage.interface import Storage


async def verify_backups(target: Target | None, verification: Verification) -> None:
    """Verifies all backups, and that nothing is left of others."""
    report = verification.report
    works = {work["Id"]: work for work in await all_works(verification.storage)}
    erased = {backup["Source"]["Id"] for backup in await erasures(verification.storage)}
    blocks: Counter[int] = Counter()  # how many blocks there must be, by table
    async for backup in all_backups(verification.storage):
        report.counts["backups"] += 1
        blocks[backup["Source"]["Id"]] += 0 if is_away(backup) else backup["Blocks"]
        if is_away(backup) and backup["Outside"]["State"] == "ERASING":
            erased.add(backup["Source"]["Id"])
        if "RestoreWorkId" in backup and backup["RestoreWorkId"] not in works:
            report.wrong(_name(backup), "is used by a restore that does not exist")
        if backup["Status"] == "AVAILABLE":
            await _verify_blocks(verification, backup, target)
        elif not any(_makes(work, backup) for work in works.values()):
            report.wrong(_name(backup), "is being made, and no work makes it")
    for work in works.values():
        if work["Kind"] == KIND and not work["IsRead"]:
            blocks[work["Source"]["Id"]] += backup_of(work)["Blocks"]
    await _verify_counts(verification, blocks, erased)
    _verify_restores(verification, works)


async def _verify_blocks(verification: Verification, backup: Backup, target: Target | None) -> None:
    """Verifies the blocks of a backup, and its counts."""
    storage, report, where = verification.storage, verification.report, _name(backup)
    locked = await verification.data_keys.open_earlier(backup["Source"])
    if locked is not None and locked.is_lost and "DataKey" in backup["Source"]:
        report.unread.append(f"{where}: its encryption key cannot be used, so it was not read")
        return
    items = size_bytes = stored_bytes = 0
    for number in range(backup["Blocks"]):
        try:
            block = await _block(storage, backup, number, target)
            found = items_in(block, f"block {number}")
        except DamagedBlockError as error:
            report.wrong(where, str(error))
            return
        except PlaceAwayError as error:
            report.unread.append(f"{where}: it was not read: {error}")
            return
        if any(item_in(each) is None for each in found):
            report.wrong(where, f"block {number} has items that cannot be read")
            return
        items += len(found)
        size_bytes += sum(map(stored_size_bytes, found))
        stored_bytes += len(block or b"")
    expected = (backup["Items"], backup["Bytes"], backup["StoredBytes"])
    found_counts = (items, size_bytes, stored_bytes)
    report.compare(where, "items and bytes", stored=found_counts, expected=expected)


async def _block(
    storage: Storage, backup: Backup, number: int, target: Target | None
) -> bytes | None:
    """Returns a block from where it is. Raises DamagedBlockError and PlaceAwayError."""
    if is_away(backup):
        return await target_of(backup, target).block(backup, number)
    (block,) = await storage.read([block_key(backup, number)], consistent=True)
    return block


async def _verify_counts(
    verification: Verification, expected: Mapping[int, int], erased: Set[int]
) -> None:
    """Verifies that there are no blocks of other backups.

    erased: the tables some of whose blocks a job erases, which may not have come to all of them.
    """
    storage = verification.storage
    (stored,) = await storage.read([TABLE_ID_COUNTER], consistent=True)
    last = 0 if stored is None else int.from_bytes(stored, "big")
    for table_id in range(1, last + 1):
        count = 0
        async for values in pages(storage, Span(Space.BACKUP_BLOCK, table_id)):
            count += len(values)
        if table_id not in erased:
            where = f"backups of table number {table_id}"
            wanted = expected.get(table_id, 0)
            verification.report.compare(where, "blocks", stored=count, expected=wanted)


def _verify_restores(verification: Verification, works: Mapping[str, Work]) -> None:
    """Verifies that each table that is being restored has a work that fills it."""
    for table in verification.tables.values():
        if "Restore" in table.record:
            work = works.get(table.record["Restore"]["WorkId"])
            if work is None or work["Kind"] not in {FROM_BACKUP, TO_POINT_IN_TIME}:
                what = "is being restored, and no work restores it"
                verification.report.wrong(name_of(table), what)


def _makes(work: Work, backup: Backup) -> bool:
    return work["Kind"] == KIND and backup_of(work)["Id"] == backup["Id"]


def _name(backup: Backup) -> str:
    return f"backup {arn_of(backup)}"


def verifier(target: Target | None) -> Verifier:
    """Returns what verifies backups. target: that of the server."""
    return Verifier(storage=partial(verify_backups, target))
