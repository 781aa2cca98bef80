"""What a feature adds to the life of a table: `TableHooks` is for tables what `Participant` is for
items.

CreateTable, each change of a table's record, and DeleteTable ask all hooks in the order of the
features. What they derive is written in the same transaction as the record.
"""

from collections.abc import Mapping, Sequence
from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.participant import Participant
from jedlik.engine.table_record import TableRecord
from jedlik.storage.interface import Mutation


@final
class TableChange:
    """A change of a table's record.

    before: None when the table is created. after: the record to store; its transition is DELETING
    when the table is deleted. A hook may complete `after` while it derives (a stream says where its
    shards start). now_ms: the moment of the change, Unix time in milliseconds. builds_at_ms: when
    the items of a table may be entered in an index that the change creates.
    """

    __slots__ = ("after", "before", "builds_at_ms", "now_ms")

    def __init__(
        self, before: TableRecord | None, after: TableRecord, *, now_ms: int, builds_at_ms: int
    ) -> None:
        self.before = before
        self.after = after
        self.now_ms = now_ms
        self.builds_at_ms = builds_at_ms

    @property
    def is_deletion(self) -> bool:
        """Whether the change deletes the table."""
        transition = self.after.get("Transition")
        return transition is not None and transition["Status"] == "DELETING"


class TableHooks:
    """One feature's part in the life of tables. The methods of this class add nothing.

    spaces: what the feature stores under the id of a table; it is erased with the table, the spaces
    of later features first, because their entries may be copies of earlier ones.
    """

    spaces: Sequence[Space] = ()

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """The participant of a table with this record, if the feature has one for it."""
        return None

    def reads(self, before: TableRecord | None) -> Sequence[Key]:
        """The keys whose values `derive` needs, read in the transaction of the change."""
        return ()

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """What to write along with the record. Pure, and may be called more than once."""
        return ()

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """The keys whose values `describe` needs."""
        return ()

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """The members that the feature adds to TableDescription.

        now_ms: the moment to describe; None describes the transition that a change just began,
        however short it is.
        """
        return {}

    def uncharged_bytes(self, record: TableRecord, values: Mapping[Key, bytes | None]) -> int:
        """How many bytes of the table's items TableSizeBytes does not count."""
        return 0
