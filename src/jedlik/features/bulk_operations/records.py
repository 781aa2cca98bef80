"""What bulk operations store: entries, tokens and works."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Final, Literal, NamedTuple, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.engine.read import pages
from jedlik.engine.work_records import TABLE_BYTES
from jedlik.features.imports.records import Place
from jedlik.storage.interface import Storage
from jedlik.wire.item_files.decompression import Compression

TOKEN_MS: Final = 8 * 3_600_000  # API, StartBulkPutItems
STORED_MS: Final = 90 * 86_400_000  # API, ListBulkOperations
WORKS: Final = b"bulk put"  # the partition of works in the space JOB
WORK_ID_BYTES: Final = 16
WORK_KEY_BYTES: Final = TABLE_BYTES + WORK_ID_BYTES

# The form of the ARN is not in the sources that were read.
_RESOURCE: Final = "bulk-operation/"
_ENTRIES: Final = b"/bulk"

Status = Literal[
    "IN_PROGRESS", "COMPLETED", "COMPLETED_WITH_ERRORS", "CANCELLING", "CANCELLED", "FAILED"
]


class Counts(TypedDict):
    """Written: items that were put. Failed: records that are no item, or no valid one. Unmet: items
    whose condition was false. InputBytes: of what was read, decompressed. PutBytes: the sizes of
    the items that were put. Parts: how many parts of the report there are.
    """

    Written: int
    Failed: int
    Unmet: int
    InputBytes: int
    PutBytes: int
    Parts: int


class BulkOperation(TypedDict):
    """A bulk operation. Id: the last part of its ARN, which begins with the time of its beginning.

    Shown: members of the request, as answers show them. WorkId: its work, until it ends. Counts,
    TotalBytes: at the end.
    """

    Id: str
    Region: str
    AccountId: str
    TableName: str
    TableId: str
    ClientToken: str
    Shown: dict[str, object]
    Status: Status
    StartedMs: int
    WorkId: str
    EndedMs: NotRequired[int]
    Counts: NotRequired[Counts]
    TotalBytes: NotRequired[int]
    FailureCode: NotRequired[str]
    FailureMessage: NotRequired[str]


class Output(TypedDict):
    """Where the report goes. Types: what it has. Algorithm: of the encryption, empty for none."""

    Bucket: str
    Prefix: str
    Types: list[str]
    Algorithm: str
    KeyId: str | None


class BulkWork(TypedDict):
    """The work on a bulk operation. MaxUnits: the most write units in a second, 0 for no limit.

    TotalBytes: the sizes of all objects, None until they have been added up.
    """

    Id: str
    OperationId: str
    Region: str
    AccountId: str
    TableName: str
    TableNumber: int
    Bucket: str
    Prefix: str
    Format: Literal["DYNAMODB_JSON", "ION"]
    Compression: Compression
    Output: Output
    MaxUnits: int
    At: Place
    Counts: Counts
    TotalBytes: int | None
    IsCancelled: bool


class Token(TypedDict):
    """The operation that a ClientToken began. Parameters: a hash of the request."""

    OperationId: str
    TableName: str
    Parameters: str
    UntilMs: int


class EntryPlace(NamedTuple):
    """Where the entry of an operation is."""

    region: str
    account_id: str
    table_name: str
    operation_id: str


NOTHING: Final[Counts] = {
    "Written": 0,
    "Failed": 0,
    "Unmet": 0,
    "InputBytes": 0,
    "PutBytes": 0,
    "Parts": 0,
}


def place_of(entry: BulkOperation) -> EntryPlace:
    """Returns the place of the entry of an operation."""
    return EntryPlace(entry["Region"], entry["AccountId"], entry["TableName"], entry["Id"])


def place_in(work: BulkWork) -> EntryPlace:
    """Returns the place of the entry of the operation that a work does."""
    return EntryPlace(work["Region"], work["AccountId"], work["TableName"], work["OperationId"])


def arn_of(place: EntryPlace) -> str:
    """Returns the ARN of an operation."""
    arn = table_arn(place.region, place.account_id, place.table_name)
    return f"{arn}/{_RESOURCE}{place.operation_id}"


def id_in(resource: str) -> str | None:
    """Returns the id in what follows the table in an ARN. None if it is no bulk operation."""
    return resource.removeprefix(_RESOURCE) if resource.startswith(_RESOURCE) else None


def entry_key(place: EntryPlace) -> Key:
    """Returns the key of an entry. Entries are in the order of their beginning."""
    sort = f"{place.operation_id}\x00{place.table_name}".encode()
    return Key(Space.IMPORT, 0, _partition(place.region, place.account_id), sort)


def entries_span(region: str, account_id: str, before: bytes = b"") -> Span:
    """Returns the span of the entries of one Region and account.

    before: the sort key of the first entry after the span, empty for all.
    """
    partition = _partition(region, account_id)
    end = (partition, before) if before else (partition + b"\x00", b"")
    return Span(Space.IMPORT, 0, (partition, b""), end)


def token_key(region: str, account_id: str, token: str) -> Key:
    """Returns the key under which it is stored which operation a token began."""
    partition = _partition(region, account_id) + b"/token"
    return Key(Space.IMPORT, 0, partition, sha256(token.encode()).digest())


def work_key(work_id: str) -> Key:
    """Returns the key of a work. work_id: 32 hexadecimal digits, which begin with the time."""
    return Key(Space.JOB, 0, WORKS, bytes(TABLE_BYTES) + bytes.fromhex(work_id))


def operation_from_bytes(stored: bytes) -> BulkOperation:
    """Returns an entry, decoded."""
    return cast(BulkOperation, orjson.loads(stored))


def work_from_bytes(stored: bytes) -> BulkWork:
    """Returns a work, decoded. Raises KeyError if it is another record."""
    work = cast(BulkWork, orjson.loads(stored))
    work_key(work["Id"])
    return work


def to_bytes(value: BulkOperation | BulkWork | Token) -> bytes:
    """Returns the bytes of an entry, a work or a token."""
    return orjson.dumps(value)


async def all_works(storage: Storage) -> Sequence[BulkWork]:
    """Returns every operation of every Region and account that has not ended."""
    span = Span(Space.JOB, 0, (WORKS, b""), (WORKS + b"\x00", b""))
    return [work_from_bytes(each) async for values in pages(storage, span) for each in values]


async def all_operations(storage: Storage) -> AsyncIterator[BulkOperation]:
    """Yields the entries of all operations of all Regions and accounts."""
    async for values in pages(storage, Span(Space.IMPORT, 0)):
        for stored in values:
            entry = orjson.loads(stored)
            if "Shown" in entry:
                yield cast(BulkOperation, entry)


def _partition(region: str, account_id: str) -> bytes:
    return f"{region}/{account_id}".encode() + _ENTRIES
