"""A loaded table: its record, and the values that every request derives from it, computed once.

A `Table` is a plain class, because compiled code reads its attributes without a look-up.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema, names_of, types_of
from jedlik.core.keys.space import Space
from jedlik.engine.data_keys import Locked
from jedlik.engine.meter import Meter, item_read_units
from jedlik.engine.participant import ItemRule, Participant
from jedlik.engine.source import TableSource
from jedlik.engine.table_record import TableRecord, Transition


@final
class Table:
    """A table, loaded for requests. Loading a record again makes another object.

    stored: the bytes of the record. A write compares them with the stored record to prove that its
        plan is current.
    key: the primary key.
    source: reads the items.
    transition: the last change of state, which may have ended.
    participants: what features add to the commits of this table, in the order of the features. It
        is empty for a plain table.
    item_rules: the rules that items must satisfy, in the order of the service.
    scalars: attributes into which no path of an expression may lead, as pairs of the word in errors
        and the name.
    charger: the participant that charges the reads of items; None if their stored sizes count.
    locked: why clients cannot use the items, None if they can. The catalog sets it, and caches no
        table that is locked.
    """

    __slots__ = (
        *("catalog_key", "charger", "counter_key", "hash_key", "id", "item_rules", "key"),
        *("key_attributes", "locked", "name", "participants", "range_key", "record", "scalars"),
        *("source", "stored", "transition"),
    )

    def __init__(
        self,
        record: TableRecord,
        stored: bytes,
        key: KeySchema,
        participants: Sequence[Participant] = (),
    ) -> None:
        self.record = record
        self.stored = stored
        self.catalog_key = catalog_key(record["Region"], record["AccountId"], record["TableName"])
        self.counter_key = counter_key(record["Id"])
        self.id = record["Id"]
        self.name = record["TableName"]
        self.key = key
        self.hash_key = key.hash_key
        self.range_key = key.range_key
        self.key_attributes = key.key_attributes
        self.source = TableSource(key)
        self.transition: Transition | None = record.get("Transition")
        self.participants = participants
        self.charger: Participant | None = None
        self.locked: Locked | None = None
        rules: list[ItemRule] = []
        scalars = [("Key", each.name) for each in key.key_attributes]
        for participant in participants:
            rules += participant.item_rules
            if participant.charges_reads:
                self.charger = participant
            scalars += participant.scalars
        # The service checks indexes in order of name (recorded answers, October 2026).
        self.item_rules = sorted(rules, key=attrgetter("name"))
        self.scalars = scalars

    def charge_read(
        self, meter: Meter, stored: bytes | None, *, consistent: bool, times: int = 1
    ) -> None:
        """Charges the read of one item by its key. An absent item is None.

        times: how often it is charged; twice in a transaction.
        """
        usage = meter.of_table(self.id, self.name)
        if stored is not None and self.charger is not None:
            charge = self.charger.read_charge(usage, (stored,), consistent=consistent, at_least=1)
            meter.held += [charge] * times
        else:
            usage.read_units += times * item_read_units(stored, consistent=consistent)


def is_lost(table: Table) -> bool:
    """Returns whether nobody can read the items of a table any more, not even a job."""
    return table.locked is not None and table.locked.is_lost


def key_schema_of(record: TableRecord) -> KeySchema:
    """Returns the primary key of a table."""
    types, names = types_of(record["AttributeDefinitions"]), names_of(record["KeySchema"])
    return KeySchema(record["Id"], tuple([KeyAttribute(name, types[name]) for name in names]))


def catalog_key(region: str, account_id: str, table_name: str) -> Key:
    """Returns the key of the record of a table."""
    return Key(Space.CATALOG, 0, catalog_partition(region, account_id), table_name.encode())


def catalog_partition(region: str, account_id: str) -> bytes:
    """Returns the partition of the catalog with the tables of one Region and account."""
    return f"{region}/{account_id}".encode()


def counter_key(table_id: int) -> Key:
    """Returns the key of the counters of a table: number of items, and their size in bytes."""
    return Key(Space.COUNTER, table_id, b"", b"")
