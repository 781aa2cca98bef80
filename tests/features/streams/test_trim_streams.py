"""Records are erased after a day and a quarter of an hour, then what held them."""

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.features.streams import roll_shards, trim_streams
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.features.streams.samples import caller_with_stream, changes, records, shards, stream_arn

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
STORED_MS = 24 * HOUR_MS + 15 * MINUTE_MS


def trim(caller: Caller) -> int:
    """Trims until nothing is due. Returns how many pieces that took."""
    count = 0
    while result_of(is_due(trim_streams.JOB, caller.node)):
        result_of(run_once(trim_streams.JOB, caller.node))
        count += 1
    return count


def stored_count(caller: Caller, space: Space, table_id: int) -> int:
    page = result_of(
        caller.storage.scan(Span(space, table_id), limit_items=10_000, limit_bytes=1 << 30)
    )
    return len(page.values)


def put(caller: Caller, sk: str) -> None:
    item = {"pk": string("a"), "sk": string(sk)}
    caller.call("PutItem", TableName="albums", Item=item)


def test_nothing_is_due_while_records_can_be_read() -> None:
    caller = caller_with_stream()
    put(caller, "1")
    caller.clock.time_ms += STORED_MS
    assert trim(caller) == 0
    result_of(run_once(trim_streams.JOB, caller.node))
    assert stored_count(caller, Space.CHANGE_LOG, 1) == 1


def test_old_records_go_and_young_ones_stay() -> None:
    caller = caller_with_stream("KEYS_ONLY")
    for at in range(600):
        put(caller, str(at))
    caller.clock.time_ms += STORED_MS
    put(caller, "young")
    caller.clock.time_ms += 1
    assert trim(caller) == 2
    assert stored_count(caller, Space.CHANGE_LOG, 1) == 1
    assert changes(records(caller)) == [("INSERT", "young")]
    assert len(shards(caller, stream_arn(caller))) == 4


def test_ended_shards_go_with_their_records() -> None:
    caller = caller_with_stream("KEYS_ONLY")
    arn = stream_arn(caller)
    put(caller, "1")
    caller.clock.time_ms += 4 * HOUR_MS
    result_of(run_once(roll_shards.JOB, caller.node))
    assert len(shards(caller, arn)) == 8
    caller.clock.time_ms += STORED_MS
    trim(caller)
    assert len(shards(caller, arn)) == 4


def test_an_ended_stream_goes_altogether() -> None:
    caller = caller_with_stream()
    put(caller, "1")
    caller.call("DeleteTable", TableName="albums")
    caller.clock.time_ms += STORED_MS + 1
    trim(caller)
    assert stored_count(caller, Space.CHANGE_LOG, 1) == 0
    assert stored_count(caller, Space.STREAM, 1) == 0
    assert stored_count(caller, Space.STREAM, 0) == 0
