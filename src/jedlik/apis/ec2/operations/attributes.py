"""Single attributes of an instance.

A request of ModifyInstanceAttribute names the attribute as a member, or by Attribute and Value.
Type and user data can only be changed while the instance is stopped. Source: API Reference.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.attributes import (
    DESCRIBE_INSTANCE_ATTRIBUTE,
    MODIFY_INSTANCE_ATTRIBUTE,
    DescribeInstanceAttributeRequest,
    DescribeInstanceAttributeResponse,
    ModifyInstanceAttributeRequest,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.settings import checked_user_data
from jedlik.apis.ec2.shown import group_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import instance_of, put_instance, state_of
from jedlik.features.instances.images import ROOT_DEVICE
from jedlik.features.instances.instance_types import check_type
from jedlik.features.instances.records import InstanceRecord, Place
from jedlik.features.instances.refusals import combination, invalid_value, refusal
from jedlik.features.instances.rules import State

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


async def _describe_instance_attribute(
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


_MEMBERS: Final = {
    "disableApiStop": "DisableApiStop",
    "disableApiTermination": "DisableApiTermination",
    "instanceInitiatedShutdownBehavior": "InstanceInitiatedShutdownBehavior",
    "instanceType": "InstanceType",
    "userData": "UserData",
}
_WHILE_STOPPED: Final = ("InstanceType", "UserData")
_BEHAVIORS: Final = ("stop", "terminate")


async def _modify_instance_attribute(
    request: ModifyInstanceAttributeRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> None:
    changes = _changes(request)
    if len(changes) != 1:
        raise combination("Fields for multiple attribute types specified, or for none")
    ((member, value),) = changes.items()
    record = await instance_of(transaction, place, request["InstanceId"])
    is_stopped = state_of(context.node, record) is State.STOPPED
    if member in _WHILE_STOPPED and not is_stopped:
        text = f"The instance '{record['Id']}' is not in the 'stopped' state."
        raise refusal("IncorrectInstanceState", text)
    _change(record, member, value)
    put_instance(transaction, place, record)


def _changes(request: ModifyInstanceAttributeRequest) -> dict[str, Any]:
    """Returns the new values by the members of the request."""
    found: dict[str, Any] = {
        member: request.get(member, {}).get("Value")  # type: ignore[attr-defined]
        for member in _MEMBERS.values()
        if member in request
    }
    if "Attribute" in request:
        member = _MEMBERS.get(request["Attribute"], request["Attribute"])
        found[member] = request.get("Value")
    return found


def _change(record: InstanceRecord, member: str, value: Any) -> None:
    """Changes one attribute. Raises Reject."""
    if member == "DisableApiStop":
        record["CannotStop"] = _flag(value)
    elif member == "DisableApiTermination":
        record["IsProtected"] = _flag(value)
    elif member == "InstanceInitiatedShutdownBehavior" and value in _BEHAVIORS:
        record["ShutdownBehavior"] = value
    elif member == "InstanceType" and value is not None:
        check_type(value)
        record["InstanceType"] = value
    elif member == "UserData" and value is not None:
        text = base64.b64encode(value).decode() if isinstance(value, bytes) else value
        record["UserData"] = checked_user_data(text)
    else:
        text = f"Invalid value '{value}' for the attribute {member}."
        raise refusal("InvalidInstanceAttributeValue", text)


def _flag(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


OPERATIONS: Final = (
    ec2_operation(
        "DescribeInstanceAttribute",
        Access.READ,
        DESCRIBE_INSTANCE_ATTRIBUTE,
        on_instances("ec2:DescribeInstanceAttribute"),
        _describe_instance_attribute,
    ),
    ec2_operation(
        "ModifyInstanceAttribute",
        Access.WRITE,
        MODIFY_INSTANCE_ATTRIBUTE,
        on_instances("ec2:ModifyInstanceAttribute"),
        _modify_instance_attribute,
    ),
)
