"""The row of backups in `features.registry`."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups import erase_backups, make_backups, restore_tables, send_backups
from jedlik.features.backups.new_backup import backup_mutations
from jedlik.features.backups.target import Target
from jedlik.features.options import Options
from jedlik.storage.interface import LAST_APPEND, Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class BackupHooks(TableHooks):
    """A change of a table's record may begin a backup. A table that is being restored shows it."""

    reads = (LAST_APPEND,)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return backup_mutations(change, position_of(values[LAST_APPEND]))

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        return {"RestoreSummary": record["Restore"]["Summary"]} if "Restore" in record else {}


def feature(options: Options) -> Feature:
    """Returns the feature."""
    option = options.backup_target
    target = None if option is None else Target(option)
    jobs = [make_backups.JOB, restore_tables.job_for(target), erase_backups.job_for(target)]
    if target is not None:
        jobs.append(send_backups.job_for(target))
    return Feature("backups", BackupHooks(), jobs, partial(_verifier, target))


def _verifier(target: Target | None) -> "Verifier":
    from jedlik.features.backups.verify import verifier  # noqa: PLC0415  (a server never verifies)

    return verifier(target)
