"""The row of streams in `features.registry`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of
from jedlik.engine.change_log import LogNeeds
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import is_deleting
from jedlik.features.options import Options
from jedlik.features.streams import roll_shards, trim_streams
from jedlik.features.streams.change import stream_mutations
from jedlik.features.streams.description import stream_members
from jedlik.features.streams.stream_record import needs_of
from jedlik.storage.interface import LAST_APPEND, Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class StreamHooks(TableHooks):
    """A change of a table's record begins a stream, ends it, or replaces its shards.

    Streams have no spaces to erase with a table. The stream of a deleted table can be read for a
    day. Then `trim_streams` erases it.
    """

    reads = (LAST_APPEND,)

    def log_needs(self, record: TableRecord) -> LogNeeds | None:
        """See TableHooks. The stream of a deleted table has ended, even while the table is still
        shown.
        """
        view_type = record.get("StreamViewType")
        if view_type is None or is_deleting(record):
            return None
        return needs_of(view_type)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return stream_mutations(change, position_of(values[LAST_APPEND]))

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        return stream_members(record)


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    jobs = (roll_shards.JOB, trim_streams.JOB)
    return Feature("streams", StreamHooks(), jobs, _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.streams.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
