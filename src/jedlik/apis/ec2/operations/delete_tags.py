"""DeleteTags: removes tags, all of them or those that the request names.

A tag with a value in the request is removed only if it has that value.
"""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.tags import DELETE_TAGS, DeleteTagsRequest
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_tagged
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import Place
from jedlik.features.instances.tags import change_tags


async def _run(
    request: DeleteTagsRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    removed = {each.get("Key", ""): each.get("Value") for each in request.get("Tags", [])}
    await change_tags(transaction, place, request["Resources"], add={}, remove=removed)


OPERATION: Final = ec2_operation(
    "DeleteTags", Access.WRITE, DELETE_TAGS, on_tagged("ec2:DeleteTags"), _run
)
