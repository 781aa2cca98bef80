"""What no history needs any more is erased, and nothing else."""

from typing import Any

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.position import position_at, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.engine.jobs import take_lease
from jedlik.engine.read import count_of
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.history import trim_history
from jedlik.features.history.records import DIRECTORY
from jedlik.features.history.work import work_key
from jedlik.features.streams import trim_streams
from jedlik.storage.interface import LAST_APPEND, Batch, Delete, Put
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.features.history.samples import (
    NAME,
    WORK_ID,
    begin_work,
    forget_history,
    last_position,
    need_history,
)
from tests.features.used_storage import write

DAY_MS = 86_400_000
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}


def new_caller(days: int = 35) -> Caller:
    caller = Caller()
    caller.create(NAME)
    result_of(need_history(caller, days))
    return caller


def put(caller: Caller, text: str) -> None:
    caller.call("PutItem", TableName=NAME, Item={"pk": string(text)})


def trim(caller: Caller, job: Any = trim_history.JOB) -> None:
    while result_of(is_due(job, caller.node)):
        result_of(run_once(job, caller.node))


def commit_elsewhere(caller: Caller) -> None:
    """Commits something in the log of another table now."""
    write(caller, [Put(LAST_APPEND, position_to_bytes(position_at(caller.clock.time_ms)))])


def records(caller: Caller) -> int:
    return result_of(count_of(caller.storage, Span(Space.CHANGE_LOG, 1)))


def entries(caller: Caller) -> int:
    return result_of(count_of(caller.storage, DIRECTORY))


def test_records_stay_as_long_as_the_setting_says() -> None:
    caller = new_caller(days=2)
    put(caller, "a")
    caller.clock.time_ms += 2 * DAY_MS
    put(caller, "b")
    trim(caller)
    assert records(caller) == 2
    caller.clock.time_ms += 1
    commit_elsewhere(caller)
    trim(caller)
    assert records(caller) == 1
    assert entries(caller) == 4  # open partitions stay in the directory


def test_a_clock_that_is_wrong_for_a_while_erases_nothing() -> None:
    caller = new_caller(days=1)
    put(caller, "a")
    caller.clock.time_ms += 3 * DAY_MS
    trim(caller)
    assert records(caller) == 1
    caller.clock.time_ms -= 3 * DAY_MS
    put(caller, "b")
    trim(caller)
    assert records(caller) == 2


def test_a_work_keeps_what_it_needs() -> None:
    caller = new_caller(days=1)
    put(caller, "a")
    moment = result_of(last_position(caller))
    put(caller, "b")
    result_of(begin_work(caller, moment))
    caller.clock.time_ms += 3 * DAY_MS
    commit_elsewhere(caller)
    trim(caller)
    assert records(caller) == 1  # that of `b`; `a` is in the state of the moment
    ended = Batch((Delete(work_key(WORK_ID, 1)),), None)
    result_of(caller.node.storage.transact([], lambda _: ended))
    trim(caller)
    assert records(caller) == 0


def test_a_history_that_ended_goes_altogether() -> None:
    caller = new_caller()
    for number in range(20):
        put(caller, str(number))
    result_of(forget_history(caller))
    trim(caller)
    assert (records(caller), entries(caller)) == (0, 0)


def test_a_deleted_table_leaves_nothing() -> None:
    caller = new_caller()
    put(caller, "a")
    caller.call("DeleteTable", TableName=NAME)
    trim(caller)
    assert (records(caller), entries(caller)) == (0, 0)


def test_a_new_history_does_not_need_the_old_one() -> None:
    caller = new_caller()
    put(caller, "a")
    result_of(forget_history(caller))
    result_of(need_history(caller))
    put(caller, "b")
    trim(caller)
    assert (records(caller), entries(caller)) == (1, 4)


def test_a_stream_keeps_its_day_and_the_history_keeps_the_rest() -> None:
    caller = new_caller()
    caller.call("UpdateTable", TableName=NAME, StreamSpecification=STREAM)
    put(caller, "a")
    caller.clock.time_ms += 3 * DAY_MS
    put(caller, "b")
    trim(caller, trim_streams.JOB)
    assert records(caller) == 2  # the history needs the first one
    result_of(forget_history(caller))
    trim(caller)
    assert (records(caller), entries(caller)) == (1, 0)  # the stream shows the second one
    caller.clock.time_ms += 3 * DAY_MS
    trim(caller, trim_streams.JOB)
    assert records(caller) == 0


def test_an_ended_shard_is_hidden_after_a_day_though_the_history_needs_it() -> None:
    caller = new_caller()
    caller.call("UpdateTable", TableName=NAME, StreamSpecification=STREAM)
    put(caller, "a")
    caller.call("UpdateTable", TableName=NAME, StreamSpecification={"StreamEnabled": False})
    caller.clock.time_ms += 3 * DAY_MS
    trim(caller, trim_streams.JOB)
    trim(caller)
    assert result_of(count_of(caller.storage, Span(Space.STREAM, 1))) == 0
    assert records(caller) == 1
    caller.clock.time_ms += 35 * DAY_MS
    commit_elsewhere(caller)
    trim(caller)
    assert (records(caller), entries(caller)) == (0, 4)


def test_a_backup_that_begins_meanwhile_keeps_its_partitions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The job has found that nobody needs a shard, and then a backup begins before it writes."""
    caller = Caller()
    caller.create(NAME, StreamSpecification=STREAM)
    result_of(need_history(caller))
    result_of(forget_history(caller))
    storage = caller.node.storage
    transact = storage.transact
    begun: list[str] = []

    async def scenario() -> None:
        (piece, *_) = await trim_history.pieces(caller.node)
        assert await piece.is_due()
        lease = await take_lease(trim_history.JOB, caller.node, "test")
        assert lease is not None

        async def with_backup(reads: Any, decide: Any) -> Any:
            if not begun:
                begun.append("backup")
                await create_backup(caller.context, NAME, "backup")
            return await transact(reads, decide)

        monkeypatch.setattr(type(storage), "transact", lambda _, *given: with_backup(*given))
        await piece.run(lease)

    result_of(scenario())
    assert begun
    assert entries(caller) == 4
