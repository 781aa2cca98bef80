"""Which instance has which profile, and so which role."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.profiles import (
    ASSOCIATE_IAM_INSTANCE_PROFILE,
    DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
    DISASSOCIATE_IAM_INSTANCE_PROFILE,
    REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION,
    AssociateIamInstanceProfileRequest,
    AssociateIamInstanceProfileResponse,
    DescribeIamInstanceProfileAssociationsRequest,
    DescribeIamInstanceProfileAssociationsResponse,
    DisassociateIamInstanceProfileRequest,
    DisassociateIamInstanceProfileResponse,
    IamInstanceProfileAssociation,
    ReplaceIamInstanceProfileAssociationRequest,
    ReplaceIamInstanceProfileAssociationResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.rules import on_profile
from jedlik.apis.ec2.shown import association_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import (
    associate,
    associations,
    disassociate,
    profile_named,
    replace,
)
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import no_association


async def _associate_iam_instance_profile(
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


# Source: API Reference, DescribeIamInstanceProfileAssociations.
_IAM_INSTANCE_PROFILE_ASSOCIATIONS_FILTERS: Final[
    Mapping[str, Values[IamInstanceProfileAssociation]]
] = {
    "instance-id": of(lambda found: found["InstanceId"]),
    "state": of(lambda found: found["State"]),
}


async def _describe_iam_instance_profile_associations(
    request: DescribeIamInstanceProfileAssociationsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeIamInstanceProfileAssociationsResponse:
    all_of_them = await associations(transaction, place)
    found = [association_shown(context.node, each) for each in all_of_them]
    wanted = request.get("AssociationIds")
    if wanted:
        existing = {each["AssociationId"] for each in found}
        for each in wanted:
            if each not in existing:
                raise no_association(each)
        found = [each for each in found if each["AssociationId"] in wanted]
    passed = filtered(found, request.get("Filters", []), _IAM_INSTANCE_PROFILE_ASSOCIATIONS_FILTERS)
    shown, token = page(request, passed, lambda each: each["AssociationId"], "AssociationIds")
    answer: DescribeIamInstanceProfileAssociationsResponse = {
        "IamInstanceProfileAssociations": shown
    }
    if token is not None:
        answer["NextToken"] = token
    return answer


async def _replace_iam_instance_profile_association(
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


async def _disassociate_iam_instance_profile(
    request: DisassociateIamInstanceProfileRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DisassociateIamInstanceProfileResponse:
    removed = await disassociate(transaction, place, request["AssociationId"])
    shown = association_shown(context.node, removed, "disassociating")
    return {"IamInstanceProfileAssociation": shown}


OPERATIONS: Final = (
    ec2_operation(
        "AssociateIamInstanceProfile",
        Access.WRITE,
        ASSOCIATE_IAM_INSTANCE_PROFILE,
        on_profile("ec2:AssociateIamInstanceProfile"),
        _associate_iam_instance_profile,
    ),
    ec2_operation(
        "DescribeIamInstanceProfileAssociations",
        Access.READ,
        DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
        account_wide("ec2:DescribeIamInstanceProfileAssociations"),
        _describe_iam_instance_profile_associations,
    ),
    ec2_operation(
        "ReplaceIamInstanceProfileAssociation",
        Access.WRITE,
        REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION,
        on_profile("ec2:ReplaceIamInstanceProfileAssociation"),
        _replace_iam_instance_profile_association,
    ),
    ec2_operation(
        "DisassociateIamInstanceProfile",
        Access.WRITE,
        DISASSOCIATE_IAM_INSTANCE_PROFILE,
        on_profile("ec2:DisassociateIamInstanceProfile"),
        _disassociate_iam_instance_profile,
    ),
)
