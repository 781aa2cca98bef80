"""FilterSpecification: which items, and which attributes of them, an export writes. Pure.

Source: API Reference, FilterSpecification; Developer Guide, "Filtering a table export"; recorded
answers, October 2026, for the text about an empty specification, whose beginning all texts here
have. The rest of a text is that of Query.
"""

from typing import Final, NamedTuple, cast

import orjson

from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions import parse_condition, parse_projection
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.parse_key_condition import KeyCondition, clauses_of, key_condition
from jedlik.core.expressions.project import project
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.keys.encode import encode_partition
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.limits import EXPORT_FILTER_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.structures import FilterSpecification
from jedlik.core.types.value import READ, normalise_expression_values

_INVALID: Final = "Invalid Request: Invalid FilterSpecification: "


class ItemFilter(NamedTuple):
    """The expressions of a specification, resolved. None: the specification lacks the expression.

    key_condition: it holds for the items of one partition key, or for a range of them.
    """

    key_condition: Condition | None = None
    condition: Condition | None = None
    projection: Projection | None = None

    @property
    def decodes(self) -> bool:
        """Returns whether items must be decoded to be filtered."""
        return self != EVERYTHING

    def accepts(self, item: Item) -> bool:
        """Returns whether an item is written."""
        for condition in (self.key_condition, self.condition):
            if condition is not None and not evaluate(condition, item):
                return False
        return True

    def shown(self, item: Item) -> Item:
        """Returns the attributes to write."""
        return item if self.projection is None else project(self.projection, item)


EVERYTHING: Final = ItemFilter()


def parsed(specification: FilterSpecification | None) -> ItemFilter:
    """Returns the filter of a specification. Raises Reject for what is wrong for every table."""
    if specification is None:
        return EVERYTHING
    if not specification:
        raise invalid(f"{_INVALID}The specification can not be empty")
    try:
        return _resolved(specification)
    except Reject as rejected:
        raise invalid(f"{_INVALID}{rejected.error.message}") from None


def check_fits(item_filter: ItemFilter, key: KeySchema) -> None:
    """Raises Reject if a filter does not fit the key of a table."""
    scalars = [("Key", name) for name, _ in key.key_attributes]
    try:
        check_key_paths(scalars, item_filter.projection, item_filter.condition)
        if item_filter.key_condition is not None:
            _check_key_condition(item_filter.key_condition, item_filter.condition, key)
    except Reject as rejected:
        raise invalid(f"{_INVALID}{rejected.error.message}") from None


def partition_of(item_filter: ItemFilter, key: KeySchema) -> bytes | None:
    """Returns the partition, in the storage, of the only items that a filter can accept. None: all.

    The filter fits the key.
    """
    if item_filter.key_condition is None:
        return None
    (value,) = _condition_on_key(item_filter.key_condition, key).hash_values
    tag = key.hash_key.type
    return encode_partition(tag, value[tag])


def _resolved(specification: FilterSpecification) -> ItemFilter:
    """Returns the filter. The values of the specification are not changed."""
    values = specification.get("ExpressionAttributeValues")
    if values is not None:
        encoded = orjson.dumps(values)
        if len(encoded) > EXPORT_FILTER_BYTES:  # the text is ours
            raise invalid(f"ExpressionAttributeValues exceed {EXPORT_FILTER_BYTES} bytes")
        values = cast(Item, orjson.loads(encoded))
    substitutions = Substitutions(specification.get("ExpressionAttributeNames"), values)
    if values is not None:
        normalise_expression_values(values, READ)
    key = condition = projection = None
    if "KeyConditionExpression" in specification:
        text = specification["KeyConditionExpression"]
        key = substitutions.condition(parse_condition.parse(text, "KeyConditionExpression"))
    if "FilterExpression" in specification:
        text = specification["FilterExpression"]
        condition = substitutions.condition(parse_condition.parse(text, "FilterExpression"))
    if "ProjectionExpression" in specification:
        paths = parse_projection.parse(specification["ProjectionExpression"])
        projection = substitutions.projection(paths)
    substitutions.check_all_used()
    if key is not None:
        clauses_of(key)
    return ItemFilter(key, condition, projection)


def _check_key_condition(
    condition: Condition, item_condition: Condition | None, key: KeySchema
) -> None:
    _condition_on_key(condition, key)
    if item_condition is None:
        return
    names = attribute_names(item_condition)
    for name, _ in key.key_attributes:
        if name in names:
            raise invalid(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )


def _condition_on_key(condition: Condition, key: KeySchema) -> KeyCondition:
    """Returns what a key condition selects. Raises Reject if it does not fit the key."""
    range_attributes = () if key.range_key is None else (key.range_key,)
    return key_condition(
        clauses_of(condition), hash_attributes=(key.hash_key,), range_attributes=range_attributes
    )
