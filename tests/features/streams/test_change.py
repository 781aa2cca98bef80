"""A stream begins, rolls and ends with a change of its table's record."""

from typing import Any, Final

import orjson
import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.position import position_at
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history.partitions import partition_mutations
from jedlik.features.streams.change import (
    begin,
    end,
    is_to_roll,
    roll,
    set_stream,
    stream_label,
    stream_mutations,
)
from jedlik.storage.interface import Put
from tests.engine.in_memory import START_MS
from tests.engine.tables import record_of

VIEW: Final = "KEYS_ONLY"
MOMENT = Moment(START_MS, START_MS + 100)
LAST = position_at(START_MS) + 50  # of the last Append; the clock was set back since
FOUR_HOURS_MS = 4 * 3_600_000


def with_stream(**members: Any) -> TableRecord:
    record = record_of(**members)
    begin(record, VIEW, START_MS)
    return record


def written(before: TableRecord | None, after: TableRecord) -> list[dict[str, Any]]:
    change = TableChange(before, after, MOMENT)
    partition_mutations(change, LAST)  # the hooks of the history come first
    mutations = stream_mutations(change, LAST)
    puts = [each for each in mutations if isinstance(each, Put)]
    return [orjson.loads(each.value) for each in puts]


def test_a_change_of_something_else_writes_nothing() -> None:
    assert written(record_of(), record_of()) == []
    record = with_stream()
    assert written(record, record.copy()) == []


def test_a_stream_begins_after_the_last_append() -> None:
    record = with_stream(WarmThroughput={"ReadUnitsPerSecond": 1, "WriteUnitsPerSecond": 1})
    shard, stream = written(record_of(), record)
    assert record["LogPartitions"] == [shard]
    assert shard["Starting"] == LAST + 1
    assert (stream["Label"], stream["ViewType"]) == (stream_label(START_MS), VIEW)
    assert "DisabledMs" not in stream


def test_shards_end_where_their_children_start() -> None:
    before = with_stream(WarmThroughput={"ReadUnitsPerSecond": 9_000, "WriteUnitsPerSecond": 1})
    written(None, before)
    after = {**before, "LogPartitions": before["LogPartitions"]}
    roll(after, START_MS)  # type: ignore[arg-type]
    closed: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    for shard in written(before, after):  # type: ignore[arg-type]
        (closed if "Ending" in shard else opened).append(shard)
    assert {each["Ending"] for each in closed} == {LAST + 1}
    assert {each["Starting"] for each in opened} == {LAST + 1}
    parents = [each["ShardId"] for each in before["LogPartitions"]]
    assert [each["ParentShardId"] for each in opened] == parents
    assert len(parents) == 3


def test_a_grown_table_has_as_many_children_of_each_shard() -> None:
    record = with_stream(WarmThroughput={"ReadUnitsPerSecond": 6_000, "WriteUnitsPerSecond": 1})
    record["WarmThroughput"]["ReadUnitsPerSecond"] = 9_000
    assert is_to_roll(record, START_MS)
    roll(record, START_MS)
    assert len(record["LogPartitions"]) == 4


def test_shards_roll_after_four_hours() -> None:
    record = with_stream()
    written(None, record)
    opened_ms = START_MS + 1
    assert not is_to_roll(record, opened_ms + FOUR_HOURS_MS - 2)
    assert is_to_roll(record, opened_ms + FOUR_HOURS_MS)
    assert not is_to_roll(record_of(), opened_ms + FOUR_HOURS_MS)


def test_a_stream_that_ends_is_disabled_and_its_shards_are_closed() -> None:
    before = with_stream()
    written(None, before)
    after = before.copy()
    end(after, START_MS)
    *shards, stream = written(before, after)
    assert [each["Ending"] for each in shards] == [LAST + 1] * 4
    assert stream["DisabledMs"] == START_MS
    assert "LatestStreamLabel" in after


def test_a_deleted_table_takes_no_records_but_shows_its_stream() -> None:
    before = with_stream()
    written(None, before)
    after = before.copy()
    after["Transition"] = {"Status": "DELETING", "EndsAtMs": MOMENT.ends_at_ms}
    *shards, stream = written(before, after)
    assert [each["Ending"] for each in shards] == [LAST + 1] * 4
    assert (stream["DisabledMs"], stream["SettledMs"]) == (START_MS, MOMENT.ends_at_ms)
    assert "LogPartitions" not in after
    assert after["StreamViewType"] == VIEW
    assert "LogPartitions" in before
    assert written(after, after.copy()) == []


def test_streams_of_one_millisecond_have_different_labels() -> None:
    record = with_stream()
    label = record["LatestStreamLabel"]
    end(record, START_MS)
    begin(record, VIEW, START_MS)
    assert record["LatestStreamLabel"] == stream_label(START_MS + 1) != label


@pytest.mark.parametrize("back_ms", [0, 1, 5_000, 400 * 86_400_000])
def test_no_label_is_used_twice_when_the_clock_goes_back(back_ms: int) -> None:
    """Three streams, and the second and third begin while the clock is behind. With equal steps
    the clock reaches the time of an older stream again.
    """
    record = with_stream()
    labels = [record["LatestStreamLabel"]]
    for now_ms in (START_MS - back_ms, START_MS, START_MS - 1, START_MS):
        end(record, START_MS)
        begin(record, VIEW, now_ms)
        labels.append(record["LatestStreamLabel"])
    assert labels == sorted(set(labels))


def test_a_stream_is_enabled_and_disabled_once() -> None:
    record = record_of()
    with pytest.raises(Reject, match="Table has no stream to disable"):
        set_stream(record, {"StreamEnabled": False}, MOMENT)
    set_stream(record, {"StreamEnabled": True, "StreamViewType": VIEW}, MOMENT)
    assert record["Transition"]["Status"] == "UPDATING"
    with pytest.raises(Reject, match="Table already has an enabled stream"):
        set_stream(record, {"StreamEnabled": True, "StreamViewType": VIEW}, MOMENT)
    set_stream(record, {"StreamEnabled": False}, MOMENT)
    assert "StreamViewType" not in record
