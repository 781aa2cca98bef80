"""The tags of instances and key pairs.

DeleteTags removes all tags, or those that the request names. A tag with a value in the request is
removed only if it has that value.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.tags import (
    CREATE_TAGS,
    DELETE_TAGS,
    DESCRIBE_TAGS,
    CreateTagsRequest,
    DeleteTagsRequest,
    DescribeTagsRequest,
    DescribeTagsResponse,
    TagDescription,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.rules import on_tagged
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import Place
from jedlik.features.instances.tags import change_tags, checked_tags, tagged


async def _create_tags(
    request: CreateTagsRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    added = checked_tags(request["Tags"])  # type: ignore[arg-type]  # a TypedDict is a mapping
    await change_tags(transaction, place, request["Resources"], add=added)


async def _delete_tags(
    request: DeleteTagsRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    removed = {each.get("Key", ""): each.get("Value") for each in request.get("Tags", [])}
    await change_tags(transaction, place, request["Resources"], add={}, remove=removed)


# Source: API Reference, DescribeTags.
_TAGS_FILTERS: Final[Mapping[str, Values[TagDescription]]] = {
    "key": of(lambda found: found["Key"]),
    "resource-id": of(lambda found: found["ResourceId"]),
    "resource-type": of(lambda found: found["ResourceType"]),
    "value": of(lambda found: found["Value"]),
}


async def _describe_tags(
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
        _TAGS_FILTERS,
        lambda each: {each["Key"]: each["Value"]},
    )
    shown, token = page(request, passed, lambda each: f"{each['ResourceId']} {each['Key']}")
    answer: DescribeTagsResponse = {"Tags": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


OPERATIONS: Final = (
    ec2_operation(
        "CreateTags", Access.WRITE, CREATE_TAGS, on_tagged("ec2:CreateTags"), _create_tags
    ),
    ec2_operation(
        "DeleteTags", Access.WRITE, DELETE_TAGS, on_tagged("ec2:DeleteTags"), _delete_tags
    ),
    ec2_operation(
        "DescribeTags", Access.READ, DESCRIBE_TAGS, account_wide("ec2:DescribeTags"), _describe_tags
    ),
)
