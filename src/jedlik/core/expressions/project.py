"""Projection: the parts of an item that document paths lead to.

Parts stay where they were: a member in its map, an element in its list; lists are closed up, in the
order of the item whatever the order of the paths. Source: recorded answers, October 2026;
Alternator test_projection_expression.py.
"""

from collections.abc import Iterable
from typing import final

from jedlik.core.expressions.nodes import Element, Path, Projection
from jedlik.core.types.attribute_value import AttributeValue, Item


class ItemProjection:
    """What to show of each item of a read. Subclasses are compiled, so not final."""

    __slots__ = ()

    def of(self, item: Item) -> Item:
        """The part of `item` to show; shares unchanged values with it."""
        raise NotImplementedError


@final
class PathProjection(ItemProjection):
    """The parts at document paths."""

    __slots__ = ("paths",)

    def __init__(self, paths: Projection) -> None:
        self.paths = paths

    def of(self, item: Item) -> Item:
        """The parts of `item` at the paths."""
        return project(self.paths, item)


_Wanted = dict[Element, "_Wanted"]  # steps that paths take from a value; empty: the whole value


def project(paths: Iterable[Path], item: Item) -> Item:
    """The parts of `item` at `paths`, none of which leads into another; shares unchanged values.

    A path that leads nowhere adds nothing.
    """
    projected: Item = {}
    nested: dict[str, _Wanted] = {}
    for path in paths:
        if path.steps:
            wanted = nested.setdefault(path.name, {})
            for step in path.steps:
                wanted = wanted.setdefault(step, {})
        elif path.name in item:
            projected[path.name] = item[path.name]
    for name, wanted in nested.items():
        part = _part(item[name], wanted) if name in item else None
        if part is not None:
            projected[name] = part
    return projected


def _part(value: AttributeValue, wanted: _Wanted) -> AttributeValue | None:
    """What of `value` is wanted; None if nothing of that is there. Depth: that of a path."""
    if not wanted:
        return value
    if "M" in value:
        members = value["M"]
        chosen = {
            name: part
            for name, further in wanted.items()
            if isinstance(name, str) and name in members
            for part in (_part(members[name], further),)
            if part is not None
        }
        return {"M": chosen} if chosen else None
    if "L" in value:
        elements = value["L"]
        parts = [
            part
            for index, further in sorted(
                (step, further) for step, further in wanted.items() if isinstance(step, int)
            )
            if index < len(elements)
            for part in (_part(elements[index], further),)
            if part is not None
        ]
        return {"L": parts} if parts else None
    return None
