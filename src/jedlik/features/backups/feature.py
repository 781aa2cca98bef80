"""The row of backups in `features.registry`."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_of
from jedlik.core.keys.space import Space
from jedlik.engine.deferred_jobs import deferred_job
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.new_backup import backup_mutations
from jedlik.features.backups.records import ERASURES
from jedlik.features.history.work import WORKS
from jedlik.features.options import Options
from jedlik.storage.interface import LAST_APPEND, Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier
    from jedlik.features.backups.target import Target


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
    target = _target(options)
    jobs = [
        deferred_job("make backups", 0.2, (WORKS,), _make_backups),
        deferred_job("restore tables", 0.2, (WORKS,), partial(_restore_tables, target)),
        deferred_job(
            "erase backups", 5.0, (Span(Space.BACKUP, 0), ERASURES), partial(_erase_backups, target)
        ),
    ]
    if target is not None:
        from jedlik.features.backups.send_backups import job_for  # noqa: PLC0415  (as in others)

        jobs.append(job_for(target))
    return Feature("backups", BackupHooks(), jobs, partial(_verifier, target))


def _target(options: Options) -> "Target | None":
    if options.backup_target is None:
        return None
    from jedlik.features.backups.target import Target  # noqa: PLC0415  (most servers have none)

    return Target(options.backup_target)


def _make_backups() -> Job:
    from jedlik.features.backups.make_backups import JOB  # noqa: PLC0415  (see `deferred_jobs`)

    return JOB


def _restore_tables(target: "Target | None") -> Job:
    from jedlik.features.backups.restore_tables import job_for  # noqa: PLC0415  (`deferred_jobs`)

    return job_for(target)


def _erase_backups(target: "Target | None") -> Job:
    from jedlik.features.backups.erase_backups import job_for  # noqa: PLC0415  (`deferred_jobs`)

    return job_for(target)


def _verifier(target: "Target | None") -> "Verifier":
    from jedlik.features.backups.verify import verifier  # noqa: PLC0415  (a server never verifies)

    return verifier(target)
