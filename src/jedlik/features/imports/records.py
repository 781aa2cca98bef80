"""What imports store: entries, tokens, works, and lines about errors."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Final, Literal, NamedTuple, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.engine.read import pages
from jedlik.engine.table_record import TableRecord
from jedlik.engine.work_records import TABLE_BYTES
from jedlik.storage.interface import Storage
from jedlik.wire.item_files.decompression import Compression
from jedlik.wire.item_files.reader import InputFormat

TOKEN_MS: Final = 8 * 3_600_000  # API, ImportTable: a token is valid for 8 hours
STORED_MS: Final = 90 * 86_400_000  # API, ListImports: imports of the past 90 days
WORKS: Final = b"import"  # the partition of works in the space JOB
WORK_ID_BYTES: Final = 16
WORK_KEY_BYTES: Final = TABLE_BYTES + WORK_ID_BYTES

_RESOURCE: Final = "import/"
_NO_TABLE: Final = bytes(TABLE_BYTES)  # a work is older than its table
_LINE_BYTES: Final = 4


class Source(TypedDict):
    """S3BucketSource of a request."""

    S3Bucket: str
    S3BucketOwner: str
    S3KeyPrefix: NotRequired[str]


class Import(TypedDict):
    """An import. Id: the last part of its ARN, which begins with the time of its beginning.

    Request: members of the request that answers show unchanged. Processed, Imported, Errors, Bytes:
    how many records were read, stored and refused, and the size of what was read, decompressed.
    They are zero until the end. TableNumber: the Id in the record of the table, once the import has
    ended.
    """

    Id: str
    Region: str
    AccountId: str
    TableName: str
    TableId: str
    ClientToken: str
    S3BucketSource: Source
    InputFormat: InputFormat
    InputCompressionType: Compression
    Request: dict[str, object]
    Status: Literal["IN_PROGRESS", "COMPLETED", "FAILED"]
    StartedMs: int
    EndedMs: NotRequired[int]
    Processed: int
    Imported: int
    Errors: int
    Bytes: int
    TableNumber: NotRequired[int]
    FailureCode: NotRequired[str]
    FailureMessage: NotRequired[str]


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


class EntryPlace(NamedTuple):
    """Where the entry of an import is."""

    region: str
    account_id: str
    table_name: str
    import_id: str


BEGIN: Final[Place] = {"After": "", "Object": "", "Version": "", "Position": 0, "Index": 0}
NOTHING: Final[Counts] = {"Processed": 0, "Imported": 0, "Errors": 0, "Bytes": 0}


def import_id(started_ms: int, suffix: str) -> str:
    """Returns the id of an import: the time in 14 digits, and 8 hexadecimal digits."""
    return f"{started_ms:014d}-{suffix}"


def place_of(entry: Import) -> EntryPlace:
    """Returns the place of the entry of an import."""
    return EntryPlace(entry["Region"], entry["AccountId"], entry["TableName"], entry["Id"])


def place_in(work: ImportWork) -> EntryPlace:
    """Returns the place of the entry of the import that a work does."""
    return EntryPlace(work["Region"], work["AccountId"], work["TableName"], work["ImportId"])


def arn_of(place: EntryPlace) -> str:
    """Returns the ARN of an import."""
    arn = table_arn(place.region, place.account_id, place.table_name)
    return f"{arn}/{_RESOURCE}{place.import_id}"


def id_in(resource: str) -> str | None:
    """Returns the id in what follows the table in an ARN: `import/ID`. None if it is no import."""
    return resource.removeprefix(_RESOURCE) if resource.startswith(_RESOURCE) else None


def entry_key(place: EntryPlace) -> Key:
    """Returns the key of the entry of an import. Entries are in the order of their beginning."""
    sort = f"{place.import_id}\x00{place.table_name}".encode()
    return Key(Space.IMPORT, 0, _partition(place.region, place.account_id), sort)


def entries_span(region: str, account_id: str, before: bytes = b"") -> Span:
    """Returns the span of the entries of one Region and account.

    before: the sort key of the first entry after the span, empty for all.
    """
    partition = _partition(region, account_id)
    end = (partition, before) if before else (partition + b"\x00", b"")
    return Span(Space.IMPORT, 0, (partition, b""), end)


def token_key(region: str, account_id: str, token: str) -> Key:
    """Returns the key under which it is stored which import a token began."""
    partition = _partition(region, account_id) + b"/token"
    return Key(Space.IMPORT, 0, partition, sha256(token.encode()).digest())


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
    partition = identity.encode()
    return Span(Space.IMPORT, table_number, (partition, b""), (partition + b"\x00", b""))


def work_key(work_id: str) -> Key:
    """Returns the key of a work. work_id: 32 hexadecimal digits, which begin with the time."""
    return Key(Space.JOB, 0, WORKS, _NO_TABLE + bytes.fromhex(work_id))


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
    span = Span(Space.JOB, 0, (WORKS, b""), (WORKS + b"\x00", b""))
    return [work_from_bytes(each) async for values in pages(storage, span) for each in values]


async def all_imports(storage: Storage) -> AsyncIterator[Import]:
    """Yields the entries of all imports of all Regions and accounts."""
    async for values in pages(storage, Span(Space.IMPORT, 0)):
        for stored in values:
            entry = orjson.loads(stored)
            if "StartedMs" in entry and "S3BucketSource" in entry:
                yield cast(Import, entry)


def _partition(region: str, account_id: str) -> bytes:
    return f"{region}/{account_id}".encode()
