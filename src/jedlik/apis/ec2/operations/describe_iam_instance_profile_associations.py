"""DescribeIamInstanceProfileAssociations: which instance has which profile."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.profiles import (
    DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
    DescribeIamInstanceProfileAssociationsRequest,
    DescribeIamInstanceProfileAssociationsResponse,
    IamInstanceProfileAssociation,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.shown import association_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import associations
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import no_association

# Source: API Reference, DescribeIamInstanceProfileAssociations.
_FILTERS: Final[Mapping[str, Values[IamInstanceProfileAssociation]]] = {
    "instance-id": of(lambda found: found["InstanceId"]),
    "state": of(lambda found: found["State"]),
}


async def _run(
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
    passed = filtered(found, request.get("Filters", []), _FILTERS)
    shown, token = page(request, passed, lambda each: each["AssociationId"], "AssociationIds")
    answer: DescribeIamInstanceProfileAssociationsResponse = {
        "IamInstanceProfileAssociations": shown
    }
    if token is not None:
        answer["NextToken"] = token
    return answer


OPERATION: Final = ec2_operation(
    "DescribeIamInstanceProfileAssociations",
    Access.READ,
    DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
    account_wide("ec2:DescribeIamInstanceProfileAssociations"),
    _run,
)
