"""ListTagsOfResource: the tags of a table."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.model.tables import LIST_TAGS_OF_RESOURCE, ListTagsOfResourceRequest
from jedlik.engine.context import Context
from jedlik.features.tables.tags import tagged_table


def check(request: ListTagsOfResourceRequest) -> ListTagsOfResourceRequest:
    """There is no rule across members."""
    return request


async def run(request: ListTagsOfResourceRequest, context: Context) -> Answer:
    """All tags at once: recorded, 50 tags come without NextToken, and one sent is ignored."""
    table = await tagged_table(context, request["ResourceArn"])
    return {"Tags": table.record["Tags"]}


OPERATION: Final = Operation(
    "ListTagsOfResource",
    Access.READ,
    Plane.CONTROL,
    LIST_TAGS_OF_RESOURCE,
    check,
    run,
)
