"""A table is read as it was at a moment, whatever happens to it meanwhile.

A model copies the items after each step of a random history. Then works read the table as it was at
any of these moments, while the history goes on between their pieces, and between any two writes of
a piece.
"""

from typing import Any

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
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
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
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
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
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


def test_pages_together_never_store_more_than_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catching up stores the record of the work. It still begins at the first page."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(reader, "_PIECE_PAGES", 3)
    caller = Caller()
    caller.create(NAME)
    for number in range(9):
        caller.call("PutItem", TableName=NAME, Item={"pk": {"S": f"p{number}"}})
    result_of(need_history(caller))
    moment = result_of(last_position(caller))
    read_page = reader.read_page
    stored: list[str] = []

    async def with_a_change(*arguments: Any, **members: Any) -> reader.HistoryPage:
        number = len(stored)
        await caller.calls("PutItem", TableName=NAME, Item={"pk": {"S": f"new{number}"}})
        page = await read_page(*arguments, **members)
        (work,) = await all_works(caller.node.storage)
        stored.append(work["Partition"])
        return page

    async def scenario() -> None:
        work = await begin_work(caller, moment)
        monkeypatch.setattr(reader, "read_page", with_a_change)
        lease = await take_lease(trim_history.JOB, caller.node, "test")
        assert lease is not None
        first = await reader.read_pages(caller.node, work, lease)
        assert stored == ["", "", ""]
        second = await reader.read_pages(caller.node, first.work, lease)
        found = {item_from_bytes(each)["pk"]["S"] for _, each in (*first.items, *second.items)}
        assert found == {f"p{number}" for number in range(9)}
        assert len(first.items) + len(second.items) == 9
        assert second.work["IsRead"]

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
