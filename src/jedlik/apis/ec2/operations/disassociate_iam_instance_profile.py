"""DisassociateIamInstanceProfile: takes the profile from an instance."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.profiles import (
    DISASSOCIATE_IAM_INSTANCE_PROFILE,
    DisassociateIamInstanceProfileRequest,
    DisassociateIamInstanceProfileResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_profile
from jedlik.apis.ec2.shown import association_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import disassociate
from jedlik.features.instances.records import Place


async def _run(
    request: DisassociateIamInstanceProfileRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DisassociateIamInstanceProfileResponse:
    removed = await disassociate(transaction, place, request["AssociationId"])
    shown = association_shown(context.node, removed, "disassociating")
    return {"IamInstanceProfileAssociation": shown}


OPERATION: Final = ec2_operation(
    "DisassociateIamInstanceProfile",
    Access.WRITE,
    DISASSOCIATE_IAM_INSTANCE_PROFILE,
    on_profile("ec2:DisassociateIamInstanceProfile"),
    _run,
)
