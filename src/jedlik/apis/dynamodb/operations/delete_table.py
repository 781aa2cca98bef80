"""DeleteTable: deletes a table and its items.

The table is gone at once, or after the time that a transition takes. Then its name is free. The
job in `features.tables` `erasure` erases the items later. The stream of the table ends, and clients
can read it for another day.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.tables import DELETE_TABLE, TableRequest
from jedlik.apis.dynamodb.overlapping_changes import refuse_deletion
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.change import delete_table, refuse_while_creating_or_deleting
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
    refuse_deletion(record, moment)


OPERATION: Final = Operation(
    "DeleteTable",
    Access.WRITE,
    Plane.CONTROL,
    DELETE_TABLE,
    check,
    run,
    TableRule("dynamodb:DeleteTable"),
)
