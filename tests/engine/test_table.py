"""A table is a record, prepared for requests."""

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.space import Space
from jedlik.engine.participant import ItemRule, Participant
from jedlik.engine.table import catalog_key, catalog_partition, counter_key, key_schema_of
from jedlik.engine.table_record import table_to_bytes
from tests.engine.tables import TABLE_ID, loaded, table_record, transition

HASH, RANGE = KeyAttribute("pk", "S"), KeyAttribute("sk", "N")


class Demanding(Participant):
    """A participant with rules of these names and its own key attribute."""

    def __init__(self, scalar: str, *rules: str) -> None:
        super().__init__()
        self.item_rules = [ItemRule(name) for name in rules]
        self.scalars = [("IndexKey", scalar)]


def test_the_primary_key_has_the_types_of_the_definitions() -> None:
    schema = key_schema_of(table_record("sk:N other:B pk:S", "pk sk"))
    assert (schema.table_id, schema.key_attributes) == (TABLE_ID, (HASH, RANGE))
    assert key_schema_of(table_record()).range_key is None


def test_a_plain_table() -> None:
    record = table_record("pk:S sk:N", "pk sk")
    table = loaded(record)
    assert (table.id, table.name, table.record) == (TABLE_ID, "music", record)
    assert table.stored == table_to_bytes(record)
    assert (table.hash_key, table.range_key) == (HASH, RANGE)
    assert table.key_attributes == table.key.key_attributes == (HASH, RANGE)
    assert table.transition is None
    assert not table.participants
    assert not table.item_rules
    assert table.scalars == [("Key", "pk"), ("Key", "sk")]


def test_the_transition_is_that_of_the_record() -> None:
    updating = transition("UPDATING", 5)
    assert loaded(table_record(Transition=updating)).transition == updating


def test_rules_are_asked_in_order_of_name_and_scalars_in_order_of_participants() -> None:
    table = loaded(table_record(), (Demanding("g", "b", "d"), Demanding("v", "c", "a")))
    assert [rule.name for rule in table.item_rules] == ["a", "b", "c", "d"]
    assert table.scalars == [("Key", "pk"), ("IndexKey", "g"), ("IndexKey", "v")]


def test_two_loads_of_one_record_differ() -> None:
    assert loaded(table_record()) != loaded(table_record())


def test_where_a_table_is_stored() -> None:
    key = catalog_key("us-east-1", "123456789012", "music")
    assert loaded(table_record()).catalog_key == key
    assert (key.space, key.table, key.sort) == (Space.CATALOG, 0, b"music")
    assert key.partition == catalog_partition("us-east-1", "123456789012")
    others = {
        catalog_partition(*each) for each in (("us-east-1", "1"), ("us-east-2", "1"), ("x", "2"))
    }
    assert len(others | {key.partition}) == 4
    assert loaded(table_record()).counter_key == counter_key(TABLE_ID)
    assert counter_key(TABLE_ID) == Key(Space.COUNTER, TABLE_ID, b"", b"")
