"""The default network that every account has in every Region: a VPC, subnets, a security group."""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_ACCOUNT_ATTRIBUTES,
    DESCRIBE_SECURITY_GROUPS,
    DESCRIBE_SUBNETS,
    DESCRIBE_VPCS,
    DescribeAccountAttributesRequest,
    DescribeAccountAttributesResponse,
    DescribeSecurityGroupsRequest,
    DescribeSecurityGroupsResponse,
    DescribeSubnetsRequest,
    DescribeSubnetsResponse,
    DescribeVpcsRequest,
    DescribeVpcsResponse,
    SecurityGroup,
    Subnet,
    UserIdGroupPair,
    Vpc,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import (
    VPC_NETWORK,
    Zone,
    group_id,
    vpc_id,
    zone_of_subnet,
    zones,
)
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal


async def _describe_account_attributes(
    request: DescribeAccountAttributesRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeAccountAttributesResponse:
    # Source: API Reference, AccountAttribute.
    attributes = {"supported-platforms": "VPC", "default-vpc": vpc_id(place)}
    wanted: Sequence[str] = request.get("AttributeNames") or list(attributes)
    return {
        "AccountAttributes": [
            {"AttributeName": each, "AttributeValues": [{"AttributeValue": attributes[each]}]}
            for each in wanted
        ]
    }


# Source: API Reference, DescribeVpcs.
_VPCS_FILTERS: Final[Mapping[str, Values[Vpc]]] = {
    "cidr": of(lambda found: found["CidrBlock"]),
    "is-default": of(lambda found: flag(found["IsDefault"])),
    "isDefault": of(lambda found: flag(found["IsDefault"])),
    "owner-id": of(lambda found: found["OwnerId"]),
    "state": of(lambda found: found["State"]),
    "vpc-id": of(lambda found: found["VpcId"]),
}


async def _describe_vpcs(
    request: DescribeVpcsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeVpcsResponse:
    existing = vpc_id(place)
    for each in request.get("VpcIds", []):
        if each != existing:
            raise refusal("InvalidVpcID.NotFound", f"The vpc ID '{each}' does not exist")
    found: list[Vpc] = [
        {
            "OwnerId": place.account_id,
            "InstanceTenancy": "default",
            "IsDefault": True,
            "Tags": [],
            "VpcId": existing,
            "State": "available",
            "CidrBlock": VPC_NETWORK,
        }
    ]
    return {"Vpcs": filtered(found, request.get("Filters", []), _VPCS_FILTERS, lambda each: {})}


# Source: API Reference, DescribeSubnets.
_SUBNETS_FILTERS: Final[Mapping[str, Values[Subnet]]] = {
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


async def _describe_subnets(
    request: DescribeSubnetsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeSubnetsResponse:
    ids = request.get("SubnetIds")
    wanted = [zone_of_subnet(place, each) for each in ids] if ids else zones(place)
    found = [_subnet_shown(place, each) for each in wanted]
    return {
        "Subnets": filtered(found, request.get("Filters", []), _SUBNETS_FILTERS, lambda each: {})
    }


def _subnet_shown(place: Place, zone: Zone) -> Subnet:
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


_NAME: Final = "default"
# Source: API Reference, DescribeSecurityGroups.
_SECURITY_GROUPS_FILTERS: Final[Mapping[str, Values[SecurityGroup]]] = {
    "description": of(lambda found: found["Description"]),
    "group-id": of(lambda found: found["GroupId"]),
    "group-name": of(lambda found: found["GroupName"]),
    "owner-id": of(lambda found: found["OwnerId"]),
    "vpc-id": of(lambda found: found["VpcId"]),
}


async def _describe_security_groups(
    request: DescribeSecurityGroupsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeSecurityGroupsResponse:
    existing = group_id(place)
    unknown = [each for each in request.get("GroupIds", []) if each != existing]
    unknown += [each for each in request.get("GroupNames", []) if each != _NAME]
    if unknown:
        text = f"The security group '{unknown[0]}' does not exist"
        raise refusal("InvalidGroup.NotFound", text)
    found = [_security_group_shown(place)]
    passed = filtered(found, request.get("Filters", []), _SECURITY_GROUPS_FILTERS, lambda each: {})
    return {"SecurityGroups": passed}


def _security_group_shown(place: Place) -> SecurityGroup:
    """Returns the group of a new account. Source: VPC User Guide, "Default security groups"."""
    group = group_id(place)
    member: UserIdGroupPair = {"UserId": place.account_id, "GroupId": group}
    return {
        "GroupId": group,
        "IpPermissionsEgress": [
            {"IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ],
        "Tags": [],
        "VpcId": vpc_id(place),
        "SecurityGroupArn": place.arn("security-group", group),
        "OwnerId": place.account_id,
        "GroupName": _NAME,
        "Description": "default VPC security group",
        "IpPermissions": [{"IpProtocol": "-1", "UserIdGroupPairs": [member], "IpRanges": []}],
    }


OPERATIONS: Final = (
    ec2_operation(
        "DescribeAccountAttributes",
        Access.READ,
        DESCRIBE_ACCOUNT_ATTRIBUTES,
        account_wide("ec2:DescribeAccountAttributes"),
        _describe_account_attributes,
    ),
    ec2_operation(
        "DescribeVpcs", Access.READ, DESCRIBE_VPCS, account_wide("ec2:DescribeVpcs"), _describe_vpcs
    ),
    ec2_operation(
        "DescribeSubnets",
        Access.READ,
        DESCRIBE_SUBNETS,
        account_wide("ec2:DescribeSubnets"),
        _describe_subnets,
    ),
    ec2_operation(
        "DescribeSecurityGroups",
        Access.READ,
        DESCRIBE_SECURITY_GROUPS,
        account_wide("ec2:DescribeSecurityGroups"),
        _describe_security_groups,
    ),
)
