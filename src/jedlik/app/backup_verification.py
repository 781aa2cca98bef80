"""Reads every block of backups, in a data folder or in copies, and says what is damaged."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, NamedTuple

from jedlik.app.backup_copies import CopyError, cipher_of, raw_block
from jedlik.app.offline_node import OfflineNode
from jedlik.app.progress import Bar, Unit
from jedlik.concurrency import in_thread
from jedlik.engine.table import key_schema_of
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.incoming import checked_sizes
from jedlik.features.backups.place import Place, PlaceAwayError
from jedlik.features.backups.records import Backup, arn_of
from jedlik.storage.encrypted import TableCipher
from jedlik.storage.interface import StorageUnavailableError

_BLOCKS: Final = Unit("blocks")
BlockOf = Callable[[int], Awaitable[bytes]]


class Verdict(NamedTuple):
    """What was found. faults: a sentence for each. unread: why its items were not read."""

    faults: list[str]
    unread: str = ""


async def verified_in_folder(offline: OfflineNode, backup: Backup) -> Verdict:
    """Verifies a backup of a data folder."""
    if backup["Status"] != "AVAILABLE":
        return Verdict([], "it is being made")
    try:
        cipher = await cipher_of(offline, backup)
        return await _verified(backup, partial(raw_block, offline, backup), cipher)
    except (CopyError, PlaceAwayError) as error:
        return Verdict([f"{arn_of(backup)} was not read: {error}"])


async def verified_copy(backup: Backup, place: Place) -> Verdict:
    """Verifies a copy. The items of a table under a key of KMS are not decrypted."""
    is_encrypted = "DataKey" in backup["Source"]
    if not is_encrypted:
        return await _verified(backup, partial(place.block, backup), None)
    faults: list[str] = []
    for number in range(backup["Blocks"]):
        try:
            await place.block(backup, number)
        except DamagedBlockError as error:
            faults.append(str(error))
    return Verdict(faults, "its checksums were read; its items are encrypted under a key of KMS")


async def _verified(backup: Backup, block_of: BlockOf, cipher: TableCipher | None) -> Verdict:
    faults: list[str] = []
    schema = key_schema_of(backup["Source"])
    items = size_bytes = 0
    bar = Bar("verify", _BLOCKS)
    for number in range(backup["Blocks"]):
        which = f"block {number} of {arn_of(backup)}"
        try:
            raw = await block_of(number)
            plain = raw if cipher is None else cipher.decrypted(raw, may_be_plain=True)
            sizes = await in_thread(partial(checked_sizes, plain, schema, which))
        except DamagedBlockError as error:
            faults.append(str(error))
        except StorageUnavailableError as error:
            faults.append(f"{which} is damaged: {error}")
        else:
            items += len(sizes)
            size_bytes += sum(sizes)
        bar.show(number + 1, backup["Blocks"])
    bar.end()
    if not faults and (items, size_bytes) != (backup["Items"], backup["Bytes"]):
        faults.append(
            f"{arn_of(backup)} is damaged: it says {backup['Items']:,} items of"
            f" {backup['Bytes']:,} bytes, and its blocks have {items:,} of {size_bytes:,}"
        )
    return Verdict(faults)
