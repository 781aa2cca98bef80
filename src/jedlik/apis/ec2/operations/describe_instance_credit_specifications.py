"""DescribeInstanceCreditSpecifications: the CPU credits of burstable instances."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.attributes import (
    DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS,
    DescribeInstanceCreditSpecificationsRequest,
    DescribeInstanceCreditSpecificationsResponse,
    InstanceCreditSpecification,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.shown import cpu_credits
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import all_instances, instances_of
from jedlik.features.instances.records import Place

# Source: API Reference, DescribeInstanceCreditSpecifications.
_FILTERS: Final[Mapping[str, Values[InstanceCreditSpecification]]] = {
    "instance-id": of(lambda found: found["InstanceId"])
}


async def _run(
    request: DescribeInstanceCreditSpecificationsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeInstanceCreditSpecificationsResponse:
    ids = request.get("InstanceIds")
    if ids:
        records = await instances_of(transaction, place, ids)
    else:
        records = await all_instances(transaction, place)
    found: list[InstanceCreditSpecification] = [
        {"InstanceId": each["Id"], "CpuCredits": cpu_credits(each)}
        for each in records
        if cpu_credits(each)
    ]
    passed = filtered(found, request.get("Filters", []), _FILTERS)
    shown, token = page(request, passed, lambda each: each["InstanceId"], "InstanceIds")
    answer: DescribeInstanceCreditSpecificationsResponse = {"InstanceCreditSpecifications": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


OPERATION: Final = ec2_operation(
    "DescribeInstanceCreditSpecifications",
    Access.READ,
    DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS,
    account_wide("ec2:DescribeInstanceCreditSpecifications"),
    _run,
)
