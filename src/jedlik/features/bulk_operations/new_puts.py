"""From the records of objects to puts, each with its condition, or to errors about them."""

from collections.abc import Sequence
from typing import NamedTuple

from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions import parse_condition
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import item_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import READ, normalise_expression_values, normalise_item
from jedlik.engine.table import Table
from jedlik.features.imports.new_items import ALWAYS, Fault
from jedlik.features.imports.source import Found
from jedlik.features.items.writes import ITEM_TOO_LARGE, Precondition, PutWrite
from jedlik.wire.item_files.conditions import EXPRESSION, WrittenCondition


class Put(NamedTuple):
    """The put of a record."""

    found: Found
    write: PutWrite


class Planned(NamedTuple):
    """The puts of a batch, each of another item, and the faults.

    rest: the records from the first one on whose item the batch already has. They come into the
    next batch, because a condition must see the item before it.
    """

    puts: list[Put]
    faults: list[Fault]
    rest: list[Found]


def planned(table: Table, records: Sequence[Found]) -> Planned:
    """Returns what to do with records."""
    puts: list[Put] = []
    faults: list[Fault] = []
    keys: set[Key] = set()
    for at, found in enumerate(records):
        item = found.record.item
        if item is None:
            faults.append(Fault(found, found.record.fault))
            continue
        try:
            write = _write(table, item, found.record.condition)
        except Reject as rejected:
            faults.append(Fault(found, rejected.error.message or rejected.error.code))
            continue
        if write.key in keys:
            return Planned(puts, faults, list(records[at:]))
        keys.add(write.key)
        puts.append(Put(found, write))
    return Planned(puts, faults, [])


def _write(table: Table, item: Item, written: WrittenCondition | None) -> PutWrite:
    """Returns the write of an item. Raises Reject if it is not valid for the table."""
    size_bytes = normalise_item(item, READ)
    if size_bytes > ITEM_BYTES:
        raise invalid(ITEM_TOO_LARGE)
    precondition = ALWAYS if written is None else _precondition(written)
    return PutWrite(table, item_key(table.key, item), item, size_bytes, precondition)


def _precondition(written: WrittenCondition) -> Precondition:
    """Returns the precondition of a put. Raises Reject."""
    substitutions = Substitutions(written.names, written.values)
    if written.values is not None:
        normalise_expression_values(written.values, READ)
    condition = substitutions.condition(parse_condition.parse(written.expression, EXPRESSION))
    substitutions.check_all_used()
    return Precondition(condition, returns_item=True)
