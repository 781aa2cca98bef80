"""DeleteTable: deletes a table and its items.

The table is gone at once, or after the time that a transition takes. Then its name is free. The
job in `features.tables` `erasure` erases the items later. The stream of the table ends, and clients
can read it for another day.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.tables import DELETE_TABLE, TableRequest
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment, changing_indexes, transition_at
from jedlik.features.secondary_indexes.lifecycle import is_changing
from jedlik.features.tables.change import (
    being_updated,
    delete_table,
    in_use,
    refuse_while_creating_or_deleting,
)
from jedlik.features.tables.description import answered

# Members of the description that the answer does not have. Sources: Alternator test_table.py,
# snapshots of LocalStack.
_NOT_ANSWERED: Final = (
    "AttributeDefinitions",
    "KeySchema",
    "CreationDateTime",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "VectorIndexes",
    "WarmThroughput",
)


def check(request: TableRequest) -> TableRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: TableRequest, context: Context) -> Answer:
    """Deletes the table."""
    record = await delete_table(context, request["TableName"], _refuse_undeletable)
    description = await answered(context, record)
    for member in _NOT_ANSWERED:
        description.pop(member, None)
    return {"TableDescription": description}


def _refuse_undeletable(record: TableRecord, moment: Moment) -> None:
    refuse_while_creating_or_deleting(record, moment.now_ms)
    if record["DeletionProtectionEnabled"]:
        raise invalid(
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first."
        )
    if transition_at(record, moment.now_ms) is not None:
        raise being_updated(record)
    if any(is_changing(each) for each in changing_indexes(record)):
        raise in_use("Cannot delete table while indexes are being created, updated, or deleted.")


OPERATION: Final = Operation(
    "DeleteTable",
    Access.WRITE,
    Plane.CONTROL,
    DELETE_TABLE,
    check,
    run,
    TableRule("dynamodb:DeleteTable"),
)
