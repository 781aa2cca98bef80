"""AssociateIamInstanceProfile: gives an instance a profile, and so the role in it."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.profiles import (
    ASSOCIATE_IAM_INSTANCE_PROFILE,
    AssociateIamInstanceProfileRequest,
    AssociateIamInstanceProfileResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_profile
from jedlik.apis.ec2.shown import association_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import associate, profile_named
from jedlik.features.instances.records import Place


async def _run(
    request: AssociateIamInstanceProfileRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> AssociateIamInstanceProfileResponse:
    named, instance_id = request["IamInstanceProfile"], request["InstanceId"]
    arn, name = named.get("Arn"), named.get("Name")
    profile = await profile_named(transaction, place.account_id, arn, name)
    made = await associate(transaction, place, instance_id, profile)
    shown = association_shown(context.node, made, "associating")
    return {"IamInstanceProfileAssociation": shown}


OPERATION: Final = ec2_operation(
    "AssociateIamInstanceProfile",
    Access.WRITE,
    ASSOCIATE_IAM_INSTANCE_PROFILE,
    on_profile("ec2:AssociateIamInstanceProfile"),
    _run,
)
