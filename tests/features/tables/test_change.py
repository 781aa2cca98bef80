"""A table is created, changed and deleted in one transaction, with what the hooks derive."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.table import catalog_key
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.registry import FEATURES
from jedlik.features.tables.change import change_table, create_table, delete_table
from jedlik.storage.interface import Batch, Fence, FenceLostError, Mutation, Page, Put
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, Caller, arn_of, result_of, values
from tests.engine.tables import record_of

FIRST, SECOND = (Key(Space.JOB, 0, b"test", name) for name in (b"first", b"second"))


class RecordingHooks(TableHooks):
    """Reads a key, remembers each change, and writes another key."""

    def __init__(self, changes: list[tuple[Any, ...]], name: str) -> None:
        self._changes = changes
        self._name = name
        self.reads = (FIRST,)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        before = None if change.before is None else change.before["Tags"]
        self._changes.append((self._name, before, change.after["Tags"], values[FIRST]))
        if change.after["TableName"] == "refused":
            raise invalid("the hook refuses")
        return [Put(SECOND, self._name.encode())]


def recording(delay_ms: int = 0) -> tuple[Caller, list[tuple[Any, ...]]]:
    changes: list[tuple[Any, ...]] = []
    rows = [
        lambda _, name=name: Feature(name, RecordingHooks(changes, name)) for name in ("one", "two")
    ]
    return Caller(delay_ms=delay_ms, makers=(*FEATURES, *rows)), changes


def tag(name: str) -> dict[str, str]:
    return {"Key": name, "Value": ""}


def stored(caller: Caller, key: Key) -> bytes | None:
    (value,) = result_of(caller.storage.read([key], consistent=True))
    return value


def retag(record: TableRecord, _: Moment) -> None:
    record["Tags"] = [{"Key": "new", "Value": ""}]


def nothing(_: TableRecord, __: Moment) -> None:
    """Checks nothing, or changes nothing."""


def test_hooks_are_asked_in_order_of_the_features() -> None:
    caller, changes = recording()
    result_of(caller.storage.transact([], lambda _: Batch([Put(FIRST, b"read")], None)))
    record = result_of(create_table(caller.context, record_of(Tags=[tag("old")])))
    assert record["Id"] == 1
    result_of(change_table(caller.context, "music", retag))
    result_of(delete_table(caller.context, arn_of("music"), nothing))
    old, new = [tag("old")], [tag("new")]
    steps = [(None, old), (old, new), (new, new)]
    assert changes == [
        (name, before, after, b"read") for before, after in steps for name in ("one", "two")
    ]
    assert stored(caller, SECOND) == b"two"


def test_a_hook_may_refuse() -> None:
    caller, _ = recording()
    with pytest.raises(Reject, match="the hook refuses"):
        result_of(create_table(caller.context, record_of(TableName="refused")))
    assert caller.call("ListTables") == {"TableNames": []}


def test_ids_of_tables_are_given_in_order_and_never_again() -> None:
    caller = Caller()
    ids = []
    for name in ("a", "b", "a"):
        ids.append(result_of(create_table(caller.context, record_of(TableName=name)))["Id"])
        if name == "a":
            result_of(delete_table(caller.context, "a", nothing))
    assert ids == [1, 2, 3]


def test_a_change_that_changes_nothing_writes_nothing() -> None:
    caller, changes = recording()
    caller.create()
    epoch = caller.storage.epoch.now()
    before = values(caller)
    record = result_of(change_table(caller.context, "music", nothing))
    assert record["TableName"] == "music"
    assert caller.storage.epoch.now() == epoch
    assert values(caller) == before
    assert len(changes) == 4


@pytest.mark.parametrize("delay_ms", [0, 100])
def test_a_transition_is_returned_but_stored_only_if_it_lasts(delay_ms: int) -> None:
    caller = Caller(delay_ms=delay_ms)
    caller.create()
    caller.clock.time_ms += delay_ms

    def change(record: TableRecord, moment: Moment) -> None:
        record["Transition"] = moment.transition("UPDATING")

    record = result_of(change_table(caller.context, "music", change))
    assert record["Transition"]["EndsAtMs"] == caller.clock.time_ms + delay_ms
    status = caller.describe()["TableStatus"]
    assert status == ("UPDATING" if delay_ms else "ACTIVE")


def test_the_second_of_two_changes_at_once_sees_the_result_of_the_first() -> None:
    caller = Caller()
    caller.create()

    def adding(name: str) -> Any:
        def change(record: TableRecord, _: Moment) -> None:
            record["Tags"] = [*record["Tags"], {"Key": name, "Value": ""}]

        return change

    async def both() -> None:
        changes = [change_table(caller.context, "music", adding(name)) for name in "ab"]
        await asyncio.gather(*changes)

    result_of(both())
    tags = caller.call("ListTagsOfResource", ResourceArn=arn_of())["Tags"]
    assert [each["Key"] for each in tags] == ["a", "b"]


def test_a_refused_deletion_changes_nothing() -> None:
    caller = Caller()
    caller.create()
    moments = []

    def refuse(_: TableRecord, moment: Moment) -> None:
        moments.append(moment)
        raise invalid("not now")

    with pytest.raises(Reject, match="not now"):
        result_of(delete_table(caller.context, "music", refuse))
    assert moments == [Moment(START_MS, START_MS)]
    assert caller.describe()["TableStatus"] == "ACTIVE"


def test_a_table_that_does_not_exist_cannot_change() -> None:
    caller = Caller()
    for function in (change_table, delete_table):
        with pytest.raises(Reject, match="Requested resource not found: Table: music not found"):
            result_of(function(caller.context, "music", nothing))


def test_a_clock_that_goes_back_during_the_request_leaves_no_table_creating() -> None:
    caller = Caller()
    real_scan = caller.storage.scan

    async def scan_later(*arguments: Any, **members: Any) -> Page:
        caller.clock.time_ms -= 3_600_000
        return await real_scan(*arguments, **members)

    caller.storage.scan = scan_later  # type: ignore[method-assign]
    caller.create()
    caller.storage.scan = real_scan  # type: ignore[method-assign]
    assert caller.describe()["TableStatus"] == "ACTIVE"


def test_a_job_changes_a_table_only_while_its_fence_is_unchanged() -> None:
    caller = Caller()
    caller.create()
    put = Batch((Put(FIRST, b"mine"),), None)
    result_of(caller.node.storage.transact([], lambda _: put))
    before = stored(caller, catalog_key(REGION, ACCOUNT, "music"))
    for lost in (Fence(FIRST, b"other"), Fence(SECOND, b"mine")):
        with pytest.raises(FenceLostError):
            result_of(change_table(caller.context, "music", retag, lost))
        assert stored(caller, catalog_key(REGION, ACCOUNT, "music")) == before
    result_of(change_table(caller.context, "music", retag, Fence(FIRST, b"mine")))
    assert stored(caller, catalog_key(REGION, ACCOUNT, "music")) != before
