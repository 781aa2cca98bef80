"""Code that Query and Scan share: the plan of a page, and the answer.

The operation checks the request without its table. Then `plan` makes a `ReadPlan` for the table or
the index, `engine.read` executes it, and `page_answer` turns the page into the answer.
"""

from jedlik.apis.api import Answer
from jedlik.apis.dynamodb.consumed_capacity import add_capacity, finish_meter
from jedlik.apis.dynamodb.model.items import QueryRequest, ScanRequest
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.project import PathProjection
from jedlik.core.keys.key import Span
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import Layer, MalformedValue, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.read import Page, ReadOptions, ReadPlan, read
from jedlik.engine.source import Source, bad_start
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import index_source, lacks_index, stored_now
from jedlik.features.tables.name import table_of


class CheckedPage:
    """A Query or a Scan after the checks that need no table.

    start: ExclusiveStartKey in canonical form.
    projection: None if the request asks for whole items.
    names: the top-level names of the projection.
    options: the part of the plan that does not depend on the table.
    partitions: into how many parts an on-demand table is divided for charging, see `ReadPlan`.
    """

    __slots__ = (
        "index_name",
        "names",
        "options",
        "partitions",
        "projection",
        "request",
        "select",
        "start",
        "table_name",
    )

    def __init__(
        self,
        request: QueryRequest | ScanRequest,
        condition: Condition | None,
        projection: Projection | None,
        *,
        reverse: bool = False,
        partitions: int = 1,
    ) -> None:
        self.request = request
        self.table_name = request["TableName"]
        self.index_name: str | None = request.get("IndexName")
        self.select: str | None = request.get("Select")
        self.start: Item | None = request.get("ExclusiveStartKey")
        self.partitions = partitions
        self.projection = projection
        self.names = () if projection is None else tuple([path.name for path in projection])
        self.options = ReadOptions(
            reverse=reverse,
            limit=request.get("Limit"),
            condition=condition,
            projection=None if projection is None else PathProjection(projection),
            count_only=self.select == "COUNT",
            consistent=request.get("ConsistentRead", False),
        )

    @property
    def operation(self) -> str:
        """Returns the name of the operation."""
        raise NotImplementedError

    def selected(self, source: Source) -> tuple[Span, bool]:
        """Returns the span to read, and whether to fetch whole items from the table.

        The span begins after ExclusiveStartKey. Raises Reject if the request does not fit the
        source. Each operation has its own order of checks.
        """
        raise NotImplementedError


def normalise_start(exclusive_start_key: Item, layer: Layer) -> None:
    """Brings ExclusiveStartKey into canonical form. Raises Reject for invalid values.

    In the older layer the error names the starting key if a data type is wrong or a value is too
    deep. Errors about numbers and duplicates are the same as in other members (dynalite's tests;
    dynoxide's captures, October 2026).
    """
    try:
        normalise_item(exclusive_start_key, layer)
    except MalformedValue as fault:
        if layer.current:
            raise
        raise bad_start(fault) from None


async def run_page(checked: CheckedPage, context: Context) -> Answer:
    """Reads one page. Query and Scan run this."""
    table = await table_of(context, checked.table_name)
    if checked.index_name is not None and lacks_index(table, checked.index_name):
        table = await stored_now(context, table)
    planned = plan(table, checked)
    answered = page_answer(planned, await read(context, planned))
    if context.meter.held:
        await finish_meter(checked.request, context.meter)
    add_capacity(answered, checked.request, context.meter)
    return answered


def plan(table: Table, checked: CheckedPage) -> ReadPlan:
    """Returns what to read. Raises Reject if the request does not fit the table or its index."""
    source: Source = table.source
    options = checked.options
    if checked.index_name is not None:
        source = index_source(
            table, checked.index_name, checked.operation, consistent=options.consistent
        )
    span, fetches_items = checked.selected(source)
    check_key_paths(table.scalars, checked.projection, options.condition)
    is_on_demand = table.record["BillingMode"] == "PAY_PER_REQUEST"
    return ReadPlan(
        table,
        source,
        (span,),
        options,
        fetches_items=fetches_items,
        partitions=checked.partitions if is_on_demand else 1,
    )


def page_answer(plan: ReadPlan, page: Page) -> dict[str, object]:
    """Returns the answer for a page, without ConsumedCapacity."""
    answered: dict[str, object] = {} if plan.options.count_only else {"Items": page.items}
    answered["Count"] = page.count
    answered["ScannedCount"] = page.scanned_count
    if page.last is not None:
        answered["LastEvaluatedKey"] = plan.source.last_evaluated_key(page.last)
    return answered
