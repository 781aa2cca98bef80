"""DescribeInstanceAttribute and ModifyInstanceAttribute, as Terraform's aws_instance calls them."""

import base64
from typing import Any

import pytest

from tests.engine.in_memory import Caller
from tests.features.instances.started import start

DATA = base64.b64encode(b"#!/bin/sh").decode()


def attribute(caller: Caller, instance_id: str, name: str) -> Any:
    answer = caller.call("DescribeInstanceAttribute", InstanceId=instance_id, Attribute=name)
    assert answer.pop("InstanceId") == instance_id
    (value,) = answer.values()
    return value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disableApiStop", {"Value": False}),
        ("disableApiTermination", {"Value": False}),
        ("ebsOptimized", {"Value": False}),
        ("instanceInitiatedShutdownBehavior", {"Value": "stop"}),
        ("instanceType", {"Value": "m1.small"}),
        ("rootDeviceName", {"Value": "/dev/xvda"}),
        ("sourceDestCheck", {"Value": True}),
        ("userData", {}),
    ],
)
def test_the_attributes_of_a_new_instance(name: str, value: dict[str, object]) -> None:
    caller = Caller()
    (one,) = start(caller)
    assert attribute(caller, one, name) == value


def test_attributes_that_the_request_has_set() -> None:
    caller = Caller()
    (one,) = start(
        caller,
        UserData=DATA,
        DisableApiStop=True,
        InstanceInitiatedShutdownBehavior="terminate",
    )
    assert attribute(caller, one, "userData") == {"Value": DATA}
    assert attribute(caller, one, "disableApiStop") == {"Value": True}
    assert attribute(caller, one, "instanceInitiatedShutdownBehavior") == {"Value": "terminate"}
    assert attribute(caller, one, "groupSet")[0]["GroupName"] == "default"


def test_an_attribute_that_does_not_exist_here() -> None:
    caller = Caller()
    (one,) = start(caller)
    request = {"InstanceId": one, "Attribute": "kernel"}
    refused = caller.refusal("DescribeInstanceAttribute", **request)
    assert refused.startswith("InvalidParameterValue: ")


def test_attributes_are_changed() -> None:
    caller = Caller()
    (one,) = start(caller)
    for members, name, value in (
        ({"DisableApiTermination": {"Value": True}}, "disableApiTermination", True),
        ({"DisableApiStop": {"Value": True}}, "disableApiStop", True),
        ({"Attribute": "disableApiStop", "Value": "false"}, "disableApiStop", False),
        (
            {"InstanceInitiatedShutdownBehavior": {"Value": "terminate"}},
            "instanceInitiatedShutdownBehavior",
            "terminate",
        ),
    ):
        caller.call("ModifyInstanceAttribute", InstanceId=one, **members)
        assert attribute(caller, one, name) == {"Value": value}


def test_type_and_user_data_are_changed_while_the_instance_is_stopped() -> None:
    caller = Caller()
    (one,) = start(caller)
    kind = {"InstanceType": {"Value": "t3.micro"}}
    refused = caller.refusal("ModifyInstanceAttribute", InstanceId=one, **kind)
    assert refused == f"IncorrectInstanceState: The instance '{one}' is not in the 'stopped' state."
    caller.call("StopInstances", InstanceIds=[one])
    caller.call("ModifyInstanceAttribute", InstanceId=one, **kind)
    assert attribute(caller, one, "instanceType") == {"Value": "t3.micro"}
    caller.call("ModifyInstanceAttribute", InstanceId=one, Attribute="userData", Value=DATA)
    assert attribute(caller, one, "userData") == {"Value": DATA}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({}, "InvalidParameterCombination"),
        (
            {"DisableApiStop": {"Value": True}, "DisableApiTermination": {"Value": True}},
            "InvalidParameterCombination",
        ),
        ({"Attribute": "kernel", "Value": "x"}, "InvalidInstanceAttributeValue"),
        (
            {"InstanceInitiatedShutdownBehavior": {"Value": "sleep"}},
            "InvalidInstanceAttributeValue",
        ),
        ({"InstanceType": {"Value": "t9.x"}}, "InvalidParameterValue"),
        ({"InstanceType": {}}, "InvalidInstanceAttributeValue"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_changes_that_are_refused(members: dict[str, object], code: str) -> None:
    caller = Caller()
    (one,) = start(caller)
    caller.call("StopInstances", InstanceIds=[one])
    refused = caller.refusal("ModifyInstanceAttribute", InstanceId=one, **members)
    assert refused.startswith(f"{code}: ")
