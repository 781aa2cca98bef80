"""The log is read from its newest record to its oldest, in bounded parts."""

from contextlib import aclosing
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.position import position_at, position_ms
from jedlik.core.types.stored_item import ENCRYPTED
from jedlik.engine.change_log import LogRecord
from jedlik.features.history import log_backwards
from jedlik.features.history.log_backwards import (
    Budget,
    Limits,
    LogPage,
    LogPlace,
    first_position,
    log_record_of,
    pages_backwards,
)
from jedlik.features.streams import roll_shards
from tests.engine.in_memory import START_MS, Caller, result_of, run_once
from tests.features.history.samples import NAME, last_position, need_history

_DAY_MS = 86_400_000
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_backwards, "_PAGE_RECORDS", 2)


async def with_shards() -> tuple[Caller, dict[str, list[int]]]:
    """Returns a table whose shards were replaced twice, and the positions by item."""
    caller = Caller()
    await caller.calls(
        "CreateTable",
        TableName=NAME,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification=STREAM,
    )
    await need_history(caller)
    written: dict[str, list[int]] = {}
    for turn in range(30):
        name = f"p{turn % 5}"
        item = {"pk": {"S": name}, "n": {"N": str(turn)}}
        await caller.calls("PutItem", TableName=NAME, Item=item)
        written.setdefault(name, []).append(await last_position(caller))
        if turn in {9, 19}:
            caller.clock.time_ms += 4 * 3_600_000
            await run_once(roll_shards.JOB, caller.node)
    return caller, written


async def pages_of(caller: Caller, limits: Limits, **more: Any) -> list[LogPage]:
    table = await caller.node.catalog.table("us-east-1", caller.context.account_id, NAME)
    async with aclosing(pages_backwards(caller.node, table.id, limits, **more)) as reading:
        return [each async for each in reading]


def by_item(records: list[LogRecord]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in records:
        name = each.keys.decode().split('"')[5]
        found.setdefault(name, []).append(each.position)
    return found


def test_records_of_an_item_are_in_order_over_all_shards() -> None:
    async def scenario() -> None:
        caller, written = await with_shards()
        last = await last_position(caller)
        found = await pages_of(caller, Limits(0, last + 1))
        assert max(len(each.records) for each in found) == 2
        assert len({each.partition["Name"] for each in found}) == 12
        records = [record for page in found for record in page.records]
        assert by_item(records) == {name: at[::-1] for name, at in written.items()}
        assert [each.following for each in found].index(None) == len(found) - 1

    result_of(scenario())


def test_reading_goes_on_at_any_place() -> None:
    async def scenario() -> None:
        caller, _ = await with_shards()
        limits = Limits(0, await last_position(caller) + 1)
        found = await pages_of(caller, limits)
        records = [record for page in found for record in page.records]
        at = 0
        for page in found:
            at += len(page.records)
            if page.following is None:
                continue
            rest = await pages_of(caller, limits, start=page.following)
            positions = [record.position for each in rest for record in each.records]
            assert positions == [record.position for record in records[at:]]
            if page.records:
                rest = await pages_of(caller, limits, start=page.place_after(page.records[0]))
                positions = [record.position for each in rest for record in each.records]
                begin = at - len(page.records) + 1
                assert positions == [record.position for record in records[begin:]]

    result_of(scenario())


def test_only_positions_within_the_limits_are_read() -> None:
    async def scenario() -> None:
        caller, written = await with_shards()
        positions = sorted(each for at in written.values() for each in at)
        for first, before in ((3, 25), (0, 12), (21, 29), (7, 7), (9, 8)):
            limits = Limits(positions[first], positions[before])
            found = await pages_of(caller, limits)
            read = sorted(record.position for each in found for record in each.records)
            assert read == positions[first:before]
        newest = await pages_of(caller, Limits(positions[-1], positions[-1] + 1))
        assert {each.partition["Starting"] for each in newest} == {
            max(each.partition["Starting"] for each in newest)
        }, "older shards were closed before the first position"

    result_of(scenario())


def test_partitions_can_be_left_out() -> None:
    async def scenario() -> None:
        caller, _ = await with_shards()
        limits = Limits(0, await last_position(caller) + 1)
        names = {each.partition["Name"] for each in await pages_of(caller, limits)}
        left = sorted(names)[0]
        found = await pages_of(caller, limits, without=names - {left})
        assert {each.partition["Name"] for each in found} == {left}
        gone = LogPlace(0, "a name of nothing", 5)
        assert await pages_of(caller, limits, start=gone) == []

    result_of(scenario())


def test_a_budget_ends() -> None:
    budget = Budget()
    partition: Any = {"Starting": 1, "Name": "n"}
    for _ in range(4_000 // 20 - 1):
        budget.spend(LogPage(partition, [], 0, None))
        assert not budget.is_spent
    budget.spend(LogPage(partition, [], 0, None))
    assert budget.is_spent, "empty pages cost something too"
    assert budget.scanned == 0
    budget = Budget()
    budget.spend(LogPage(partition, [], 4 << 20, None))
    assert budget.is_spent


def test_where_the_history_begins() -> None:
    since = position_at(START_MS)
    setting: Any = {"Days": 2, "Since": since}
    assert first_position(setting, 0, START_MS + _DAY_MS) == since
    now_ms = START_MS + 5 * _DAY_MS
    assert position_ms(first_position(setting, 0, now_ms)) == now_ms - 2 * _DAY_MS
    assert first_position(setting, position_at(now_ms), START_MS) == position_at(
        now_ms - 2 * _DAY_MS
    ), "the clock was set back"


def test_an_encrypted_record_is_not_read() -> None:
    with pytest.raises(Reject, match="temporary failure"):
        log_record_of(bytes(8) + ENCRYPTED + bytes(40))
