"""The job that makes backups. What they contain is in test_proof."""

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.backups import make_backups
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.records import all_backups
from jedlik.features.history import reader
from jedlik.features.history.work import all_works
from tests.apis.dynamodb.operations.backups import with_item
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)


def finish(caller: Caller) -> int:
    """Does the job until nothing is due. Returns the number of pieces."""
    pieces = 0
    while result_of(is_due(make_backups.JOB, caller.node)):
        result_of(run_once(make_backups.JOB, caller.node))
        pieces += 1
    return pieces


def begun(count: int = 1, items: int = 5) -> Caller:
    caller = Caller()
    caller.create()
    for number in range(items):
        caller.call("PutItem", TableName="music", Item={"pk": {"S": f"p{number}"}})
    for number in range(count):
        result_of(create_backup(caller.context, "music", f"b{number}"))
    return caller


def backups(caller: Caller) -> list[tuple[str, int, int]]:
    async def found() -> list[tuple[str, int, int]]:
        return [
            (each["Status"], each["Blocks"], each["Items"])
            async for each in all_backups(caller.node.storage)
        ]

    return result_of(found())


def test_a_block_for_each_page() -> None:
    caller = begun()
    assert backups(caller) == [("CREATING", 0, 0)]
    assert finish(caller) > 3
    assert backups(caller) == [("AVAILABLE", 3, 5)]


def test_an_empty_table_has_no_block() -> None:
    caller = begun(items=0)
    finish(caller)
    assert backups(caller) == [("AVAILABLE", 0, 0)]
    assert Space.BACKUP_BLOCK not in {key.space for key in values(caller)}


def test_nothing_is_left_and_the_log_is_closed_by_the_last() -> None:
    caller = begun(count=2)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "p1"}})
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "p9"}})
    assert any(key.space is Space.CHANGE_LOG for key in values(caller))
    finish(caller)
    assert backups(caller) == [("AVAILABLE", 3, 5)] * 2
    assert result_of(all_works(caller.node.storage)) == []
    assert Space.OVERLAY not in {key.space for key in values(caller)}
    record = result_of(caller.node.catalog.find("us-east-1", caller.context.account_id, "music"))
    assert record is not None
    assert not {"LogPartitions", "BackupsUnderWay"} & record.record.keys()
    log = [key for key in values(caller) if key.space is Space.CHANGE_LOG]
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "p10"}})
    assert [key for key in values(caller) if key.space is Space.CHANGE_LOG] == log


def test_a_table_that_is_deleted_and_made_again_meanwhile() -> None:
    caller = begun()
    result_of(run_once(make_backups.JOB, caller.node))
    caller.call("DeleteTable", TableName="music")
    with_item(caller)
    finish(caller)
    assert backups(caller) == [("AVAILABLE", 3, 5)]
    assert caller.call("Scan", TableName="music")["Count"] == 1
