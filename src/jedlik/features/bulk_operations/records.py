"""What bulk operations store: entries, tokens and works."""

from collections.abc import AsyncIterator, Sequence
from typing import Final, Literal, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import pages
from jedlik.features.imports.entries import Entries, Entry, EntryPlace
from jedlik.features.imports.records import Place
from jedlik.storage.interface import Storage
from jedlik.wire.item_files.formats import Compression

WORKS: Final = b"bulk put"  # the partition of works in the space JOB

# The form of the ARN is not in the sources that were read.
ENTRIES: Final = Entries("bulk-operation/", b"/bulk", WORKS)
arn_of: Final = ENTRIES.arn_of
id_in: Final = ENTRIES.id_in
entry_key: Final = ENTRIES.entry_key
entries_span: Final = ENTRIES.entries_span
token_key: Final = ENTRIES.token_key
work_key: Final = ENTRIES.work_key

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


class BulkOperation(Entry):
    """A bulk operation.

    Shown: members of the request, as answers show them. WorkId: its work, until it ends. Counts,
    TotalBytes: at the end.
    """

    Shown: dict[str, object]
    Status: Status
    WorkId: str
    Counts: NotRequired[Counts]
    TotalBytes: NotRequired[int]


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


NOTHING: Final[Counts] = {
    "Written": 0,
    "Failed": 0,
    "Unmet": 0,
    "InputBytes": 0,
    "PutBytes": 0,
    "Parts": 0,
}


def place_in(work: BulkWork) -> EntryPlace:
    """Returns the place of the entry of the operation that a work does."""
    return EntryPlace(work["Region"], work["AccountId"], work["TableName"], work["OperationId"])


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
    return [
        work_from_bytes(each)
        async for values in pages(storage, ENTRIES.works_span)
        for each in values
    ]


async def all_operations(storage: Storage) -> AsyncIterator[BulkOperation]:
    """Yields the entries of all operations of all Regions and accounts."""
    async for values in pages(storage, Span(Space.IMPORT, 0)):
        for stored in values:
            entry = orjson.loads(stored)
            if "Shown" in entry:
                yield cast(BulkOperation, entry)
