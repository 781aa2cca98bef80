"""What a feature adds to the life of a table.

CreateTable, each change of a table's record, and DeleteTable call the hooks of all features, in the
order of the features. What the hooks derive is written in the same transaction as the record.
`TableHooks` does for tables what `Participant` does for items.
"""

from collections.abc import Mapping, Sequence
from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.change_log import LogNeeds, union_of
from jedlik.engine.participant import Participant
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment, is_deleting
from jedlik.storage.interface import Mutation, Storage


@final
class TableChange:
    """A change of a table's record.

    before: the old record, None if the table is created.
    after: the record to store, with the transitions that the change begins. A hook may complete it
        in `derive`: streams add the position at which a shard starts.
    """

    __slots__ = ("after", "before", "moment")

    def __init__(self, before: TableRecord | None, after: TableRecord, moment: Moment) -> None:
        self.before = before
        self.after = after
        self.moment = moment

    @property
    def is_deletion(self) -> bool:
        """Returns whether the table is deleted, by this change or before it."""
        return is_deleting(self.after)


class TableHooks:
    """What one feature adds to the life of tables. The methods of this class add nothing.

    spaces: the spaces in which the feature stores entries under the id of a table. They are erased
        with the table, those of later features first, because these may contain copies of the
        entries of earlier features.
    reads: the keys whose values `derive` needs. They are read in the transaction of the change.
    """

    spaces: Sequence[Space] = ()
    reads: Sequence[Key] = ()

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """Returns the participant of a table with this record, if the feature has one for it."""
        return None

    def log_needs(self, record: TableRecord) -> LogNeeds | None:
        """Returns what the feature needs of the change log of a table, or None if it does not read
        the log.
        """
        return None

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """Returns what to write together with the record. Raises Reject to refuse the change. The
        storage may call this more than once, each time with another TableChange.
        """
        return ()

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """Returns the keys whose values `describe` and `uncharged_bytes` need."""
        return ()

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """Returns the members that the feature adds to TableDescription.

        now_ms: the moment to describe. None means the moment of a change, see `transition_at`.
        """
        return {}

    async def still_reads(self, storage: Storage, table_id: int) -> bool:
        """Returns whether the feature still reads what is stored for a deleted table. Until it does
        not, nothing of the table is erased.
        """
        return False

    def uncharged_bytes(self, record: TableRecord, values: Mapping[Key, bytes | None]) -> int:
        """Returns how many bytes of the table's items TableSizeBytes does not count."""
        return 0


def spaces_to_erase(hooks: Sequence[TableHooks]) -> list[Space]:
    """Returns all spaces that features use for a table, in the order in which to erase them."""
    return [space for each in reversed(hooks) for space in each.spaces]


def log_needs(hooks: Sequence[TableHooks], record: TableRecord) -> LogNeeds | None:
    """Returns what all readers of a table's change log need together, or None if it has no
    reader.
    """
    needs = [each for each in (hook.log_needs(record) for hook in hooks) if each is not None]
    return union_of(needs) if needs else None
