"""Where the entries, tokens and works of imports are stored. Those of bulk operations are stored in
the same way, in partitions of their own.
"""

from hashlib import sha256
from typing import Final, NamedTuple, NotRequired, TypedDict, final

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.engine.work_records import TABLE_BYTES

TOKEN_MS: Final = 8 * 3_600_000  # API, ImportTable and StartBulkPutItems
STORED_MS: Final = 90 * 86_400_000  # API, ListImports and ListBulkOperations
WORK_ID_BYTES: Final = 16
WORK_KEY_BYTES: Final = TABLE_BYTES + WORK_ID_BYTES

_NO_TABLE: Final = bytes(TABLE_BYTES)  # a work may be older than its table


class Entry(TypedDict):
    """What the entries of both have. Id: the last part of the ARN, which begins with the time of
    the beginning.
    """

    Id: str
    Region: str
    AccountId: str
    TableName: str
    TableId: str
    ClientToken: str
    StartedMs: int
    EndedMs: NotRequired[int]
    FailureCode: NotRequired[str]
    FailureMessage: NotRequired[str]


class EntryPlace(NamedTuple):
    """Where an entry is."""

    region: str
    account_id: str
    table_name: str
    entry_id: str


@final
class Entries:
    """The keys and ARNs of one kind of entries.

    resource: what follows the table in the ARN, up to the id. suffix: of the partitions. works: the
    partition of the works in the space JOB.
    """

    def __init__(self, resource: str, suffix: bytes, works: bytes) -> None:
        self._resource = resource
        self._suffix = suffix
        self._works = works

    def arn_of(self, place: EntryPlace) -> str:
        """Returns the ARN of an entry."""
        arn = table_arn(place.region, place.account_id, place.table_name)
        return f"{arn}/{self._resource}{place.entry_id}"

    def id_in(self, resource: str) -> str | None:
        """Returns the id in what follows the table in an ARN. None if it is of another kind."""
        found = resource.startswith(self._resource)
        return resource.removeprefix(self._resource) if found else None

    def entry_key(self, place: EntryPlace) -> Key:
        """Returns the key of an entry. Entries are in the order of their beginning."""
        sort = f"{place.entry_id}\x00{place.table_name}".encode()
        return Key(Space.IMPORT, 0, self._partition(place.region, place.account_id), sort)

    def entries_span(self, region: str, account_id: str, before: bytes = b"") -> Span:
        """Returns the span of the entries of one Region and account.

        before: the sort key of the first entry after the span, empty for all.
        """
        partition = self._partition(region, account_id)
        end = (partition, before) if before else (partition + b"\x00", b"")
        return Span(Space.IMPORT, 0, (partition, b""), end)

    def token_key(self, region: str, account_id: str, token: str) -> Key:
        """Returns the key under which it is stored which entry a token began."""
        partition = self._partition(region, account_id) + b"/token"
        return Key(Space.IMPORT, 0, partition, sha256(token.encode()).digest())

    def work_key(self, work_id: str) -> Key:
        """Returns the key of a work. work_id: 32 hexadecimal digits, which begin with the time."""
        return Key(Space.JOB, 0, self._works, _NO_TABLE + bytes.fromhex(work_id))

    @property
    def works_span(self) -> Span:
        """Returns the span of all works."""
        return entries_of_partition(Space.JOB, 0, self._works)

    def _partition(self, region: str, account_id: str) -> bytes:
        return f"{region}/{account_id}".encode() + self._suffix


def entry_id(started_ms: int, suffix: str) -> str:
    """Returns the id of an entry: the time in 14 digits, and 8 hexadecimal digits."""
    return f"{started_ms:014d}-{suffix}"


def place_of(entry: Entry) -> EntryPlace:
    """Returns the place of an entry."""
    return EntryPlace(entry["Region"], entry["AccountId"], entry["TableName"], entry["Id"])
