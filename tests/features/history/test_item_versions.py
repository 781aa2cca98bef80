"""The versions of an item are what it was after each commit.

A model copies the items after each step of a random history. The history goes on between the pages
of an answer.
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.features.history import item_versions as module
from jedlik.features.history import log_backwards, trim_history
from jedlik.features.history.item_versions import (
    ItemVersion,
    VersionsPage,
    VersionsPlace,
    VersionsRequest,
    WrongPlaceError,
    item_versions,
)
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.features.history.random_history import History
from tests.features.history.samples import NAME, forget_history, need_history

_DAY_MS = 86_400_000
State = dict[str, Any] | None


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_backwards, "_PAGE_RECORDS", 3)
    monkeypatch.setattr(log_backwards, "_REQUEST_RECORDS", 60)


async def page_of(
    caller: Caller, key: dict[str, Any], limit: int, start: VersionsPlace | None = None
) -> VersionsPage:
    table = await caller.node.catalog.table("us-east-1", caller.context.account_id, NAME)
    item = request_key(table.key, key)
    return await item_versions(caller.node, table, VersionsRequest(key, item, limit, start))


def states_in(versions: list[ItemVersion]) -> list[State]:
    """Returns what the item was, the newest first, and checks what versions say of themselves."""
    positions = [each.position for each in versions]
    assert positions == sorted(positions, reverse=True)
    for at, each in enumerate(versions):
        older = versions[at + 1] if at + 1 < len(versions) else None
        was = older is not None and older.stored != b""
        event = None if not each.position else 2 if not each.stored else int(was)
        assert each.event == event
    return [item_from_bytes(each.stored) if each.stored else None for each in versions]


class Model:
    """What each item was after each step. The first is what it was when the history began."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._states: dict[Key, list[State]] = {}
        self._steps = 0

    def note(self) -> None:
        present = self._history.present()
        for key in {*self._states, *present}:
            states = self._states.setdefault(key, [None] if self._steps else [])
            stored = present.get(key)
            state = None if stored is None else item_from_bytes(stored)
            if not states or states[-1] != state:
                states.append(state)
        self._steps += 1

    def of(self, key: Key) -> list[State]:
        """Returns what an answer must show."""
        found = self._states.get(key, [None])[::-1]
        return found[:-1] if found[-1] is None else found


@pytest.mark.parametrize("seed", range(10))
def test_versions_are_what_the_item_was(seed: int) -> None:
    history = History(seed)
    caller = history.caller

    async def step(model: Model) -> None:
        await history.step()
        model.note()

    async def read(model: Model, key: dict[str, Any], item: Key) -> None:
        expected: list[list[State]] = []
        found: list[ItemVersion] = []
        start: VersionsPlace | None = None
        while True:
            if not found:
                expected.append(model.of(item))
            limit = history.random.randrange(1, 4)
            page = await page_of(caller, key, limit, start)
            assert len(page.versions) <= limit
            found += page.versions
            start = page.following
            if start is None:
                break
            if history.random.random() < 0.3:
                await step(model)
        assert states_in(found) in expected

    async def scenario() -> None:
        for _ in range(10):
            await history.step()
        await need_history(caller)
        model = Model(history)
        model.note()
        for _ in range(40):
            await step(model)
        table = await caller.node.catalog.table("us-east-1", caller.context.account_id, NAME)
        for _ in range(6):
            key = history.key()
            await read(model, key, request_key(table.key, key))

    result_of(scenario())


def new_caller() -> Caller:
    caller = Caller()
    caller.create(NAME)
    return caller


def key_of(name: str) -> dict[str, Any]:
    return {"pk": {"S": name}}


def put(caller: Caller, name: str, text: str) -> None:
    caller.call("PutItem", TableName=NAME, Item={**key_of(name), "t": {"S": text}})
    caller.clock.time_ms += 1_000


def all_of(caller: Caller, name: str) -> list[State]:
    page = result_of(page_of(caller, key_of(name), 100))
    assert page.following is None
    return states_in(list(page.versions))


def texts(states: list[State]) -> list[str | None]:
    return [None if each is None else each["t"]["S"] for each in states]


def test_the_time_of_the_version_before_the_history_is_unknown() -> None:
    caller = new_caller()
    put(caller, "a", "before")
    result_of(need_history(caller))
    assert texts(all_of(caller, "a")) == ["before"]
    assert all_of(caller, "b") == []
    put(caller, "a", "before")  # changes nothing
    assert texts(all_of(caller, "a")) == ["before"]
    put(caller, "a", "after")
    (newest, oldest) = result_of(page_of(caller, key_of("a"), 9)).versions
    assert (newest.position > 0, newest.event) == (True, 1)
    assert (oldest.position, oldest.event) == (0, None)


def test_a_deleted_item_has_a_history() -> None:
    caller = new_caller()
    result_of(need_history(caller))
    put(caller, "a", "1")
    caller.call("DeleteItem", TableName=NAME, Key=key_of("a"))
    assert texts(all_of(caller, "a")) == [None, "1"]


def test_it_needs_point_in_time_recovery() -> None:
    caller = new_caller()
    put(caller, "a", "1")
    with pytest.raises(Reject, match="Point in time recovery is not enabled for table 'albums'"):
        all_of(caller, "a")


def test_nothing_from_before_an_interruption_is_shown() -> None:
    caller = new_caller()
    result_of(need_history(caller))
    put(caller, "a", "1")
    put(caller, "a", "2")
    page = result_of(page_of(caller, key_of("a"), 1))
    assert page.following is not None
    result_of(forget_history(caller))
    put(caller, "a", "not logged")
    result_of(need_history(caller))
    put(caller, "a", "3")
    assert texts(all_of(caller, "a")) == ["3", "not logged"]
    assert result_of(page_of(caller, key_of("a"), 1, page.following)).versions == ()


def test_the_window_moves_on() -> None:
    """Also if nothing was trimmed yet, and between two pages."""
    caller = new_caller()
    result_of(need_history(caller, days=1))
    put(caller, "a", "1")
    put(caller, "a", "2")
    caller.clock.time_ms += _DAY_MS // 2
    put(caller, "a", "3")
    put(caller, "a", "4")
    assert texts(all_of(caller, "a")) == ["4", "3", "2", "1"]
    first = result_of(page_of(caller, key_of("a"), 1))
    third = result_of(page_of(caller, key_of("a"), 3))
    caller.clock.time_ms += _DAY_MS // 2
    assert texts(all_of(caller, "a")) == ["4", "3", "2"]
    rest = result_of(page_of(caller, key_of("a"), 9, first.following))
    assert texts(states_in(list(rest.versions))) == ["3", "2"]
    assert result_of(page_of(caller, key_of("a"), 9, third.following)).versions == ()
    while result_of(is_due(trim_history.JOB, caller.node)):
        result_of(run_once(trim_history.JOB, caller.node))
    assert texts(all_of(caller, "a")) == ["4", "3", "2"]


def test_a_page_reads_a_bounded_part_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = new_caller()
    result_of(need_history(caller))
    put(caller, "a", "old")
    for number in range(40):
        put(caller, f"b{number % 3}", str(number))
    found: list[ItemVersion] = []
    page = result_of(page_of(caller, key_of("a"), 5))
    requests = 1
    while page.following is not None:
        assert page.scanned <= 60
        found += page.versions
        page = result_of(page_of(caller, key_of("a"), 5, page.following))
        requests += 1
    assert texts(states_in([*found, *page.versions])) == ["old"]
    # A large answer ends early.
    monkeypatch.setattr(module, "_ANSWER_BYTES", 30)
    for number in range(4):
        put(caller, "c", f"{number} and more text")
    assert len(result_of(page_of(caller, key_of("c"), 5)).versions) == 1


def test_a_search_begins_again_if_the_item_is_written_before_its_first_version_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_backwards, "_REQUEST_RECORDS", 1)
    caller = Caller()
    units = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    caller.create(NAME, BillingMode="PROVISIONED", ProvisionedThroughput=units)
    result_of(need_history(caller))
    put(caller, "a", "1")
    for number in range(9):
        put(caller, "b", str(number))
    page = result_of(page_of(caller, key_of("a"), 5))
    assert not page.versions
    assert page.following is not None
    put(caller, "a", "2")
    page = result_of(page_of(caller, key_of("a"), 5, page.following))
    assert item_from_bytes(page.versions[0].stored)["t"]["S"] == "2"


def test_a_place_belongs_to_its_item() -> None:
    caller = new_caller()
    result_of(need_history(caller))
    for name in ("a", "a", "secret", "secret"):
        put(caller, name, caller.node.ids.uuid())
    page = result_of(page_of(caller, key_of("secret"), 1))
    assert page.following is not None
    with pytest.raises(WrongPlaceError):
        result_of(page_of(caller, key_of("a"), 1, page.following))
