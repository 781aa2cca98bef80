"""From the bytes of an object to items: decompression, division into records, and decoding.

    reader.push(chunk)        and then `reader.pull()` until it returns no records
    reader.finish()           after the last chunk

A record is returned as an item, or as the error of a record that is none. If the object cannot be
read any further, the last record has the exception UnreadableError, and nothing follows.
"""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple, Protocol, final

from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item, ScalarType
from jedlik.wire.item_files.conditions import WrittenCondition
from jedlik.wire.item_files.csv_rows import Columns, Rows, names_of_header
from jedlik.wire.item_files.decompression import decompressor
from jedlik.wire.item_files.faults import InvalidRecordError, UnreadableError
from jedlik.wire.item_files.formats import Compression, InputFormat
from jedlik.wire.item_files.json_lines import LINE_BYTES, decode_both, decode_line, objects_in
from jedlik.wire.item_files.lines import Lines

_VALUES_PER_SKIPPED: Final = 3  # as much work as one value, see `spend`

Decode = Callable[[bytes], Item | None]
DecodeBoth = Callable[[bytes], tuple[Item, WrittenCondition | None] | None]


class ItemRecord(NamedTuple):
    """A record of an object.

    item: None if it is no item. fault: what is wrong then. size_bytes: of its text. is_last:
    whether nothing can be read after it, because of the fault. condition: that of the item, in
    files whose items may have conditions. end: where the record ends, in decompressed bytes.
    """

    item: Item | None
    fault: str = ""
    size_bytes: int = 0
    is_last: bool = False
    condition: WrittenCondition | None = None
    end: int = 0


class Form(NamedTuple):
    """How objects are written. names: those of the columns of CSV; None: the first row has them.

    key_types: for CSV, the types of the key attributes of the table and its indexes.
    has_conditions: whether items may have conditions; not in CSV.
    """

    format: InputFormat
    compression: Compression
    delimiter: str = ","
    names: tuple[str, ...] | None = None
    key_types: Mapping[str, ScalarType] = {}
    has_conditions: bool = False


class Divider(Protocol):
    """Divides chunks into records. Both methods raise UnreadableError."""

    def feed(self, data: bytes) -> list[bytes]:
        """Returns the records that are complete."""
        ...

    def finish(self) -> list[bytes]:
        """Returns what is left at the end of the object."""
        ...


def can_read_ion() -> bool:
    """Returns whether the library for Ion is installed."""
    try:
        return find_spec("amazon.ion") is not None
    except ModuleNotFoundError:
        return False


@final
class ItemReader:
    """Reads one object.

    end: where the last record that was returned ends, in decompressed bytes.
    """

    def __init__(self, form: Form, *, at: int = 0, skip: int = 0) -> None:
        """at: where the first chunk begins in the object, if it is not compressed. skip: up to
        where records are passed over, in decompressed bytes. A record ends there.
        """
        self._form = form
        self._decompressor = decompressor(form.compression)
        self._divider: Divider
        self._decode: Decode | None  # None until the header of CSV has been read
        self._decode_both: DecodeBoth | None = None
        if form.format == "DYNAMODB_JSON":
            self._divider, self._decode = Lines(LINE_BYTES), decode_line
            self._decode_both = decode_both
        elif form.format == "CSV":
            self._divider, self._decode = Rows(), _row_decoder(form, form.names)
        else:
            from jedlik.wire.item_files import ion_values  # noqa: PLC0415
            from jedlik.wire.item_files.ion_text import Structs  # noqa: PLC0415  (few objects)

            self._divider, self._decode = Structs(), ion_values.decode_struct
            self._decode_both = ion_values.decode_both
        self.end = at
        self._skip = skip
        self._waiting: list[bytes] = []  # records that were not returned yet, the last one first
        self._fault: UnreadableError | None = None
        self._is_finished = False  # whether the last bytes have been divided
        self._is_over = False  # whether no record follows

    def push(self, data: bytes) -> None:
        """Adds the next bytes of the object. `pull` must have returned no records before."""
        if not self._is_over:
            self._decompressor.push(data)

    def pull(self, most: int, most_bytes: int) -> list[ItemRecord]:
        """Returns the next records: `most` at most, and not many more bytes than `most_bytes`.
        Empty: more bytes of the object are needed.
        """
        while True:
            records = self._records(most, most_bytes)
            if records or self._is_over:
                return records
            if self._waiting:  # those before were blank
                continue
            try:
                data = self._decompressor.pull()
                if not data:
                    return []
                self._wait(self._divider.feed(self._passed(data)))
            except UnreadableError as error:
                self._fault = error

    def finish(self, most: int, most_bytes: int) -> list[ItemRecord]:
        """Returns records after the last bytes of the object, as `pull`. Empty: nothing is left."""
        records = self.pull(most, most_bytes)
        if records or self._is_over or self._is_finished:
            return records
        self._is_finished = True
        try:
            self._decompressor.finish()
            self._wait(self._divider.finish())
        except UnreadableError as error:
            self._fault = error
        return self._records(most, most_bytes)

    def _passed(self, data: bytes) -> bytes:
        """Returns the bytes after those to skip. Before the header of CSV none are skipped."""
        left = self._skip - self.end
        if self._decode is None or self._form.format == "CSV" or left <= 0:
            return data
        passed = min(left, len(data))
        self.end += passed
        return data[passed:]

    def _wait(self, records: list[bytes]) -> None:
        records.reverse()
        self._waiting = records

    def _records(self, most: int, most_bytes: int) -> list[ItemRecord]:
        found: list[ItemRecord] = []
        while self._waiting and len(found) < most and most_bytes > 0 and not self._is_over:
            record = self._waiting.pop()
            self.end += len(record)
            if record.isspace() or (self._decode is not None and self.end <= self._skip):
                spend(_VALUES_PER_SKIPPED)
                most_bytes -= len(record)
                continue
            decoded = self._decoded(record)
            if decoded is not None:
                most_bytes -= len(record)
                found.append(decoded)
        if self._fault is not None and not self._waiting and not self._is_over:
            self._is_over = True
            found.append(ItemRecord(None, str(self._fault), is_last=True))
        return found

    def _decoded(self, record: bytes) -> ItemRecord | None:
        """Returns a record with its item, None for a header or a record without any value."""
        size_bytes = len(record)
        try:
            if self._decode is None:
                names = names_of_header(record, self._form.delimiter)
                self._decode = _row_decoder(self._form, tuple(names))
                return None
            if self._form.has_conditions and self._decode_both is not None:
                both = self._decode_both(record)
                if both is None:
                    return None
                return ItemRecord(both[0], "", size_bytes, condition=both[1], end=self.end)
            item = self._decode(record)
        except UnreadableError as error:
            parts = objects_in(record) if self._form.format == "DYNAMODB_JSON" else ()
            if len(parts) > 1:  # each of them is a record
                self.end -= size_bytes
                self._waiting += reversed(parts)
                return None
            self._is_over = True
            return ItemRecord(None, str(error), size_bytes, is_last=True, end=self.end)
        except InvalidRecordError as error:
            return ItemRecord(None, str(error), size_bytes, end=self.end)
        return None if item is None else ItemRecord(item, "", size_bytes)


def _row_decoder(form: Form, names: tuple[str, ...] | None) -> Decode | None:
    if names is None:
        return None
    return Columns(names, form.delimiter, form.key_types).decode_row
