"""DescribeEndpoints: returns the address for requests, for SDKs that discover endpoints."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.tables import DESCRIBE_ENDPOINTS, NoMembers
from jedlik.engine.context import Context

# SDKs ask again after a day. Source: API Reference, DescribeEndpoints.
_CACHE_PERIOD_MINUTES: Final = 1440


def check(request: NoMembers) -> NoMembers:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: NoMembers, context: Context) -> Answer:
    """Answers the address at which the client reaches this node."""
    endpoint = {"Address": context.host, "CachePeriodInMinutes": _CACHE_PERIOD_MINUTES}
    return {"Endpoints": [endpoint]}


OPERATION: Final = Operation(
    "DescribeEndpoints",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_ENDPOINTS,
    check,
    run,
    account_wide("dynamodb:DescribeEndpoints"),
)
