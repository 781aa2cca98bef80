"""DescribeSecurityGroups: the default group of the default VPC, the only one."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.places import (
    DESCRIBE_SECURITY_GROUPS,
    DescribeSecurityGroupsRequest,
    DescribeSecurityGroupsResponse,
    SecurityGroup,
    UserIdGroupPair,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import group_id, vpc_id
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal

_NAME: Final = "default"
# Source: API Reference, DescribeSecurityGroups.
_FILTERS: Final[Mapping[str, Values[SecurityGroup]]] = {
    "description": of(lambda found: found["Description"]),
    "group-id": of(lambda found: found["GroupId"]),
    "group-name": of(lambda found: found["GroupName"]),
    "owner-id": of(lambda found: found["OwnerId"]),
    "vpc-id": of(lambda found: found["VpcId"]),
}


async def _run(
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
    found = [_shown(place)]
    passed = filtered(found, request.get("Filters", []), _FILTERS, lambda each: {})
    return {"SecurityGroups": passed}


def _shown(place: Place) -> SecurityGroup:
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


OPERATION: Final = ec2_operation(
    "DescribeSecurityGroups",
    Access.READ,
    DESCRIBE_SECURITY_GROUPS,
    account_wide("ec2:DescribeSecurityGroups"),
    _run,
)
