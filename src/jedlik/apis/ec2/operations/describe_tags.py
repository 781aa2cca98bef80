"""DescribeTags: all tags of instances and key pairs, by filters."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.tags import (
    DESCRIBE_TAGS,
    DescribeTagsRequest,
    DescribeTagsResponse,
    TagDescription,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import Place
from jedlik.features.instances.tags import tagged

# Source: API Reference, DescribeTags.
_FILTERS: Final[Mapping[str, Values[TagDescription]]] = {
    "key": of(lambda found: found["Key"]),
    "resource-id": of(lambda found: found["ResourceId"]),
    "resource-type": of(lambda found: found["ResourceType"]),
    "value": of(lambda found: found["Value"]),
}


async def _run(
    request: DescribeTagsRequest, context: Context, transaction: Transaction, place: Place
) -> DescribeTagsResponse:
    found: list[TagDescription] = [
        {"Key": key, "ResourceId": each.resource_id, "ResourceType": each.kind, "Value": value}
        for each in await tagged(transaction, place)
        for key, value in each.tags.items()
    ]
    passed = filtered(
        found,
        request.get("Filters", []),
        _FILTERS,
        lambda each: {each["Key"]: each["Value"]},
    )
    shown, token = page(request, passed, lambda each: f"{each['ResourceId']} {each['Key']}")
    answer: DescribeTagsResponse = {"Tags": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


OPERATION: Final = ec2_operation(
    "DescribeTags", Access.READ, DESCRIBE_TAGS, account_wide("ec2:DescribeTags"), _run
)
