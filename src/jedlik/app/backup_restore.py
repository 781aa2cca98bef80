"""Restores a backup into a table of a data folder in which no server runs (docs/adr/0040)."""

import re
from typing import Final

from jedlik.apis.dynamodb.operations import restore_table_from_backup
from jedlik.app.offline_node import OfflineNode, finish
from jedlik.app.progress import Bar, Unit
from jedlik.app.settings import SettingsError
from jedlik.core.principal import account_root
from jedlik.engine.context import Context
from jedlik.features.backups import restore_tables
from jedlik.features.backups.records import Backup, arn_of
from jedlik.features.history.work import all_works

_BLOCKS: Final = Unit("blocks")
_TABLE_NAME: Final = re.compile(r"[a-zA-Z0-9_.-]{3,255}")


async def restore_here(offline: OfflineNode, backup: Backup, name: str) -> int:
    """Makes a table of a backup of the data folder. Returns the number of its items.

    A restore that was begun before and was killed is finished instead. Raises Reject,
    DamagedBlockError, and SettingsError for a name that no table can have.
    """
    if not _TABLE_NAME.fullmatch(name):
        raise SettingsError(f"{name} is no name of a table: 3 to 255 of a-z A-Z 0-9 _ . -")
    node = offline.node
    source = backup["Source"]
    context = Context(node, source["Region"], account_root(source["AccountId"]))
    if not await _is_under_way(offline, backup, name):
        request = {"BackupArn": arn_of(backup), "TargetTableName": name}
        await restore_table_from_backup.OPERATION.run(request, context)
    bar = Bar("restore", _BLOCKS)

    async def show() -> None:
        for work in await all_works(node.storage):
            if work["For"].get("TableName") == name and type(work["For"].get("Block")) is int:
                bar.show(int(str(work["For"]["Block"])), backup["Blocks"])

    try:
        await finish(restore_tables.job_for(offline.target), node, show)
    finally:
        bar.end()
    table = await node.catalog.find(source["Region"], source["AccountId"], name)
    if table is None or "Restore" in table.record:
        raise SettingsError(f"the table {name} was not restored")
    return backup["Items"]


async def _is_under_way(offline: OfflineNode, backup: Backup, name: str) -> bool:
    """Returns whether a restore of this backup into this table was begun."""
    source = backup["Source"]
    node = offline.node
    table = await node.catalog.find(source["Region"], source["AccountId"], name)
    if table is None or "Restore" not in table.record:
        return False
    summary = table.record["Restore"]["Summary"]
    return summary.get("SourceBackupArn") == arn_of(backup)
