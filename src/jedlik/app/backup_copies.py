"""Copies backups out of a data folder, and back into one (docs/adr/0040)."""

from contextlib import suppress
from functools import partial
from typing import Final

from jedlik.app.offline_node import OfflineNode, finish
from jedlik.app.progress import Bar, Unit
from jedlik.concurrency import in_thread
from jedlik.features.backups import erase_backups
from jedlik.features.backups.blocks import DamagedBlockError, items_in
from jedlik.features.backups.incoming import BackupExistsError, begin_incoming, bring_in
from jedlik.features.backups.objects import entry_name
from jedlik.features.backups.place import Place, PlaceAwayError
from jedlik.features.backups.records import Backup, arn_of, block_key, is_away
from jedlik.features.backups.target import target_of
from jedlik.storage.encrypted import TableCipher
from jedlik.storage.interface import FailureKind, StorageUnavailableError

_BLOCKS: Final = Unit("blocks")


class CopyError(Exception):
    """A backup cannot be copied. The text says why."""


async def copy_out(offline: OfflineNode, backup: Backup, place: Place) -> bool:
    """Copies a backup to a place. Returns whether it was not there.

    Raises CopyError, DamagedBlockError and PlaceAwayError. Each block is checked before it is
    copied.
    """
    if backup["Status"] != "AVAILABLE":
        raise CopyError(f"{arn_of(backup)} is being made. Start the server, and wait for its end")
    if await _is_in(place, backup):
        return False
    cipher = await cipher_of(offline, backup)
    bar = Bar("copy", _BLOCKS)
    try:
        for number in range(backup["Blocks"]):
            raw = await raw_block(offline, backup, number)
            await in_thread(partial(_check, raw, cipher, f"block {number} of {arn_of(backup)}"))
            await place.put_block(backup, number, raw)
            bar.show(number + 1, backup["Blocks"])
        await place.put_entry(backup)
    finally:
        bar.end()
    return True


async def copy_in(offline: OfflineNode, backup: Backup, place: Place) -> bool:
    """Copies a backup from a place into the data folder. Returns whether it was not there.

    Raises CopyError, DamagedBlockError and PlaceAwayError. Nothing of a backup that is damaged
    stays.
    """
    node = offline.node
    cipher = await cipher_of(offline, backup)
    try:
        new = await begin_incoming(node, backup)
    except BackupExistsError:
        return False
    if cipher is not None:
        await node.catalog.data_keys.open_earlier(new["Source"])
    bar = Bar("copy", _BLOCKS)

    async def block(number: int) -> bytes:
        raw = await place.block(backup, number)
        return raw if cipher is None else _decrypted(raw, cipher, f"block {number}")

    try:
        await bring_in(node, new, block, lambda done: bar.show(done, backup["Blocks"]))
    except DamagedBlockError:
        with suppress(PlaceAwayError):  # of another backup: the next server erases it
            await finish(erase_backups.job_for(offline.target), node)
        raise
    finally:
        bar.end()
    return True


async def cipher_of(offline: OfflineNode, backup: Backup) -> TableCipher | None:
    """Returns the cipher of the blocks of a backup, None if they are in the clear.

    Raises CopyError if this data folder has no key for them.
    """
    source = backup["Source"]
    if "DataKey" not in source:
        return None
    cipher = await offline.keys.cipher(source)
    if cipher is None:
        key = source.get("KMSMasterKeyArn") or "a key of its data folder"
        raise CopyError(
            f"{arn_of(backup)} is encrypted under {key}, and this data folder does not have that"
            " key. It can be restored only in the folder that it comes from, or in a restored"
            " snapshot of it"
        )
    return cipher


async def raw_block(offline: OfflineNode, backup: Backup, number: int) -> bytes:
    """Returns a block as it is stored, here or in the target.

    Raises DamagedBlockError and PlaceAwayError.
    """
    which = f"block {number} of {arn_of(backup)}"
    try:
        (raw,) = await offline.raw.read([block_key(backup, number)], consistent=True)
    except StorageUnavailableError as error:
        if error.kind is not FailureKind.DAMAGED:
            raise
        raise DamagedBlockError(f"{which} is damaged: {error}") from error
    if raw is not None:
        return raw
    if is_away(backup):
        return await target_of(backup, offline.target).place.block(backup, number)
    raise DamagedBlockError(f"{which} is missing")


def _check(raw: bytes, cipher: TableCipher | None, which: str) -> None:
    items_in(raw if cipher is None else _decrypted(raw, cipher, which), which)


def _decrypted(raw: bytes, cipher: TableCipher, which: str) -> bytes:
    try:
        return cipher.decrypted(raw, may_be_plain=True)
    except StorageUnavailableError as error:
        raise DamagedBlockError(f"{which} is damaged: {error}") from error


async def _is_in(place: Place, backup: Backup) -> bool:
    """Returns whether a place has the whole backup. Raises DamagedBlockError."""
    name = entry_name(backup)
    if not await place.has_entry(backup):
        return False
    await place.entry(name)
    return True
