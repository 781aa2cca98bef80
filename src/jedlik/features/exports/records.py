"""The entries of exports, and of the data files of those that are being made.

All are in the space EXPORT. The partitions of entries that belong to no Region begin with a zero
byte, as no name of a Region does.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, Literal, NotRequired, TypedDict, cast
from uuid import UUID

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.engine.read import pages
from jedlik.engine.table_record import TableRecord
from jedlik.features.history.work import Work
from jedlik.storage.interface import Put, Storage

KIND: Final = "export"  # of the works
_RESOURCE: Final = "export/"
_DUE: Final = b"\x00due"
_FILES: Final = b"\x00files"
_TIME_BYTES: Final = 8
_NUMBER_BYTES: Final = 4


class Export(TypedDict):
    """An export. Id: the last part of its ARN, which begins with the time of its creation.

    Request: the members of the request that say what to write, and where. ExportTimeMs: of a full
    export. FromMs, ToMs, View: of an incremental one, ToMs exclusive. Items, BilledBytes: set at
    the end. WorkId: the work that makes it.
    """

    Id: str
    Region: str
    AccountId: str
    TableName: str
    TableId: str
    Status: Literal["IN_PROGRESS", "COMPLETED", "FAILED"]
    CreatedMs: int
    ClientToken: str
    WorkId: str
    Request: Mapping[str, Any]
    ExportTimeMs: NotRequired[int]
    FromMs: NotRequired[int]
    ToMs: NotRequired[int]
    View: NotRequired[str]
    EndMs: NotRequired[int]
    Items: NotRequired[int]
    BilledBytes: NotRequired[int]
    FailureCode: NotRequired[str]
    FailureMessage: NotRequired[str]


class ExportWork(TypedDict):
    """What `For` of the work of an export says.

    Id: of the export. Until: the last position of the window of an incremental export, 0 for a full
    one. IsStarted: whether `_started` was put. Writing: the name of the data file that was being
    put when this was stored, empty if none. Files, Items: how many were written. Bytes: the size of
    the items that were read. EndMs: the time of the end, 0 before. SilentSinceMs: since when the
    bucket does not answer, 0 if it does. IsDone: whether the export has ended.
    """

    Id: str
    Until: int
    IsStarted: bool
    Writing: str
    Files: int
    Items: int
    Bytes: int
    EndMs: int
    SilentSinceMs: int
    IsDone: bool


class DataFile(TypedDict):
    """A data file that was put, as the manifest lists it."""

    Key: str
    Items: int
    Md5: str
    ETag: str


def export_id(created_ms: int, suffix: str) -> str:
    """Returns the id of an export: the time in 14 digits, and 8 hexadecimal digits."""
    return f"{created_ms:014d}-{suffix}"


def arn_of(export: Export) -> str:
    """Returns the ARN of an export."""
    return f"{table_arn_of(export)}/{_RESOURCE}{export['Id']}"


def table_arn_of(export: Export) -> str:
    """Returns the ARN of the table."""
    return table_arn(export["Region"], export["AccountId"], export["TableName"])


def type_of(export: Export) -> str:
    """Returns the ExportType."""
    return "INCREMENTAL_EXPORT" if "FromMs" in export else "FULL_EXPORT"


def format_of(export: Export) -> str:
    """Returns the ExportFormat."""
    return str(export["Request"].get("ExportFormat", "DYNAMODB_JSON"))


def id_in(resource: str) -> str | None:
    """Returns the id in what follows the table in an ARN: `export/ID`. None if it is no export."""
    return resource.removeprefix(_RESOURCE) if resource.startswith(_RESOURCE) else None


def export_key(region: str, account_id: str, table_name: str, identity: str) -> Key:
    """Returns the key of the entry of an export. Entries are in the order of their ARNs."""
    sort = f"{table_name}/{_RESOURCE}{identity}"
    return Key(Space.EXPORT, 0, _partition(region, account_id), sort.encode())


def key_of(export: Export) -> Key:
    """Returns the key of the entry of `export`."""
    place = export["Region"], export["AccountId"], export["TableName"]
    return export_key(*place, export["Id"])


def key_of_source(source: TableRecord, identity: str) -> Key:
    """Returns the key of the entry of an export of a table."""
    return export_key(source["Region"], source["AccountId"], source["TableName"], identity)


def exports_span(region: str, account_id: str, table_name: str | None = None) -> Span:
    """Returns the span of the entries of one Region and account, or of one table name in it."""
    partition = _partition(region, account_id)
    if table_name is None:
        return entries_of_partition(Space.EXPORT, 0, partition)
    start = f"{table_name}/{_RESOURCE}".encode()
    return Span(Space.EXPORT, 0, (partition, start), (partition, start + b"\xff"))


async def all_exports(storage: Storage) -> AsyncIterator[Export]:
    """Yields every export of every Region and account."""
    async for values in pages(storage, Span(Space.EXPORT, 0, (b"\x01", b""))):
        for stored in values:
            yield export_from_bytes(stored)


def put_of(export: Export) -> Put:
    """Returns the mutation that stores the entry of an export."""
    return Put(key_of(export), orjson.dumps(export))


def export_from_bytes(stored: bytes) -> Export:
    """Returns the entry of an export, decoded."""
    return cast(Export, orjson.loads(stored))


def purpose_of(work: Work) -> ExportWork:
    """Returns what `For` of a work of this kind says."""
    return cast(ExportWork, work["For"])


# --- Exports by age -------------------------------------------------------------------------------


def due_put(export: Key, at_ms: int) -> Put:
    """Returns the mutation that stores when the entry of an export is to be deleted.

    export: the key of the entry. at_ms: the time from which the days count.
    """
    value = [at_ms, export.partition.hex(), export.sort.hex()]
    return Put(due_key(export, at_ms), orjson.dumps(value))


def due_key(export: Key, at_ms: int) -> Key:
    """Returns the key of what `due_put` stores."""
    sort = at_ms.to_bytes(_TIME_BYTES, "big") + export.partition + b"/" + export.sort
    return Key(Space.EXPORT, 0, _DUE, sort)


def due_span(before_ms: int | None = None) -> Span:
    """Returns the span of these entries with times before `before_ms`, or of all."""
    end = (_DUE + b"\x00", b"")
    if before_ms is not None:
        end = (_DUE, max(before_ms, 0).to_bytes(_TIME_BYTES, "big"))
    return Span(Space.EXPORT, 0, (_DUE, b""), end)


def due_from_bytes(stored: bytes) -> tuple[int, Key]:
    """Returns the time, and the key of the export."""
    at_ms, partition, sort = orjson.loads(stored)
    return at_ms, Key(Space.EXPORT, 0, bytes.fromhex(partition), bytes.fromhex(sort))


# --- Data files -----------------------------------------------------------------------------------


def data_file_put(work_id: str, number: int, file: DataFile) -> Put:
    """Returns the mutation that stores that a data file was put."""
    key = Key(Space.EXPORT, 0, _files(work_id), number.to_bytes(_NUMBER_BYTES, "big"))
    return Put(key, orjson.dumps(file))


def data_files_span(work_id: str) -> Span:
    """Returns the span of the data files of an export, in the order in which they were put."""
    partition = _files(work_id)
    return Span(Space.EXPORT, 0, (partition, b""), (partition, b"\xff" * _NUMBER_BYTES))


def all_data_files_span() -> Span:
    """Returns the span of the data files of all exports that are being made."""
    return Span(Space.EXPORT, 0, (_FILES, b""), (_FILES + b"\xff" * 17, b""))


def data_file_from_bytes(stored: bytes) -> DataFile:
    """Returns the entry of a data file, decoded."""
    return cast(DataFile, orjson.loads(stored))


def _files(work_id: str) -> bytes:
    return _FILES + UUID(work_id).bytes


def _partition(region: str, account_id: str) -> bytes:
    return f"{region}/{account_id}".encode()
