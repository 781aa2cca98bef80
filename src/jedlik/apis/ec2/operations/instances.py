"""DescribeInstances, and ModifyInstanceMetadataOptions: how the endpoint of an instance answers."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.instances import (
    DESCRIBE_INSTANCES,
    MODIFY_INSTANCE_METADATA_OPTIONS,
    DescribeInstancesRequest,
    DescribeInstancesResponse,
    Instance,
    ModifyInstanceMetadataOptionsRequest,
    ModifyInstanceMetadataOptionsResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.settings import changed_options
from jedlik.apis.ec2.shown import Profiles, instance_shown, options_shown, reservations_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import associations
from jedlik.features.instances.fleet import (
    all_instances,
    instance_of,
    instances_of,
    put_instance,
    state_of,
)
from jedlik.features.instances.records import InstanceRecord, Place
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import ENDING

_Found = tuple[InstanceRecord, Instance]

# Source: API Reference, DescribeInstances.
_INSTANCES_FILTERS: Final[Mapping[str, Values[_Found]]] = {
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


async def _describe_instances(
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
    passed = [
        each[0]
        for each in filtered(found, filters, _INSTANCES_FILTERS, lambda each: each[0]["Tags"])
    ]
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


async def _modify_instance_metadata_options(
    request: ModifyInstanceMetadataOptionsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> ModifyInstanceMetadataOptionsResponse:
    record = await instance_of(transaction, place, request["InstanceId"])
    state = state_of(context.node, record)
    if state in ENDING:
        text = f"The instance '{record['Id']}' is not in a state from which it can be modified."
        raise refusal("IncorrectInstanceState", text)
    record["Endpoint"] = changed_options(record["Endpoint"], request)
    put_instance(transaction, place, record)
    shown = options_shown(record, state)
    # The service shows `pending` in this answer, and `applied` a moment later.
    shown["State"] = "pending"
    return {"InstanceId": record["Id"], "InstanceMetadataOptions": shown}


OPERATIONS: Final = (
    ec2_operation(
        "DescribeInstances",
        Access.READ,
        DESCRIBE_INSTANCES,
        account_wide("ec2:DescribeInstances"),
        _describe_instances,
    ),
    ec2_operation(
        "ModifyInstanceMetadataOptions",
        Access.WRITE,
        MODIFY_INSTANCE_METADATA_OPTIONS,
        on_instances("ec2:ModifyInstanceMetadataOptions"),
        _modify_instance_metadata_options,
    ),
)
