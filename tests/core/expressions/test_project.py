"""Tests of projection.

Sources: recorded answers of October 2026; Alternator test_projection_expression.py.
"""

import pytest

from jedlik.core.expressions.project import ItemProjection, PathProjection, project
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import projection


def n(value: int) -> AttributeValue:
    return {"N": str(value)}


NESTED: Item = {
    "a": {"M": {"b": {"L": [n(2), n(4), {"M": {"x": n(1), "y": n(7)}}]}, "c": n(5)}},
    "b": {"S": "hello"},
}
Y: AttributeValue = {"M": {"b": {"L": [{"M": {"y": n(7)}}]}}}
TWO: AttributeValue = {"M": {"b": {"L": [n(2)]}}}


@pytest.mark.parametrize(
    ("text", "projected"),
    [
        ("a", {"a": NESTED["a"]}),
        ("x", {}),
        ("b, x", {"b": {"S": "hello"}}),
        ("a.c", {"a": {"M": {"c": n(5)}}}),
        ("a.b[0]", {"a": TWO}),
        ("a.b[2].y", {"a": Y}),
        ("a.b[0],a.b[1]", {"a": {"M": {"b": {"L": [n(2), n(4)]}}}}),
        ("a.b[1],a.b[0]", {"a": {"M": {"b": {"L": [n(2), n(4)]}}}}),
        ("a.b[0],a.c", {"a": {"M": {"b": {"L": [n(2)]}, "c": n(5)}}}),
        ("a.c,b", {"a": {"M": {"c": n(5)}}, "b": {"S": "hello"}}),
        ("a.x, a.b[0], x, a.b[3].x", {"a": TWO}),
        *[(text, {}) for text in ("a.b[3]", "a.x", "a.x.y", "a.b[3].x", "x.y", "x[0]")],
        *[(text, {}) for text in ("a.b.x", "a[0]", "a.b[0].x", "a.b[0][0]", "b.c", "b[0]")],
    ],
)
def test_parts_of_an_item(text: str, projected: Item) -> None:
    assert project(projection(text), NESTED) == projected


def test_paths_meet_in_one_element() -> None:
    element: AttributeValue = {
        "M": {
            "a": n(1),
            "b": n(2),
            "n": {"L": [{"M": {"p": n(3), "q": n(4)}}, {"M": {"p": n(5), "q": n(6)}}]},
        }
    }
    item: Item = {"l": {"L": [element, n(9)]}}
    both: Item = {"l": {"L": [{"M": {"a": n(1), "b": n(2)}}]}}
    assert project(projection("l[0].a, l[0].b"), item) == both
    assert project(projection("l[0].b, l[0].a"), item) == both
    assert project(projection("l[0].n[1].q, l[0].n[0].p"), item) == {
        "l": {"L": [{"M": {"n": {"L": [{"M": {"p": n(3)}}, {"M": {"q": n(6)}}]}}}]}
    }


def test_a_projection_of_paths_is_applied_to_each_item() -> None:
    paths = projection("a.c, b")
    for item in (NESTED, {"b": n(1)}, {}):
        assert PathProjection(paths).of(item) == project(paths, item)


def test_each_kind_of_projection_says_what_it_shows() -> None:
    with pytest.raises(NotImplementedError):
        ItemProjection().of({})
