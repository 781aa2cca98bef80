"""What an update may do to the key attributes of indexes, as far as the request alone shows.

Sources: dynalite's tests; recorded answers, October 2026.
"""

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
from jedlik.core.keys.index_key import check_given_index_value, in_order_of_names, type_mismatch
from jedlik.core.types.table import Table


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
