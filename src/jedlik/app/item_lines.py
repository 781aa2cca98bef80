"""What a line of data says: an item to put, a key to delete, or the begin or end of a dump.

    {"Table": {...}, "Items": 2}                     the first line of `jedlik dump`
    {"Item": {"pk": {"S": "a"}}}                     an item, as in exports and in `jedlik dump`
    {"pk": {"S": "a"}}                               an item
    {"Keys": {...}, "NewImage": {...}}               an item of an incremental export
    {"Keys": {...}}                                  a deletion of an incremental export
    {"End": {"Items": 2}}                            the last line of `jedlik dump`

A line is read with the names of the key attributes of the table, so an item may have attributes
with any of these names.
"""

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import orjson

from jedlik.app.data_files import DataError
from jedlik.app.table_description import Description, is_description

TABLE: Final = "Table"
END: Final = "End"
ITEMS: Final = "Items"
_SHOWN: Final = 60
_END_IN: Final = 20  # also if a program has put spaces into the line


class Header(NamedTuple):
    """The first line of a dump. items: how many there were, for the progress bar."""

    description: Description
    items: int


class End(NamedTuple):
    """The last line of a dump. items: how many it has."""

    items: int


class Write(NamedTuple):
    """A write. key: equal for equal primary keys. request: an element of BatchWriteItem.

    where: how an error names the line.
    """

    key: bytes
    request: bytes
    where: str


def header_in(text: bytes) -> Header | None:
    """Returns what the first line of a dump says, None if the line is none."""
    found = _decoded(text)
    if found is None or not is_description(found.get(TABLE)):
        return None
    items = found.get(ITEMS)
    return Header(found[TABLE], items if isinstance(items, int) else 0)


def end_in(text: bytes) -> End | None:
    """Returns what the last line of a dump says, None if the line is none."""
    if b'"End"' not in text[:_END_IN]:  # nearly every line
        return None
    found = _decoded(text)
    if found is None or found.keys() != {END} or not isinstance(found[END], dict):
        return None
    items = found[END].get(ITEMS)
    return End(items) if isinstance(items, int) else None


def write_in(text: bytes, keys: Sequence[str], where: str) -> Write:
    """Returns the write of a line. keys: the names of the key attributes. Raises DataError."""
    found = _decoded(text)
    if found is None:
        raise DataError(f"{where}: it is no JSON object: {text[:_SHOWN]!r}. Nothing is skipped")
    first = keys[0]
    name, item = "PutRequest", found
    inside, old_key = found.get("Item"), found.get("Keys")
    if isinstance(inside, dict) and first in inside:
        item = inside
    elif isinstance(old_key, dict) and first in old_key and first not in found:
        image = found.get("NewImage")
        name, item = (
            ("PutRequest", image) if isinstance(image, dict) else ("DeleteRequest", old_key)
        )
    try:
        key = key_bytes(item, keys)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{where}: it has no key of the table, which is {' and '.join(keys)}. Is it the right"
            f" table? The line begins with {text[:_SHOWN]!r}"
        ) from error
    member = "Item" if name == "PutRequest" else "Key"
    return Write(key, orjson.dumps({name: {member: item}}), where)


def key_bytes(item: dict[str, Any], keys: Sequence[str]) -> bytes:
    """Returns bytes that are equal for equal primary keys. Raises one of several errors.

    1 and 1.0 are the same number.
    """
    parts: list[object] = []
    for name in keys:
        ((tag, value),) = item[name].items()
        if tag == "N":
            with suppress(InvalidOperation):  # the server says what is wrong with it
                value = str(Decimal(value).normalize())
        parts += [tag, value]
    return orjson.dumps(parts)


def _decoded(text: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
