"""DescribeInstances: instances in their reservations, by ids or filters."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.instances import (
    DESCRIBE_INSTANCES,
    DescribeInstancesRequest,
    DescribeInstancesResponse,
    Instance,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.shown import Profiles, instance_shown, reservations_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import associations
from jedlik.features.instances.fleet import all_instances, instances_of
from jedlik.features.instances.records import InstanceRecord, Place

_Found = tuple[InstanceRecord, Instance]

# Source: API Reference, DescribeInstances.
_FILTERS: Final[Mapping[str, Values[_Found]]] = {
    "architecture": of(lambda found: found[1]["Architecture"]),
    "availability-zone": of(lambda found: found[0]["Zone"]),
    "client-token": of(lambda found: found[0]["ClientToken"]),
    "iam-instance-profile.arn": lambda found: _profile(found, "Arn"),
    "iam-instance-profile.id": lambda found: _profile(found, "Id"),
    "image-id": of(lambda found: found[0]["ImageId"]),
    "instance-id": of(lambda found: found[0]["Id"]),
    "instance-state-code": of(lambda found: str(found[1]["State"]["Code"])),
    "instance-state-name": of(lambda found: found[1]["State"]["Name"]),
    "instance-type": of(lambda found: found[0]["InstanceType"]),
    "instance.group-id": lambda found: [each["GroupId"] for each in found[1]["SecurityGroups"]],
    "instance.group-name": lambda found: [each["GroupName"] for each in found[1]["SecurityGroups"]],
    "key-name": of(lambda found: found[0].get("KeyName", "")),
    "metadata-options.http-tokens": of(lambda found: found[0]["Endpoint"]["HttpTokens"]),
    "private-dns-name": of(lambda found: found[1]["PrivateDnsName"]),
    "private-ip-address": of(lambda found: found[1].get("PrivateIpAddress", "")),
    "reservation-id": of(lambda found: found[0]["ReservationId"]),
    "subnet-id": of(lambda found: found[1].get("SubnetId", "")),
    "vpc-id": of(lambda found: found[1].get("VpcId", "")),
}


async def _run(
    request: DescribeInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeInstancesResponse:
    ids = request.get("InstanceIds")
    if ids:
        records = await instances_of(transaction, place, ids)
    else:
        records = await all_instances(transaction, place)
    used = await associations(transaction, place)
    profiles: Profiles = {each.use["Id"]: each.profile for each in used}
    node = context.node
    found = [(each, instance_shown(node, place, each, profiles)) for each in records]
    filters = request.get("Filters", [])
    passed = [each[0] for each in filtered(found, filters, _FILTERS, lambda each: each[0]["Tags"])]
    shown, token = page(request, passed, lambda each: each["Id"], "InstanceIds")
    answer: DescribeInstancesResponse = {
        "Reservations": reservations_shown(node, place, shown, profiles)
    }
    if token is not None:
        answer["NextToken"] = token
    return answer


def _profile(found: _Found, member: str) -> list[str]:
    value = found[1].get("IamInstanceProfile", {}).get(member)
    return [] if value is None else [str(value)]


OPERATION: Final = ec2_operation(
    "DescribeInstances",
    Access.READ,
    DESCRIBE_INSTANCES,
    account_wide("ec2:DescribeInstances"),
    _run,
)
