"""UntagResource: removes tags from a table."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.table_settings import UNTAG_RESOURCE, UntagResourceRequest
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.change import change_table, refuse_while_creating_or_deleting
from jedlik.features.tables.tags import check_tag_keys, tagged_table


def check(request: UntagResourceRequest) -> UntagResourceRequest:
    """Checks the rules about keys of tags that do not depend on the table."""
    if not request["TagKeys"]:
        raise invalid("Atleast one Tag Key needs to be provided as Input.")
    check_tag_keys(request["TagKeys"])
    return request


async def run(request: UntagResourceRequest, context: Context) -> Answer:
    """Removes the tags with these keys. A key that the table does not have is no error."""
    await tagged_table(context, request["ResourceArn"])
    removed = frozenset(request["TagKeys"])

    def change(record: TableRecord, moment: Moment) -> None:
        refuse_while_creating_or_deleting(record, moment.now_ms)
        record["Tags"] = [tag for tag in record["Tags"] if tag["Key"] not in removed]

    await change_table(context, request["ResourceArn"], change)
    return None


OPERATION: Final = Operation(
    "UntagResource",
    Access.WRITE,
    Plane.CONTROL,
    UNTAG_RESOURCE,
    check,
    run,
    on_arn("dynamodb:UntagResource", "ResourceArn"),
)
