"""DescribeTimeToLive: returns whether items of a table expire, and by which attribute."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.tables import DESCRIBE_TIME_TO_LIVE, TableRequest
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.engine.table_state import status_at
from jedlik.features.tables.name import named_table


def check(request: TableRequest) -> TableRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: TableRequest, context: Context) -> Answer:
    """Answers ENABLED or DISABLED. ENABLING and DISABLING are never answered, as on the service."""
    table = await named_table(context, request["TableName"])
    status = status_at(table.record, context.node.clock.now_ms())
    if status in ("CREATING", "DELETING"):
        raise invalid(
            f"Cannot describe time to live while table is in {status} state: "
            f"Current table state is {status}"
        )
    attribute = table.record.get("TimeToLiveAttribute")
    if attribute is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    description = {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}
    return {"TimeToLiveDescription": description}


OPERATION: Final = Operation(
    "DescribeTimeToLive",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_TIME_TO_LIVE,
    check,
    run,
    TableRule("dynamodb:DescribeTimeToLive"),
)
