"""TagResource: adds tags to a table. They replace tags with the same keys."""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.table_settings import TAG_RESOURCE, TagResourceRequest
from jedlik.core.errors import invalid
from jedlik.core.types.structures import Tag
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.change import change_table, refuse_while_creating_or_deleting
from jedlik.features.tables.tags import checked_tags, merged_tags, tagged_table


class CheckedTags(NamedTuple):
    """A request whose tags are valid."""

    resource_arn: str
    tags: list[Tag]


def check(request: TagResourceRequest) -> CheckedTags:
    """Checks the rules about tags that do not depend on the table."""
    if not request["Tags"]:
        raise invalid("Atleast one Tag needs to be provided as Input.")
    return CheckedTags(request["ResourceArn"], checked_tags(request["Tags"]))


async def run(checked: CheckedTags, context: Context) -> Answer:
    """Merges the tags with those of the table."""
    await tagged_table(context, checked.resource_arn)

    def change(record: TableRecord, moment: Moment) -> None:
        refuse_while_creating_or_deleting(record, moment.now_ms)
        record["Tags"] = merged_tags(record["Tags"], checked.tags)

    await change_table(context, checked.resource_arn, change)
    return None


OPERATION: Final = Operation(
    "TagResource",
    Access.WRITE,
    Plane.CONTROL,
    TAG_RESOURCE,
    check,
    run,
    on_arn("dynamodb:TagResource", "ResourceArn"),
)
