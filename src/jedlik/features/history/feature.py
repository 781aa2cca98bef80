"""The row of the history in `features.registry`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of
from jedlik.engine.change_log import LogNeeds
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import is_deleting
from jedlik.features.history import trim_history
from jedlik.features.history.partitions import is_needed, partition_mutations
from jedlik.features.history.work import reads_table
from jedlik.features.options import Options
from jedlik.storage.interface import LAST_APPEND, Mutation, Storage

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier

_OLD_IMAGES: Final = LogNeeds(new_image=False, old_image=True)


class HistoryHooks(TableHooks):
    """A change of a table's record may open partitions of its log.

    These hooks come before those of all readers of the log, which find the first positions of new
    partitions in the record. They have no spaces to erase with a table: `trim_history` erases what
    no work needs any more.
    """

    reads = (LAST_APPEND,)

    def log_needs(self, record: TableRecord) -> LogNeeds | None:
        """See TableHooks."""
        return _OLD_IMAGES if is_needed(record) and not is_deleting(record) else None

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return partition_mutations(change, position_of(values[LAST_APPEND]))

    async def still_reads(self, storage: Storage, table_id: int) -> bool:
        """See TableHooks. A backup or a restore may read the items of a deleted table."""
        return await reads_table(storage, table_id)


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    return Feature("history", HistoryHooks(), (trim_history.JOB,), _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.history.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
