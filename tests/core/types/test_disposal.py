"""Tests of freeing: everything becomes empty, and long collections do not go at once."""

from jedlik.core.types.disposal import dispose
from tests.core.test_pauses import Looks


def test_inner_lists_and_objects_become_empty() -> None:
    inner = [{"N": "1"}]
    deep = {"M": {"x": {"L": inner}}}
    value = {"a": {"L": [deep, 1, None]}, "b": {"S": "x"}}
    dispose(value)
    assert value == {}
    assert deep == {}
    assert inner == []


def test_texts_and_numbers_have_nothing_to_free() -> None:
    values: tuple[object, ...] = ("x", 1, None, [], {})
    for value in values:
        before = str(value)
        dispose(value)
        assert str(value) == before


def test_a_long_list_and_a_long_object_are_freed_in_pieces() -> None:
    values: tuple[object, ...] = (
        [{"N": "1"}] * 50_000,
        {str(at): [at] for at in range(50_000)},
    )
    for value in values:
        with Looks(5_000) as looks:
            dispose(value)
        assert looks.count >= 9
        assert not value
