"""Lines about errors, while an import goes on, at its end, and without its table."""

import pytest

from jedlik.features.imports import error_lines as error_lines_module
from jedlik.features.imports import import_tables
from tests.engine.in_memory import Caller, values
from tests.features.imports.samples import (
    MemoryBuckets,
    begin,
    caller_with,
    do_piece,
    finish,
    lines,
    numbered,
)

NO_KEY = lines({"n": {"N": "1"}})


def shown(caller: Caller, arn: str) -> list[str]:
    found: list[str] = []
    start: int | None = 0
    while start is not None:
        answer = caller.call("ListImportErrors", ImportArn=arn, Start=start)
        found += answer["Lines"]
        start = answer.get("Next")
    return found


def test_lines_are_shown_in_pages_at_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_lines_module, "PAGE_LINES", 2)
    monkeypatch.setattr(import_tables, "_BATCH_ITEMS", 2)
    monkeypatch.setattr(import_tables, "_PIECE_BATCHES", 1)
    caller = caller_with(MemoryBuckets(data={"d": NO_KEY * 4 + numbered(range(2)) + NO_KEY}))
    arn = begin(caller)
    assert shown(caller, arn) == [], "there is no table yet"
    do_piece(caller)
    do_piece(caller)
    assert len(shown(caller, arn)) == 2
    finish(caller)
    found = shown(caller, arn)
    assert len(found) == 5
    assert '"itemIndex":6' in found[-1]
    caller.call("DeleteTable", TableName="music")
    caller.create()
    assert shown(caller, arn) == [], "they were those of another table"


def test_lines_of_an_encrypted_table_are_encrypted() -> None:
    caller = caller_with(MemoryBuckets(data={"d": lines({"pk": {"S": "a"}, "n": {"N": "secret"}})}))
    key = caller.call("CreateKey")["KeyMetadata"]["KeyId"]
    encryption = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    arn = begin(caller, Table={"SSESpecification": encryption})
    finish(caller)
    (line,) = shown(caller, arn)
    assert "secret" in line
    assert not any(b"secret" in value for value in values(caller).values())
    caller.call("DisableKey", KeyId=key)
    assert "KMS" in caller.refusal("ListImportErrors", ImportArn=arn)
