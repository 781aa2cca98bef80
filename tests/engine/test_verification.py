"""A verification finds no fault after operations, and finds each item that was damaged."""

import asyncio
from collections.abc import Sequence

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.verification import Report, verify
from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.streams import roll_shards
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import Add, Delete, Mutation, Put
from tests.engine.in_memory import Caller, is_due, run_once
from tests.features.secondary_indexes.samples import defined, do_jobs, index, verified
from tests.features.used_storage import (
    ITEMS,
    TABLE_ID,
    TIME_TO_LIVE,
    Damage,
    Stored,
    altered,
    doubled,
    first,
    item,
    key,
    moved,
    record,
    removed,
    rewritten,
    sentences,
    sentences_about,
    used_storage,
)


def test_what_operations_leave_agrees_and_is_counted() -> None:
    caller = used_storage()
    report = verified(caller)
    assert report.sentences == []
    assert +report.counts == {
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
    report = verified(Caller())
    assert (report.sentences, report.counts["tables"]) == ([], 0)


def test_sentences_beyond_the_first_thousand_are_counted() -> None:
    report = Report()
    for number in range(1_500):
        report.wrong("here", str(number))
    assert (len(report.sentences), report.wrong_count) == (1_000, 1_500)


def _elsewhere(stored: Stored) -> Sequence[Mutation]:
    at = first(stored, Space.ITEM)
    return [Delete(at), Put(moved(at, at.sort + b"x"), stored[at])]


DAMAGED: list[tuple[Damage, str]] = [
    (removed(Space.ITEM), "items and their bytes: stored is (29, "),
    (doubled(Space.ITEM), "an item is out of order"),
    (_elsewhere, "an item is not under its key"),
    (rewritten(Space.ITEM, lambda stored: stored[:5] + b"{"), "1 items cannot be read"),
    (rewritten(Space.ITEM, lambda stored: altered(stored, sk={"N": "1"})), "1 items cannot be"),
    (
        rewritten(Space.ITEM, lambda stored: altered(stored, more={"S": "x"})),
        "the size that is stored with an item is not its size",
    ),
    (
        lambda _: [Add(Key(Space.COUNTER, TABLE_ID, b"", b""), (0, 1))],
        "table music in us-east-1: items and their bytes",
    ),
    (
        lambda stored: [record(stored, lambda changed: changed.update({"TableName": "other"}))],
        "table other in us-east-1: is not stored under its name",
    ),
    (
        lambda stored: [record(stored, lambda changed: changed.update({"Id": 3}))],
        "has the id 3 of table empty",
    ),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED, ids=[text for _, text in DAMAGED])
def test_what_is_damaged_is_found(damage: Damage, sentence: str) -> None:
    found = sentences_about(damage)
    assert [each for each in found if sentence in each], found


async def steps(caller: Caller) -> int:
    """Does background work in pieces, with writes in between. Returns how many pieces."""
    count = 0
    for job in (build_indexes.JOB, expire_items.JOB, roll_shards.JOB):
        while await is_due(job, caller.node):
            await run_once(job, caller.node)
            await caller.calls("PutItem", TableName="music", Item=item(ITEMS + count))
            await caller.calls("DeleteItem", TableName="music", Key=key(count % ITEMS))
            assert (
                await verify(caller.encrypted, caller.features, caller.data_keys)
            ).sentences == []
            count += 1
    return count


def test_every_step_of_background_work_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """While an index is built, expiry entries are replaced, shards roll and tables are deleted."""
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
    off = {**TIME_TO_LIVE, "Enabled": False}
    caller.clock.time_ms += 4 * 3_600_000
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=off)
    assert asyncio.run(steps(caller)) > 8
    caller.clock.time_ms += 3_600_000
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=TIME_TO_LIVE)
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
