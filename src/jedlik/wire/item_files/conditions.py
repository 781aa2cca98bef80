"""The condition of an item in a file of a bulk operation.

The Developer Guide says that each item may have a condition of its own ("Amazon S3 input formats
for bulk put items"). How it is written is not in the sources that were read. Here the record has
the members of PutItem next to Item. Only this module and its callers in this package know it.
"""

from typing import Final, NamedTuple, cast

from jedlik.core.types.attribute_value import Item
from jedlik.wire.item_files.faults import UnreadableError

EXPRESSION: Final = "ConditionExpression"
NAMES: Final = "ExpressionAttributeNames"
VALUES: Final = "ExpressionAttributeValues"


class WrittenCondition(NamedTuple):
    """A condition as it is written: the text, and its names and values. None: it has none."""

    expression: str
    names: dict[str, str] | None
    values: Item | None


def condition_of(expression: object, names: object, values: Item | None) -> WrittenCondition:
    """Returns a condition whose names are texts. Raises UnreadableError."""
    if not isinstance(expression, str):
        raise UnreadableError(f"{EXPRESSION} is no text")
    if names is not None and not (
        isinstance(names, dict) and all(isinstance(each, str) for each in names.values())
    ):
        raise UnreadableError(f"{NAMES} is no object of texts")
    return WrittenCondition(expression, cast("dict[str, str] | None", names), values)
