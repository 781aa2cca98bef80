"""How exports end whose table cannot be read any more, and those that must wait."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from jedlik.features.exports import make_exports
from jedlik.features.history import reader
from jedlik.features.history.reader import SourceLostError
from jedlik.features.history.work import all_works
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from tests.engine.in_memory import result_of, run_once
from tests.features.encryption_keys.kms import pass_days
from tests.features.exports.samples import (
    begin,
    described,
    exporting,
    finish,
    item,
    put,
    recovery,
    with_items,
)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(make_exports, "_FILE_BYTES", 1)


def test_the_key_of_the_table_is_lost() -> None:
    caller, buckets = exporting()
    key = caller.call("CreateKey")["KeyMetadata"]["KeyId"]
    caller.create(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key})
    recovery(caller)
    for number in range(5):
        put(caller, number)
    arn = begin(caller)["ExportArn"]
    for _ in range(2):
        result_of(run_once(make_exports.JOB, caller.node))
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 8)
    with pytest.raises(SourceLostError, match="KMS validation error"):
        finish(caller)
    finish(caller)
    found = described(caller, arn)
    assert (found["ExportStatus"], found["FailureCode"]) == ("FAILED", "UNKNOWN")
    assert found["FailureMessage"].startswith("table music cannot be read: KMS validation error")
    assert len(buckets.data_keys()) == 1
    assert result_of(all_works(caller.node.storage)) == []


@pytest.mark.parametrize(
    ("kind", "status"), [(FailureKind.DAMAGED, "FAILED"), (FailureKind.FULL, "IN_PROGRESS")]
)
def test_the_storage_fails(monkeypatch: pytest.MonkeyPatch, kind: FailureKind, status: str) -> None:
    caller, buckets = with_items(5)
    arn = begin(caller)["ExportArn"]
    result_of(run_once(make_exports.JOB, caller.node))

    async def fail(*_: Any) -> AsyncIterator[Any]:
        raise StorageUnavailableError("page 7 is damaged", kind)
        yield

    with monkeypatch.context() as patch:
        patch.setattr(make_exports, "each_page", fail)
        with pytest.raises(StorageUnavailableError):
            result_of(run_once(make_exports.JOB, caller.node))
    found = described(caller, arn)
    assert found["ExportStatus"] == status
    if kind is FailureKind.DAMAGED:
        assert found["FailureCode"] == "UNKNOWN"
        assert "page 7" not in found["FailureMessage"]  # that is for the log of the operator
    finish(caller)
    if kind is FailureKind.FULL:
        assert described(caller, arn)["ExportStatus"] == "COMPLETED"
        items = sorted((each["Item"] for each in buckets.lines()), key=str)
        assert items == sorted(map(item, range(5)), key=str)
