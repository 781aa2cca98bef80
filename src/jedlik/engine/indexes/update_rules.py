"""What an update may do to the key attributes of indexes, as far as the request alone shows."""

from collections.abc import Sequence

from jedlik.core.errors import invalid
from jedlik.core.expressions.nodes import Literal, Set, Update, elements_of
from jedlik.core.keys.index_key import check_index_value
from jedlik.core.types.table import Index


def check_index_update(indexes: Sequence[Index], update: Update) -> None:
    """Raise Reject for an update into the inside of a key attribute, or to a value that it cannot
    have. Source: dynalite's recorded tests.
    """
    for index in indexes:
        for attribute in index.key_attributes:
            for action in update:
                name, *steps = elements_of(action.path)
                if name != attribute.name:
                    continue
                if steps:
                    raise invalid(
                        "Key attributes must be scalars; list random access '[]' and map lookup "
                        f"'.' are not allowed: IndexKey: {attribute.name}"
                    )
                if isinstance(action, Set) and isinstance(action.value, Literal):
                    check_index_value(index, attribute, action.value.value)
