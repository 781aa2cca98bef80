"""DescribeSubnets: the subnets of the default VPC, one in each zone."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_SUBNETS,
    DescribeSubnetsRequest,
    DescribeSubnetsResponse,
    Subnet,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import Zone, vpc_id, zone_of_subnet, zones
from jedlik.features.instances.records import Place

# Source: API Reference, DescribeSubnets.
_FILTERS: Final[Mapping[str, Values[Subnet]]] = {
    "availability-zone": of(lambda found: found["AvailabilityZone"]),
    "availabilityZone": of(lambda found: found["AvailabilityZone"]),
    "cidr-block": of(lambda found: found["CidrBlock"]),
    "default-for-az": of(lambda found: flag(found["DefaultForAz"])),
    "defaultForAz": of(lambda found: flag(found["DefaultForAz"])),
    "map-public-ip-on-launch": of(lambda found: flag(found["MapPublicIpOnLaunch"])),
    "owner-id": of(lambda found: found["OwnerId"]),
    "state": of(lambda found: found["State"]),
    "subnet-id": of(lambda found: found["SubnetId"]),
    "vpc-id": of(lambda found: found["VpcId"]),
}


async def _run(
    request: DescribeSubnetsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeSubnetsResponse:
    ids = request.get("SubnetIds")
    wanted = [zone_of_subnet(place, each) for each in ids] if ids else zones(place)
    found = [_shown(place, each) for each in wanted]
    return {"Subnets": filtered(found, request.get("Filters", []), _FILTERS, lambda each: {})}


def _shown(place: Place, zone: Zone) -> Subnet:
    return {
        "AvailabilityZoneId": zone.zone_id,
        "OwnerId": place.account_id,
        "AssignIpv6AddressOnCreation": False,
        "Tags": [],
        "SubnetArn": place.arn("subnet", zone.subnet_id),
        "SubnetId": zone.subnet_id,
        "State": "available",
        "VpcId": vpc_id(place),
        "CidrBlock": str(zone.network),
        "AvailableIpAddressCount": zone.free_addresses,
        "AvailabilityZone": zone.name,
        "DefaultForAz": True,
        "MapPublicIpOnLaunch": False,  # an instance has no public address here
    }


OPERATION: Final = ec2_operation(
    "DescribeSubnets", Access.READ, DESCRIBE_SUBNETS, account_wide("ec2:DescribeSubnets"), _run
)
