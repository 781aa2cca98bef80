"""What a change of an item does to its expiry entry, in the same transaction."""

from collections.abc import Mapping
from typing import final

from jedlik.core.keys.key import Key
from jedlik.engine.participant import Derived, ItemChange, Participant
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.features.time_to_live.records import expiry_key, expiry_value
from jedlik.features.time_to_live.rules import expiry_s
from jedlik.storage.interface import Delete, Mutation, Put


@final
class ExpiryParticipant(Participant):
    """The time to live of a table. attribute: the attribute that contains the time of expiry."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self.attribute = attribute

    def derive(self, change: ItemChange, found: Mapping[Key, bytes | None]) -> Derived | None:
        """See Participant.derive. If the time has changed, the entry moves."""
        if change.is_same:
            return None
        old, new = change.old, change.new
        before = None if old is None else expiry_s(old.item, self.attribute)
        after = None if new is None else expiry_s(new.item, self.attribute)
        if before == after:
            return None
        mutations: list[Mutation] = []
        if before is not None:
            mutations.append(Delete(expiry_key(change.key, before)))
        if after is not None:
            mutations.append(Put(expiry_key(change.key, after), expiry_value(change.key)))
        return Derived(mutations)


def expiry_participant(record: TableRecord) -> ExpiryParticipant | None:
    """Returns the participant of a table with time to live, or None for other tables."""
    attribute = record.get("TimeToLiveAttribute")
    return None if attribute is None else ExpiryParticipant(attribute)


def expiry_attribute_of(table: Table) -> str | None:
    """Returns the attribute that contains the time of expiry, or None without time to live."""
    for participant in table.participants:
        if isinstance(participant, ExpiryParticipant):
            return participant.attribute
    return None
