"""What Query and Scan share: Select, the start key, the plan of a page and its answer.

A request is checked alone, then planned on its table or index, which gives a `ReadPlan`.
`engine.read` executes the plan, and `page_answer` shows the page.
"""

from collections.abc import Callable, Mapping
from typing import Final

from jedlik.apis.api import Answer
from jedlik.apis.dynamodb.consumed_capacity import add_capacity
from jedlik.apis.dynamodb.model.items import QueryRequest, ScanRequest
from jedlik.core.errors import Reject
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.project import PathProjection
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import Bound
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import Layer, MalformedValue, normalise_item
from jedlik.engine.context import Context
from jedlik.engine.read import Page, ReadOptions, ReadPlan, read
from jedlik.engine.source import Source, bad_start
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import index_source
from jedlik.features.tables.name import table_of

_CHOSEN: Final = {
    "ALL_ATTRIBUTES": "ALL_ATTRIBUTES",
    "ALL_PROJECTED_ATTRIBUTES": "ALL_PROJECTED_ATTRIBUTES",
    "COUNT": "only the Count",
}


class CheckedPage:
    """A Query or a Scan whose expressions are parsed and whose start key is canonical.

    start: ExclusiveStartKey. projection: None for whole items. names: the attributes into which the
    projection leads. options: what the request asks of any table.
    """

    __slots__ = (
        "index_name",
        "names",
        "options",
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
    ) -> None:
        self.request = request
        self.table_name = request["TableName"]
        self.index_name: str | None = request.get("IndexName")
        self.select: str | None = request.get("Select")
        self.start: Item | None = request.get("ExclusiveStartKey")
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
        """The name of the operation."""
        raise NotImplementedError

    def selected(self, source: Source) -> tuple[Span, Bound | None, bool]:
        """The span to read, the place to start after, and whether to fetch items from the table.

        Raises Reject for what does not fit the source, in the operation's order.
        """
        raise NotImplementedError

    def partitions(self, table: Table) -> int:
        """How many equal parts of the table are charged as reads of their own."""
        return 1


def check_select(request: Mapping[str, object], refusal: Callable[[str], Reject]) -> None:
    """Raise Reject if Select does not fit the other members.

    refusal: `enveloped` for Query, `invalid` for Scan, as moto's tests against the service have it
    (August 2026). Texts: recorded answers, October 2026.
    """
    select = request.get("Select")
    if select is None:
        return
    if (
        select == "SPECIFIC_ATTRIBUTES"
        and "ProjectionExpression" not in request
        and "AttributesToGet" not in request
    ):
        raise refusal(
            "Must specify the AttributesToGet or ProjectionExpression "
            "when choosing to get SPECIFIC_ATTRIBUTES"
        )
    for parameter in ("AttributesToGet", "ProjectionExpression"):
        if parameter in request and select in _CHOSEN:
            raise refusal(
                f"Cannot specify the {parameter} when choosing to get {_CHOSEN[str(select)]}"
            )
    if select == "ALL_PROJECTED_ATTRIBUTES" and request.get("IndexName") is None:
        raise refusal("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")


def normalise_start(exclusive_start_key: Item, layer: Layer) -> None:
    """Bring ExclusiveStartKey into canonical form. Raises Reject.

    Only a wrong data type is reported as a fault of the key; other faults of values, of numbers or
    of duplicates, are reported as they are (dynalite's tests).
    """
    try:
        normalise_item(exclusive_start_key, layer)
    except MalformedValue as fault:
        raise bad_start(fault) from None


async def run_page(checked: CheckedPage, context: Context) -> Answer:
    """Read one page."""
    table = await table_of(context, checked.table_name)
    planned = plan(table, checked)
    answered = page_answer(planned, await read(context, planned))
    add_capacity(answered, checked.request, context.meter)
    return answered


def plan(table: Table, checked: CheckedPage) -> ReadPlan:
    """What to read. Raises Reject for what does not fit the table or its index."""
    source: Source = table.source
    options = checked.options
    if checked.index_name is not None:
        source = index_source(
            table, checked.index_name, checked.operation, consistent=options.consistent
        )
    span, start, fetches_items = checked.selected(source)
    check_key_paths(table.scalars, checked.projection, options.condition)
    return ReadPlan(
        table,
        source,
        (span,),
        options,
        start=start,
        fetches_items=fetches_items,
        partitions=checked.partitions(table),
    )


def page_answer(plan: ReadPlan, page: Page) -> dict[str, object]:
    """The answer that shows a page."""
    answered: dict[str, object] = {} if plan.options.count_only else {"Items": page.items}
    answered["Count"] = page.count
    answered["ScannedCount"] = page.scanned_count
    if page.last is not None:
        answered["LastEvaluatedKey"] = plan.source.last_evaluated_key(page.last)
    return answered
