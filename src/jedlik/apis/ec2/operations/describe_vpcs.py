"""DescribeVpcs: the default VPC, which every account has in every Region."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_VPCS,
    DescribeVpcsRequest,
    DescribeVpcsResponse,
    Vpc,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import VPC_NETWORK, vpc_id
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal

# Source: API Reference, DescribeVpcs.
_FILTERS: Final[Mapping[str, Values[Vpc]]] = {
    "cidr": of(lambda found: found["CidrBlock"]),
    "is-default": of(lambda found: flag(found["IsDefault"])),
    "isDefault": of(lambda found: flag(found["IsDefault"])),
    "owner-id": of(lambda found: found["OwnerId"]),
    "state": of(lambda found: found["State"]),
    "vpc-id": of(lambda found: found["VpcId"]),
}


async def _run(
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
    return {"Vpcs": filtered(found, request.get("Filters", []), _FILTERS, lambda each: {})}


OPERATION: Final = ec2_operation(
    "DescribeVpcs", Access.READ, DESCRIBE_VPCS, account_wide("ec2:DescribeVpcs"), _run
)
