"""DescribeEndpoints: where to send requests, for SDKs that discover endpoints."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.model.tables import DESCRIBE_ENDPOINTS, NoMembers
from jedlik.engine.context import Context

# Source: API Reference, DescribeEndpoints: SDKs ask again after a day.
_CACHE_PERIOD_MINUTES: Final = 1440


def check(request: NoMembers) -> NoMembers:
    """There is no rule across members."""
    return request


async def run(request: NoMembers, context: Context) -> Answer:
    """This node."""
    endpoint = {"Address": context.node.host, "CachePeriodInMinutes": _CACHE_PERIOD_MINUTES}
    return {"Endpoints": [endpoint]}


OPERATION: Final = Operation(
    "DescribeEndpoints", Access.READ, Plane.CONTROL, DESCRIBE_ENDPOINTS, check, run
)
