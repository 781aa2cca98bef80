"""The row of encryption keys in `features.registry`."""

from collections.abc import Mapping, Sequence

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.features.encryption_keys import due_work, encrypt_items
from jedlik.features.encryption_keys.deleted_table import forget_later
from jedlik.features.encryption_keys.description import described, description_reads
from jedlik.features.encryption_keys.encrypt_items import work_mutations
from jedlik.features.options import Options
from jedlik.storage.interface import LAST_APPEND, Mutation


class EncryptionHooks(TableHooks):
    """A table that gets its first key gives the job work. A deleted one leaves its data key."""

    reads = (LAST_APPEND,)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return (
            *work_mutations(change, position_of(values[LAST_APPEND])),
            *forget_later(change),
        )

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """See TableHooks."""
        return description_reads(record)

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        return described(record, values)


def feature(options: Options) -> Feature:
    """Returns the feature."""
    return Feature("encryption_keys", EncryptionHooks(), (due_work.JOB, encrypt_items.JOB))
