"""ListTagsOfResource: lists the tags of a table."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.table_settings import (
    LIST_TAGS_OF_RESOURCE,
    ListTagsOfResourceRequest,
)
from jedlik.engine.context import Context
from jedlik.features.tables.tags import tagged_table


def check(request: ListTagsOfResourceRequest) -> ListTagsOfResourceRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ListTagsOfResourceRequest, context: Context) -> Answer:
    """Answers all tags. Recorded: an answer with 50 tags has no NextToken, and a NextToken in a
    request is ignored.
    """
    table = await tagged_table(context, request["ResourceArn"])
    return {"Tags": table.record["Tags"]}


OPERATION: Final = Operation(
    "ListTagsOfResource",
    Access.READ,
    Plane.CONTROL,
    LIST_TAGS_OF_RESOURCE,
    check,
    run,
    on_arn("dynamodb:ListTagsOfResource", "ResourceArn"),
)
