"""Any text is parsed or refused, and what is parsed can be resolved, evaluated and applied.

No exception except Reject may be raised, whatever is nested in what.
"""

import contextlib
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.project import project
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.expressions.update import apply, updated_attributes
from jedlik.core.expressions.update_charge import charge_bytes
from jedlik.core.types.attribute_value import AttributeValue, Item

NAMES = {"#a": "a", "#s": "status"}
VALUES: Item = {
    ":n": {"N": "3"},
    ":s": {"S": "x"},
    ":t": {"SS": ["x", "y"]},
    ":l": {"L": [{"N": "1"}]},
}
PIECES = """
    a b.c l[0] l[7].d #a #s :n :s :t :l ( ) ( ) , , = <> < >= + - AND OR NOT BETWEEN IN
    SET REMOVE ADD DELETE size( contains( begins_with( attribute_exists( attribute_type(
    if_not_exists( list_append( foo( status [ ] . # : ! 12
"""
WORDS = PIECES.split()

texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.tuples(
        st.sampled_from(["", "a = ", "SET a = ", "REMOVE "]),
        st.sampled_from(["(", "size(", "if_not_exists(a, ", "NOT ", "a = b AND (", "a[0]."]),
        st.integers(0, 600),
        st.sampled_from(["", "a", "a = b", ":n"]),
        st.integers(0, 600),
    ).map(lambda parts: parts[0] + parts[1] * parts[2] + parts[3] + ")" * parts[4]),
)
scalars: st.SearchStrategy[AttributeValue] = st.sampled_from(
    [{"N": "3"}, {"S": "xyz"}, {"B": "AA=="}, {"BOOL": True}, {"NULL": True}, {"SS": ["x"]}]
)
values: st.SearchStrategy[AttributeValue] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda elements: AttributeValue(L=elements)),
        st.dictionaries(st.sampled_from("abcd"), inner, max_size=3).map(
            lambda members: AttributeValue(M=members)
        ),
    ),
    max_leaves=8,
)
items = st.one_of(st.none(), st.dictionaries(st.sampled_from("abl"), values, max_size=3))


@settings(max_examples=300)
@given(text=texts, item=items)
def test_conditions(text: str, item: Item | None) -> None:
    with contextlib.suppress(Reject):
        parsed = parse_condition.parse(text, "ConditionExpression")
        condition = Substitutions(NAMES, VALUES).condition(parsed)
        assert evaluate(condition, item) in {True, False}


@settings(max_examples=300)
@given(text=texts, item=items)
def test_updates(text: str, item: Item | None) -> None:
    before = deepcopy(item)
    with contextlib.suppress(Reject):
        update = Substitutions(NAMES, VALUES).update(parse_update.parse(text))
        assert charge_bytes(update) > 3
        new = apply(update, item, {})
        updated_attributes(update, new)
    assert item == before


@settings(max_examples=300)
@given(text=texts, item=items)
def test_projections(text: str, item: Item | None) -> None:
    with contextlib.suppress(Reject):
        projection = Substitutions(NAMES, None).projection(parse_projection.parse(text))
        part = project(projection, item or {})
        assert part.keys() <= (item or {}).keys()
        assert project(projection, project(projection, item or {})).keys() <= part.keys()
