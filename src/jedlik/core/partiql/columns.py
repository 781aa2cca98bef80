"""The select list of a SELECT: what it shows of an item."""

from typing import final

from jedlik.core.expressions.evaluate import value_at
from jedlik.core.expressions.project import ItemProjection
from jedlik.core.partiql.nodes import Column
from jedlik.core.types.attribute_value import Item


@final
class ColumnProjection(ItemProjection):
    """The values at the paths of a select list, each under the name of its column."""

    __slots__ = ("columns",)

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns

    def of(self, item: Item) -> Item:
        """Returns the columns that `item` has."""
        found: Item = {}
        for name, path in self.columns:
            value = value_at(path, item) if path.steps else item.get(path.name)
            if value is not None:
                found[name] = value
        return found
