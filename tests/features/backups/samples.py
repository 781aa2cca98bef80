"""A table with all kinds of indexes, and the jobs that make and restore backups."""

from typing import Any

from jedlik.engine.table_record import TableRecord
from jedlik.features.backups import erase_backups, make_backups, restore_tables
from jedlik.features.backups.records import Backup, backup_to_bytes
from jedlik.features.backups.restore import RestoreSource, backup_source, begin_restore
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record
from jedlik.features.history import trim_history
from tests.engine.in_memory import (
    ACCOUNT,
    REGION,
    START_MS,
    Caller,
    definitions,
    is_due,
    keys,
    run_once,
)

NAME = "albums"
BY_N = {
    "IndexName": "by_n",
    "KeySchema": keys("n HASH"),
    "Projection": {"ProjectionType": "ALL"},
}
BY_T = {
    "IndexName": "by_t",
    "KeySchema": keys("pk HASH", "t RANGE"),
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
BY_VECTOR = {
    "IndexName": "by_v",
    "VectorAttribute": {"AttributeName": "v"},
    "Dimensions": 2,
    "DistanceFunction": "COSINE",
    "Projection": {"ProjectionType": "ALL"},
}
JOBS = (make_backups.JOB, restore_tables.JOB, erase_backups.JOB, trim_history.JOB)


async def create(caller: Caller) -> None:
    """Creates a table with a global, a local and a vector index."""
    await caller.calls(
        "CreateTable",
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=definitions("pk", "sk", "n", "t"),
        GlobalSecondaryIndexes=[BY_N],
        LocalSecondaryIndexes=[BY_T],
        VectorIndexes=[BY_VECTOR],
    )


async def restore_backup(caller: Caller, backup: Backup, name: str) -> None:
    """Begins the restore of a backup."""
    await begin(caller, backup_source(backup, backup_to_bytes(backup)), name)


async def begin(caller: Caller, source: RestoreSource, name: str) -> None:
    """Begins a restore without overrides."""

    def new(work_id: str, moment: int) -> TableRecord:
        target = NewTable(REGION, ACCOUNT, name, caller.node.ids.uuid(), work_id, START_MS)
        return restored_record(source.record, target, Overrides(), {"RestoreInProgress": True})

    await begin_restore(caller.context, source, new)


async def work(caller: Caller) -> None:
    """Does all jobs of backups until nothing is due."""
    for job in JOBS:
        while await is_due(job, caller.node):
            await run_once(job, caller.node)


async def items_of(caller: Caller, name: str, **members: object) -> list[Any]:
    """Returns all items of a table or index, in a fixed order."""
    answer = await caller.calls("Scan", TableName=name, **members)
    assert "LastEvaluatedKey" not in answer
    return sorted(answer["Items"], key=str)


async def everything(caller: Caller, name: str) -> list[Any]:
    """Returns the items of a table and of its indexes."""
    vector = [{"N": "1"}, {"N": "0.5"}]
    nearest = await caller.calls(
        "SearchVectors", TableName=name, IndexName="by_v", SearchVector=vector, TopK=100
    )
    return [
        await items_of(caller, name),
        await items_of(caller, name, IndexName="by_n"),
        await items_of(caller, name, IndexName="by_t"),
        sorted(nearest["SearchResults"], key=str),
    ]
