"""What the caller of an operation of EC2 must be allowed to do.

Source: Service Authorization Reference, "Amazon EC2". Operations that only describe have no
resource. An operation on an association acts on the instance, which the request does not name: its
resource is `instance/*`, so only a policy that allows all instances allows it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jedlik.apis.authorization import Authorization, Rule
from jedlik.engine.context import Context
from jedlik.features.instances.places import group_id, zones
from jedlik.features.instances.records import Place
from jedlik.features.instances.rules import is_id

_TAG: Final = "ec2:CreateTags"


def place_of(context: Context) -> Place:
    """Returns to what the resources of a request belong."""
    return Place(context.account_id, context.region)


def on_instances(action: str) -> Rule:
    """Returns the rule of an action on the instances that InstanceIds or InstanceId names."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        ids = request.get("InstanceIds") or [request.get("InstanceId", "*")]
        place = place_of(context)
        return [Authorization(action, place.arn("instance", each)) for each in ids]

    return rule


def on_key_pair(action: str) -> Rule:
    """Returns the rule of an action on one key pair."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        resource = place_of(context).arn("key-pair", request.get("KeyName", "*"))
        return [Authorization(action, resource), *_tagging(request, context)]

    return rule


def on_tagged(action: str) -> Rule:
    """Returns the rule of an action on the resources whose tags change."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        place = place_of(context)
        return [
            Authorization(action, place.arn(_kind_of(each), each)) for each in request["Resources"]
        ]

    return rule


def run_instances(
    request: Mapping[str, Any], checked: object, context: Context
) -> Sequence[Authorization]:
    """Returns what RunInstances needs, except for iam:PassRole: see `pass_role`."""
    place = place_of(context)
    subnet = request.get("SubnetId", zones(place)[0].subnet_id)
    groups = request.get("SecurityGroupIds") or [group_id(place)]
    resources = [
        place.arn("instance", "*"),
        f"arn:aws:ec2:{place.region}::image/{request.get('ImageId', '*')}",
        place.arn("network-interface", "*"),
        *(place.arn("security-group", each) for each in groups),
        place.arn("subnet", subnet),
        place.arn("volume", "*"),
    ]
    if "KeyName" in request:
        resources.append(place.arn("key-pair", request["KeyName"]))
    needed = [Authorization("ec2:RunInstances", each) for each in resources]
    return needed + _tagging(request, context)


def _tagging(request: Mapping[str, Any], context: Context) -> list[Authorization]:
    """Returns what a request needs that gives tags to what it makes."""
    place = place_of(context)
    return [
        Authorization(_TAG, place.arn(each.get("ResourceType", "*"), "*"))
        for each in request.get("TagSpecifications", ())
        if each.get("Tags")
    ]


def _kind_of(resource_id: str) -> str:
    if is_id(resource_id, "i"):
        return "instance"
    return "key-pair" if is_id(resource_id, "key") else "*"
