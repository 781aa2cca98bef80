"""Items in CSV (RFC 4180, with the delimiters that the API allows).

Source: Developer Guide, "Amazon S3 import formats for DynamoDB". The first row has the names of the
columns, unless the request has them. Key columns of the table and its indexes have the type that
the request defines; all others are strings. A quote in a field must be escaped.

The guide shows a field with three quotes around 123, after some text, for the same text with one
quote on each side, and says that single quotes there fail. So in a field that does not begin with a
quote, two or three quotes are one, and a single one is an error. How the service reads other fields
is not recorded.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, final

from jedlik.core.pauses import spend
from jedlik.core.types import base64
from jedlik.core.types.attribute_value import AttributeValue, Item, ScalarType
from jedlik.wire.item_files.faults import InvalidRecordError, UnreadableError
from jedlik.wire.item_files.lines import Lines

# An item of 400 KB in which every character is a quote that is escaped, and more.
ROW_BYTES: Final = 1 << 20

_BYTES_PER_VALUE: Final = 16  # as much work as one value, see `spend`
_VALUES_PER_LINE: Final = 3
_MARK: Final = "\ufeff"
_quotes: Final = re.compile('"+').sub
# A field that begins with a quote, and what follows it.
_quoted: Final = re.compile('"((?:[^"]++|"")*+)"').match


@final
class Rows:
    """Divides chunks into rows, each with its line feed. A quoted field may have several lines.

    A row is complete if it has an even number of quotes: each quote that is escaped is doubled.
    """

    def __init__(self) -> None:
        self._lines = Lines(ROW_BYTES)
        self._open: list[bytes] = []  # the lines of a row that is not complete
        self._open_bytes = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Returns the rows that are complete. Raises UnreadableError."""
        return self._joined(self._lines.feed(data))

    def finish(self) -> list[bytes]:
        """Returns what is left at the end of the object. Raises UnreadableError."""
        rows = self._joined(self._lines.finish())
        if self._open:
            raise UnreadableError("A quoted field has no end")
        return rows

    def _joined(self, lines: list[bytes]) -> list[bytes]:
        if self._open_bytes > ROW_BYTES:
            raise UnreadableError(f"A record has more than {ROW_BYTES} bytes")
        rows: list[bytes] = []
        spend(_VALUES_PER_LINE * len(lines))
        for line in lines:
            is_odd = line.count(b'"') % 2 == 1
            if not self._open and not is_odd:
                rows.append(line)
                continue
            self._open.append(line)
            self._open_bytes += len(line)
            if is_odd and len(self._open) > 1:
                rows.append(b"".join(self._open))
                self._open, self._open_bytes = [], 0
        return rows


@final
class Columns:
    """The columns of a file: their names, and the type of each."""

    def __init__(
        self, names: Sequence[str], delimiter: str, key_types: Mapping[str, ScalarType]
    ) -> None:
        """key_types: those of the key attributes of the table and its indexes."""
        self._delimiter = delimiter
        self._columns = [(name, key_types.get(name, "S")) for name in names]

    def decode_row(self, row: bytes) -> Item:
        """Returns the item in a row. Raises UnreadableError and InvalidRecordError."""
        fields = fields_of(row, self._delimiter, len(self._columns))
        if len(fields) != len(self._columns):
            raise InvalidRecordError(
                f"The row has {_count(fields, len(self._columns))} columns, and the header has "
                f"{len(self._columns)}"
            )
        item: Item = {}
        for (name, kind), text in zip(self._columns, fields, strict=True):
            item[name] = _value(kind, text)
        return item


def names_of_header(row: bytes, delimiter: str) -> list[str]:
    """Returns the names in the first row. Raises UnreadableError."""
    names = fields_of(row, delimiter, ROW_BYTES)
    names[0] = names[0].removeprefix(_MARK)
    if not all(names):
        raise UnreadableError("The header has a column without a name")
    if len(set(names)) < len(names):
        raise UnreadableError("The header has two columns with the same name")
    return names


def fields_of(row: bytes, delimiter: str, most: int) -> list[str]:
    """Returns the fields of a row; if there are more than `most`, at least one more than `most`.

    Raises UnreadableError.
    """
    spend(len(row) // _BYTES_PER_VALUE + 1)
    try:
        text = row.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"The row is not valid UTF-8: {error.reason}") from error
    text = text.removesuffix("\n").removesuffix("\r")
    if '"' not in text:
        return text.split(delimiter, most)
    fields: list[str] = []
    at = 0
    while len(fields) <= most:
        if text.startswith('"', at):
            field, after = _quoted_field(text, at)
        else:
            after = text.find(delimiter, at)
            after = len(text) if after < 0 else after
            field = _plain_field(text[at:after])
        fields.append(field)
        if after == len(text):
            break
        if text[after] != delimiter:
            raise UnreadableError("A quote in a field is not escaped")
        at = after + 1
    return fields


def _quoted_field(text: str, at: int) -> tuple[str, int]:
    found = _quoted(text, at)
    if found is None:
        raise UnreadableError("A quoted field has no end")
    return found[1].replace('""', '"'), found.end()


def _plain_field(text: str) -> str:
    """Returns a field that does not begin with a quote."""
    if '"' not in text:
        return text
    if "\n" in text:
        raise UnreadableError("A field that is not quoted has a line feed")
    return _quotes(_one_quote, text)


def _one_quote(found: re.Match[str]) -> str:
    if len(found[0]) not in {2, 3}:
        raise UnreadableError("A quote in a field is not escaped")
    return '"'


def _value(kind: ScalarType, text: str) -> AttributeValue:
    if kind == "S":
        return {"S": text}
    if kind == "N":
        return {"N": text}
    fault = base64.fault(text)
    if fault is not None:
        raise InvalidRecordError(fault)
    return {"B": text}


def _count(fields: Sequence[str], most: int) -> str:
    return "more" if len(fields) > most else str(len(fields))
