"""What is stored about encryption keys: records in JSON under keys of the space ENCRYPTION_KEYS.

Times are Unix time in milliseconds. docs/adr/0033-encryption-keys.md describes the records.
"""

from typing import Final, Literal, NamedTuple, NotRequired, TypedDict

from jedlik.core.keys.key import Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.features.identity.records import Entry, R

State = Literal["Enabled", "Disabled", "PendingDeletion"]
Due = Literal["delete", "rotate", "forget"]

_DUE: Final = "due"


class Place(NamedTuple):
    """The Region and the account to which keys belong."""

    region: str
    account_id: str

    @property
    def path(self) -> str:
        """Returns the part of partitions that names the place."""
        return f"{self.region}/{self.account_id}"


class MaterialRecord(TypedDict):
    """Key material. Id: 64 hexadecimal digits. Sealed: see `material`, in base64."""

    Id: str
    Sealed: str


class RotationRecord(TypedDict):
    """The yearly rotation of a key. NextMs: when it is rotated the next time."""

    PeriodDays: int
    NextMs: int


class KeyRecord(TypedDict):
    """An encryption key.

    StateMs: since when it has its state. Manager: AWS for the key of DynamoDB itself. Policy: as it
    was sent. Tags: in the order in which they were added. Materials: the last one is current.
    DeletionMs: only in the state PendingDeletion.
    """

    Id: str
    Region: str
    AccountId: str
    CreatedMs: int
    Description: str
    State: State
    StateMs: int
    Manager: Literal["AWS", "CUSTOMER"]
    Policy: str
    Tags: dict[str, str]
    Aliases: list[str]
    Materials: list[MaterialRecord]
    Rotation: NotRequired[RotationRecord]
    DeletionMs: NotRequired[int]


class AliasRecord(TypedDict):
    """The key that an alias leads to. Name: with `alias/`."""

    Name: str
    KeyId: str
    CreatedMs: int
    UpdatedMs: int


class CountRecord(TypedDict):
    """The number of keys in one place."""

    Keys: int


class DueRecord(TypedDict):
    """Work for the job `due_work`. KeyId: the id of a key. For `forget` that of a table."""

    Kind: Due
    AtMs: int
    Region: str
    AccountId: str
    KeyId: str


class DataKeyRecord(TypedDict):
    """The data key of a deleted table whose log can still be read.

    KeyArn: of the key that encrypted it, empty for the server. DataKey: in base64. The others are
    those of the record of the table.
    """

    KeyArn: str
    DataKey: str
    AccountId: str
    TableName: str
    TableId: str
    HasPlainValues: bool


def new_alias(name: str, key_id: str, now_ms: int) -> AliasRecord:
    """Returns the record of a new alias."""
    return {"Name": name, "KeyId": key_id, "CreatedMs": now_ms, "UpdatedMs": now_ms}


def place_of(record: KeyRecord) -> Place:
    """Returns the place of a key."""
    return Place(record["Region"], record["AccountId"])


def key_entry(place: Place, key_id: str) -> Entry[KeyRecord]:
    """Returns where a key is stored."""
    return _entry(f"keys/{place.path}", key_id)


def alias_entry(place: Place, name: str) -> Entry[AliasRecord]:
    """Returns where an alias is stored."""
    return _entry(f"aliases/{place.path}", name)


def count_entry(place: Place) -> Entry[CountRecord]:
    """Returns where the number of keys is stored."""
    return _entry("counts", place.path)


def due_entry(kind: Due, at_ms: int, key_id: str) -> Entry[DueRecord]:
    """Returns where due work is stored, in the order of its dates."""
    return _entry(_DUE, f"{at_ms:015}/{kind}/{key_id}")


def data_key_entry(table_number: int) -> Entry[DataKeyRecord]:
    """Returns where the data key of a deleted table is stored. table_number: Id of its record."""
    return _entry("data keys", str(table_number))


def keys_span(place: Place, after: str) -> Span:
    """Returns the span of the keys of a place. after: the id after which to begin, or empty."""
    return _span(f"keys/{place.path}", after)


def aliases_span(place: Place, after: str) -> Span:
    """Returns the span of the aliases of a place. after: the name after which to begin."""
    return _span(f"aliases/{place.path}", after)


def due_span(until_ms: int) -> Span:
    """Returns the span of the work whose date has come."""
    end = (_DUE.encode(), f"{until_ms + 1:015}".encode())
    return Span(Space.ENCRYPTION_KEYS, 0, (_DUE.encode(), b""), end)


def _entry(partition: str, sort: str) -> Entry[R]:
    return Entry(partition, sort, Space.ENCRYPTION_KEYS)


def _span(partition: str, after: str) -> Span:
    return entries_of_partition(Space.ENCRYPTION_KEYS, 0, partition.encode(), after.encode())
