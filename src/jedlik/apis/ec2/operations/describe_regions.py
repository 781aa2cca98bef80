"""DescribeRegions: the Regions that every account has, and the one of the request.

A server has every Region that clients name, so there is no whole list.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_REGIONS,
    DescribeRegionsRequest,
    DescribeRegionsResponse,
    Region,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import REGIONS
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import invalid_value

# Source: API Reference, DescribeRegions.
_FILTERS: Final[Mapping[str, Values[Region]]] = {
    "endpoint": of(lambda found: found["Endpoint"]),
    "opt-in-status": of(lambda found: found["OptInStatus"]),
    "region-name": of(lambda found: found["RegionName"]),
}


async def _run(
    request: DescribeRegionsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeRegionsResponse:
    names = sorted({*REGIONS, place.region})
    wanted = request.get("RegionNames")
    if wanted:
        unknown = [each for each in wanted if each not in names]
        if unknown:
            raise invalid_value(f"Invalid region provided: [{', '.join(unknown)[:1000]}]")
        names = [each for each in names if each in wanted]
    found: list[Region] = [
        {
            "OptInStatus": "opt-in-not-required",
            "RegionName": each,
            "Endpoint": f"ec2.{each}.amazonaws.com",
        }
        for each in names
    ]
    return {"Regions": filtered(found, request.get("Filters", []), _FILTERS)}


OPERATION: Final = ec2_operation(
    "DescribeRegions", Access.READ, DESCRIBE_REGIONS, account_wide("ec2:DescribeRegions"), _run
)
