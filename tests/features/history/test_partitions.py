"""The log is open while somebody needs the history of a table."""

from typing import Any

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_at, position_of
from jedlik.core.keys.space import Space
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history.partitions import begin, end, is_needed, partition_mutations
from jedlik.storage.interface import LAST_APPEND, Put
from tests.engine.in_memory import START_MS
from tests.engine.tables import record_of, transition

MOMENT = Moment(START_MS, START_MS)
LAST = position_at(START_MS) + 7
ONE = {"ReadUnitsPerSecond": 1, "WriteUnitsPerSecond": 1}


def with_recovery(**members: Any) -> TableRecord:
    record = record_of(WarmThroughput=ONE, PointInTimeRecovery={"Days": 35, "Since": 0}, **members)
    begin(record, START_MS)
    return record


def written(before: TableRecord | None, after: TableRecord) -> dict[Key, Any]:
    puts = partition_mutations(TableChange(before, after, MOMENT), LAST)
    assert all(isinstance(each, Put) for each in puts)
    return {each.key: each.value for each in puts if isinstance(each, Put)}


def entries(found: dict[Key, Any]) -> list[Any]:
    return [orjson.loads(value) for key, value in found.items() if key.space is Space.LOG_PARTITION]


def test_recovery_and_backups_need_the_history() -> None:
    assert not is_needed(record_of())
    assert is_needed(with_recovery())
    assert is_needed(record_of(BackupsUnderWay=["b"]))
    assert not is_needed(record_of(BackupsUnderWay=[]))


def test_the_history_begins_after_the_last_append() -> None:
    after = with_recovery()
    found = written(record_of(WarmThroughput=ONE), after)
    assert position_of(found[LAST_APPEND]) == LAST + 1
    assert after["PointInTimeRecovery"]["Since"] == LAST + 1
    (entry,) = entries(found)
    assert entry["Starting"] == after["LogPartitions"][0]["Starting"] == LAST + 1
    assert "Label" not in entry


def test_a_change_of_something_else_writes_nothing() -> None:
    record = with_recovery()
    written(None, record)
    assert written(record, {**record, "DeletionProtectionEnabled": True}) == {}


def test_the_partitions_of_a_stream_are_in_the_directory_too() -> None:
    shard = {"ShardId": "shard", "Starting": 3}
    stream = {"StreamViewType": "KEYS_ONLY", "LatestStreamLabel": "l", "LogPartitions": [shard]}
    before, after = record_of(**stream), with_recovery(**stream)
    found = written(before, after)
    (entry,) = entries(found)
    assert (entry["Name"], entry["Starting"], entry["Label"]) == ("shard", 3, "l")
    assert after["PointInTimeRecovery"]["Since"] == LAST + 1


def test_an_end_closes_the_log_unless_a_stream_or_a_backup_reads_it() -> None:
    for other, is_open in (
        ({}, False),
        ({"BackupsUnderWay": ["b"]}, True),
        ({"StreamViewType": "KEYS_ONLY"}, True),
    ):
        record = with_recovery(**other)
        del record["PointInTimeRecovery"]
        end(record)
        assert ("LogPartitions" in record) is is_open


DAY_MS = 86_400_000


def test_more_days_do_not_bring_back_what_may_have_been_erased() -> None:
    before = with_recovery()
    before["PointInTimeRecovery"] = {"Days": 2, "Since": 5}
    for days, since in ((1, 5), (2, 5), (3, position_at(START_MS - 2 * DAY_MS))):
        after: TableRecord = {**before, "PointInTimeRecovery": {"Days": days, "Since": 5}}
        assert written(before, after) == {}
        assert after["PointInTimeRecovery"] == {"Days": days, "Since": since}
    later = position_at(START_MS)  # the history is younger than two days
    young: TableRecord = {**before, "PointInTimeRecovery": {"Days": 2, "Since": later}}
    longer: TableRecord = {**before, "PointInTimeRecovery": {"Days": 35, "Since": later}}
    written(young, longer)
    assert longer["PointInTimeRecovery"]["Since"] == later


def test_no_name_is_used_twice() -> None:
    record = with_recovery()
    (first,) = record["LogPartitions"]
    del record["PointInTimeRecovery"]
    end(record)
    record["PointInTimeRecovery"] = {"Days": 1, "Since": 0}
    begin(record, START_MS)
    assert record["LogPartitions"][0]["ShardId"] != first["ShardId"]


def test_a_deleted_table_has_no_open_partitions() -> None:
    before = with_recovery()
    written(None, before)
    after: TableRecord = {**before, "Transition": transition("DELETING", START_MS)}
    assert written(before, after) == {}
    assert "LogPartitions" not in after
