"""DescribeInstanceAttribute: one attribute of an instance."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.attributes import (
    DESCRIBE_INSTANCE_ATTRIBUTE,
    DescribeInstanceAttributeRequest,
    DescribeInstanceAttributeResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.shown import group_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import instance_of
from jedlik.features.instances.images import ROOT_DEVICE
from jedlik.features.instances.records import InstanceRecord, Place
from jedlik.features.instances.refusals import invalid_value

# The attributes that an instance has here: the member of the answer, and its value.
_ATTRIBUTES: Final[Mapping[str, tuple[str, Callable[[InstanceRecord], object]]]] = {
    "disableApiStop": ("DisableApiStop", lambda record: record["CannotStop"]),
    "disableApiTermination": ("DisableApiTermination", lambda record: record["IsProtected"]),
    "ebsOptimized": ("EbsOptimized", lambda record: False),
    "instanceInitiatedShutdownBehavior": (
        "InstanceInitiatedShutdownBehavior",
        lambda record: record["ShutdownBehavior"],
    ),
    "instanceType": ("InstanceType", lambda record: record["InstanceType"]),
    "rootDeviceName": ("RootDeviceName", lambda record: ROOT_DEVICE),
    "sourceDestCheck": ("SourceDestCheck", lambda record: True),
    "userData": ("UserData", lambda record: record.get("UserData")),
}


async def _run(
    request: DescribeInstanceAttributeRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeInstanceAttributeResponse:
    record = await instance_of(transaction, place, request["InstanceId"])
    answer: dict[str, Any] = {"InstanceId": record["Id"]}
    name = request["Attribute"]
    if name == "groupSet":
        answer["Groups"] = [group_shown(place)]
    elif name in _ATTRIBUTES:
        member, value_of = _ATTRIBUTES[name]
        value = value_of(record)
        answer[member] = {} if value is None else {"Value": value}
    else:
        raise invalid_value(f"Instances have no attribute {name} here")
    return answer  # type: ignore[return-value]  # the members of the table


OPERATION: Final = ec2_operation(
    "DescribeInstanceAttribute",
    Access.READ,
    DESCRIBE_INSTANCE_ATTRIBUTE,
    on_instances("ec2:DescribeInstanceAttribute"),
    _run,
)
