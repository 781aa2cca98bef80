"""ReplaceIamInstanceProfileAssociation: gives an instance another profile, without a gap."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.profiles import (
    REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION,
    ReplaceIamInstanceProfileAssociationRequest,
    ReplaceIamInstanceProfileAssociationResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_profile
from jedlik.apis.ec2.shown import association_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import profile_named, replace
from jedlik.features.instances.records import Place


async def _run(
    request: ReplaceIamInstanceProfileAssociationRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> ReplaceIamInstanceProfileAssociationResponse:
    named = request["IamInstanceProfile"]
    arn, name = named.get("Arn"), named.get("Name")
    profile = await profile_named(transaction, place.account_id, arn, name)
    made = await replace(transaction, place, request["AssociationId"], profile)
    shown = association_shown(context.node, made, "associating")
    return {"IamInstanceProfileAssociation": shown}


OPERATION: Final = ec2_operation(
    "ReplaceIamInstanceProfileAssociation",
    Access.WRITE,
    REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION,
    on_profile("ec2:ReplaceIamInstanceProfileAssociation"),
    _run,
)
