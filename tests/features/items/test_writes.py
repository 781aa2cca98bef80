"""Plans of puts, deletes and checks: what they decide for the old item."""

import orjson
import pytest

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.keys.primary_key import item_key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.participant import ItemRule, Participant
from jedlik.engine.table import Table
from jedlik.features.items.writes import (
    CONDITION_FAILED,
    CheckWrite,
    DeleteWrite,
    Precondition,
    PutWrite,
)
from tests.core.expressions.refusals import condition
from tests.engine.tables import loaded, table_record

TABLE = loaded(table_record())
OLD: Item = {"pk": {"S": "a"}, "n": {"N": "1"}}
NEW: Item = {"pk": {"S": "a"}, "n": {"N": "2"}}
STORED = item_to_bytes(OLD, item_size_bytes(OLD))
ALWAYS = Precondition(None, returns_item=True)
FAILED = ServiceError("ConditionalCheckFailedException", CONDITION_FAILED)


def when(text: str, *, returns_item: bool = False) -> Precondition:
    values: Item | None = {":n": {"N": "1"}} if ":n" in text else None
    return Precondition(condition(text, values), returns_item=returns_item)


def put(precondition: Precondition = ALWAYS, table: Table = TABLE) -> PutWrite:
    return PutWrite(table, item_key(table.key, NEW), NEW, item_size_bytes(NEW), precondition)


def writes(precondition: Precondition) -> list[Write]:
    """Returns one write of each kind."""
    key = item_key(TABLE.key, OLD)
    return [
        put(precondition),
        DeleteWrite(TABLE, key, precondition),
        CheckWrite(TABLE, key, precondition),
    ]


def decided(write: Write, old: bytes | None) -> Change:
    outcome = write.decide(old)
    assert isinstance(outcome, Change)
    return outcome


@pytest.mark.parametrize("old", [None, STORED])
def test_a_write_without_condition_is_always_done(old: bytes | None) -> None:
    stored = item_to_bytes(NEW, item_size_bytes(NEW))
    changes = [decided(write, old) for write in writes(ALWAYS)]
    assert [change.old for change in changes] == [old] * 3
    assert [change.new for change in changes] == [stored, None, old]
    assert changes[0].new_item == NEW


@pytest.mark.parametrize(
    ("text", "old", "holds"),
    [
        ("attribute_exists(pk)", STORED, True),
        ("attribute_exists(pk)", None, False),
        ("attribute_not_exists(pk)", STORED, False),
        ("attribute_not_exists(pk)", None, True),
        ("n = :n", STORED, True),
        ("n > :n", STORED, False),
    ],
)
def test_a_write_is_done_if_its_condition_holds(text: str, old: bytes | None, holds: bool) -> None:
    for write in writes(when(text)):
        outcome = write.decide(old)
        assert isinstance(outcome, Change) if holds else outcome == FAILED


def test_a_failed_condition_may_show_the_old_item() -> None:
    shown = when("n > :n", returns_item=True).refusal(STORED, OLD)
    assert shown is not None
    assert shown._replace(fields={}) == FAILED
    assert orjson.loads(orjson.dumps(shown.fields)) == {"Item": OLD}
    assert when("n > :n", returns_item=True).refusal_of_stored(None) == FAILED
    assert when("n > :n").refusal(STORED, OLD) == FAILED
    assert when("n = :n").refusal(STORED, OLD) is None


class Refusing(ItemRule):
    """A rule that refuses every item with a number of 2."""

    def check(self, item: Item, *, by_expression: bool) -> None:
        if item["n"] == {"N": "2"}:
            raise invalid(f"refused, by expression: {by_expression}")


class Strict(Participant):
    """A participant with that rule."""

    def __init__(self) -> None:
        super().__init__()
        self.item_rules = [Refusing("strict")]


def test_a_put_fulfils_the_rules_of_its_table_and_of_the_table_as_it_becomes() -> None:
    strict = loaded(table_record(), (Strict(),))
    with pytest.raises(Reject, match="refused, by expression: False"):
        put(table=strict)
    with pytest.raises(Reject, match="refused"):
        put().replanned(strict)


def test_a_write_is_planned_again_for_a_newer_record_of_its_table() -> None:
    newer = loaded(table_record(DeletionProtectionEnabled=True))
    for write in writes(when("attribute_exists(pk)")):
        again = write.replanned(newer)
        assert again.table is newer
        assert again.key == write.key
        assert again.decide(None) == FAILED
        assert decided(again, STORED).new == decided(write, STORED).new
        assert not again.by_service
