"""A table is read as it was at a moment, whatever happens to it meanwhile.

A model copies the items after each step of a random history. Then works read the table as it was at
any of these moments, while the history goes on between their pieces, and between any two writes of
a piece.
"""

from contextlib import aclosing
from typing import Any

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.jobs import take_lease
from jedlik.features.history import reader, trim_history
from jedlik.features.history.reader import erase_overlay
from jedlik.features.history.work import Work, all_works, key_of_work, work_from_bytes
from tests.engine.in_memory import Caller, result_of, values
from tests.features.history.random_history import History
from tests.features.history.samples import (
    NAME,
    begin_work,
    last_position,
    need_history,
    page_of,
    save,
    stored_items,
)


async def read_all(history: History, moment: int, steps: int) -> dict[Key, bytes]:
    """Reads the table at a moment, while its history goes on."""
    caller = history.caller
    work = await begin_work(caller, moment)
    found = []
    while not work["IsRead"]:
        page = await page_of(caller, work)
        if history.random.random() < 0.3:  # the process died before the page was used
            (stored,) = await caller.node.storage.read([key_of_work(work)], consistent=True)
            assert stored is not None
            work = work_from_bytes(stored)
            continue
        found.append(page)
        work = page.work
        await save(caller, work)
        for _ in range(history.random.randrange(steps + 1)):
            await history.step()
    lease = await take_lease(trim_history.JOB, caller.node, "test")
    assert lease is not None
    while not await erase_overlay(caller.node, work, lease):
        pass
    return stored_items(found)


@pytest.mark.parametrize("seed", range(25))
def test_every_moment_is_read_as_it_was(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 3)
    monkeypatch.setattr(reader, "_PART_ITEMS", 2)
    monkeypatch.setattr(reader, "_LOG_RECORDS", 3)
    history = History(seed)

    async def scenario() -> None:
        for _ in range(10):
            await history.step()
        await need_history(history.caller)
        await history.note()
        for _ in range(30):
            await history.step()
            await history.note()
        moments = list(history.snapshots)
        for moment in history.random.sample(moments, 4):
            assert await read_all(history, moment, 3) == history.snapshots[moment]
        assert await read_all(history, moments[-1], 0) == history.snapshots[moments[-1]]

    result_of(scenario())
    left = [key for key in values(history.caller) if key.space is Space.OVERLAY]
    assert left == []


def test_writes_between_any_two_steps_of_a_piece_do_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A write happens after each scan that a piece makes."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 4)
    monkeypatch.setattr(reader, "_PART_ITEMS", 2)
    history = History(7)
    storage = history.caller.node.storage
    scan = storage.scan
    is_busy = False

    async def scanned(span: Span, **options: Any) -> Any:
        nonlocal is_busy
        page = await scan(span, **options)
        if not is_busy and span.space in (Space.ITEM, Space.CHANGE_LOG, Space.LOG_PARTITION):
            is_busy = True
            await history.random.choice((history.put, history.delete, history.transact))()
            is_busy = False
        return page

    async def scenario() -> None:
        await need_history(history.caller)
        for _ in range(20):
            await history.put()
        await history.note()
        (moment,) = history.snapshots
        monkeypatch.setattr(type(storage), "scan", lambda _, span, **given: scanned(span, **given))
        assert await read_all(history, moment, 1) == history.snapshots[moment]

    result_of(scenario())


def test_the_items_of_a_deleted_table_are_read_while_they_are_there() -> None:
    history = History(3)

    async def scenario() -> None:
        await need_history(history.caller)
        for _ in range(12):
            await history.put()
        moment = await last_position(history.caller)
        expected = history.present()
        await history.delete()
        await history.put()
        work: Work = await begin_work(history.caller, moment)
        await history.caller.calls("DeleteTable", TableName=NAME)
        page = await page_of(history.caller, work)
        assert page.work["IsRead"]
        assert stored_items([page]) == expected

    result_of(scenario())


def with_items(count: int) -> tuple[Caller, int]:
    """Returns a caller with a table of so many items, and a moment at which it has them."""
    caller = Caller()
    caller.create(NAME)
    for number in range(count):
        caller.call("PutItem", TableName=NAME, Item={"pk": {"S": f"p{number}"}})
    result_of(need_history(caller))
    caller.call("PutItem", TableName=NAME, Item={"pk": {"S": "p0"}})
    return caller, result_of(last_position(caller))


def test_what_is_stored_never_passes_what_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catching up stores the record of the work. It still begins at the first page."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    caller, moment = with_items(9)

    async def scenario() -> None:
        work = await begin_work(caller, moment)
        lease = await take_lease(trim_history.JOB, caller.node, "test")
        assert lease is not None
        found: list[bytes] = []
        while not work["IsRead"]:
            read = 0
            async with aclosing(reader.each_page(caller.node, work, lease)) as following:
                async for page in following:
                    await caller.calls("PutItem", TableName=NAME, Item={"pk": {"S": f"{read}"}})
                    (stored,) = await all_works(caller.node.storage)
                    assert stored["Partition"] == work["Partition"]
                    found += page.items
                    read += 1
                    if read == 3:
                        break
            work = page.work
            await save(caller, work)
        names = [item_from_bytes(each)["pk"]["S"] for each in found]
        assert sorted(names) == [f"p{number}" for number in range(9)]

    result_of(scenario())


def test_others_have_their_turn_after_each_part_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PART_ITEMS", 2)
    caller, moment = with_items(9)
    done: list[int] = []  # how many values each scan of items returned, 0 for a turn
    node = caller.node
    scan, sleep = node.storage.scan, node.clock.sleep

    async def scanned(_: object, span: Span, **options: Any) -> Any:
        page = await scan(span, **options)
        if span.space is Space.ITEM:
            done.append(len(page.values))
        return page

    async def slept(_: object, seconds: float) -> None:
        await sleep(seconds)
        done.append(0)

    async def scenario() -> None:
        work = await begin_work(caller, moment)
        monkeypatch.setattr(type(node.storage), "scan", scanned)
        monkeypatch.setattr(type(node.clock), "sleep", slept)
        assert len((await page_of(caller, work)).items) == 9

    result_of(scenario())
    assert done == [2, 0, 2, 0, 2, 0, 2, 0, 1, 0, 0]  # the last one is for the overlay


def test_a_change_of_what_was_read_has_no_overlay_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 5)
    caller, moment = with_items(9)

    async def scenario() -> None:
        first = await page_of(caller, await begin_work(caller, moment))
        await save(caller, first.work)
        for number in range(9):
            await caller.calls("DeleteItem", TableName=NAME, Key={"pk": {"S": f"p{number}"}})
        second = await page_of(caller, first.work)
        assert second.work["IsRead"]
        assert len(first.items) == 5
        assert len(stored_items([first, second])) == 9
        overlay = [key for key in values(caller) if key.space is Space.OVERLAY]
        assert len(overlay) == len(second.items)

    result_of(scenario())


def test_items_are_copied_without_being_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """To find the places of overlay entries, a few items are decoded."""
    caller, moment = with_items(200)
    decoded: list[bytes] = []

    def decode(stored: bytes) -> Item:
        decoded.append(stored)
        return item_from_bytes(stored)

    async def scenario() -> None:
        monkeypatch.setattr(reader, "item_from_bytes", decode)
        work = await begin_work(caller, moment)
        page = await page_of(caller, work)
        assert (len(page.items), decoded) == (200, [])
        await caller.calls("DeleteItem", TableName=NAME, Key={"pk": {"S": "p7"}})
        assert len((await page_of(caller, work)).items) == 200
        assert 0 < len(decoded) <= 8

    result_of(scenario())


def test_a_page_is_small_if_all_items_were_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 3)
    caller = Caller()
    caller.create(NAME)
    result_of(need_history(caller))
    for number in range(20):
        caller.call("PutItem", TableName=NAME, Item={"pk": {"S": f"p{number}"}})
    moment = result_of(last_position(caller))
    for number in range(20):
        if number not in {4, 11}:
            caller.call("DeleteItem", TableName=NAME, Key={"pk": {"S": f"p{number}"}})

    async def scenario() -> None:
        work = await begin_work(caller, moment)
        pages = []
        while not work["IsRead"]:
            page = await page_of(caller, work)
            pages.append(page)
            work = page.work
        assert len(stored_items(pages)) == 20
        assert max(len(page.items) for page in pages) <= 6

    result_of(scenario())
