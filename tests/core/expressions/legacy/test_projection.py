"""Tests of AttributesToGet.

Sources: dynalite test/getItem.js; Alternator test_limits.py, test_query.py.
"""

from jedlik.core.expressions.legacy.projection import attributes_to_get
from jedlik.core.expressions.project import project
from jedlik.core.types.attribute_value import Item
from tests.core.expressions.refusals import refusal

INV = "One or more parameter values were invalid: "


def test_exactly_the_named_attributes() -> None:
    item: Item = {"pk": {"S": "k"}, "a": {"M": {"b": {"N": "1"}}}, "a.b": {"N": "2"}}
    assert project(attributes_to_get(["a.b", "absent"]), item) == {"a.b": {"N": "2"}}
    assert project(attributes_to_get(["a", "pk"]), item) == {"a": item["a"], "pk": item["pk"]}


def test_refused_names() -> None:
    assert refusal(lambda: attributes_to_get(["b", "a", "c", "a", "b"])) == (
        INV + "Duplicate value in attribute name: a"
    )
    assert refusal(lambda: attributes_to_get(["a", ""])) == "Empty attribute name"
    assert refusal(lambda: attributes_to_get(["a" * 65536])) == (
        "Attribute name is too large, must be less than 65536 bytes"
    )
