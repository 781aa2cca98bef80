"""DescribeLimits: returns the quotas of the account. They do not depend on its tables."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.tables import DESCRIBE_LIMITS, NoMembers
from jedlik.core.limits import ACCOUNT_CAPACITY_UNITS, TABLE_CAPACITY_UNITS
from jedlik.engine.context import Context


def check(request: NoMembers) -> NoMembers:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: NoMembers, context: Context) -> Answer:
    """Answers the quotas of every new account."""
    return {
        "AccountMaxReadCapacityUnits": ACCOUNT_CAPACITY_UNITS,
        "AccountMaxWriteCapacityUnits": ACCOUNT_CAPACITY_UNITS,
        "TableMaxReadCapacityUnits": TABLE_CAPACITY_UNITS,
        "TableMaxWriteCapacityUnits": TABLE_CAPACITY_UNITS,
    }


OPERATION: Final = Operation(
    "DescribeLimits",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_LIMITS,
    check,
    run,
    account_wide("dynamodb:DescribeLimits"),
)
