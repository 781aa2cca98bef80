"""What changed in a window of time. The proof is in tests/features/exports/test_proof.py."""

from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.jobs import take_lease
from jedlik.features.history import trim_history, window
from jedlik.features.history.window import (
    ItemChange,
    collect,
    erase_window,
    read_changes,
    window_entry,
)
from jedlik.features.history.work import Work, all_works
from tests.engine.in_memory import Caller, result_of, values
from tests.features.history.samples import NAME, begin_work, last_position, need_history, save


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "_PAGE_ITEMS", 2)
    monkeypatch.setattr(window, "_LOG_RECORDS", 2)
    monkeypatch.setattr(window, "_PIECE_PAGES", 1)


def item(number: int, text: str) -> dict[str, Any]:
    return {"pk": {"S": f"p{number}"}, "text": {"S": text}}


async def put(caller: Caller, number: int, text: str) -> None:
    await caller.calls("PutItem", TableName=NAME, Item=item(number, text))
    caller.clock.time_ms += 1


async def delete(caller: Caller, number: int) -> None:
    await caller.calls("DeleteItem", TableName=NAME, Key={"pk": {"S": f"p{number}"}})
    caller.clock.time_ms += 1


async def lease_of(caller: Caller) -> Any:
    lease = await take_lease(trim_history.JOB, caller.node, "test")
    assert lease is not None
    return lease


async def prepared() -> tuple[Caller, Work, int]:
    """Returns a table, a work at the begin of a window with all kinds of changes, and its end."""
    caller = Caller()
    await caller.calls(
        "CreateTable",
        TableName=NAME,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    await need_history(caller)
    for number in range(4):
        await put(caller, number, "before")
    moment = await last_position(caller)
    await put(caller, 0, "between")
    await put(caller, 0, "last")
    await delete(caller, 1)
    await put(caller, 7, "new")
    await put(caller, 8, "short")
    await delete(caller, 8)
    await delete(caller, 2)
    await put(caller, 2, "again")
    until = await last_position(caller)
    work = await begin_work(caller, moment)
    await put(caller, 0, "after")
    await put(caller, 3, "after")
    return caller, work, until


async def collected(caller: Caller, work: Work, until: int) -> Work:
    pieces = 0
    while work["Moment"] < until:
        work = await collect(caller.node, work, await lease_of(caller), until)
        pieces += 1
    assert pieces > 3
    return work


async def changes_of(caller: Caller, work: Work) -> list[ItemChange]:
    found: list[ItemChange] = []
    pages = 0
    while not work["IsRead"]:
        page = await read_changes(caller.node, work, lease=await lease_of(caller))
        found += page.changes
        work = page.work
        pages += 1
        await put(caller, pages, "while it is read")
    assert pages > 1
    return found


def shown(change: ItemChange) -> tuple[str | None, str | None]:
    """Returns the texts before and after the window."""
    old, new = (
        item_from_bytes(each)["text"]["S"] if each else None for each in (change.old, change.new)
    )
    return old, new


def test_the_state_before_and_after() -> None:
    async def scenario() -> list[ItemChange]:
        caller, work, until = await prepared()
        return await changes_of(caller, await collected(caller, work, until))

    found = result_of(scenario())
    assert sorted(map(shown, found), key=str) == sorted(
        [("before", "last"), ("before", None), (None, "new"), ("before", "again")], key=str
    )
    places = [(each.item.partition, each.item.sort) for each in found]
    assert places == sorted(places)


def test_collecting_goes_on_from_what_is_stored() -> None:
    async def scenario() -> None:
        caller, work, until = await prepared()
        stale = work
        while True:
            work = await collect(caller.node, work, await lease_of(caller), until)
            (stored,) = await all_works(caller.node.storage)
            assert stored == work
            # What another process had read before may be read and written again.
            await collect(caller.node, stale, await lease_of(caller), until)
            await save(caller, work)
            if work["Moment"] == until:
                break
        assert len(await changes_of(caller, work)) == 4

    result_of(scenario())


def test_entries_are_images_in_the_space_that_is_encrypted() -> None:
    async def scenario() -> None:
        caller, work, until = await prepared()
        work = await collected(caller, work, until)
        entries = [each for key, each in values(caller).items() if key.space is Space.OVERLAY]
        decoded = [window_entry(work["Source"]["Id"], each) for each in entries]
        assert len(decoded) == 5
        assert all(work["Moment"] >= each.written for each in decoded)
        assert sum(not each.first for each in decoded) == 2
        while not await erase_window(caller.node, work, await lease_of(caller)):
            pass
        assert not [key for key in values(caller) if key.space is Space.OVERLAY]

    result_of(scenario())
