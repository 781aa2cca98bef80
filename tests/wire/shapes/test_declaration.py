"""Shapes built from declarations, and the declarations that are refused."""

import ast
from typing import Annotated, Any, Literal, NotRequired, Required, TypedDict, cast

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import (
    GENERIC,
    NAMELESS,
    EnumWording,
    Form,
    Printed,
    Reported,
    Wording,
    at_least,
    max_length,
    min_length,
    pattern,
)
from jedlik.wire.shapes.declaration import members_of, shape_of
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Boolean, Integer, Long, String, Timestamp
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import JsonMap, List, Map, Structure
from tests.tidy.source import package_files, tree

AT = "failed to satisfy constraint: "


class Leaf(TypedDict):
    """A type in place of AttributeValue: its shape is given, not built."""


LEAF = String()


def refusal(annotation: object, value: object) -> str | None:
    """How a request is answered whose member `Value` is of a declared type."""
    declared = cast(Any, TypedDict)("Declared", {"Value": annotation})
    with pytest.raises(Reject) as reject:
        Request(*members_of(declared, {Leaf: LEAF})).check({"Value": value})
    return reject.value.error.message


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (str, String),
        (Literal["A", "B"], String),
        (int, Integer),
        (Annotated[int, Form.LONG], Long),
        (float, Timestamp),
        (bool, Boolean),
        (list[str], List),
        (dict[str, str], Map),
        (Annotated[dict[str, str], Form.JSON], JsonMap),
        (Required[Annotated[int, at_least(1)]], Integer),
        (NotRequired[bool], Boolean),
    ],
)
def test_each_type_has_its_shape(annotation: object, kind: type[Shape]) -> None:
    assert type(shape_of(annotation, {})) is kind


def test_a_leaf_is_the_shape_of_its_type() -> None:
    assert shape_of(Leaf, {Leaf: LEAF}) is LEAF
    assert shape_of(dict[str, Leaf], {dict[str, Leaf]: LEAF}) is LEAF


class Base(TypedDict, total=False):
    """The members of a base come first."""

    First: str
    Second: Required[Annotated[str, Reported(absent=Wording("no second", bare=True))]]


class Derived(Base):
    """All members of a total TypedDict are required."""

    Third: Annotated[list[str], min_length(1)]


def test_members_are_those_declared_in_order() -> None:
    members = members_of(Derived, {})
    assert [(each.name, each.required) for each in members] == [
        ("First", False),
        ("Second", True),
        ("Third", True),
    ]
    assert members[1].missing.template == "no second"


def test_a_structure_has_the_name_of_its_class() -> None:
    shape = shape_of(Annotated[Base, Printed(("Second", "Fourth"))], {})
    assert isinstance(shape, Structure)
    assert shape.java_type.endswith(".Base")
    assert shape.echo({"Second": "x"}) == "Base(second=x, fourth=null)"
    assert shape_of(Base, {}).echo({"First": "x"}) == "Base(first=x, second=null)"


def test_constraints_are_checked_in_order() -> None:
    name = Annotated[str, pattern("[a-z]+"), min_length(3)]
    pattern_text = "Member must satisfy regular expression pattern: [a-z]+"
    length_text = "Member must have length greater than or equal to 3"
    assert refusal(name, "A") == (
        f"2 validation errors detected: Value 'A' at 'value' {AT}{pattern_text}; "
        f"Value 'A' at 'value' {AT}{length_text}"
    )
    longer = Annotated[name, max_length(5, GENERIC)]
    assert refusal(longer, "abcdef") == (
        f"1 validation error detected: Value at 'Value' {AT}"
        "Member must have length less than or equal to 5"
    )


def test_an_enum_is_worded_as_declared() -> None:
    words = Annotated[Literal["OR", "AND"], EnumWording(NAMELESS, "ALL, OR")]
    assert refusal(words, "XOR") == (
        "1 validation error detected: Failed to satisfy constraint: "
        "Member must satisfy enum value set: [ALL, OR]"
    )


def test_constraints_of_elements_keys_and_values() -> None:
    short = Annotated[str, max_length(1)]
    assert refusal(list[short], ["a", "bb"]) == (
        f"1 validation error detected: Value 'bb' at 'value.2.member' {AT}"
        "Member must have length less than or equal to 1"
    )
    assert refusal(dict[short, Annotated[list[int], min_length(1)]], {"bb": []}) == (
        f"2 validation errors detected: Value '{{bb=[]}}' at 'value' {AT}"
        "Map keys must satisfy constraint: [Member must have length less than or equal to 1]; "
        f"Value '{{bb=[]}}' at 'value' {AT}"
        "Map value must satisfy constraint: [Member must have length greater than or equal to 1]"
    )


class Wrong(TypedDict):
    """A declaration with a constraint on the wrong type."""

    Name: Annotated[str, at_least(1)]


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[str, at_least(1)],
        Annotated[int, max_length(1)],
        Annotated[bool, at_least(1)],
        Annotated[int, pattern("a")],
        Annotated[str, Form.LONG],
        Annotated[list[str], Form.JSON],
        Annotated[Leaf, max_length(1)],
        Annotated[str, EnumWording()],
        Annotated[list[str], Printed(("A",))],
        Annotated[str, "a note"],
        dict[int, str],
        dict[Annotated[str, at_least(1)], str],
        dict[str, Annotated[str, at_least(1)]],
        list[Annotated[str, Reported(absent=GENERIC)]],
        str | None,
        object,
        "str",
        Wrong,
        list[Wrong],
    ],
)
def test_what_does_not_fit_is_refused(annotation: object) -> None:
    with pytest.raises(TypeError):
        shape_of(annotation, {Leaf: LEAF})


def test_a_refusal_names_the_member() -> None:
    with pytest.raises(TypeError, match=r"^Wrong.Name: .*Member must have value"):
        members_of(Wrong, {})


def test_words_have_one_order() -> None:
    # Literals with the same words are equal in any order, so `typing` may give one for the other.
    orders: dict[frozenset[str], set[str]] = {}
    for path in package_files():
        if "Literal[" not in path.read_text():  # to walk all syntax trees takes seconds
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
                words = ast.literal_eval(node.slice)
                listed = words if isinstance(words, tuple) else (words,)
                orders.setdefault(frozenset(listed), set()).add(", ".join(map(str, listed)))
    assert orders
    assert not [each for each in orders.values() if len(each) > 1]
