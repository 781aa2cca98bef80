"""TableDescription: what CreateTable, DescribeTable, UpdateTable and DeleteTable show of a table.

Which member is present when: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.types.arn import stream_arn, table_arn
from jedlik.engine.context import Context
from jedlik.engine.table import counter_key
from jedlik.engine.table_record import TableRecord, Throughput, Transition
from jedlik.engine.table_state import settle_indexes, transition_at
from jedlik.features.secondary_indexes.description import index_counter_keys, index_descriptions
from jedlik.features.vector_indexes.description import uncharged_bytes_of
from jedlik.storage.interface import counters_of

_DAY_SECONDS: Final = 86_400


async def described(context: Context, record: TableRecord) -> dict[str, object]:
    """The table as it is now, its items counted exactly."""
    now_ms = context.node.clock.now_ms()
    record = record.copy()
    settle_indexes(record, now_ms)
    return await _description(context, record, transition_at(record, now_ms), now_ms)


async def answered(context: Context, record: TableRecord) -> dict[str, object]:
    """The table as the answer to a change shows it: in the transition the change began, however
    short that is.
    """
    return await _description(context, record, record.get("Transition"), None)


async def _description(
    context: Context, record: TableRecord, transition: Transition | None, now_ms: int | None
) -> dict[str, object]:
    keys = [counter_key(record["Id"]), *index_counter_keys(record)]
    counted, *index_counters = await context.node.storage.read(keys, consistent=True)
    item_count, size_bytes = counters_of(counted, 2)
    description: dict[str, object] = {
        "AttributeDefinitions": record["AttributeDefinitions"],
        "TableName": record["TableName"],
        "KeySchema": record["KeySchema"],
        "TableStatus": "ACTIVE",
        "CreationDateTime": record["CreationDateTime"],
        "ProvisionedThroughput": throughput_at(record, context.node.clock.now_ms()),
        "TableSizeBytes": size_bytes - uncharged_bytes_of(record, index_counters),
        "ItemCount": item_count,
        "TableArn": table_arn(record["Region"], record["AccountId"], record["TableName"]),
        "TableId": record["TableId"],
        "DeletionProtectionEnabled": record["DeletionProtectionEnabled"],
        "WarmThroughput": {**record["WarmThroughput"], "Status": "ACTIVE"},
    }
    description.update(index_descriptions(record, index_counters, transition, now_ms))
    _add_settings(description, record)
    if transition is not None:
        _add_shown(description, transition)
    return description


def throughput_at(record: TableRecord, now_ms: int) -> Throughput:
    """ProvisionedThroughput of a table at a moment."""
    return current_throughput(record["ProvisionedThroughput"], now_ms)


def current_throughput(throughput: Throughput, now_ms: int) -> Throughput:
    """Throughput at a moment: the count of decreases starts anew each day of UTC."""
    decreased = throughput.get("LastDecreaseDateTime")
    if decreased is None or decreased // _DAY_SECONDS == now_ms // 1000 // _DAY_SECONDS:
        return throughput
    return {**throughput, "NumberOfDecreasesToday": 0}


def billing_mode_summary(record: TableRecord) -> dict[str, object] | None:
    """BillingModeSummary: None for a table that was never on-demand."""
    switched = record.get("LastUpdateToPayPerRequestDateTime")
    if switched is None:
        return None
    return {
        "BillingMode": record["BillingMode"],
        "LastUpdateToPayPerRequestDateTime": switched,
    }


def table_class_summary(record: TableRecord) -> dict[str, object] | None:
    """TableClassSummary: None for a table whose class was never named."""
    table_class = record.get("TableClass")
    if table_class is None:
        return None
    changes = record.get("TableClassChangesMs")
    if not changes:
        return {"TableClass": table_class}
    return {"TableClass": table_class, "LastUpdateDateTime": changes[-1] / 1000}


def sse_description(record: TableRecord, status: str) -> dict[str, object] | None:
    """SSEDescription: None for a table encrypted with a key of the service."""
    key_arn = record.get("KMSMasterKeyArn")
    if key_arn is None:
        return None
    return {"Status": status, "SSEType": "KMS", "KMSMasterKeyArn": key_arn}


def _add_settings(description: dict[str, object], record: TableRecord) -> None:
    optional: dict[str, object | None] = {
        "BillingModeSummary": billing_mode_summary(record),
        "SSEDescription": sse_description(record, "ENABLED"),
        "TableClassSummary": table_class_summary(record),
        "OnDemandThroughput": record.get("OnDemandThroughput"),
    }
    view_type = record.get("StreamViewType")
    if view_type is not None:
        optional["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view_type}
    label = record.get("LatestStreamLabel")
    if label is not None:
        arn = table_arn(record["Region"], record["AccountId"], record["TableName"])
        optional["LatestStreamLabel"] = label
        optional["LatestStreamArn"] = stream_arn(arn, label)
    description.update({name: value for name, value in optional.items() if value is not None})


def _add_shown(description: dict[str, object], transition: Transition) -> None:
    description["TableStatus"] = transition["Status"]
    for name, value in transition.get("Shown", {}).items():
        if value is None:
            description.pop(name, None)
        else:
            description[name] = value
