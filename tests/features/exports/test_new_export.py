"""How an export begins."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from jedlik.core.keys.position import position_at, position_of
from jedlik.features.exports import new_export
from jedlik.features.exports.new_export import begin_export
from jedlik.features.history.work import Work, all_works
from jedlik.storage.interface import LAST_APPEND, Storage
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, Caller, arn_of, result_of
from tests.features.exports.samples import (
    BUCKET,
    begin,
    begin_window,
    exporting,
    finish,
    put,
    recovery,
    with_items,
)

SECOND = START_MS // 1000


def last_position(caller: Caller) -> int:
    (stored,) = result_of(caller.node.storage.read([LAST_APPEND], consistent=True))
    return position_of(stored)


def readers(caller: Caller) -> list[str]:
    table = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert table is not None
    return table.record.get("HistoryReaders", [])


def test_the_work_and_its_moment() -> None:
    caller, _ = with_items(3)
    caller.clock.time_ms += 5_000
    begin(caller)
    (work,) = result_of(all_works(caller.node.storage))
    assert work["Moment"] == position_at(caller.clock.time_ms) == last_position(caller)
    assert readers(caller) == [work["Id"]]
    assert "HistoryReaders" not in work["Source"]


def test_the_work_of_a_window() -> None:
    caller, _ = with_items(3)
    caller.clock.time_ms += 3_600_000
    begin_window(caller, SECOND + 10, SECOND + 1_000)
    (work,) = result_of(all_works(caller.node.storage))
    assert work["Moment"] == position_at((SECOND + 10) * 1000) - 1
    assert work["For"]["Until"] == position_at((SECOND + 1_000) * 1000) - 1
    assert last_position(caller) >= work["For"]["Until"]


def test_every_call_without_a_token_is_an_export() -> None:
    caller, _ = with_items(0)
    first, second = begin(caller), begin(caller)
    assert first["ExportArn"] != second["ExportArn"]
    assert first["ClientToken"] != second["ClientToken"]


def test_a_token_finds_its_export() -> None:
    caller, _ = with_items(1)
    first = begin(caller, ClientToken="t")
    assert begin(caller, ClientToken="t") == first
    finish(caller)
    again = begin(caller, ClientToken="t")
    assert again["ExportArn"] == first["ExportArn"]
    assert again["ExportStatus"] == "COMPLETED"
    caller.call("DeleteTable", TableName="music")
    assert begin(caller, ClientToken="t") == again
    caller.clock.time_ms += 8 * 3_600_000
    missing = caller.refusal(
        "ExportTableToPointInTime", TableArn=arn_of(), S3Bucket=BUCKET, ClientToken="t"
    )
    assert missing.startswith("TableNotFoundException")


def test_a_refused_request_does_not_use_up_its_token() -> None:
    caller, _ = exporting()
    caller.create()
    members = {"TableArn": arn_of(), "S3Bucket": BUCKET, "ClientToken": "t"}
    assert "PointInTime" in caller.refusal("ExportTableToPointInTime", **members)
    recovery(caller)
    begin(caller, ClientToken="t")


def test_equal_requests_at_once_begin_one_export() -> None:
    caller, _ = with_items(1)
    request: dict[str, Any] = {"TableArn": arn_of(), "S3Bucket": BUCKET, "ClientToken": "t"}

    async def both() -> list[str]:
        found = await asyncio.gather(
            *(begin_export(caller.request_context(), request) for _ in range(4))
        )
        return [each["Id"] for each in found]

    assert len(set(result_of(both()))) == 1
    assert len(result_of(all_works(caller.node.storage))) == 1


def test_a_table_that_changes_meanwhile_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    caller, _ = with_items(1)
    changed: list[bool] = []

    async def change_first(storage: Storage) -> Sequence[Work]:
        if not changed:
            changed.append(True)
            await caller.calls("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
        return await all_works(storage)

    monkeypatch.setattr(new_export, "all_works", change_first)
    begin(caller)
    assert caller.describe()["DeletionProtectionEnabled"] is True
    assert len(readers(caller)) == 1


def test_exports_at_the_same_time_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_export, "EXPORTS_PER_ACCOUNT", 2)
    caller, _ = with_items(0)
    begin(caller)
    begin(caller)
    refused = caller.refusal("ExportTableToPointInTime", TableArn=arn_of(), S3Bucket=BUCKET)
    assert refused.startswith("LimitExceededException: Subscriber limit exceeded: Only 2 exports")
    finish(caller)
    begin(caller)


def test_writes_go_on_while_the_record_of_the_table_changes() -> None:
    caller, _ = with_items(1)
    begin(caller)
    put(caller, 7)
    assert caller.call("Scan", TableName="music")["Count"] == 2


def test_a_locked_table_is_refused() -> None:
    caller, _ = exporting()
    key = caller.call("CreateKey")["KeyMetadata"]["KeyId"]
    sse = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    caller.create(SSESpecification=sse)
    recovery(caller)
    caller.call("DisableKey", KeyId=key)
    refused = caller.refusal("ExportTableToPointInTime", TableArn=arn_of(), S3Bucket=BUCKET)
    assert "KMS key disabled error" in refused
