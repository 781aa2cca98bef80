"""From the records of objects to writes of items, or to errors about them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import item_key
from jedlik.core.limits import IMPORT_ERROR_LINES, ITEM_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.table import Table
from jedlik.features.imports.source import Found
from jedlik.features.items.writes import ITEM_TOO_LARGE, Precondition, PutWrite

ALWAYS: Final = Precondition(None, returns_item=False)
_MESSAGE_CHARACTERS: Final = 1_000


class Fault(NamedTuple):
    """A record that was not stored, and the sentence that says why."""

    found: Found
    message: str


class Planned(NamedTuple):
    """The writes of a batch, by the key of the item, each with its record; and the faults.

    Of several records with one key only the last one is written.
    """

    writes: dict[Key, tuple[PutWrite, Found]]
    faults: list[Fault]


def planned(table: Table, records: Sequence[Found]) -> Planned:
    """Returns what to do with records."""
    writes: dict[Key, tuple[PutWrite, Found]] = {}
    faults: list[Fault] = []
    for found in records:
        item = found.record.item
        if item is None:
            faults.append(Fault(found, found.record.fault))
            continue
        try:
            write = _write(table, item)
        except Reject as rejected:
            faults.append(Fault(found, rejected.error.message or rejected.error.code))
        else:
            writes[write.key] = write, found
    return Planned(writes, faults)


def _write(table: Table, item: Item) -> PutWrite:
    """Returns the write of an item. Raises Reject if it is not valid for the table."""
    size_bytes = normalise_item(item, READ)
    if size_bytes > ITEM_BYTES:
        raise invalid(ITEM_TOO_LARGE)
    return PutWrite(table, item_key(table.key, item), item, size_bytes, ALWAYS)


def line_of(fault: Fault, bucket: str, arn: str) -> bytes:
    """Returns the JSON line about a fault, as the service writes it to CloudWatch Logs. A long
    message is cut.

    Source: Developer Guide, "Import format quotas and validation". arn: that of the import.
    """
    message = fault.message
    if len(message) > _MESSAGE_CHARACTERS:
        message = message[:_MESSAGE_CHARACTERS] + "..."
    found = fault.found
    pointer = {"bucket": bucket, "key": found.key, "itemIndex": found.number}
    line = {"itemS3Pointer": pointer, "importArn": arn, "errorMessages": [message]}
    return orjson.dumps(line)


def lines_of(faults: Sequence[Fault], stored: int) -> Sequence[Fault]:
    """Returns the faults about which a line is stored. stored: the number of lines before."""
    return faults[: max(IMPORT_ERROR_LINES - stored, 0)]
