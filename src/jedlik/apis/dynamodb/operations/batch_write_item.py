"""BatchWriteItem: puts and deletes up to 25 items in several tables.

The service promises only that each write is atomic. Here the batch is one transaction, which a
client cannot distinguish from writes that all succeed.
"""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_batch_capacity
from jedlik.apis.dynamodb.model.items import BATCH_WRITE_ITEM, BatchWriteItemRequest, WriteRequest
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.write_answer import metrics_by_table, wants_metrics
from jedlik.core.errors import invalid
from jedlik.core.keys.primary_key import check_distinct, fitting_key, request_key
from jedlik.core.limits import BATCH_WRITE_REQUESTS, ITEM_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import OLDER, SEVERAL_DATATYPES, normalise_item
from jedlik.engine.commit import Write, commit
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.items.writes import ITEM_TOO_LARGE, DeleteWrite, Precondition, PutWrite
from jedlik.features.tables.name import table_of

_ALWAYS: Final = Precondition(None, returns_item=False)


class CheckedWrite(NamedTuple):
    """One write: an item to put and its size in bytes, or a key to delete and None."""

    table_name: str
    attributes: Item
    size_bytes: int | None


class CheckedBatch(NamedTuple):
    """A request whose items and keys are canonical."""

    request: BatchWriteItemRequest
    writes: list[CheckedWrite]


def check(request: BatchWriteItemRequest) -> CheckedBatch:
    """Checks the rules across members, in the order of the request."""
    writes: list[CheckedWrite] = []
    count = 0
    for name, requests in request["RequestItems"].items():
        for write in requests:
            checked = _checked(name, write)
            count += 1
            if count <= BATCH_WRITE_REQUESTS:  # there may be many more
                writes.append(checked)
    if count > BATCH_WRITE_REQUESTS:
        raise invalid("Too many items requested for the BatchWriteItem call")
    return CheckedBatch(request, writes)


def _checked(table_name: str, write: WriteRequest) -> CheckedWrite:
    put, delete = write.get("PutRequest"), write.get("DeleteRequest")
    if (put is None) == (delete is None):
        raise invalid(SEVERAL_DATATYPES)
    if put is not None:
        size_bytes = normalise_item(put["Item"], OLDER)
        if size_bytes > ITEM_BYTES:
            raise invalid(ITEM_TOO_LARGE)
        return CheckedWrite(table_name, put["Item"], size_bytes)
    assert delete is not None
    normalise_item(delete["Key"], OLDER)
    return CheckedWrite(table_name, delete["Key"], None)


def plan(table: Table, checked: CheckedWrite) -> Write:
    """Returns the planned put or delete. Raises Reject if its key does not fit the table."""
    attributes, size_bytes = checked.attributes, checked.size_bytes
    if size_bytes is None:
        return DeleteWrite(table, request_key(table.key, attributes), _ALWAYS)
    return PutWrite(table, fitting_key(table.key, attributes), attributes, size_bytes, _ALWAYS)


async def run(checked: CheckedBatch, context: Context) -> Answer:
    """Commits all writes, so UnprocessedItems is always empty."""
    writes = [plan(await table_of(context, each.table_name), each) for each in checked.writes]
    check_distinct([write.key for write in writes])
    changes = await commit(context, writes)
    answered: dict[str, object] = {"UnprocessedItems": {}}
    add_batch_capacity(answered, checked.request, context.meter)
    if wants_metrics(checked.request):
        # The member is answered even if no table has item collections. Source:
        # dynamodb-entity-store `integrationTests.test.ts`.
        items = [each.attributes for each in checked.writes]
        answered["ItemCollectionMetrics"] = metrics_by_table(items, writes, changes)
    return answered


def parts(request: BatchWriteItemRequest, checked: CheckedBatch) -> list[Part]:
    """Returns each write. Its action is never PutItem or DeleteItem. Source: an answer of 2023
    (chanzuckerberg/napari-hub pull request 1048).
    """
    return [
        Part(
            "dynamodb:BatchWriteItem",
            each.table_name,
            {"Key" if each.size_bytes is None else "Item": each.attributes},
        )
        for each in checked.writes
    ]


OPERATION: Final = Operation(
    "BatchWriteItem",
    Access.WRITE,
    Plane.DATA,
    BATCH_WRITE_ITEM,
    check,
    run,
    PartsRule(parts),
)
