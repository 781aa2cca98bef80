"""The row of items: items and counters are erased with their table."""

from jedlik.core.keys.space import Space
from jedlik.features.items.feature import feature
from jedlik.features.options import Options


def test_the_row() -> None:
    row = feature(Options())
    assert (row.name, row.table.spaces) == ("items", (Space.ITEM, Space.COUNTER))
