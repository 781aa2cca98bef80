"""A verification finds nothing wrong with what operations leave, and each thing that was spoilt."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.engine.verify import verify
from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.streams import roll_shards
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import LAST_APPEND, Add, Batch, Delete, Mutation, Put
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, result_of
from tests.features.secondary_indexes.samples import defined, do_jobs, index, indexed_table, values

ITEMS = 30
INDEXES = {
    "GlobalSecondaryIndexes": [index("global", "g HASH", projection="INCLUDE v")],
    "LocalSecondaryIndexes": [index("local", "pk HASH", "l RANGE", projection="KEYS_ONLY")],
}
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
LEASES = {"Enabled": True, "AttributeName": "until"}


def item(number: int, **attributes: object) -> dict[str, object]:
    return {
        "pk": {"S": f"p{number % 7}"},
        "sk": {"S": str(number)},
        "g": {"S": f"g{number % 3}"},
        "l": {"N": str(number)},
        "v": {"S": "v" * number},
        "until": {"N": "99999999999"},
        **attributes,
    }


def key(number: int) -> dict[str, object]:
    return {name: item(number)[name] for name in ("pk", "sk")}


def used_storage() -> Caller:
    """A table with everything, after some writes; one that is gone; one that is empty."""
    caller = Caller()
    definitions = "pk:S sk:S g:S l:N"
    members = indexed_table(definitions, "pk sk", **INDEXES)
    caller.call("CreateTable", **members, StreamSpecification=STREAM)
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=LEASES)
    do_jobs(caller)
    for number in range(ITEMS):
        caller.call("PutItem", TableName="music", Item=item(number))
    for number in range(0, ITEMS, 3):
        caller.call("PutItem", TableName="music", Item=item(number, g={"S": "other"}))
    caller.call("DeleteItem", TableName="music", Key=key(5))
    caller.create("gone")
    caller.call("PutItem", TableName="gone", Item={"pk": {"S": "a"}})
    caller.call("DeleteTable", TableName="gone")
    caller.create("empty")
    return caller


def sentences(caller: Caller) -> list[str]:
    return result_of(verify(caller.storage)).sentences


def test_what_operations_leave_agrees_and_is_counted() -> None:
    caller = used_storage()
    report = result_of(verify(caller.storage))
    assert report.sentences == []
    assert report.counts == {
        "tables": 2,
        "items": ITEMS - 1,
        "index entries": 2 * (ITEMS - 1),
        "expiry entries": ITEMS - 1,
        "streams": 1,
        "stream records": ITEMS + ITEMS // 3 + 1,
    }
    do_jobs(caller)
    assert sentences(caller) == []


def test_a_storage_without_anything_agrees() -> None:
    report = result_of(verify(MemoryStorage()))
    assert (report.sentences, report.counts["tables"]) == ([], 0)


# --- what is spoilt is found ---------------------------------------------------------------------

Kept = dict[Key, bytes]
Spoil = Callable[[Kept], Sequence[Mutation]]
TABLE_ID = 1


def first(kept: Kept, space: Space, *, longest: bool = False) -> Key:
    """A key of a space that belongs to the table."""
    found = [each for each in kept if each.space == space and each.table == TABLE_ID]
    return max(found, key=lambda each: len(each.partition)) if longest else found[0]


def altered(stored: bytes, **attributes: object) -> bytes:
    """A kept item with other attributes, its size as it was."""
    changed: dict[str, Any] = {**orjson.loads(stored[5:]), **attributes}
    return item_to_bytes(changed, int.from_bytes(stored[1:5], "big"))


def record(kept: Kept, change: Callable[[TableRecord], object]) -> Put:
    """The record of the table, changed."""
    for each, stored in kept.items():
        if each.space == Space.CATALOG and each.sort == b"music":
            changed = record_from_bytes(stored)
            change(changed)
            return Put(each, table_to_bytes(changed))
    raise AssertionError("there is no such table")


def shard(kept: Kept, **members: object) -> Put:
    """The shard of the stream, changed."""
    at = first(kept, Space.STREAM)
    return Put(at, orjson.dumps({**orjson.loads(kept[at]), **members}))


def records_of(kept: Kept) -> list[Key]:
    """The keys of all stream records, in the order of their commits."""
    found = [each for each in kept if each.space == Space.STREAM_RECORD]
    return sorted(found, key=lambda each: each.sort)


def moved(at: Key, sort: bytes) -> Key:
    return at._replace(sort=sort)


def removed(space: Space) -> Spoil:
    return lambda kept: [Delete(first(kept, space))]


def rewritten(space: Space, change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(kept: Kept) -> Sequence[Mutation]:
        at = first(kept, space)
        return [Put(at, change(kept[at]))]

    return spoil


def doubled(space: Space) -> Spoil:
    """One entry is also under another key."""

    def spoil(kept: Kept) -> Sequence[Mutation]:
        at = first(kept, space)
        return [Put(moved(at, at.sort + b"x"), kept[at])]

    return spoil


def last_record_gone(kept: Kept) -> Sequence[Mutation]:
    return [Delete(records_of(kept)[-1])]


def middle_record_gone(kept: Kept) -> Sequence[Mutation]:
    """That of the second write of item 0, which is the first after those of all items."""
    records = records_of(kept)
    return [Put(records[ITEMS], kept[records[ITEMS]].replace(b"other", b"oth3r"))]


def _elsewhere(kept: Kept) -> Sequence[Mutation]:
    at = first(kept, Space.ITEM)
    return [Delete(at), Put(moved(at, at.sort + b"x"), kept[at])]


SPOILT: list[tuple[Spoil, str]] = [
    (removed(Space.ITEM), "items and their bytes: kept is (29, "),
    (doubled(Space.ITEM), "an item is out of order"),
    (_elsewhere, "an item is not under its key"),
    (rewritten(Space.ITEM, lambda kept: kept[:5] + b"{"), "1 items cannot be read"),
    (rewritten(Space.ITEM, lambda kept: altered(kept, sk={"N": "1"})), "1 items cannot be read"),
    (
        rewritten(Space.ITEM, lambda kept: altered(kept, more={"S": "x"})),
        "an item has not the size kept with it",
    ),
    (
        rewritten(Space.ITEM, lambda kept: altered(kept, v={"S": "?"})),
        "index global of table music in us-east-1: an entry is ",
    ),
    (
        rewritten(Space.ITEM, lambda kept: altered(kept, v={"S": "?"})),
        "the last image of an item is not what the table has",
    ),
    (
        rewritten(Space.ITEM, lambda kept: altered(kept, until={"N": "7"})),
        "time to live of table music in us-east-1: the entry of an item is missing",
    ),
    (removed(Space.INDEX), "an entry is missing"),
    (doubled(Space.INDEX), "entries: kept is 30, expected 29"),
    (
        rewritten(Space.INDEX, lambda kept: kept[:4] + b"\x00" + kept[5:]),
        "an entry has not the size kept with it",
    ),
    (removed(Space.EXPIRY), "the entry of an item is missing"),
    (doubled(Space.EXPIRY), "entries: kept is 30, expected 29"),
    (
        lambda kept: [Add(Key(Space.COUNTER, TABLE_ID, b"", b""), (0, 1))],
        "table music in us-east-1: items and their bytes",
    ),
    (
        lambda kept: [Add(Key(Space.COUNTER, TABLE_ID, b"\x00\x01", b""), (1, 0))],
        "entries and their bytes",
    ),
    (
        lambda kept: [Add(first(kept, Space.COUNTER, longest=True), (1,))],
        "item collections of table music in us-east-1: bytes of b",
    ),
    (
        lambda kept: [Add(Key(Space.COUNTER, TABLE_ID, b"no such partition", b""), (-1,))],
        "a size is below zero: -1",
    ),
    (
        lambda kept: (
            Put(Key(Space.INDEX, TABLE_ID, b"\x00\x09of none", b""), b""),
            record(kept, lambda changed: changed.update({"LastIndexId": 9})),
        ),
        "keeps entries of its former index number 9",
    ),
    (
        lambda kept: (
            Put(TABLE_ID_COUNTER, (9).to_bytes(8, "big")),
            Put(Key(Space.ITEM, 8, b"", b""), b""),
        ),
        "former table number 8: keeps entries (ITEM)",
    ),
    (
        lambda kept: [Put(TABLE_ID_COUNTER, (2).to_bytes(8, "big"))],
        "catalog: the counter of tables is 2, and there is 3",
    ),
    (
        lambda kept: [record(kept, lambda changed: changed.update({"TableName": "other"}))],
        "table other in us-east-1: is not kept under its name",
    ),
    (
        lambda kept: [record(kept, lambda changed: changed.update({"Id": 3}))],
        "has the id 3 of table empty",
    ),
    (
        lambda kept: [record(kept, lambda changed: changed.pop("TimeToLiveAttribute"))],
        "None is set, and the work is {",
    ),
    (
        lambda kept: [record(kept, _builds)],
        "is being built, and nothing says how far",
    ),
    (last_record_gone, "the last record of an item is not what the table has"),
    (middle_record_gone, "the last image of an item is not what the table has"),
    (
        lambda kept: [Put(LAST_APPEND, bytes(8))],
        "a record of shard ",
    ),
    (lambda kept: [shard(kept, Starting=1 << 62)], "is out of order"),
    (lambda kept: [shard(kept, Ending=1)], "open shards: kept is {"),
    (
        lambda kept: [record(kept, lambda changed: changed.pop("StreamShards"))],
        "expected set()",
    ),
    (
        lambda kept: [Delete(record(kept, lambda _: None).key)],
        "is enabled, and its table is not there",
    ),
]


def _builds(changed: TableRecord) -> None:
    changed["GlobalSecondaryIndexes"][0]["IsBuilding"] = True


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT, ids=[text for _, text in SPOILT])
def test_what_is_spoilt_is_found(spoil: Spoil, sentence: str) -> None:
    caller = used_storage()
    mutations = spoil(values(caller))
    result_of(caller.storage.transact([], lambda _: Batch(mutations, None)))
    found = sentences(caller)
    assert [each for each in found if sentence in each], found


def test_a_history_that_cannot_be() -> None:
    """Records of an item in an order in which no item comes to be."""
    caller = used_storage()
    kept = values(caller)
    records = records_of(kept)
    deletion = records[-1]
    again = moved(deletion, (int.from_bytes(deletion.sort, "big") + 1).to_bytes(8, "big"))
    entry = again.sort + kept[deletion][8:]
    mutations: list[Mutation] = [Put(again, entry), Put(LAST_APPEND, again.sort)]
    result_of(caller.storage.transact([], lambda _: Batch(mutations, None)))
    assert "REMOVE of an item that cannot be" in sentences(caller)[0]
    changed = bytes(kept[records[ITEMS]]).replace(b'"OldImage":{"pk"', b'"OldImage":{"pq"')
    back: list[Mutation] = [
        Delete(again),
        Put(LAST_APPEND, deletion.sort),
        Put(records[ITEMS], changed),
    ]
    result_of(caller.storage.transact([], lambda _: Batch(back, None)))
    assert ["the old image is not what was told before" in each for each in sentences(caller)] == [
        True
    ]


def test_what_is_wrong_is_counted_beyond_what_is_told() -> None:
    caller = used_storage()
    report = result_of(verify(caller.storage))
    for number in range(1_500):
        report.wrong("here", str(number))
    assert (len(report.sentences), report.wrong_count) == (1_000, 1_500)


# --- work that is half done ----------------------------------------------------------------------


async def steps(caller: Caller) -> int:
    """Do background work piece by piece with writes between; how many pieces there were."""
    count = 0
    for job in (build_indexes.JOB, expire_items.JOB, roll_shards.JOB):
        while await job.is_due(caller.node):
            await job.run(caller.node)
            await caller.calls("PutItem", TableName="music", Item=item(ITEMS + count))
            await caller.calls("DeleteItem", TableName="music", Key=key(count % ITEMS))
            assert (await verify(caller.storage)).sentences == []
            count += 1
    return count


def test_every_step_of_background_work_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index being built, expiry entries being made anew, shards that roll, tables that go."""
    monkeypatch.setattr(build_indexes, "_PAGE_ITEMS", 4)
    monkeypatch.setattr(expire_items, "_PIECE_ITEMS", 4)
    caller = used_storage()
    create = {"Create": index("later", "l HASH", projection="INCLUDE v")}
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=defined("pk:S sk:S l:N"),
        GlobalSecondaryIndexUpdates=[create],
    )
    off = {**LEASES, "Enabled": False}
    caller.clock.time_ms += 4 * 3_600_000
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=off)
    assert asyncio.run(steps(caller)) > 8
    caller.clock.time_ms += 3_600_000
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=LEASES)
    assert asyncio.run(steps(caller)) > 8
    drop = [{"Delete": {"IndexName": "later"}}]
    caller.call("UpdateTable", TableName="music", GlobalSecondaryIndexUpdates=drop)
    assert sentences(caller) == []
    stop = {"StreamEnabled": False}
    caller.call("UpdateTable", TableName="music", StreamSpecification=stop)
    assert sentences(caller) == []
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    assert sentences(caller) == []
