"""Select lists."""

from jedlik.core.expressions.nodes import Path
from jedlik.core.partiql.columns import ColumnProjection
from jedlik.core.partiql.nodes import Column
from jedlik.core.types.attribute_value import Item

ITEM: Item = {
    "pk": {"S": "a"},
    "list": {"L": [{"S": "x"}, {"S": "y"}]},
    "map": {"M": {"n": {"N": "1"}}},
}


def test_a_value_goes_by_the_name_of_its_column() -> None:
    columns = ColumnProjection((Column("pk", Path("pk")), Column("n", Path("map", ("n",)))))
    assert columns.of(ITEM) == {"pk": {"S": "a"}, "n": {"N": "1"}}


def test_an_element_has_its_own_column() -> None:
    columns = ColumnProjection((Column("list[1]", Path("list", (1,))),))
    assert columns.of(ITEM) == {"list[1]": {"S": "y"}}


def test_what_an_item_lacks_is_left_out() -> None:
    absent = (Column("b", Path("b")), Column("c", Path("map", ("c",))))
    assert ColumnProjection(absent).of(ITEM) == {}
