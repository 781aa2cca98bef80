"""Cached parses are compared by identity, nodes by their parts."""

import pytest

from jedlik.core.expressions.nodes import Add, Comparison, Delete, Literal, Parsed, Path


def test_a_node_is_equal_to_another_of_its_class_with_equal_parts() -> None:
    one, value = Path("a", ("b", 1)), Literal({"N": "1"})
    assert one == Path("a", ("b", 1))
    assert one not in (Path("a"), Path("b", ("b", 1)), ("a", ("b", 1)))
    assert Comparison("=", one, value) == Comparison("=", Path("a", ("b", 1)), Literal({"N": "1"}))
    assert Comparison("=", one, value) != Comparison("=", one, Literal({"N": "2"}))
    assert Add(one, value) != Delete(one, value)


def test_a_node_shows_its_parts() -> None:
    assert repr(Add(Path("a"), Literal({"N": "1"}))) == (
        "Add(path=Path(name='a', steps=()), value=Literal(value={'N': '1'}))"
    )


def test_a_node_has_no_hash_and_a_parse_has_that_of_its_identity() -> None:
    with pytest.raises(TypeError):
        hash(Path("a"))
    one, other = (Parsed("", (Path("a"),), frozenset(), frozenset()) for _ in range(2))
    assert one != other
    assert {one: 1, other: 2} == {other: 2, one: 1}
