"""Where records are stored, and in which order."""

from jedlik.core.keys.space import Space
from jedlik.features.encryption_keys.keys import new_record
from jedlik.features.encryption_keys.records import (
    Place,
    alias_entry,
    aliases_span,
    count_entry,
    data_key_entry,
    due_entry,
    due_span,
    key_entry,
    keys_span,
    new_alias,
    place_of,
)

PLACE = Place("us-east-1", "123456789012")
ELSEWHERE = Place("us-east-1", "210987654321")


def test_every_entry_has_a_key_of_its_own() -> None:
    keys = [key_entry(place, name).key for place in (PLACE, ELSEWHERE) for name in "ab"]
    keys += [alias_entry(place, name).key for place in (PLACE, ELSEWHERE) for name in "ab"]
    keys += [count_entry(place).key for place in (PLACE, ELSEWHERE)]
    keys += [due_entry("delete", at, "a").key for at in (1, 2)]
    keys += [due_entry("rotate", 1, "a").key]
    keys += [data_key_entry(table).key for table in (1, 2)]
    assert len(set(keys)) == len(keys)
    assert {(each.space, each.table) for each in keys} == {(Space.ENCRYPTION_KEYS, 0)}


def test_spans_begin_after_a_name_and_end_with_their_place() -> None:
    keys = [key_entry(PLACE, name).key for name in "abc"]
    aliases = [alias_entry(PLACE, name).key for name in "abc"]
    foreign = [key_entry(ELSEWHERE, "b").key, alias_entry(ELSEWHERE, "b").key]
    for stored, span in ((keys, keys_span), (aliases, aliases_span)):
        for after, inside in (("", stored), ("a", stored[1:]), ("c", [])):
            found = span(PLACE, after)
            assert found.start is not None
            assert found.end is not None
            assert inside == [
                each
                for each in (*stored, *foreign)
                if found.start <= (each.partition, each.sort) < found.end
            ]


def test_due_work_is_in_the_order_of_its_dates() -> None:
    at_ms = [9, 10, 1_791_500_000_123]
    keys = [due_entry("delete", each, "a").key for each in at_ms]
    assert sorted(keys) == keys
    span = due_span(10)
    assert span.end is not None
    assert [key for key in keys if (key.partition, key.sort) < span.end] == keys[:2]


def test_records() -> None:
    assert place_of(new_record(PLACE, "a", 1, "{}")) == PLACE
    alias = new_alias("alias/a", "a", 1)
    assert alias == {"Name": "alias/a", "KeyId": "a", "CreatedMs": 1, "UpdatedMs": 1}
