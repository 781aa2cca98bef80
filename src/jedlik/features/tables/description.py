"""TableDescription: how CreateTable, DescribeTable, UpdateTable and DeleteTable show a table.

The members of the table itself are here. Each feature adds its own members by its `TableHooks`.
Source for when a member is present: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.types.arn import table_arn
from jedlik.engine.context import Context
from jedlik.engine.table import counter_key
from jedlik.engine.table_record import TableRecord, Throughput, Transition
from jedlik.engine.table_state import end_index_transitions, transition_at
from jedlik.storage.interface import counters_of

_DAY_SECONDS: Final = 86_400


async def described(context: Context, record: TableRecord) -> dict[str, object]:
    """Returns the description of a table as it is now, with exact counts of its items."""
    now_ms = context.node.clock.now_ms()
    record = record.copy()
    end_index_transitions(record, now_ms)
    return await _description(context, record, now_ms)


async def answered(context: Context, record: TableRecord) -> dict[str, object]:
    """Returns the description in the answer to a change. It shows the transition that the change
    began, even one without duration.
    """
    return await _description(context, record, None)


async def _description(
    context: Context, record: TableRecord, now_ms: int | None
) -> dict[str, object]:
    hooks = context.node.hooks
    counters = counter_key(record["Id"])
    keys = [counters, *(key for each in hooks for key in each.description_reads(record))]
    found = await context.node.storage.read(keys, consistent=True)
    values = dict(zip(keys, found, strict=True))
    item_count, size_bytes = counters_of(values[counters], 2)
    uncharged_bytes = sum(each.uncharged_bytes(record, values) for each in hooks)
    description: dict[str, object] = {
        "AttributeDefinitions": record["AttributeDefinitions"],
        "TableName": record["TableName"],
        "KeySchema": record["KeySchema"],
        "TableStatus": "ACTIVE",
        "CreationDateTime": record["CreationDateTime"],
        "ProvisionedThroughput": current_throughput(
            record["ProvisionedThroughput"], context.node.clock.now_ms()
        ),
        "TableSizeBytes": size_bytes - uncharged_bytes,
        "ItemCount": item_count,
        "TableArn": table_arn(record["Region"], record["AccountId"], record["TableName"]),
        "TableId": record["TableId"],
        "DeletionProtectionEnabled": record["DeletionProtectionEnabled"],
        "WarmThroughput": {**record["WarmThroughput"], "Status": "ACTIVE"},
    }
    _add_settings(description, record)
    for each in hooks:
        description.update(each.describe(record, values, now_ms))
    transition = transition_at(record, now_ms)
    if transition is not None:
        _add_shown(description, transition)
    _add_throughput_mode(description)
    return description


def current_throughput(throughput: Throughput, now_ms: int) -> Throughput:
    """Returns throughput at a moment. The number of decreases is counted for one day of UTC."""
    decreased = throughput.get("LastDecreaseDateTime")
    if decreased is None or decreased // _DAY_SECONDS == now_ms // 1000 // _DAY_SECONDS:
        return throughput
    return {**throughput, "NumberOfDecreasesToday": 0}


def billing_mode_summary(record: TableRecord) -> dict[str, object] | None:
    """Returns the BillingModeSummary; None for a table that was never on-demand."""
    switched = record.get("LastUpdateToPayPerRequestDateTime")
    if switched is None:
        return None
    return {
        "BillingMode": record["BillingMode"],
        "LastUpdateToPayPerRequestDateTime": switched,
    }


def table_class_summary(record: TableRecord) -> dict[str, object] | None:
    """Returns the TableClassSummary; None for a table whose class was never set."""
    table_class = record.get("TableClass")
    if table_class is None:
        return None
    changes = record.get("TableClassChangesMs")
    if not changes:
        return {"TableClass": table_class}
    return {"TableClass": table_class, "LastUpdateDateTime": changes[-1] / 1000}


def _add_settings(description: dict[str, object], record: TableRecord) -> None:
    optional: dict[str, object | None] = {
        "BillingModeSummary": billing_mode_summary(record),
        "TableClassSummary": table_class_summary(record),
        "OnDemandThroughput": record.get("OnDemandThroughput"),
    }
    description.update({name: value for name, value in optional.items() if value is not None})


def _add_throughput_mode(description: dict[str, object]) -> None:
    """Adds the second name of the BillingModeSummary, which no published model has.

    Source: dynalite's recorded tests; ExtendDB, pull request 320.
    """
    summary = description.get("BillingModeSummary")
    if isinstance(summary, dict):
        mode = {"TableThroughputMode": summary["BillingMode"]}
        rest = {name: value for name, value in summary.items() if name != "BillingMode"}
        description["TableThroughputModeSummary"] = mode | rest


def _add_shown(description: dict[str, object], transition: Transition) -> None:
    description["TableStatus"] = transition["Status"]
    for name, value in transition.get("Shown", {}).items():
        if value is None:
            description.pop(name, None)
        else:
            description[name] = value
