"""What Query and Scan share: Select, the starting key, the answer of a page."""

from collections.abc import Callable, Mapping
from typing import Final, final

from jedlik.apis.dynamodb.consumed_capacity import page_capacity, units_of
from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import KEY_MISMATCH, item_key, key_attributes_of, request_key
from jedlik.core.keys.ranges import shares_visited
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import (
    EMPTY_SET,
    EMPTY_VALUE,
    NULL_IS_FALSE,
    SEVERAL_DATATYPES,
    Layer,
    normalise_item,
)
from jedlik.engine.context import Context
from jedlik.engine.read import Read, fetch
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.reads import BAD_START, entry_key_attributes, fetches_items

_FAULTS_OF_KEYS: Final = (
    EMPTY_VALUE,
    SEVERAL_DATATYPES,
    NULL_IS_FALSE,
    EMPTY_SET["SS"],
    EMPTY_SET["BS"],
)
NEEDS_PROJECTION: Final = (
    "Must specify the AttributesToGet or ProjectionExpression "
    "when choosing to get SPECIFIC_ATTRIBUTES"
)
_MISMATCH: Final = invalid(KEY_MISMATCH).error
_CHOSEN: Final = {
    "ALL_ATTRIBUTES": "ALL_ATTRIBUTES",
    "ALL_PROJECTED_ATTRIBUTES": "ALL_PROJECTED_ATTRIBUTES",
    "COUNT": "only the Count",
}


@final
class Selection:
    """What to keep of the items read."""

    __slots__ = ("filter", "projection")

    def __init__(
        self,
        filter: Condition | None,
        projection: Projection | None,
    ) -> None:
        self.filter = filter
        self.projection = projection


@final
class Source:
    """What a page is read of: items of a table, or entries of one of its indexes."""

    __slots__ = ("secondary_index", "span", "storage_partitions", "table")

    def __init__(
        self,
        table: Table,
        span: Span,
        secondary_index: Index | None = None,
        storage_partitions: int = 1,
    ) -> None:
        self.table = table
        self.span = span
        self.secondary_index = secondary_index
        self.storage_partitions = storage_partitions


def lacks_projection(request: Mapping[str, object]) -> bool:
    """Whether Select asks for attributes that no parameter names."""
    return (
        request.get("Select") == "SPECIFIC_ATTRIBUTES"
        and "ProjectionExpression" not in request
        and "AttributesToGet" not in request
    )


def check_select(request: Mapping[str, object], refusal: Callable[[str], Reject]) -> None:
    """Raise Reject where Select does not go with the other members; not for missing projections.

    refusal: `enveloped` for Query, `invalid` for Scan, as moto's tests against the service have it
    (August 2026). Texts: recorded answers, October 2026.
    """
    select = request.get("Select")
    if select is None:
        return
    for parameter in ("AttributesToGet", "ProjectionExpression"):
        if parameter in request and select in _CHOSEN:
            raise refusal(
                f"Cannot specify the {parameter} when choosing to get {_CHOSEN[str(select)]}"
            )
    if select == "ALL_PROJECTED_ATTRIBUTES" and request.get("IndexName") is None:
        raise refusal("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")


def normalise_start(exclusive_start_key: Item, layer: Layer) -> None:
    """Bring ExclusiveStartKey into canonical form. Raises Reject: as the service does, only faults
    that are not about numbers or duplicates are said to be the key's (dynalite's tests).
    """
    try:
        normalise_item(exclusive_start_key, layer)
    except Reject as reject:
        message = reject.error.message or ""
        if message in _FAULTS_OF_KEYS:
            raise invalid(f"{BAD_START}: {message}") from None
        raise


def start_key(table: Table, exclusive_start_key: Item, mismatch: str) -> Key:
    """The Key of ExclusiveStartKey. Raises Reject: `mismatch` when it does not fit the table."""
    try:
        return request_key(table.key, exclusive_start_key)
    except Reject as reject:
        if reject.error == _MISMATCH:
            raise invalid(mismatch) from None
        raise invalid(f"{BAD_START}: {reject.error.message}") from None


async def run_page(
    request: Mapping[str, object], context: Context, source: Source, kept: Selection
) -> dict[str, object]:
    """Read one page of `source` and answer it."""
    condition, projection = kept.filter, kept.projection
    table, span, index = source.table, source.span, source.secondary_index
    storage_partitions = source.storage_partitions
    limit = request.get("Limit")
    count_only = request.get("Select") == "COUNT"
    from_table = index is not None and fetches_items(index, request, projection)
    page = await fetch(
        context,
        Read(
            span,
            reverse=request.get("ScanIndexForward") is False,
            limit=limit if isinstance(limit, int) else None,
            keep=None if condition is None else lambda item: evaluate(condition, item),
            shape=None if projection is None else lambda item: project(projection, item),
            count_only=count_only,
            table=table if from_table else None,
        ),
    )
    answered: dict[str, object] = {} if count_only else {"Items": page.items}
    answered["Count"] = page.kept_count
    answered["ScannedCount"] = len(page.scanned)
    if page.last is not None:
        answered["LastEvaluatedKey"] = last_evaluated_key(table, index, page.last)
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        visited = 1
        if storage_partitions > 1:
            last = None if page.last is None else item_key(table.key, page.last).partition
            visited = shares_visited(span, last, storage_partitions)
        units = units_of((page,), consistent=request.get("ConsistentRead") is True, each=visited)
        answered["ConsumedCapacity"] = page_capacity(table, index, units, str(report))
    return answered


def last_evaluated_key(table: Table, index: Index | None, last: Item) -> Item:
    """The key of the last item, or entry, of a page that ended before everything was read."""
    if index is None:
        return key_attributes_of(table.key, last)
    return {name: last[name] for name in entry_key_attributes(table, index)}
