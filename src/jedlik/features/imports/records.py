"""What imports store: entries, tokens, works, and lines about errors."""

from collections.abc import AsyncIterator, Sequence
from typing import Final, Literal, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.engine.read import pages
from jedlik.engine.table_record import TableRecord
from jedlik.features.imports.entries import Entries, Entry, EntryPlace
from jedlik.storage.interface import Storage
from jedlik.wire.item_files.formats import Compression, InputFormat

WORKS: Final = b"import"  # the partition of works in the space JOB

ENTRIES: Final = Entries("import/", b"", WORKS)
arn_of: Final = ENTRIES.arn_of
id_in: Final = ENTRIES.id_in
entry_key: Final = ENTRIES.entry_key
entries_span: Final = ENTRIES.entries_span
token_key: Final = ENTRIES.token_key
work_key: Final = ENTRIES.work_key

_LINE_BYTES: Final = 4


class Source(TypedDict):
    """S3BucketSource of a request."""

    S3Bucket: str
    S3BucketOwner: str
    S3KeyPrefix: NotRequired[str]


class Import(Entry):
    """An import.

    Request: members of the request that answers show unchanged. Processed, Imported, Errors, Bytes:
    how many records were read, stored and refused, and the size of what was read, decompressed.
    They are zero until the end. TableNumber: the Id in the record of the table, once the import has
    ended.
    """

    S3BucketSource: Source
    InputFormat: InputFormat
    InputCompressionType: Compression
    Request: dict[str, object]
    Status: Literal["IN_PROGRESS", "COMPLETED", "FAILED"]
    Processed: int
    Imported: int
    Errors: int
    Bytes: int
    TableNumber: NotRequired[int]


class Place(TypedDict):
    """How far the objects of a bucket have been read, in the order of their keys.

    After: the key of the last object that is done. Object: the key of the one under way, empty
    between two. Version: that of this object. Position: how many of its decompressed bytes are
    done. Index: how many of its records.
    """

    After: str
    Object: str
    Version: str
    Position: int
    Index: int


class Counts(TypedDict):
    """See Import."""

    Processed: int
    Imported: int
    Errors: int
    Bytes: int


class ImportWork(TypedDict):
    """The work on an import.

    Record: the record of the table to create, without its Id. TableNumber: its Id, 0 until it is
    created. Lines: how many lines about errors are stored.
    """

    Id: str
    ImportId: str
    Region: str
    AccountId: str
    TableName: str
    Bucket: str
    Prefix: str
    Format: InputFormat
    Compression: Compression
    Delimiter: str
    Names: list[str] | None
    Record: TableRecord
    TableNumber: int
    At: Place
    Counts: Counts
    Lines: int


class Token(TypedDict):
    """The import that a ClientToken began."""

    ImportId: str
    TableName: str
    UntilMs: int


BEGIN: Final[Place] = {"After": "", "Object": "", "Version": "", "Position": 0, "Index": 0}
NOTHING: Final[Counts] = {"Processed": 0, "Imported": 0, "Errors": 0, "Bytes": 0}


def place_in(work: ImportWork) -> EntryPlace:
    """Returns the place of the entry of the import that a work does."""
    return EntryPlace(work["Region"], work["AccountId"], work["TableName"], work["ImportId"])


def line_key(work: ImportWork, number: int) -> Key:
    """Returns the key of a line about an error. It is under the number of the table, with whose
    data key it is encrypted if it has one.
    """
    partition = work["ImportId"].encode()
    return Key(Space.IMPORT, work["TableNumber"], partition, line_key_sort(number))


def line_key_sort(number: int) -> bytes:
    """Returns the sort key of the line with a number."""
    return number.to_bytes(_LINE_BYTES, "big")


def lines_span(table_number: int, identity: str) -> Span:
    """Returns the span of the lines about the errors of an import."""
    return entries_of_partition(Space.IMPORT, table_number, identity.encode())


def import_from_bytes(stored: bytes) -> Import:
    """Returns the entry of an import, decoded."""
    return cast(Import, orjson.loads(stored))


def work_from_bytes(stored: bytes) -> ImportWork:
    """Returns a work, decoded. Raises KeyError if it is another record."""
    work = cast(ImportWork, orjson.loads(stored))
    work_key(work["Id"])
    return work


def to_bytes(value: Import | ImportWork | Token) -> bytes:
    """Returns the bytes of an entry, a work or a token."""
    return orjson.dumps(value)


async def all_works(storage: Storage) -> Sequence[ImportWork]:
    """Returns every import of every Region and account that has not ended."""
    return [
        work_from_bytes(each)
        async for values in pages(storage, ENTRIES.works_span)
        for each in values
    ]


async def all_imports(storage: Storage) -> AsyncIterator[Import]:
    """Yields the entries of all imports of all Regions and accounts."""
    async for values in pages(storage, Span(Space.IMPORT, 0)):
        for stored in values:
            entry = orjson.loads(stored)
            if "StartedMs" in entry and "S3BucketSource" in entry:
                yield cast(Import, entry)
