"""DescribeTable: describes a table, except its tags and its time to live."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.tables import DESCRIBE_TABLE, TableRequest
from jedlik.engine.context import Context
from jedlik.features.tables.description import described
from jedlik.features.tables.name import shown_table


def check(request: TableRequest) -> TableRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: TableRequest, context: Context) -> Answer:
    """Answers the description, with the exact number of items."""
    table = await shown_table(context, request["TableName"])
    return {"Table": await described(context, table.record)}


OPERATION: Final = Operation(
    "DescribeTable",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_TABLE,
    check,
    run,
    TableRule("dynamodb:DescribeTable"),
)
