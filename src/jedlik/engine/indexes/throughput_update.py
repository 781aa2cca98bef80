"""What UpdateTable makes of the throughput of one global index, and of all by a billing switch.

Each function changes the record it is given, or raises Reject. Texts: recorded answers, October
2026.
"""

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.shapes.requests.structures import (
    UpdateGlobalSecondaryIndex,
)
from jedlik.core.shapes.requests.tables import UpdateTableRequest
from jedlik.core.types.table_record import IndexRecord, TableRecord
from jedlik.engine.indexes.throughput import on_demand_refused
from jedlik.engine.tables.settings import INITIAL_WARM_THROUGHPUT
from jedlik.engine.tables.throughput import go_on_demand, limit, provision, raise_warm, warm_up
from jedlik.engine.tables.update import Moment


def update_index(
    record: TableRecord, index: IndexRecord, update: UpdateGlobalSecondaryIndex, moment: Moment
) -> None:
    """Set what an update asks for; the index shows its old throughput until the moment ends."""
    name = update["IndexName"]
    shown: dict[str, object] = {}
    status: str | None = None
    units = update.get("ProvisionedThroughput")
    if units is not None:
        if record["BillingMode"] == "PAY_PER_REQUEST":
            raise invalid(
                REQUEST_INVALID + f"The only Updates for index: {name} when TableThroughputMode is "
                "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"
            )
        shown["ProvisionedThroughput"] = provision(index, units, moment.now_ms, index_name=name)
        status = "UPDATING"
    maxima = update.get("OnDemandThroughput")
    if maxima:
        if record["BillingMode"] == "PROVISIONED":
            raise on_demand_refused(next(iter(maxima)), name)
        limit(index, maxima)
        status = "UPDATING"
    warm = update.get("WarmThroughput")
    if warm:
        shown["WarmThroughput"] = warm_up(index, warm, f"index {name}")
    transition = moment.transition("ACTIVE" if status is None else "UPDATING", shown)
    index["Transition"] = transition


def switch_indexes(record: TableRecord, request: UpdateTableRequest) -> None:
    """Bring the throughput of all global indexes to the billing mode `record` was switched to."""
    indexes = record.get("GlobalSecondaryIndexes", [])
    if record["BillingMode"] == "PAY_PER_REQUEST":
        for index in indexes:
            go_on_demand(index)
            raise_warm(index, INITIAL_WARM_THROUGHPUT)
        return
    updated = {
        each["Update"]["IndexName"]
        for each in request.get("GlobalSecondaryIndexUpdates", ())
        if "ProvisionedThroughput" in each.get("Update", {})
    }
    for index in indexes:
        if index["IndexName"] not in updated:
            raise invalid(
                REQUEST_INVALID
                + f"ProvisionedThroughput must be specified for index: {index['IndexName']}"
            )
        index.pop("OnDemandThroughput", None)
