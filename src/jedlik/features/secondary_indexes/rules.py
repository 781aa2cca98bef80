"""What an update may do to the key attributes of indexes, as far as the request alone shows.

Sources: dynalite's tests; recorded answers, October 2026.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, VALUES_NOT_VALID, Reject, Scope, invalid
from jedlik.core.expressions.attribute_names import paths_of
from jedlik.core.expressions.key_paths import check_paths
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Literal,
    Path,
    Set,
    Update,
    elements_of,
)
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.limits import INDEX_KEY_ATTRIBUTES_PER_ROLE, PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.entry_key import _bytes, _encoded
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.vector_indexes.index import check_vector


def check_index_update(table: Table, update: Update, *, is_expression: bool) -> None:
    """Raise Reject for an update of a key attribute of an index to a value that it cannot have, and
    for a path into the inside of a key attribute.

    is_expression: the update is no AttributeUpdates, whose errors are those of PutItem.
    """
    if table.indexes:
        _check_values(table, update, is_expression=is_expression)
    nested = [path for path in _paths(update) if path.steps]
    if nested:
        check_paths(table, nested)


def _check_values(table: Table, update: Update, *, is_expression: bool) -> None:
    for index in in_order_of_names(table.indexes):
        for attribute in index.typed_attributes:
            for action in update:
                name, *steps = elements_of(action.path)
                if steps or name != attribute.name:
                    continue
                if isinstance(action, Set) and isinstance(action.value, Literal):
                    value = action.value.value
                    check_given_index_value(index, attribute, value, is_expression=is_expression)
                tag = _known_type(action)
                if tag is not None and tag != attribute.type:
                    raise type_mismatch(index, attribute, tag)


def _known_type(action: Action) -> str | None:
    """The type of what is written, where it is sure before the item is read."""
    if isinstance(action, Set) and isinstance(action.value, Arithmetic):
        return "N"
    if isinstance(action, Add) and isinstance(action.value, Literal):
        return next(iter(action.value.value))
    return None


def _paths(update: Update) -> list[Path]:
    paths = []
    for action in update:
        if isinstance(action.path, Path):
            paths.append(action.path)
        if isinstance(action, Set) and not isinstance(action.value, Literal):
            paths += paths_of(action.value)
    return paths


# Values of so few characters cannot be too long, however many attributes make the key.
_SHORT_CHARACTERS: Final = SORT_KEY_BYTES // INDEX_KEY_ATTRIBUTES_PER_ROLE // 4


_UPDATED: Final = "The update expression attempted to update the secondary index key"


def in_order_of_names(indexes: Sequence[Index]) -> list[Index]:
    """The order in which the service looks for what is wrong (recorded answers, October 2026)."""
    return sorted(indexes, key=attrgetter("name"))


def check_index_keys(indexes: Sequence[Index], item: Item) -> None:
    """Raise Reject when an attribute of `item` cannot be a key of the index it is a key of,
    or the vector or a filter of a vector index.

    Source: recorded answers, October 2026; the sentence about types: dynalite. Filters: Alternator,
    test_vector.
    """
    try:
        for index in indexes:
            _check_index_keys(index, item)
    except Reject:
        for index in in_order_of_names(indexes):
            _check_index_keys(index, item)
        raise


def check_updated_index_keys(indexes: Sequence[Index], item: Item) -> None:
    """The same for an item that an update expression has made.

    Texts: recorded answers, October 2026; the API Reference (TransactWriteItems).
    """
    try:
        for index in indexes:
            _check_updated_index_keys(index, item)
    except Reject:
        for index in in_order_of_names(indexes):
            _check_updated_index_keys(index, item)
        raise


def check_given_index_value(
    index: Index, attribute: KeyAttribute, value: AttributeValue, *, is_expression: bool
) -> None:
    """Raise Reject when `value`, which a request gives, cannot be that attribute: another type, or
    empty where it is no filter. is_expression: it is written by an update expression.
    """
    if attribute.type not in value:
        raise type_mismatch(index, attribute, next(iter(value)))
    if value[attribute.type] or attribute in index.filters:
        return
    if is_expression:
        raise _updated_to_empty(attribute)
    raise invalid(
        f"{VALUES_NOT_VALID}A value specified for a secondary index key is not supported. "
        f"The AttributeValue for a key attribute cannot contain {_empty(attribute)}. "
        f"IndexName: {index.name}, IndexKey: {attribute.name}",
        Scope.REQUEST,
    )


def type_mismatch(index: Index, attribute: KeyAttribute, tag: str) -> Reject:
    """The error for a value of type `tag` as that key attribute."""
    return invalid(
        REQUEST_INVALID + f"Type mismatch for Index Key {attribute.name} Expected: "
        f"{attribute.type} Actual: {tag} IndexName: {index.name}"
    )


def _check_index_keys(index: Index, item: Item) -> None:
    is_long = False
    for attribute in index.typed_attributes:
        value = item.get(attribute.name)
        if value is not None:
            check_given_index_value(index, attribute, value, is_expression=False)
            is_long = is_long or len(value[attribute.type]) > _SHORT_CHARACTERS
    if is_long:
        _check_sizes(index, item)
    if index.vector is not None:
        check_vector(index.vector, index.name, item)


def _check_updated_index_keys(index: Index, item: Item) -> None:
    is_long = False
    for attribute in index.typed_attributes:
        value = item.get(attribute.name)
        if value is None:
            continue
        if attribute.type not in value:
            raise invalid(_UPDATED + " to unsupported type")
        if not value[attribute.type] and attribute not in index.filters:
            raise _updated_to_empty(attribute)
        is_long = is_long or len(value[attribute.type]) > _SHORT_CHARACTERS
    if is_long and _overlong(index, item) is not None:
        raise invalid(_UPDATED + " beyond allowed size limits.")
    if index.vector is not None:
        check_vector(index.vector, index.name, item)


def _updated_to_empty(attribute: KeyAttribute) -> Reject:
    return invalid(
        f"{VALUES_NOT_VALID}The update expression attempted to update a secondary index key to a "
        "value that is not supported. The AttributeValue for a key attribute cannot contain "
        f"{_empty(attribute)}.",
        Scope.REQUEST,
    )


def _empty(attribute: KeyAttribute) -> str:
    return "an empty string value" if attribute.type == "S" else "an empty binary value"


def _check_sizes(index: Index, item: Item) -> None:
    """The text, known for keys of one attribute: reports of users of 2015 and 2018."""
    overlong = _overlong(index, item)
    if overlong is not None:
        names, size_bytes, limit_bytes = overlong
        raise invalid(
            f"{REQUEST_INVALID}Size limit exceeded for Index Key {names} Actual Size: {size_bytes} "
            f"bytes Max Size: {limit_bytes} bytes IndexName: {index.name}"
        )


def _overlong(index: Index, item: Item) -> tuple[str, int, int] | None:
    """The attributes of a key that is too long, its size and the limit, in bytes."""
    for attributes, limit_bytes in (
        (index.hash_key, PARTITION_KEY_BYTES),
        (index.range_key, SORT_KEY_BYTES),
    ):
        values = _encoded(attributes, item)
        size_bytes = 0 if values is None else _bytes(values)
        if size_bytes > limit_bytes:
            return ", ".join([name for name, _ in attributes]), size_bytes, limit_bytes
    return None
