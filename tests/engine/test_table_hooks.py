"""Hooks that add nothing to the life of a table, and the spaces that are erased with it."""

from jedlik.core.keys.space import Space
from jedlik.engine.table import key_schema_of
from jedlik.engine.table_hooks import TableChange, TableHooks, spaces_to_erase
from jedlik.engine.table_state import Moment
from tests.engine.tables import record_of


class FirstHooks(TableHooks):
    spaces = (Space.ITEM, Space.COUNTER)


class LaterHooks(TableHooks):
    spaces = (Space.INDEX,)


def test_the_spaces_of_later_features_are_erased_first() -> None:
    hooks = [TableHooks(), FirstHooks(), LaterHooks()]
    assert spaces_to_erase(hooks) == [Space.INDEX, Space.ITEM, Space.COUNTER]


def test_a_change_is_a_deletion_while_the_table_is_being_deleted() -> None:
    deleting = record_of(Transition={"Status": "DELETING", "EndsAtMs": 100})
    moment = Moment(0, 100)
    assert TableChange(record_of(), deleting, moment).is_deletion
    assert not TableChange(None, record_of(), moment).is_deletion


def test_hooks_add_nothing_unless_a_feature_says_so() -> None:
    hooks, record = TableHooks(), record_of()
    assert hooks.participant_for(record, key_schema_of(record)) is None
    assert hooks.derive(TableChange(None, record, Moment(0, 0)), {}) == ()
    assert hooks.description_reads(record) == ()
    assert hooks.describe(record, {}, None) == {}
    assert hooks.uncharged_bytes(record, {}) == 0
