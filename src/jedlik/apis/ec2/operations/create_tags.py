"""CreateTags: adds tags to instances and key pairs, or replaces them."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.tags import CREATE_TAGS, CreateTagsRequest
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_tagged
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import Place
from jedlik.features.instances.tags import change_tags, checked_tags


async def _run(
    request: CreateTagsRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    added = checked_tags(request["Tags"])  # type: ignore[arg-type]  # a TypedDict is a mapping
    await change_tags(transaction, place, request["Resources"], add=added)


OPERATION: Final = ec2_operation(
    "CreateTags", Access.WRITE, CREATE_TAGS, on_tagged("ec2:CreateTags"), _run
)
