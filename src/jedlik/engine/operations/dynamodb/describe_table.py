"""DescribeTable: everything about a table but its tags and its time to live."""

from typing import Final

from jedlik.core.shapes.requests.tables import DESCRIBE_TABLE, TableRequest
from jedlik.engine.context import Context
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.tables.description import described
from jedlik.engine.tables.name import named_table


def check(request: TableRequest) -> TableRequest:
    """There is no rule across members."""
    return request


async def run(request: TableRequest, context: Context) -> Answer:
    """Describe the table, its items counted exactly."""
    table = await named_table(context, request["TableName"])
    return {"Table": await described(context, table.record)}


OPERATION: Final = Operation(
    "DescribeTable", Api.DYNAMODB, Access.READ, Plane.CONTROL, DESCRIBE_TABLE, check, run
)
