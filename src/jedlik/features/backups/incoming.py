"""Brings a backup into a data folder, from objects that an operator copied (docs/adr/0040).

First a transaction takes a number for the table of the backup, and stores the work of erasing its
blocks. Then come the blocks. The last transaction stores the entry and removes that work. So
whatever comes in between, a job removes what is not complete.

Everything that comes from outside is checked before it is stored.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes
from jedlik.core.types.value import WRITE, normalise_item
from jedlik.engine.catalog import TABLE_ID_COUNTER, load_table
from jedlik.engine.context import Node
from jedlik.engine.table import key_schema_of
from jedlik.engine.table_record import table_to_bytes
from jedlik.features.backups.blocks import DamagedBlockError, items_in
from jedlik.features.backups.erase_backups import erasure_key
from jedlik.features.backups.objects import block_name, entry_name
from jedlik.features.backups.records import (
    Backup,
    arn_of,
    backup_to_bytes,
    block_key,
    key_of,
)
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record
from jedlik.storage.interface import Abort, Batch, Delete, Put

# Returns the block with a number, decrypted. It is not checked yet.
BlockOf = Callable[[int], Awaitable[bytes]]

_UNREADABLE: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError, Reject)


class BackupExistsError(Exception):
    """The data folder has a backup with this ARN."""


async def begin_incoming(node: Node, backup: Backup) -> Backup:
    """Takes a table number for a backup. Returns its entry with that number.

    Raises BackupExistsError, and DamagedBlockError if no table can be made of the backup.
    """
    _check_table(node, backup)

    def decide(values: Sequence[bytes | None]) -> Batch[Backup] | Abort[None]:
        counter, existing = values
        if existing is not None:
            return Abort(None)
        number = int.from_bytes(counter or b"", "big") + 1
        numbered: Backup = {**backup, "Source": {**backup["Source"], "Id": number}}
        if backup["Kind"] == "AWS_BACKUP":  # no vault of this folder has it
            numbered["Kind"] = "USER"
        mutations = (
            Put(TABLE_ID_COUNTER, number.to_bytes(8, "big")),
            Put(erasure_key(numbered), backup_to_bytes(numbered)),
        )
        return Batch(mutations, numbered)

    outcome = await node.storage.transact([TABLE_ID_COUNTER, key_of(backup)], decide)
    if isinstance(outcome, Abort):
        raise BackupExistsError(f"the data folder has the backup {arn_of(backup)}")
    return outcome.result


def _check_table(node: Node, backup: Backup) -> None:
    """Raises DamagedBlockError unless the features can serve a table that is made of a backup."""
    source = backup["Source"]
    new = NewTable(source["Region"], source["AccountId"], source["TableName"], "", "", 0)
    try:
        record = restored_record(source, new, Overrides(), {})
        load_table(table_to_bytes(record), node.hooks)
    except _UNREADABLE as error:
        raise DamagedBlockError(
            f"{entry_name(backup)} is damaged: no table can be made of it: {error!r}"
        ) from error


async def bring_in(
    node: Node, backup: Backup, block_of: BlockOf, progress: Callable[[int], None]
) -> None:
    """Stores the blocks of a backup, and then its entry. Raises DamagedBlockError.

    backup: what `begin_incoming` returned. progress: is called with the number of blocks.
    """
    schema = key_schema_of(backup["Source"])
    items = size_bytes = 0
    for number in range(backup["Blocks"]):
        block = await block_of(number)
        sizes = checked_sizes(block, schema, block_name(backup, number))
        items += len(sizes)
        size_bytes += sum(sizes)
        await node.storage.transact([], _put(backup, number, block))
        progress(number + 1)
    if (items, size_bytes) != (backup["Items"], backup["Bytes"]):
        raise DamagedBlockError(
            f"{entry_name(backup)} is damaged: it says {backup['Items']} items, and the blocks have"
            f" {items}"
        )
    await _complete(node, backup)


def checked_sizes(block: bytes, schema: KeySchema, which: str) -> list[int]:
    """Returns the sizes of the items of a block. Raises DamagedBlockError if it has anything that
    no table with these keys can have.
    """
    sizes: list[int] = []
    for stored in items_in(block, which):
        try:
            item = item_from_bytes(stored)
            fitting_key(schema, item)
            size_bytes = normalise_item(item, WRITE)
            is_same = item_to_bytes(item, size_bytes) == stored and size_bytes <= ITEM_BYTES
        except _UNREADABLE as error:
            raise DamagedBlockError(f"{which} has an item that cannot be read: {error}") from error
        if not is_same:
            raise DamagedBlockError(f"{which} has an item that no table can have")
        sizes.append(size_bytes)
    return sizes


def _put(
    backup: Backup, number: int, block: bytes
) -> Callable[[Sequence[bytes | None]], Batch[None] | Abort[None]]:
    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Batch((Put(block_key(backup, number), block),), None)

    return decide


async def _complete(node: Node, backup: Backup) -> None:
    """Stores the entry, and removes the work of erasing the blocks."""
    erasure = erasure_key(backup)
    stored = backup_to_bytes(backup)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != stored or values[1] is not None:
            return Abort(None)
        return Batch((Put(key_of(backup), stored), Delete(erasure)), None)

    outcome = await node.storage.transact([erasure, key_of(backup)], decide)
    if isinstance(outcome, Abort):
        raise BackupExistsError(f"{arn_of(backup)} was changed by another process meanwhile")
