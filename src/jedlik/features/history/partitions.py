"""When the log of a table is open for its history, since when, and the entries of its partitions.

`begin` and `end` change the record of a table. If the list of open partitions differs before and
after a change, `partition_mutations` writes the entries.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.position import position_at, position_ms, position_to_bytes
from jedlik.engine.log_partitions import new_partitions, open_partitions, start
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import PointInTimeRecovery, TableRecord
from jedlik.features.history.records import LogPartition, partition_key, partition_to_bytes
from jedlik.storage.interface import LAST_APPEND, Mutation, Put

_DAY_MS: Final = 86_400_000


def recovery_of(record: TableRecord) -> PointInTimeRecovery:
    """Returns the setting of point-in-time recovery. Raises Reject if it is off."""
    recovery = record.get("PointInTimeRecovery")
    if recovery is None:
        message = f"Point in time recovery is not enabled for table '{record['TableName']}'"
        raise Reject(ServiceError("PointInTimeRecoveryUnavailableException", message))
    return recovery


def needed_since(recovery: PointInTimeRecovery, now_ms: int) -> int:
    """Returns the first position that a setting of point-in-time recovery needs."""
    return max(recovery["Since"], position_at(max(now_ms - recovery["Days"] * _DAY_MS, 0)))


def is_needed(record: TableRecord) -> bool:
    """Returns whether somebody needs the history of a table from now on."""
    under_way = record.get("BackupsUnderWay") or record.get("HistoryReaders")
    return "PointInTimeRecovery" in record or bool(under_way)


def begin(record: TableRecord, now_ms: int) -> None:
    """Opens the log if no stream has it open. The caller has stored who needs the history.

    A count makes the names of the partitions different from all earlier ones, also if the log is
    opened twice in a millisecond.
    """
    if "LogPartitions" not in record:
        record["LogOpenings"] = record.get("LogOpenings", 0) + 1
        label = f"opening {record['LogOpenings']}"
        record["LogPartitions"] = new_partitions(record, label, now_ms)


def end(record: TableRecord) -> None:
    """Closes the log if nobody needs it any more. The caller has removed who needed it."""
    if "StreamViewType" not in record and not is_needed(record):
        record.pop("LogPartitions", None)


def partition_mutations(change: TableChange, last: int) -> list[Mutation]:
    """Returns the entries to write for a change of a table's record. Completes `change.after`.

    A deleted table has no open partitions, so a late write appends nothing to its log.

    last: the position of the last Append.
    """
    before, after = change.before, change.after
    if change.is_deletion:
        after.pop("LogPartitions", None)
    mutations: list[Mutation] = []
    # It is assigned like the position of an Append, so later records have greater positions, even
    # if the clock goes back.
    position = max(last + 1, position_at(change.moment.now_ms))
    opens = start(after, before, position)
    if _begins_recovery(before, after) or opens:
        mutations.append(Put(LAST_APPEND, position_to_bytes(position)))
    if _begins_recovery(before, after):
        after["PointInTimeRecovery"]["Since"] = position
    _shorten(before, after, max(change.moment.now_ms, position_ms(last)))
    if not is_needed(after):
        return mutations
    known = open_partitions(before) if before is not None and is_needed(before) else {}
    for name, shard in open_partitions(after).items():
        if name not in known:
            mutations.append(_entry_put(after, name, shard["Starting"]))
    return mutations


def _begins_recovery(before: TableRecord | None, after: TableRecord) -> bool:
    return "PointInTimeRecovery" in after and (
        before is None or "PointInTimeRecovery" not in before
    )


def _shorten(before: TableRecord | None, after: TableRecord, now_ms: int) -> None:
    """Lets the history begin where it began before, if it is stored for more days from now on.

    What is older may have been erased. now_ms: the time, not before that of the last commit.
    """
    if before is None or not ("PointInTimeRecovery" in before and "PointInTimeRecovery" in after):
        return
    earlier, recovery = before["PointInTimeRecovery"], after["PointInTimeRecovery"]
    if recovery["Days"] > earlier["Days"]:
        begin_ms = max(now_ms - earlier["Days"] * _DAY_MS, 0)
        after["PointInTimeRecovery"] = {
            **recovery,
            "Since": max(recovery["Since"], position_at(begin_ms)),
        }


def _entry_put(record: TableRecord, name: str, starting: int) -> Put:
    entry: LogPartition = {
        "TableId": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "Name": name,
        "Starting": starting,
    }
    if "StreamViewType" in record:
        entry["Label"] = record["LatestStreamLabel"]
    return Put(partition_key(record["Id"], name), partition_to_bytes(entry))
