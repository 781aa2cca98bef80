"""Items are deleted when they have expired, by the one write path, and not otherwise.

Source: Developer Guide, "Using time to live (TTL)"; Alternator test_ttl.py.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.jobs import take_lease
from jedlik.features.tables import erasure as erase_tables
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import Fence, FenceLostError
from jedlik.storage.memory import MemoryStorage
from tests.apis.dynamodb.operations.samples import (
    Attributes,
    caller_with,
    number,
    put,
    stored,
    string,
)
from tests.engine.in_memory import START_MS, Caller, is_due, result_of, run_once, run_piece
from tests.features.streams.samples import BOTH, records, stream_arn

NOW_S = START_MS // 1000
TOGGLE_MS = 3_600_000


def set_time_to_live(caller: Caller, attribute: str = "at", *, enabled: bool = True) -> None:
    specification = {"Enabled": enabled, "AttributeName": attribute}
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification)


def expire(caller: Caller) -> int:
    """Does the job until nothing is due. Returns how many pieces that took."""
    count = 0
    while result_of(is_due(expire_items.JOB, caller.node)):
        result_of(run_once(expire_items.JOB, caller.node))
        count += 1
    return count


def names(caller: Caller) -> list[str]:
    items = caller.call("Scan", TableName="music")["Items"]
    return sorted(item["pk"]["S"] for item in items)


def entries(caller: Caller) -> int:
    span = Span(Space.EXPIRY, 1)
    return len(result_of(caller.storage.scan(span, limit_items=9_999, limit_bytes=1 << 30)).values)


def item(pk: str, at: dict[str, object] | None = None) -> Attributes:
    return {"pk": string(pk)} if at is None else {"pk": string(pk), "at": at}


def caller_with_time_to_live(*items: Attributes) -> Caller:
    caller = caller_with()
    set_time_to_live(caller)
    expire(caller)
    for each in items:
        put(caller, each)
    return caller


def test_nothing_is_due_without_a_time_to_live() -> None:
    caller = caller_with(item("old", number(NOW_S - 60)))
    assert expire(caller) == 0
    result_of(run_once(expire_items.JOB, caller.node))
    assert names(caller) == ["old"]


def test_items_go_when_their_time_has_come() -> None:
    caller = caller_with_time_to_live(
        item("never"),
        item("past", number(NOW_S - 60)),
        item("ancient", number(162_777_600)),
        item("soon", number(NOW_S + 10)),
        item("text", string(str(NOW_S - 60))),
        item("exponent", number(f"{(NOW_S - 60) // 10}e1")),
        item("fraction", number(f"{NOW_S - 60}.25")),
    )
    assert expire(caller) == 1
    assert names(caller) == ["ancient", "never", "soon", "text"]
    caller.clock.time_ms += 10_000
    assert expire(caller) == 1
    assert names(caller) == ["ancient", "never", "text"]
    assert caller.describe()["ItemCount"] == 3


def test_items_that_were_there_go_too() -> None:
    old = [item(str(at), number(NOW_S - at)) for at in range(250)]
    caller = caller_with(*old, item("never"))
    set_time_to_live(caller)
    assert expire(caller) > 3
    assert names(caller) == ["never"]
    assert entries(caller) == 0


def test_an_item_written_while_others_are_found_goes_once() -> None:
    caller = caller_with(*(item(str(at), number(NOW_S + at)) for at in range(150)))
    set_time_to_live(caller)
    for _ in range(2):  # the erasure, and a part of the backfill
        result_of(run_once(expire_items.JOB, caller.node))
    put(caller, item("149", number(NOW_S + 500)))
    put(caller, item("0"))
    caller.call("DeleteItem", TableName="music", Key=item("1"))
    expire(caller)
    caller.clock.time_ms += 150_000
    expire(caller)
    assert names(caller) == ["0", "149"]
    assert entries(caller) == 1


def test_a_new_time_replaces_the_old_one() -> None:
    caller = caller_with_time_to_live(item("a", number(NOW_S + 5)), item("b", number(NOW_S + 5)))
    put(caller, item("a", number(NOW_S + 60)))
    caller.call(
        "UpdateItem",
        TableName="music",
        Key=item("b"),
        UpdateExpression="REMOVE #at",
        ExpressionAttributeNames={"#at": "at"},
    )
    caller.clock.time_ms += 30_000
    assert expire(caller) == 0
    assert names(caller) == ["a", "b"]


def test_an_item_is_judged_again_when_it_is_deleted() -> None:
    caller = caller_with_time_to_live(item("a", number(NOW_S - 5)))
    real_transact = caller.storage.transact

    async def save_first(reads: object, decide: object) -> object:
        """Another client writes between the search for expired items and their deletion."""
        caller.storage.transact = real_transact  # type: ignore[method-assign]
        await caller.calls("PutItem", TableName="music", Item=item("a", number(NOW_S + 99)))
        return await real_transact(reads, decide)  # type: ignore[arg-type]

    async def scenario() -> None:
        assert await is_due(expire_items.JOB, caller.node)
        lease = await take_lease(expire_items.JOB, caller.node, "test")
        assert lease is not None
        caller.storage.transact = save_first  # type: ignore[method-assign, assignment]
        await run_piece(expire_items.JOB, caller.node, lease)

    asyncio.run(scenario())
    assert stored(caller, **item("a")) == item("a", number(NOW_S + 99))
    assert expire(caller) == 0


def test_the_stream_says_that_the_service_deleted() -> None:
    caller = Caller()
    caller.create(StreamSpecification={"StreamEnabled": True, "StreamViewType": BOTH})
    set_time_to_live(caller)
    expired = item("a", number(NOW_S - 5))
    put(caller, expired)
    put(caller, item("b"))
    expire(caller)
    caller.call("DeleteItem", TableName="music", Key=item("b"))
    removed = [
        (each["dynamodb"]["OldImage"], each.get("userIdentity"))
        for each in records(caller, stream_arn(caller, "music"))
        if each["eventName"] == "REMOVE"
    ]
    service = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
    assert len(removed) == 2
    assert (expired, service) in removed
    assert (item("b"), None) in removed


class StallingStorage(MemoryStorage):
    """A memory storage whose next erasure happens only after `meanwhile`."""

    def __init__(self) -> None:
        super().__init__(now_ms=lambda: START_MS)
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> int:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().erase(span, limit_items=limit_items, fence=fence)


def test_a_process_that_stalled_erases_nothing_of_its_successor() -> None:
    """Another process finishes the erasure and all later phases in the meantime."""
    storage = StallingStorage()
    caller = Caller(storage=storage)
    caller.create()
    put(caller, item("soon", number(NOW_S + 10)))
    set_time_to_live(caller)

    async def finish() -> None:
        while await is_due(expire_items.JOB, caller.node):
            await run_once(expire_items.JOB, caller.node)

    storage.meanwhile = finish
    with pytest.raises(FenceLostError):
        result_of(run_once(expire_items.JOB, caller.node))
    assert entries(caller) == 1
    caller.clock.time_ms += 10_000
    assert expire(caller) == 1
    assert names(caller) == []


def test_disabling_stops_and_enabling_starts_again() -> None:
    caller = caller_with_time_to_live(item("a", number(NOW_S + 5_000)))
    caller.clock.time_ms += TOGGLE_MS
    set_time_to_live(caller, enabled=False)
    caller.clock.time_ms += TOGGLE_MS
    expire(caller)
    assert names(caller) == ["a"]
    assert entries(caller) == 0
    put(caller, {**item("a", number(NOW_S)), "until": number(NOW_S + 90_000)})
    put(caller, {**item("b"), "until": number(NOW_S)})
    set_time_to_live(caller, "until")
    expire(caller)
    assert names(caller) == ["a"]
    assert entries(caller) == 1


@pytest.mark.parametrize("phase", range(5))
def test_a_deleted_table_leaves_nothing(phase: int) -> None:
    caller = caller_with(*(item(str(at), number(NOW_S + at)) for at in range(150)))
    set_time_to_live(caller)
    for _ in range(phase):
        result_of(run_once(expire_items.JOB, caller.node))
    caller.call("DeleteTable", TableName="music")
    caller.create()
    expire(caller)
    while result_of(is_due(erase_tables.JOB, caller.node)):
        result_of(run_once(erase_tables.JOB, caller.node))
    assert entries(caller) == 0
    span = Span(Space.JOB, 0)
    assert result_of(caller.storage.scan(span, limit_items=9, limit_bytes=99)).values == []
    assert caller.describe()["ItemCount"] == 0


def test_the_work_outlives_a_restart() -> None:
    before = caller_with(*(item(str(at), number(NOW_S - 1)) for at in range(150)))
    set_time_to_live(before)
    for _ in range(2):
        result_of(run_once(expire_items.JOB, before.node))
    after = Caller(storage=before.storage)
    expire(after)
    assert names(after) == []


STEPS = st.tuples(
    st.sampled_from(["put", "remove", "delete", "wait", "work", "toggle"]),
    st.sampled_from(["a", "b", "c"]),
    st.integers(-20, 20),
)


@given(st.lists(STEPS, max_size=30))
@settings(max_examples=60)
def test_what_is_left_is_what_has_not_expired(history: list[tuple[str, str, int]]) -> None:
    caller = caller_with()
    enabled = False
    for step, pk, seconds in history:
        now_s = caller.clock.time_ms // 1000
        if step == "put":
            put(caller, item(pk, number(now_s + seconds)))
        elif step == "remove":
            put(caller, item(pk))
        elif step == "delete":
            caller.call("DeleteItem", TableName="music", Key=item(pk))
        elif step == "wait":
            caller.clock.time_ms += abs(seconds) * 1000
        elif step == "work":
            if result_of(is_due(expire_items.JOB, caller.node)):
                result_of(run_once(expire_items.JOB, caller.node))
        else:
            caller.clock.time_ms += TOGGLE_MS
            enabled = not enabled
            set_time_to_live(caller, enabled=enabled)
    expire(caller)
    items = caller.call("Scan", TableName="music")["Items"]
    timed = [each for each in items if "at" in each]
    if enabled:
        now_s = caller.clock.time_ms // 1000
        assert all(int(each["at"]["N"]) > now_s for each in timed)
    assert entries(caller) == (len(timed) if enabled else 0)
