"""Backups that come into a data folder: hostile blocks, and what stays of them."""

from typing import Any

import orjson
import pytest

from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.table import key_schema_of
from jedlik.features.backups.blocks import DamagedBlockError, block_of
from jedlik.features.backups.incoming import (
    BackupExistsError,
    begin_incoming,
    bring_in,
    checked_sizes,
)
from jedlik.features.backups.records import Backup, all_backups
from tests.engine.in_memory import Caller, result_of, values
from tests.features.backups.samples import work
from tests.features.backups.test_objects import a_backup

SCHEMA = key_schema_of(a_backup()["Source"])
HOSTILE: list[Any] = [
    5,
    [],
    {"pk": "a"},
    {"pk": {"S": 5}},
    {"pk": {"S": "a", "N": "1"}},
    {"pk": {"S": "a"}, "x": {"L": 5}},
    {"pk": {"S": "a"}, "x": {"Q": "a"}},
    {"pk": {"S": "a"}, "x": {}},
]
INDEX: dict[str, Any] = {
    "Id": 1,
    "IndexName": "by_n",
    "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
    "ProvisionedThroughput": {
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
        "NumberOfDecreasesToday": 0,
    },
}
ITEM = item_to_bytes({"pk": {"S": "a"}, "n": {"N": "1"}}, 6)


def backups(caller: Caller) -> list[Backup]:
    async def found() -> list[Backup]:
        return [each async for each in all_backups(caller.node.storage)]

    return result_of(found())


def bring(caller: Caller, backup: Backup, *blocks: bytes) -> Backup:
    async def block(number: int) -> bytes:
        return blocks[number]

    new = result_of(begin_incoming(caller.node, backup))
    result_of(bring_in(caller.node, new, block, lambda _: None))
    return new


def test_a_backup_gets_a_number_of_its_own() -> None:
    caller, backup = Caller(), a_backup()
    caller.create("other")  # has the number 1, as the source of the backup had
    new = bring(caller, backup, block_of([ITEM]))
    assert new["Source"]["Id"] == 2
    assert backups(caller) == [new]
    with pytest.raises(BackupExistsError, match="the data folder has the backup arn:aws:dynamodb"):
        result_of(begin_incoming(caller.node, backup))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("GlobalSecondaryIndexes", [{**INDEX, "KeySchema": [{"AttributeName": "none"}]}]),
        ("GlobalSecondaryIndexes", [{**INDEX, "Projection": 5}]),
        ("LocalSecondaryIndexes", [{**INDEX, "KeySchema": "x"}]),
        ("VectorIndexes", [{"IndexName": "v"}]),
    ],
)
def test_a_table_that_no_feature_can_serve(member: str, value: Any) -> None:
    caller, backup = Caller(), a_backup()
    source: Any = {**backup["Source"], member: value}
    with pytest.raises(DamagedBlockError, match="no table can be made of it"):
        result_of(begin_incoming(caller.node, {**backup, "Source": source}))
    assert not any(key.space is Space.JOB for key in values(caller))


def test_what_is_not_complete_is_erased() -> None:
    caller, backup = Caller(), a_backup()
    with pytest.raises(DamagedBlockError, match="it says 1 items, and the blocks have 2"):
        bring(caller, backup, block_of([ITEM, ITEM]))
    assert backups(caller) == []
    assert any(key.space is Space.BACKUP_BLOCK for key in values(caller))
    result_of(work(caller))
    assert not any(key.space is Space.BACKUP_BLOCK for key in values(caller))


def test_the_work_of_another_process_wins() -> None:
    caller, backup = Caller(), a_backup()
    new = result_of(begin_incoming(caller.node, backup))
    result_of(work(caller))  # a server came up meanwhile, and erased what is not complete

    async def block(_: int) -> bytes:
        return block_of([ITEM])

    with pytest.raises(BackupExistsError, match="changed by another process"):
        result_of(bring_in(caller.node, new, block, lambda _: None))


def test_items_of_a_block() -> None:
    assert checked_sizes(block_of([ITEM]), SCHEMA, "block 0") == [6]


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\x01",
        b"\x01\x00\x00\x00\x06no json",
        item_to_bytes({"n": {"N": "1"}}, 2),  # without the key
        item_to_bytes({"pk": {"N": "1"}}, 4),
        item_to_bytes({"pk": {"S": "a"}}, 4),  # another size
        item_to_bytes({"pk": {"S": "a"}, "n": {"N": "1.0"}}, 6),  # not in canonical form
        b"\x02" + ITEM[1:],
        *(b"\x01\x00\x00\x00\x06" + orjson.dumps(each) for each in HOSTILE),
    ],
)
def test_hostile_items(stored: bytes) -> None:
    with pytest.raises(DamagedBlockError, match="block 0 has an item"):
        checked_sizes(block_of([ITEM, stored]), SCHEMA, "block 0")


def test_a_backup_of_a_vault_of_another_folder_is_one_of_a_user_here() -> None:
    caller = Caller()
    backup: Backup = {**a_backup(), "Kind": "AWS_BACKUP"}
    assert result_of(begin_incoming(caller.node, backup))["Kind"] == "USER"
