"""SearchVectors finds the items whose vectors are nearest to a vector.

The search is exact: it compares every entry with the HASH values of the condition. The search of
the service is approximate. Rules, their order and texts: recorded answers and dynoxide's captures,
October 2026.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.consumed_capacity import add_search_capacity
from jedlik.apis.dynamodb.model.search import SEARCH_VECTORS, SearchVectorsRequest
from jedlik.core.errors import invalid
from jedlik.core.expressions import parse_condition, parse_projection
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import (
    And,
    Comparison,
    Condition,
    Literal,
    Path,
    Projection,
)
from jedlik.core.expressions.project import project
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.primary_key import TYPE_MISMATCH
from jedlik.core.limits import SEARCH_RESULTS, WRITE_UNIT_BYTES
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json
from jedlik.core.types.value import READ, normalise_expression_values
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.reads import index_named, no_index
from jedlik.features.tables.name import table_of
from jedlik.features.vector_indexes.index import VectorIndex, VectorSchema, vector_to_bytes
from jedlik.features.vector_indexes.participant import cache_of

if TYPE_CHECKING:
    from jedlik.features.vector_indexes.nearest import Scored
    from jedlik.features.vector_indexes.search import Searched

_EXPRESSION: Final = "SearchConditionExpression"
# Repetitions give nothing back (`++`), so a long text that is no number is refused at once.
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")


class CheckedSearch(NamedTuple):
    """A request after the checks that need no table.

    vector: in 32-bit floats, little-endian.
    equals: the attributes that the condition compares, each with its value, in written order.
    """

    request: SearchVectorsRequest
    vector: bytes
    condition: Condition | None
    equals: tuple[tuple[Path, AttributeValue], ...]
    projection: Projection | None


class _Search(NamedTuple):
    table: Table
    vector_index: Index
    schema: VectorSchema


def check(request: SearchVectorsRequest) -> CheckedSearch:
    """Checks the members of a request together. Raises Reject."""
    if request["TopK"] > SEARCH_RESULTS:
        raise invalid(
            f"Provided TopK value '{request['TopK']}' is out of valid range. The value must be "
            f"between 1 and {SEARCH_RESULTS} inclusive"
        )
    vector = _vector(request["SearchVector"])
    values = request.get("ExpressionAttributeValues")
    if values is not None:
        _normalise(values)
    substitutions = Substitutions(request.get("ExpressionAttributeNames"), values)
    _check_parameters(request)
    condition = projection = None
    if "SearchConditionExpression" in request:
        parsed = parse_condition.parse(request["SearchConditionExpression"], _EXPRESSION)
        condition = substitutions.condition(parsed)
    if "ProjectionExpression" in request:
        paths = parse_projection.parse(request["ProjectionExpression"])
        projection = substitutions.projection(paths)
    equals = () if condition is None else _distinct(_equalities(condition))
    substitutions.check_all_used()
    return CheckedSearch(request, vector, condition, equals, projection)


async def run(checked: CheckedSearch, context: Context) -> Answer:
    """Searches the index."""
    # Imports of numpy are inside of functions: it takes as long as the rest of a start.
    from jedlik.features.vector_indexes.search import nearest_entries  # noqa: PLC0415

    request = checked.request
    table = await table_of(context, request["TableName"])
    search = _search(table, checked, context.node.clock.now_ms())
    searched = _searched(search, checked)
    found = await nearest_entries(context.node, searched, checked.vector, request["TopK"])
    results = [
        {"Item": _shown(search.schema, each, checked.projection), "Score": each.score}
        for each in found
    ]
    # The figures of the service differ from call to call. Ours is the size of the searched vector
    # and of the entries found.
    size_bytes = len(checked.vector) + sum([len(each.entry) for each in found])
    usage = context.meter.of_table(table.id, table.name).of_index(search.vector_index)
    usage.read_units += max(WRITE_UNIT_BYTES, size_bytes)
    answered: dict[str, object] = {"SearchResults": results}
    add_search_capacity(answered, request, context.meter)
    return answered


def _normalise(values: Item) -> None:
    """Brings expression values into canonical form. Raises Reject.

    The strict parser knows data types that the API does not have. Without them a value is empty.
    """
    for value in values.values():
        if not value:
            raise invalid("This type mapping is not supported")
    normalise_expression_values(values, READ)


def _check_parameters(request: SearchVectorsRequest) -> None:
    """Raises Reject for names or values without an expression that may use them."""
    has_condition = _EXPRESSION in request
    if "ExpressionAttributeNames" in request and not (
        has_condition or "ProjectionExpression" in request
    ):
        raise invalid("ExpressionAttributeNames can only be specified when using expressions")
    if "ExpressionAttributeValues" in request and not has_condition:
        raise invalid("ExpressionAttributeValues can only be specified when using expressions")


def _vector(elements: list[AttributeValue]) -> bytes:
    """Returns numbers as 32-bit floats. One that is too small becomes 0. Raises Reject for others
    that do not fit.
    """
    vector = None
    if all(_NUMBER.fullmatch(element.get("N", "")) for element in elements):
        vector = vector_to_bytes(elements)
    if vector is None:
        raise invalid(
            "Search vector contains invalid values. All values in the search vector must be a "
            "32-bit floating-point number attribute"
        )
    return vector


def _search(table: Table, checked: CheckedSearch, now_ms: int) -> _Search:
    """Returns the index to search. Raises Reject if the request does not fit it."""
    name = checked.request["IndexName"]
    index = index_named(table, name)
    if not isinstance(index, VectorIndex) or _is_allocating(table, index, now_ms):
        raise no_index(name)
    if index.is_building:
        raise invalid(f"Cannot search backfilling vector index: {name}")
    schema = index.vector
    dimensions = len(checked.request["SearchVector"])
    if dimensions != schema.dimensions:
        raise invalid(
            f"Input search vector dimension {dimensions} does not match vector index dimension "
            f"{schema.dimensions}"
        )
    _check_condition(index, checked)
    return _Search(table, index, schema)


def _is_allocating(table: Table, index: Index, now_ms: int) -> bool:
    for record in table.record.get("VectorIndexes", ()):
        if record["Id"] == index.id and "Transition" in record:
            return now_ms < record["Transition"]["EndsAtMs"]
    return False


def _check_condition(index: Index, checked: CheckedSearch) -> None:
    if index.hash_key and checked.condition is None:
        raise invalid(f"{_EXPRESSION} must be provided when SearchSchema has a HASH key")
    types = {attribute.name: attribute.type for attribute in index.typed_attributes}
    hashes = {attribute.name for attribute in index.hash_key}
    for path, value in checked.equals:
        if path.name not in types:
            raise invalid(
                f"{_EXPRESSION} must not contain any attributes that is not in SearchSchema. "
                f"Invalid attribute: {path.name}"
            )
        tag = types[path.name]
        if tag not in value or (path.name in hashes and not value[tag]):
            raise invalid(TYPE_MISMATCH)
    if not hashes <= {path.name for path, _ in checked.equals}:
        # Source: ExtendDB, measured August 2026.
        raise invalid(f"{_EXPRESSION} must have all HASH attributes in configured SearchSchema")


def _searched(search: _Search, checked: CheckedSearch) -> "Searched":
    """Returns the partition to search, and the condition that its entries must fulfil."""
    from jedlik.features.vector_indexes.search import Searched  # noqa: PLC0415

    table, index, schema = search
    given = {path.name: value for path, value in checked.equals}
    hash_values = [encode_scalar(tag, given[name][tag]) for name, tag in index.hash_key]
    partition = index_partition(index.prefix, hash_values)
    condition = checked.condition
    if given.keys() <= {name for name, _ in index.hash_key}:
        condition = None  # all entries of the partition fulfil it
    accepts = None if condition is None else partial(_holds, condition)
    cache = cache_of(table)
    return Searched(table.id, partition, index.counter_key, schema, accepts, cache)


def _holds(condition: Condition, stored: bytes) -> bool:
    return evaluate(condition, item_from_bytes(stored))


def _shown(schema: VectorSchema, each: "Scored", projection: Projection | None) -> object:
    """Returns the Item of a result.

    Without a ProjectionExpression it is the projection of the index, except the vector (Alternator,
    test_vector).
    """
    stored = each.entry[schema.size_bytes :]
    if projection is None:
        return stored_json(stored)
    item: Item = item_from_bytes(stored)
    if any(path.name == schema.attribute for path in projection):
        from jedlik.features.vector_indexes.nearest import numbers_of  # noqa: PLC0415

        components = numbers_of(each.entry[: schema.size_bytes])
        item[schema.attribute] = {"L": [{"N": text} for text in components]}
    return project(projection, item)


def _equalities(condition: Condition) -> list[tuple[Path, AttributeValue]]:
    """Returns the attributes that a condition compares with `=`, each with its value.

    Raises Reject for any other condition.
    """
    if isinstance(condition, And):
        return [pair for each in condition.conditions for pair in _equalities(each)]
    if isinstance(condition, Comparison) and condition.operator == "=":
        for path, value in (
            (condition.left, condition.right),
            (condition.right, condition.left),
        ):
            if isinstance(path, Path) and isinstance(value, Literal):
                if path.steps:
                    raise invalid(
                        f"Invalid {_EXPRESSION}: {_EXPRESSION} cannot have conditions on nested "
                        "attributes"
                    )
                return [(path, value.value)]
    raise invalid(f"Invalid {_EXPRESSION}: Invalid comparator used in {_EXPRESSION}")


def _distinct(
    equalities: list[tuple[Path, AttributeValue]],
) -> tuple[tuple[Path, AttributeValue], ...]:
    """Returns the same equalities. Raises Reject if two of them are about one attribute."""
    if len({path.name for path, _ in equalities}) < len(equalities):
        raise invalid(
            f"Invalid {_EXPRESSION}: {_EXPRESSION} must only contain one condition per attribute"
        )
    return tuple(equalities)


def needed(
    request: SearchVectorsRequest, checked: CheckedSearch, context: Context
) -> Sequence[Authorization]:
    """Returns the action on the index and on its table. Both are required."""
    name = request["TableName"]
    table = table_resource(name, context)
    return (
        Authorization("dynamodb:SearchVectors", f"{table}/index/{request['IndexName']}", name),
        Authorization("dynamodb:SearchVectors", table, name),
    )


OPERATION: Final = Operation(
    "SearchVectors",
    Access.READ,
    Plane.DATA,
    SEARCH_VECTORS,
    check,
    run,
    needed,
)
