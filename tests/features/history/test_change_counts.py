"""Changes are counted by period, in bounded parts whose counts add up."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.history import log_backwards
from jedlik.features.history.change_counts import ChangeCounts, Periods, change_counts
from jedlik.features.history.log_backwards import LogPlace
from tests.engine.in_memory import START_MS, Caller, result_of
from tests.features.history.samples import NAME, need_history

_START_S = START_MS // 1000
Counts = dict[int, tuple[int, int, int]]


def page_of(caller: Caller, periods: Periods, start: LogPlace | None = None) -> ChangeCounts:
    async def counted() -> ChangeCounts:
        table = await caller.node.catalog.table("us-east-1", caller.context.account_id, NAME)
        return await change_counts(caller.node, table, periods, start)

    return result_of(counted())


def all_of(caller: Caller, periods: Periods) -> tuple[Counts, int]:
    """Returns the counts by the begin of the period, and how many requests they took."""
    found: Counts = {}
    start, requests = None, 0
    while requests == 0 or start is not None:
        page = page_of(caller, periods, start)
        times = [each.start_s for each in page.counts]
        assert times == sorted(set(times))
        for each in page.counts:
            before = found.get(each.start_s, (0, 0, 0))
            found[each.start_s] = (
                before[0] + each.created,
                before[1] + each.modified,
                before[2] + each.deleted,
            )
        start = page.following
        requests += 1
    return found, requests


def busy(caller: Caller) -> None:
    """Writes for three minutes: each second one item is created, or changed, or deleted."""
    for second in range(180):
        key = {"pk": {"S": f"p{second // 3}"}}
        if second % 3 == 2:
            caller.call("DeleteItem", TableName=NAME, Key=key)
        else:
            item = {**key, "n": {"N": str(second)}}
            caller.call("PutItem", TableName=NAME, Item=item)
        caller.clock.time_ms += 1_000


def prepared() -> Caller:
    caller = Caller()
    caller.create(NAME)
    caller.call("PutItem", TableName=NAME, Item={"pk": {"S": "not logged"}})
    result_of(need_history(caller))
    busy(caller)
    return caller


def test_changes_are_counted_by_period(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = prepared()
    expected = {_START_S + minute * 60: (20, 20, 20) for minute in range(3)}
    minutes = Periods(_START_S - 600, _START_S + 600, 60)
    assert all_of(caller, minutes) == (expected, 1)
    monkeypatch.setattr(log_backwards, "_PAGE_RECORDS", 5)
    monkeypatch.setattr(log_backwards, "_REQUEST_RECORDS", 40)
    found, requests = all_of(caller, minutes)
    assert found == expected
    assert requests > 10


def test_only_changes_of_the_window_are_counted() -> None:
    caller = prepared()
    found, _ = all_of(caller, Periods(_START_S + 10, _START_S + 13, 1))
    assert found == {
        _START_S + 10: (0, 1, 0),
        _START_S + 11: (0, 0, 1),
        _START_S + 12: (1, 0, 0),
    }
    for far in (_START_S + 9_999, 253_402_300_700):
        assert all_of(caller, Periods(far, far + 1, 1)) == ({}, 1)
    assert all_of(caller, Periods(0, 1, 1)) == ({}, 1)


def test_it_needs_point_in_time_recovery() -> None:
    caller = Caller()
    caller.create(NAME)
    with pytest.raises(Reject, match="Point in time recovery is not enabled"):
        page_of(caller, Periods(0, 1, 1))
