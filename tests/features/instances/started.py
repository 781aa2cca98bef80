"""Instances, roles and profiles for tests, made by the operations that clients use."""

from collections.abc import Sequence
from typing import Any

import orjson

from jedlik.features.instances.images import image_id
from jedlik.features.instances.records import Place
from tests.engine.in_memory import ACCOUNT, REGION, Caller

PLACE = Place(ACCOUNT, REGION)
IMAGE = image_id(REGION)
NO_INSTANCE = "i-0123456789abcdef0"


def trust(service: str = "ec2.amazonaws.com") -> str:
    """Returns a trust policy for a service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return orjson.dumps({"Version": "2012-10-17", "Statement": [statement]}).decode()


def make_role(caller: Caller, name: str = "Reader", document: str | None = None) -> None:
    """Makes a role that EC2 may assume, and a profile of the same name with it."""
    caller.call(
        "CreateRole", RoleName=name, Path="/apps/", AssumeRolePolicyDocument=document or trust()
    )
    caller.call("CreateInstanceProfile", InstanceProfileName=name)
    caller.call("AddRoleToInstanceProfile", InstanceProfileName=name, RoleName=name)


def start(caller: Caller, count: int = 1, **members: object) -> list[str]:
    """Starts instances. Returns their ids."""
    return [each["InstanceId"] for each in run(caller, count, **members)["Instances"]]


def run(caller: Caller, count: int = 1, **members: object) -> dict[str, Any]:
    """Returns the answer of RunInstances."""
    request = {"ImageId": IMAGE, "MinCount": count, "MaxCount": count, **members}
    return caller.call("RunInstances", **request)


def described(caller: Caller, *ids: str, **members: object) -> list[dict[str, Any]]:
    """Returns instances as DescribeInstances shows them."""
    if ids:
        members["InstanceIds"] = list(ids)
    answer = caller.call("DescribeInstances", **members)
    return [each for found in answer["Reservations"] for each in found["Instances"]]


def states(caller: Caller, *ids: str) -> list[str]:
    """Returns the states of instances."""
    return [each["State"]["Name"] for each in described(caller, *ids)]


def one_filter(name: str, *values: str) -> Sequence[dict[str, object]]:
    """Returns the member Filters with one filter."""
    return [{"Name": name, "Values": list(values)}]
