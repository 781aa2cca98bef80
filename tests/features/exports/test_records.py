"""The entries of exports."""

from jedlik.core.keys.key import Key, Span
from jedlik.features.exports.records import (
    DataFile,
    Export,
    all_data_files_span,
    all_exports,
    arn_of,
    data_file_from_bytes,
    data_file_put,
    data_files_span,
    due_from_bytes,
    due_key,
    due_put,
    due_span,
    export_from_bytes,
    export_id,
    export_key,
    exports_span,
    format_of,
    id_in,
    key_of,
    put_of,
    type_of,
)
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.engine.in_memory import arn_of as table_arn

EXPORT: Export = {
    "Id": "01791500000123-0a1b2c3d",
    "Region": REGION,
    "AccountId": ACCOUNT,
    "TableName": "music",
    "TableId": "00000000-0000-4000-8000-00000000000b",
    "Status": "IN_PROGRESS",
    "CreatedMs": 1_791_500_000_123,
    "ClientToken": "t",
    "WorkId": "00000000-0000-4000-8000-00000000000a",
    "Request": {"S3Bucket": "exported"},
    "ExportTimeMs": 1_791_500_000_123,
}
WINDOW: Export = {
    **{name: member for name, member in EXPORT.items() if name != "ExportTimeMs"},  # type: ignore[typeddict-item]
    "FromMs": 1_791_400_000_000,
    "ToMs": 1_791_500_000_000,
    "View": "NEW_IMAGE",
}
FILE: DataFile = {"Key": "data/a.json.gz", "Items": 3, "Md5": "m", "ETag": "e"}


def is_in(span: Span, key: Key) -> bool:
    place = key.partition, key.sort
    return (span.start is None or span.start <= place) and (span.end is None or place < span.end)


def test_names() -> None:
    assert export_id(1_791_500_000_123, "0a1b2c3d") == EXPORT["Id"]
    assert arn_of(EXPORT) == f"{table_arn()}/export/{EXPORT['Id']}"
    assert id_in(f"export/{EXPORT['Id']}") == EXPORT["Id"]
    assert id_in("backup/1") is None
    assert (type_of(EXPORT), type_of(WINDOW)) == ("FULL_EXPORT", "INCREMENTAL_EXPORT")
    assert format_of(EXPORT) == "DYNAMODB_JSON"
    assert format_of({**EXPORT, "Request": {"ExportFormat": "ION"}}) == "ION"


def test_entries_are_in_the_order_of_their_arns() -> None:
    exports = [
        {**EXPORT, "TableName": name, "Id": identity}
        for name in ("a", "a-b", "a.b", "a_b", "ab", "b")
        for identity in ("01", "02")
    ]
    by_key = sorted(exports, key=lambda each: key_of(each).sort)  # type: ignore[arg-type]
    assert by_key == sorted(exports, key=arn_of)  # type: ignore[arg-type]


def test_spans_of_exports() -> None:
    key = key_of(EXPORT)
    assert export_from_bytes(put_of(EXPORT).value) == EXPORT
    assert is_in(exports_span(REGION, ACCOUNT), key)
    assert is_in(exports_span(REGION, ACCOUNT, "music"), key)
    assert not is_in(exports_span(REGION, ACCOUNT, "musi"), key)
    assert not is_in(exports_span(REGION, ACCOUNT, "music-2"), key)
    assert not is_in(exports_span(REGION, "999999999999"), key)
    assert not is_in(exports_span("us-east-2", ACCOUNT), key)


def test_due_entries() -> None:
    key = export_key(REGION, ACCOUNT, "music", EXPORT["Id"])
    put = due_put(key, 5_000)
    assert put.key == due_key(key, 5_000)
    assert due_from_bytes(put.value) == (5_000, key)
    assert is_in(due_span(5_001), put.key)
    assert is_in(due_span(), put.key)
    assert not is_in(due_span(5_000), put.key)
    assert not is_in(due_span(-1), put.key)


def test_data_files() -> None:
    first, second = EXPORT["WorkId"], "ffffffff-ffff-ffff-ffff-ffffffffffff"
    put = data_file_put(first, 7, FILE)
    assert data_file_from_bytes(put.value) == FILE
    assert is_in(data_files_span(first), put.key)
    assert not is_in(data_files_span(second), put.key)
    for work_id in (first, second):
        assert is_in(all_data_files_span(), data_file_put(work_id, 7, FILE).key)


def test_all_exports_are_apart_from_other_entries() -> None:
    caller = Caller()
    stored: list[Put] = [
        put_of(EXPORT),
        put_of({**EXPORT, "Region": "eu-west-1"}),
        due_put(key_of(EXPORT), 1),
        data_file_put(EXPORT["WorkId"], 0, FILE),
    ]

    async def found() -> list[Export]:
        await caller.node.storage.transact([], lambda _: Batch(stored, None))
        return [each async for each in all_exports(caller.node.storage)]

    assert {each["Region"] for each in result_of(found())} == {"eu-west-1", REGION}
