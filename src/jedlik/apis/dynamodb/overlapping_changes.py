"""Changes of a table while another one is under way.

A change of encryption or of warm throughput overlaps every other one. The refusal of any other
change names both, the one that is asked for and the one that is under way. The record of a table
does not store which change that is. What is shown of the table until its end tells it.

Source: recorded answers of October 2026 (aws-controllers-k8s/dynamodb-controller, docs/api-quirks,
DDB-TABLE-119, 120, 163, 175, 286, 369, 375, 376, 450, 458, 459).
"""

from collections.abc import Collection, Sequence
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.types.structures import GlobalSecondaryIndexUpdate
from jedlik.engine.table_record import TableRecord, Transition
from jedlik.engine.table_state import Moment, changing_indexes, transition_at
from jedlik.features.secondary_indexes.lifecycle import (
    is_allocating,
    is_changing,
    refuse_changing_index,
    refuse_second_change,
)
from jedlik.features.secondary_indexes.updates import creates_or_deletes
from jedlik.features.tables.change import being_updated, in_use

_IOPS: Final = ("ProvisionedThroughput", "BillingMode")

_Updates = Sequence[GlobalSecondaryIndexUpdate]


def refuse_overlap(
    record: TableRecord,
    asked: Collection[str],
    updates: _Updates,
    now_ms: int,
) -> Transition | None:
    """Raises Reject if a change may not overlap the one under way, whose transition it returns.

    asked: the settings that the request changes. A billing mode that the table has is none of them.
    updates: the changes of global indexes in it.
    """
    transition = transition_at(record, now_ms)
    if transition is None:
        return None
    shown = transition.get("Shown", {})
    if "SSESpecification" in asked:
        if "SSEDescription" in shown:
            raise in_use("Server-Side Encryption is still being updated")
    elif is_allocating(record):
        _refuse_with_indexes(record, asked, updates)
    elif transition["Status"] == "UPDATING" and "WarmThroughput" not in asked:
        if any("Create" in each for each in updates):
            refuse_second_change(record, but=None)
        if "ProvisionedThroughput" in shown or "BillingModeSummary" in shown:
            _refuse_with_iops(record, asked, updates, switches="BillingModeSummary" in shown)
        elif "TableClassSummary" in shown:
            _refuse_with_class(record, asked, updates)
        elif "LatestStreamLabel" in shown:
            _refuse_with_stream(record, asked, updates)
        raise being_updated(record)
    return transition


def both(earlier: Transition, later: Transition | None) -> Transition:
    """Returns the transition for two changes that overlap. Both are under way until its end."""
    if later is None:
        return earlier
    return {
        "Status": "UPDATING" if "UPDATING" in (earlier["Status"], later["Status"]) else "ACTIVE",
        "EndsAtMs": max(earlier["EndsAtMs"], later["EndsAtMs"]),
        "Shown": {**later.get("Shown", {}), **earlier.get("Shown", {})},
    }


def refuse_deletion(record: TableRecord, moment: Moment) -> None:
    """Raises Reject if a table may not be deleted because it, an index of it or its policy is
    changing.
    """
    if any(is_changing(each) for each in changing_indexes(record)):
        raise in_use("Cannot delete table while indexes are being created, updated, or deleted.")
    transition = transition_at(record, moment.now_ms)
    if transition is None:
        if not moment.is_over(record.get("ResourcePolicy", {}).get("EndsAtMs", 0)):
            name = record["TableName"]
            raise in_use(f"Table: {name} has a pending resource-based policy update.")
        return
    if "LatestStreamLabel" in transition.get("Shown", {}):
        raise in_use("Cannot delete table while stream is being enabled/disabled.")
    raise being_updated(record)


def _refuse_with_indexes(record: TableRecord, asked: Collection[str], updates: _Updates) -> None:
    """Refuses what may not overlap the creation or deletion of an index. The rules of indexes
    refuse the change of another one.
    """
    changing = {
        each["IndexName"]: each["Transition"]["Status"]
        for each in changing_indexes(record)
        if each.get("Transition", {}).get("Status") in ("CREATING", "DELETING")
    }
    for update in updates:
        if "Update" in update and update["Update"]["IndexName"] in changing:
            refuse_changing_index(record, update["Update"]["IndexName"])
    created = "CREATING" in changing.values()
    when = f"when an index is being {'created' if created else 'deleted'}."
    act = "creation" if created else "deletion"
    indexes = f"[{', '.join(changing)}]"
    subject = f"Table: {record['TableName']} Indexes: {indexes}"
    if any(name in asked for name in _IOPS):
        raise in_use(f"Can't change table IOPS {when} {subject}")
    if "StreamSpecification" in asked:
        raise in_use(f"Can't change stream status {when} {subject}")
    if "OnDemandThroughput" in asked:
        raise in_use(
            f"OnDemandThroughput cannot be updated while index {act} is in progress for indexes: "
            f"{indexes}"
        )
    if "TableClass" in asked or "WarmThroughput" in asked:
        raise being_updated(record)


def _refuse_with_iops(
    record: TableRecord, asked: Collection[str], updates: _Updates, *, switches: bool
) -> None:
    name = record["TableName"]
    while_ = f"while table IOPS are being updated. Table: {name}"
    if any(each in asked for each in _IOPS):
        raise in_use(f"Table IOPS are currently being updated. Table: {name}")
    if _creates_or_deletes(asked, updates):
        raise in_use(f"Can't create or delete indexes {while_}")
    if "StreamSpecification" in asked:
        raise in_use(f"Can't enable or disable stream {while_}")
    if "OnDemandThroughput" in asked and switches:
        raise _no_maxima("BillingMode update is in progress")


def _refuse_with_class(record: TableRecord, asked: Collection[str], updates: _Updates) -> None:
    table_class = f"TableClassUpdateInProgress: {record['TableClass']}"
    when = f"when a table class update is in progress. Table: {record['TableName']} {table_class}"
    if "TableClass" in asked:
        raise in_use(f"Can't update table class {when}")
    if _creates_or_deletes(asked, updates):
        raise in_use(f"Can't create or delete an index {when}")
    if "StreamSpecification" in asked:
        raise in_use(f"Can't change stream status {when}")
    if "OnDemandThroughput" in asked:
        raise _no_maxima(f"TableClass update is in progress. {table_class}")


def _refuse_with_stream(record: TableRecord, asked: Collection[str], updates: _Updates) -> None:
    stream = (
        f"Table: {record['TableName']} Stream: {record['LatestStreamLabel']} "
        f"Operation: {'ENABLE' if 'StreamViewType' in record else 'DISABLE'}"
    )
    when = f"when stream status is being updated. {stream}"
    if any(each in asked for each in _IOPS):
        raise in_use(f"Can't change table IOPS {when}")
    if _creates_or_deletes(asked, updates):
        raise in_use(f"Can't create or delete an index {when}")
    if "StreamSpecification" in asked:
        raise in_use(f"A stream status change is currently in progress. {stream}")
    if "TableClass" in asked:
        raise in_use(f"Can't update table class {when}")
    if "OnDemandThroughput" in asked:
        raise _no_maxima("stream status update is in progress")


def _creates_or_deletes(asked: Collection[str], updates: _Updates) -> bool:
    return "VectorIndexUpdates" in asked or creates_or_deletes(updates)


def _no_maxima(reason: str) -> Reject:
    return in_use(f"OnDemandThroughput cannot be updated while {reason}")
