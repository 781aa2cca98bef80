"""Regions and zones.

A server has every Region that clients name, so there is no whole list. DescribeRegions shows those
that every account has, and the one of the request.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_AVAILABILITY_ZONES,
    DESCRIBE_REGIONS,
    AvailabilityZone,
    DescribeAvailabilityZonesRequest,
    DescribeAvailabilityZonesResponse,
    DescribeRegionsRequest,
    DescribeRegionsResponse,
    Region,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import REGIONS, zones
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import invalid_value

# Source: API Reference, DescribeRegions.
_REGIONS_FILTERS: Final[Mapping[str, Values[Region]]] = {
    "endpoint": of(lambda found: found["Endpoint"]),
    "opt-in-status": of(lambda found: found["OptInStatus"]),
    "region-name": of(lambda found: found["RegionName"]),
}


async def _describe_regions(
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
    return {"Regions": filtered(found, request.get("Filters", []), _REGIONS_FILTERS)}


# Source: API Reference, DescribeAvailabilityZones.
_AVAILABILITY_ZONES_FILTERS: Final[Mapping[str, Values[AvailabilityZone]]] = {
    "group-name": of(lambda found: found["GroupName"]),
    "opt-in-status": of(lambda found: found["OptInStatus"]),
    "region-name": of(lambda found: found["RegionName"]),
    "state": of(lambda found: found["State"]),
    "zone-id": of(lambda found: found["ZoneId"]),
    "zone-name": of(lambda found: found["ZoneName"]),
    "zone-type": of(lambda found: found["ZoneType"]),
}


async def _describe_availability_zones(
    request: DescribeAvailabilityZonesRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeAvailabilityZonesResponse:
    found: list[AvailabilityZone] = [
        {
            "OptInStatus": "opt-in-not-required",
            "RegionName": place.region,
            "ZoneName": each.name,
            "ZoneId": each.zone_id,
            "GroupName": f"{place.region}-zg-1",
            "NetworkBorderGroup": place.region,
            "ZoneType": "availability-zone",
            "State": "available",
        }
        for each in zones(place)
    ]
    names, ids = request.get("ZoneNames"), request.get("ZoneIds")
    if names:
        found = _named(found, names, "ZoneName")
    if ids:
        found = _named(found, ids, "ZoneId")
    return {
        "AvailabilityZones": filtered(
            found, request.get("Filters", []), _AVAILABILITY_ZONES_FILTERS
        )
    }


def _named(found: list[AvailabilityZone], wanted: list[str], member: str) -> list[AvailabilityZone]:
    named = [each for each in found if each.get(member) in wanted]
    if len(named) < len(set(wanted)):
        raise invalid_value(f"Invalid availability zone: [{', '.join(wanted)[:1000]}]")
    return named


OPERATIONS: Final = (
    ec2_operation(
        "DescribeRegions",
        Access.READ,
        DESCRIBE_REGIONS,
        account_wide("ec2:DescribeRegions"),
        _describe_regions,
    ),
    ec2_operation(
        "DescribeAvailabilityZones",
        Access.READ,
        DESCRIBE_AVAILABILITY_ZONES,
        account_wide("ec2:DescribeAvailabilityZones"),
        _describe_availability_zones,
    ),
)
