"""DescribeAccountAttributes: the default VPC of the account."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.model.places import (
    DESCRIBE_ACCOUNT_ATTRIBUTES,
    DescribeAccountAttributesRequest,
    DescribeAccountAttributesResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.places import vpc_id
from jedlik.features.instances.records import Place


async def _run(
    request: DescribeAccountAttributesRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeAccountAttributesResponse:
    # Source: API Reference, AccountAttribute.
    attributes = {"supported-platforms": "VPC", "default-vpc": vpc_id(place)}
    wanted: Sequence[str] = request.get("AttributeNames") or list(attributes)
    return {
        "AccountAttributes": [
            {"AttributeName": each, "AttributeValues": [{"AttributeValue": attributes[each]}]}
            for each in wanted
        ]
    }


OPERATION: Final = ec2_operation(
    "DescribeAccountAttributes",
    Access.READ,
    DESCRIBE_ACCOUNT_ATTRIBUTES,
    account_wide("ec2:DescribeAccountAttributes"),
    _run,
)
