"""What the caller of an operation of EC2 must be allowed to do.

Whoever gives an instance a profile also needs iam:PassRole for the role in it. Its rule looks the
role up, and the operation may find another one a moment later: whoever puts a role into a profile
needs iam:PassRole for it too. Operations that only describe have no resource.

Sources: Service Authorization Reference, "Amazon EC2"; IAM User Guide, "Grant a user permissions to
pass a role to an AWS service".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jedlik.apis.authorization import Authorization, Rule
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import associations, profile_named, role_of
from jedlik.features.instances.places import group_id, zones
from jedlik.features.instances.records import Place
from jedlik.features.instances.rules import is_id

PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  (the name of an action)
TAG: Final = "ec2:CreateTags"

_Request = Mapping[str, Any]


def place_of(context: Context) -> Place:
    """Returns to what the resources of a request belong."""
    return Place(context.account_id, context.region)


def on_instances(action: str) -> Rule:
    """Returns the rule of an action on the instances that InstanceIds or InstanceId names."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        ids = request.get("InstanceIds") or [request.get("InstanceId", "*")]
        place = place_of(context)
        return [Authorization(action, place.arn("instance", each)) for each in ids]

    return rule


def on_profile(action: str) -> Rule:
    """Returns the rule of an action that changes the profile of an instance.

    The instance is that of InstanceId or AssociationId.
    """

    async def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        instance_id = request.get("InstanceId")
        if instance_id is None:
            instance_id = await _instance_with(request["AssociationId"], context)
        resource = place_of(context).arn("instance", instance_id)
        return [Authorization(action, resource), *await _passed_role(request, context)]

    return rule


def on_key_pair(action: str) -> Rule:
    """Returns the rule of an action on one key pair."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        resource = place_of(context).arn("key-pair", request.get("KeyName", "*"))
        return [Authorization(action, resource), *_tagging(request, context)]

    return rule


def on_tagged(action: str) -> Rule:
    """Returns the rule of an action on the resources whose tags change."""

    def rule(request: _Request, checked: object, context: Context) -> Sequence[Authorization]:
        place = place_of(context)
        return [
            Authorization(action, place.arn(_kind_of(each), each)) for each in request["Resources"]
        ]

    return rule


async def run_instances(
    request: _Request, checked: object, context: Context
) -> Sequence[Authorization]:
    """Returns what RunInstances needs: itself on each kind of resource, tags, and the role."""
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
    return needed + _tagging(request, context) + await _passed_role(request, context)


async def _passed_role(request: _Request, context: Context) -> list[Authorization]:
    """Returns what is needed for the role that a request gives to an instance.

    A profile that does not exist passes nothing: the operation refuses it.
    """
    named = request.get("IamInstanceProfile")
    if named is None:
        return []
    transaction = Transaction(context.node)
    arn, name = named.get("Arn"), named.get("Name")
    try:
        profile = await profile_named(transaction, context.account_id, arn, name)
    except Reject:
        return []
    role = await role_of(transaction, context.account_id, profile)
    return [] if role is None else [Authorization(PASS_ROLE, arn_of(role, "role"))]


async def _instance_with(association_id: str, context: Context) -> str:
    """Returns the instance of an association, `*` if there is none."""
    for each in await associations(Transaction(context.node), place_of(context)):
        if each.use["AssociationId"] == association_id:
            return each.instance_id
    return "*"


def _tagging(request: _Request, context: Context) -> list[Authorization]:
    """Returns what a request needs that gives tags to what it makes."""
    place = place_of(context)
    return [
        Authorization(TAG, place.arn(each.get("ResourceType", "*"), "*"))
        for each in request.get("TagSpecifications", ())
        if each.get("Tags")
    ]


def _kind_of(resource_id: str) -> str:
    if is_id(resource_id, "i"):
        return "instance"
    return "key-pair" if is_id(resource_id, "key") else "*"
